import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { Localized } from './localized.js';
import { Translator } from './messages.js';
import { shared } from './shared.styles.js';
import { verdictChip } from './view.js';
import type { Change, Finding, Outcome, StepItem, Until } from './wire.js';

/** A line of a Decision, as `evaluate` answers it. */
export interface JudgedLine {
  outcome: Outcome;
  until?: Until;
  findings: readonly Finding[];
  changes?: readonly Change[];
}

/** The verdict's code for a judged line, for places where the wizard has not been asked. */
export function verdictOf(line: JudgedLine): Pick<StepItem, 'verdict' | 'until'> {
  const { outcome, until, findings, changes = [] } = line;
  const has = (code: string): boolean => findings.some((finding) => finding.code === code);
  const ago = ({ params }: Finding): number => Number(params?.daysAgo ?? Number.POSITIVE_INFINITY);
  const [closed] = findings.filter(({ code }) => code === 'window_closed').sort((a, b) => ago(a) - ago(b));
  const mended = changes.some(({ code }) => code === 'repair_under_guarantee');
  let code = 'excluded';
  if (outcome === 'manual_review') code = 'ask_us';
  else if (outcome !== 'ineligible') code = until ? 'returnable_until' : 'returnable';
  else if (has('already_returned')) code = 'nothing_left';
  else if (closed) code = mended ? 'closed_guarantee' : 'closed';
  else if (has('not_dispatched')) code = 'not_dispatched';
  // Where another window is open still, the one that has closed is not what the chip is about.
  const { lastDay, daysAgo } = (code.startsWith('closed') ? closed?.params : undefined) ?? {};
  const params = {
    ...(lastDay === undefined ? {} : { date: lastDay }),
    ...(daysAgo === undefined ? {} : { days: daysAgo }),
  };
  return { verdict: { code, outcome, params }, ...(until ? { until } : {}) };
}

/**
 * "Returnable until Fri 5 Dec": a chip for product and order cards.
 *
 * @attr verdict, outcome, date, zone, locale, theme
 * @csspart chip
 */
export class AftersaleBadge extends LitElement {
  static override styles = [
    shared,
    css`:host { display: inline-block; max-inline-size: 100%; font-size: inherit; vertical-align: middle; }`,
  ];
  static override properties = {
    item: { attribute: false },
    line: { attribute: false },
    now: {},
    verdict: {},
    outcome: {},
    date: {},
    zone: {},
    locale: {},
    theme: { reflect: true },
  };

  /** An item of a wizard's Step, */
  declare item: Pick<StepItem, 'verdict' | 'until'> | undefined;
  /** or a line of a Decision, */
  declare line: JudgedLine | undefined;
  /** or the same by attributes. */
  declare verdict: string | undefined;
  declare outcome: Outcome | undefined;
  declare date: string | undefined;
  declare zone: string | undefined;
  declare now: string | undefined;
  declare locale: string;
  declare theme: 'light' | 'dark' | undefined;
  readonly #localized = new Localized(this, () => this.locale);

  constructor() {
    super();
    this.locale = '';
  }

  get #shown(): Pick<StepItem, 'verdict' | 'until'> | undefined {
    if (this.item) return this.item;
    if (this.line) return verdictOf(this.line);
    const { verdict, date } = this;
    if (!verdict && !date) return undefined;
    const until = date
      ? { until: { at: date, date, zone: this.zone ?? '', rule: '', layer: 'merchant' as const } }
      : {};
    return {
      verdict: { code: verdict ?? 'returnable_until', outcome: this.outcome ?? 'eligible' },
      ...until,
    };
  }

  protected override render(): TemplateResult | typeof nothing {
    const shown = this.#shown;
    if (!shown) return nothing;
    const zone = shown.until?.zone || this.zone;
    const t = new Translator(
      this.#localized.messages,
      this.#localized.tag,
      zone,
      this.now ?? new Date().toISOString(),
    );
    const exact = shown.until && zone ? t.ui('last_day_value', { date: shown.until.date, zone }) : undefined;
    return html`<span dir=${t.direction} lang=${t.locale} title=${exact ?? nothing}>${verdictChip(t, shown)}${exact ? html`<span class="sr">${exact}</span>` : nothing}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aftersale-badge': AftersaleBadge;
  }
}

import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { loadMessages, messagesNow, onLocales } from './locales.js';
import { Translator } from './messages.js';
import { shared } from './shared.styles.js';
import { verdictChip } from './view.js';
import type { Finding, Outcome, StepItem, Until } from './wire.js';

/** A line of a Decision, as `evaluate` answers it. */
export interface JudgedLine {
  outcome: Outcome;
  until?: Until;
  findings: Finding[];
}

/** The verdict's code for a judged line, for places where the wizard has not been asked. */
export function verdictOf(line: JudgedLine): Pick<StepItem, 'verdict' | 'until'> {
  const closed = line.findings.find(({ code }) => code === 'window_closed');
  const kept = line.findings.some(
    ({ code, effect }) => code === 'statutory_conformity' && effect !== 'refuses',
  );
  const code =
    line.outcome === 'manual_review'
      ? 'ask_us'
      : line.outcome !== 'ineligible'
        ? line.until
          ? 'returnable_until'
          : 'returnable'
        : closed
          ? kept
            ? 'closed_guarantee'
            : 'closed'
          : line.findings.some((finding) => finding.code === 'already_returned')
            ? 'nothing_left'
            : 'excluded';
  return {
    verdict: { code, outcome: line.outcome, params: { ...closed?.params } },
    ...(line.until ? { until: line.until } : {}),
  };
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
    messages: { state: true },
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
  /** @internal */ declare messages: ReturnType<typeof messagesNow>;
  #off: (() => void) | undefined;

  constructor() {
    super();
    this.locale = '';
    this.messages = messagesNow('en');
  }

  get #tag(): string {
    return this.locale || document.documentElement.lang || navigator.language || 'en';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#off = onLocales(() => this.#load());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#off?.();
  }

  #load(): void {
    const tag = this.#tag;
    this.messages = messagesNow(tag);
    void loadMessages(tag).then((messages) => {
      if (tag === this.#tag) this.messages = messages;
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.hasUpdated || changed.has('locale')) this.#load();
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
    const t = new Translator(this.messages, this.#tag, zone, this.now ?? new Date().toISOString());
    const exact = shown.until && zone ? t.ui('last_day_value', { date: shown.until.date, zone }) : undefined;
    return html`<span dir=${t.direction} lang=${t.locale} title=${exact ?? nothing}>${verdictChip(t, shown)}${exact ? html`<span class="sr">${exact}</span>` : nothing}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aftersale-badge': AftersaleBadge;
  }
}

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { icons } from './icons.js';
import { Localized } from './localized.js';
import { Translator } from './messages.js';
import { promiseLine, promisesIn } from './promise.js';
import { shared } from './shared.styles.js';
import { styles } from './tracker.styles.js';
import { breakdown, resultText, safeUrl } from './view.js';
import type { CaseEvent, CaseView, Money, Params, Quote } from './wire.js';

/** A case of another order that was asked for in one go with this one: they go by the same `set`. */
export interface TogetherWith {
  number: string;
  stage: CaseView['stage'];
  url?: string;
}

export interface TrackerEvents {
  'aftersale-command': CustomEvent<{ type: string; data: Params; case: string; version: number }>;
}

/** The stage to which an event belongs; any other stands with the one before it. */
const stageOf: Record<string, CaseView['stage']> = {
  'case.opened': 'requested',
  'case.approved': 'approved',
  'case.refused': 'refused',
  'case.canceled': 'canceled',
  'goods.shipped': 'in_transit',
  'goods.received': 'received',
  'goods.inspected': 'inspected',
  'case.expired': 'expired',
  'refund.issued': 'refund_pending',
  'refund.confirmed': 'refunded',
  'case.closed': 'closed',
};
type Command = CaseView['commands'][number]['type'];
const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * One case as a line of what was, what is and what comes.
 *
 * @attr locale, theme, zone, busy, number
 * @fires aftersale-command - what the buyer wants to do: {type, data, case, version}
 * @csspart frame, status, together, timeline, entry, actions, promise, money
 */
export class AftersaleTracker extends LitElement {
  static override styles = [shared, styles];
  static override properties = {
    view: { attribute: false },
    events: { attribute: false },
    together: { attribute: false },
    now: { attribute: false },
    busy: { type: Boolean },
    locale: {},
    zone: {},
    number: {},
    theme: { reflect: true },
    asking: { state: true },
  };

  declare view: CaseView | undefined;
  declare events: CaseEvent[] | undefined;
  /** What was asked for in one go with it. */
  declare together: readonly TogetherWith[] | undefined;
  declare now: string | undefined;
  /** A command is on its way: the buttons wait. */
  declare busy: boolean;
  declare locale: string;
  declare zone: string | undefined;
  /** What people call the case; its id unless told. */
  declare number: string | undefined;
  declare theme: 'light' | 'dark' | undefined;
  /** @internal */ declare asking: string | undefined;
  readonly #localized = new Localized(this, () => this.locale);
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.locale = '';
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#clock = setInterval(() => this.requestUpdate(), minute);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view')) this.asking = undefined;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('asking') && this.asking)
      this.renderRoot
        .querySelector<HTMLElement>('.ask-form input, .ask-form textarea, .ask-form button')
        ?.focus();
  }

  #command(type: string, data: Params = {}): void {
    const { view } = this;
    if (!view || this.busy) return;
    this.dispatchEvent(
      new CustomEvent('aftersale-command', {
        detail: { type, data, case: view.id, version: view.version },
        bubbles: true,
        composed: true,
        cancelable: true,
      }),
    );
    this.asking = undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { view } = this;
    const now = this.now ?? new Date().toISOString();
    const t = new Translator(
      this.#localized.messages,
      this.#localized.tag,
      this.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      now,
    );
    if (!view)
      return html`<section class="frame" part="frame" aria-busy="true"><div class="status ghost"></div></section>`;
    return html`<section class="frame" part="frame" dir=${t.direction} lang=${t.locale} aria-label=${t.code('kind', view.kind)}>
      <header><h2>${t.code('kind', view.kind)}</h2><span class="small quiet words">${this.number ?? view.id}</span></header>
      ${this.#status(t, view, now)}
      ${this.#together(t)}
      ${this.#actions(t, view)}
      <h3>${t.ui('tracker_steps')}</h3>
      ${this.#timeline(t, view)}
      ${view.quote ? this.#goods(t, view) : nothing}
      ${this.#promises(t)}
      ${view.quote ? this.#money(t, view) : nothing}
    </section>`;
  }

  /** Each case goes its own way; all of them are in sight. */
  #together(t: Translator): TemplateResult | typeof nothing {
    const all = this.together ?? [];
    return all.length > 0
      ? html`<h3>${t.ui('tracker_together')}</h3><ul class="goods" part="together">${all.map(
          ({ number, stage, url }) => {
            const address = safeUrl(url);
            return html`<li><span class="words">${address ? html`<a href=${address}>${number}</a>` : number}</span><span class="chip">${t.code('stage', stage)}</span></li>`;
          },
        )}</ul>`
      : nothing;
  }

  #goods(t: Translator, view: CaseView): TemplateResult {
    return html`<h3>${t.ui('tracker_items')}</h3><ul class="goods">${view.items.map(
      (item) =>
        html`<li><span class="words">${item.quantity > 1 ? `${t.ui('quantity_times', { count: item.quantity })} ` : nothing}<bdi>${item.title}</bdi>${
          item.reason
            ? html`<span class="small quiet reason">${t.code('reason', item.reason)}</span>`
            : nothing
        }</span><span class="chip">${t.code('reception', item.reception)}</span></li>`,
    )}</ul>`;
  }

  #status(t: Translator, view: CaseView, now: string): TemplateResult {
    const [deadline] = view.deadlines;
    const yours = view.waitingFor === 'buyer';
    const left = deadline ? Date.parse(deadline.due) - Date.parse(now) : 0;
    const due =
      deadline === undefined
        ? nothing
        : left <= 0
          ? t.ui('tracker_overdue', { date: deadline.due })
          : left < 60 * minute
            ? t.ui('tracker_left_minutes', { minutes: Math.max(1, Math.floor(left / minute)) })
            : left < day
              ? t.ui('tracker_left_hours', { hours: Math.floor(left / (60 * minute)) })
              : t.ui('tracker_by', { date: deadline.due });
    return html`<div class="status ${yours ? 'yours' : ''}" part="status" role="status">
      <p class="small">${yours ? t.ui('tracker_your_turn') : view.waitingFor ? t.ui('tracker_waiting', { who: view.waitingFor }) : t.ui('tracker_now')}</p>
      <p class="stage">${t.code('stage', view.stage)}</p>
      <p>${t.code('stage_text', view.stage)}</p>
      ${
        deadline
          ? html`<p class="due ${left < day ? 'soon' : ''}">${icons.clock}<span><strong>${due}</strong>${
              t.has('outcome', deadline.then)
                ? html` <span class="small">${t.ui('tracker_then', { outcome: deadline.then })}</span>`
                : nothing
            }</span></p>`
          : nothing
      }
    </div>`;
  }

  #actions(t: Translator, view: CaseView): TemplateResult | typeof nothing {
    const mine = new Set(view.commands.filter(({ by }) => by.includes('buyer')).map(({ type }) => type));
    const ask = (name: string) => () => {
      this.asking = this.asking === name ? undefined : name;
    };
    const send =
      (type: string) =>
      (event: SubmitEvent): void => {
        event.preventDefault();
        const data = Object.fromEntries(
          [...new FormData(event.target as HTMLFormElement)].filter(([, value]) => value !== ''),
        );
        this.#command(type, data as Params);
      };
    if (mine.size === 0) return nothing;
    const open = (name: Command) => mine.has(name) && this.asking === name;
    return html`<div class="actions" part="actions">
      <div class="buttons">
        ${mine.has('ship') ? html`<button class="primary" part="primary" aria-expanded=${open('ship')} ?disabled=${this.busy} @click=${ask('ship')}>${t.ui('tracker_ship')}</button>` : nothing}
        ${mine.has('appeal') ? html`<button class="secondary" aria-expanded=${open('appeal')} ?disabled=${this.busy} @click=${ask('appeal')}>${t.ui('tracker_appeal')}</button>` : nothing}
        ${mine.has('note') ? html`<button class="secondary" aria-expanded=${open('note')} ?disabled=${this.busy} @click=${ask('note')}>${t.ui('tracker_message')}</button>` : nothing}
        ${mine.has('cancel') ? html`<button class="secondary" aria-expanded=${open('cancel')} ?disabled=${this.busy} @click=${ask('cancel')}>${t.ui('tracker_cancel')}</button>` : nothing}
      </div>
      ${
        open('ship')
          ? html`<form class="ask-form" @submit=${send('ship')}>
        <label>${t.ui('tracker_carrier')} <span class="quiet small">(${t.ui('optional')})</span><input type="text" name="carrier" maxlength="80" autocomplete="off"></label>
        <label>${t.ui('tracker_number')} <span class="quiet small">(${t.ui('optional')})</span><input type="text" name="tracking" maxlength="80" autocomplete="off" autocapitalize="characters" spellcheck="false"></label>
        <button class="secondary">${t.ui('tracker_ship_send')}</button></form>`
          : nothing
      }
      ${open('appeal') ? this.#words(send('appeal'), 'note', t.ui('tracker_appeal_text'), t.ui('tracker_appeal_send')) : nothing}
      ${open('note') ? this.#words(send('note'), 'text', t.ui('tracker_message'), t.ui('tracker_message_send')) : nothing}
      ${
        open('cancel')
          ? html`<div class="ask-form" role="group" aria-label=${t.ui('tracker_cancel')}><p>${t.ui('tracker_cancel_sure')}</p><div class="buttons">
        <button class="secondary" @click=${ask('cancel')}>${t.ui('tracker_cancel_no')}</button>
        <button class="secondary danger" @click=${() => this.#command('cancel')}>${t.ui('tracker_cancel_yes')}</button></div></div>`
          : nothing
      }
    </div>`;
  }

  #words(send: (event: SubmitEvent) => void, name: string, label: string, button: string): TemplateResult {
    return html`<form class="ask-form" @submit=${send}><label>${label}<textarea name=${name} rows="3" required maxlength="2000"></textarea></label><button class="secondary">${button}</button></form>`;
  }

  #timeline(t: Translator, view: CaseView): TemplateResult {
    const known = new Set(view.timeline.map(({ stage }) => stage));
    const byStage = new Map<CaseView['stage'], CaseEvent[]>();
    let at = view.timeline[0]?.stage ?? view.stage;
    for (const event of this.events ?? []) {
      const stage = stageOf[event.type];
      if (stage && known.has(stage)) at = stage;
      byStage.set(at, [...(byStage.get(at) ?? []), event]);
    }
    return html`<ol class="line" part="timeline">${view.timeline.map((entry) => {
      const events = byStage.get(entry.stage) ?? [];
      return html`<li class=${entry.state} part="entry ${entry.state}" aria-current=${entry.state === 'current' ? 'step' : nothing}>
        <span class="dot" aria-hidden="true">${entry.state === 'done' ? icons.check : nothing}</span>
        <div class="entry"><p class="name">${t.code('stage', entry.stage)}</p>
          ${entry.at && entry.state !== 'next' ? html`<p class="small quiet">${t.format.date(entry.at, 'datetime', t.now)}</p>` : nothing}
          ${
            events.length > 0
              ? html`<details><summary class="small">${t.ui('tracker_evidence')}<span class="sr"> ${t.code('stage', entry.stage)}</span>${icons.down}</summary>
            <ul class="records">${events.map((event) => this.#record(t, event))}</ul></details>`
              : nothing
          }</div></li>`;
    })}</ol>`;
  }

  #record(t: Translator, event: CaseEvent): TemplateResult {
    const who = event.personal?.name ?? t.code('actor', event.actor.kind);
    const rows = Object.entries({ ...event.data, ...event.personal, name: '' }).flatMap(([key, value]) =>
      this.#datum(t, key, value),
    );
    return html`<li><p><strong>${t.code('event', event.type)}</strong></p><p class="small quiet">${t.ui('tracker_recorded_by', { who, at: event.at })}</p>
      ${rows.length > 0 ? html`<dl class="small">${rows}</dl>` : nothing}
      ${event.hash ? html`<p class="small quiet hash" dir="ltr">#${event.seq} ${event.hash.slice(0, 12)}</p>` : nothing}</li>`;
  }

  /** Only what there are words for; the rest of a record is for programs. */
  #datum(t: Translator, key: string, value: unknown): TemplateResult[] {
    if (key === 'notes')
      return Object.values(value as object).flatMap((note) => this.#datum(t, 'note', note));
    if (!t.has('datum', key) || value === undefined || value === '') return [];
    const shown =
      typeof value === 'string'
        ? /^\d{4}-\d\d-\d\dT/.test(value)
          ? t.format.date(value, 'datetime', t.now)
          : key === 'reason'
            ? t.code('refusal', value)
            : value
        : typeof value === 'number'
          ? t.format.number(value)
          : value !== null && typeof value === 'object' && 'amount' in value && 'currency' in value
            ? t.format.money(value as Money)
            : undefined;
    return shown === undefined ? [] : [html`<dt>${t.code('datum', key)}</dt><dd class="words">${shown}</dd>`];
  }

  #promises(t: Translator): TemplateResult | typeof nothing {
    const promises = promisesIn(this.events ?? []);
    return promises.length > 0
      ? html`<h3>${t.code('layer', 'live_promise')}</h3>${promises.map((params) => promiseLine(t, params))}`
      : nothing;
  }

  #money(t: Translator, view: CaseView): TemplateResult {
    const part = (words: string, quote: Quote, open: boolean): TemplateResult =>
      html`<details ?open=${open}><summary><span>${words}</span><strong class="money">${resultText(t, quote)}</strong>${icons.down}</summary>${breakdown(t, quote)}</details>`;
    return html`<h3>${t.ui('tracker_money')}</h3><div class="money-parts" part="money">
      ${view.settlement ? part(t.ui('tracker_settled'), view.settlement, false) : nothing}
      ${view.quote ? part(t.ui('tracker_quoted'), view.quote, false) : nothing}
      ${view.refunded?.amount ? html`<p class="paid"><span>${t.ui('tracker_refunded')}</span><strong class="money">${t.format.money(view.refunded)}</strong></p>` : nothing}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aftersale-tracker': AftersaleTracker;
  }
  interface HTMLElementEventMap extends TrackerEvents {}
}

/** How it is solved and how it goes back: cards of one size, each with its amount, its time and what it takes. */
import { html, nothing, type TemplateResult } from 'lit';
import { icons } from '../icons.js';
import { breakdown, plainTopics, resultText } from '../view.js';
import type { MethodChoice, ResolutionChoice } from '../wire.js';
import { idOf, type Screen } from './context.js';
import { fieldView } from './fields.js';

export function resolutionScreen(s: Screen): TemplateResult {
  const { t, step } = s;
  const offers = step.resolutions ?? [];
  const chosen = offers.find(({ resolution }) => resolution === step.answers.resolution);
  const more = step.fields
    .filter(({ id }) => !/^(\/answers)?\/(resolution|method)$/.test(id))
    .map((field) => fieldView(s, field));
  // Who came for an exchange is asked for what first; the other solutions stay in sight.
  const swap = step.about === 'exchange' && more.length > 0;
  return html`${swap ? html`<div class="stack swap">${more}<h3>${t.ui('instead')}</h3></div>` : nothing}
    <fieldset class="cards" id=${idOf('/resolution')} part="resolutions"><legend class="sr">${t.ui('resolution_title')}</legend>
      ${offers.filter((offer) => !swap || offer !== chosen).map((offer) => resolutionCard(s, offer, offer === chosen))}</fieldset>
    ${
      chosen && (chosen.quote.total.amount > 0 || chosen.quote.charge)
        ? html`<details class="made-up" part="made-up" ?open=${s.isOpen('made') ?? false} @toggle=${(event: Event) => s.toggle('made', (event.target as HTMLDetailsElement).open)}>
      <summary>${t.ui('made_up_amount', { amount: t.format.money(chosen.quote.total) })}${icons.down}</summary>${breakdown(t, chosen.quote)}</details>`
        : nothing
    }
    ${swap ? nothing : more}
`;
}

/** The amount as the core gave it; a resolution that pays nothing says so. */
const amountOf = (s: Screen, { quote, resolution }: ResolutionChoice): string => {
  if (quote.charge) return s.t.ui('charge_amount', { amount: s.t.format.money(quote.charge) });
  if (quote.total.amount > 0) return s.t.format.money(quote.total);
  return resolution === 'original_payment_method' || resolution === 'store_credit'
    ? s.t.format.money(quote.total)
    : s.t.ui('no_charge');
};

function resolutionCard(s: Screen, offer: ResolutionChoice, checked: boolean): TemplateResult {
  const { t, wizard } = s;
  const { resolution, params = {}, quote } = offer;
  const bonus = quote.components.find(({ kind }) => kind === 'credit_bonus')?.params;
  const words = { ...bonus, ...params };
  const stays = resolution === 'reship' || plainTopics.includes(s.step.about ?? '');
  const time =
    t.maybe('time', offer.code, words) ??
    (quote.refundBy ? t.code('time', quote.refundBy.code, { days: quote.refundBy.days }) : undefined);
  const why = t.maybe(
    'recommended',
    typeof params.recommended === 'string' ? params.recommended : resolution,
    words,
  );
  return html`<label class="card ${checked ? 'chosen' : ''}" part="card resolution">
    <span class="card-head"><input type="radio" name="resolution" .checked=${checked} @change=${() => wizard.answer({ id: '/resolution' }, resolution)}>
      <span class="title words">${t.code('resolution', resolution)}</span></span>
    <span class="amount money">${amountOf(s, offer)}</span>
    <span class="small quiet">${t.code('resolution_text', resolution, words)}</span>
    ${time ? html`<span class="small with-icon">${icons.clock}<span>${time}</span></span>` : nothing}
    <span class="small with-icon">${icons.box}<span>${t.ui('what_you_do', { what: t.code('resolution_task', stays ? 'keep_item' : resolution) })}</span></span>
    ${offer.recommended ? html`<span class="chip ask badge" part="badge">${t.ui('recommended')}${why ? html` · ${why}` : nothing}</span>` : nothing}
  </label>`;
}

export function methodScreen(s: Screen): TemplateResult {
  const { t, step } = s;
  const offers = step.methods ?? [];
  return html`<fieldset class="cards rows-of" id=${idOf('/method')} part="methods"><legend class="sr">${t.ui('method_title')}</legend>
    ${offers.map((offer) => methodCard(s, offer, offer.method === step.answers.method))}</fieldset>
    ${step.fields.filter(({ id }) => !/^(\/answers)?\/(resolution|method)$/.test(id)).map((field) => fieldView(s, field))}`;
}

function methodCard(s: Screen, offer: MethodChoice, checked: boolean): TemplateResult {
  const { t, wizard } = s;
  const free = offer.cost.amount === 0;
  return html`<label class="card ${checked ? 'chosen' : ''}" part="card method">
    <span class="card-head"><input type="radio" name="method" .checked=${checked} @change=${() => wizard.answer({ id: '/method' }, offer.method)}>
      <span class="title words">${t.code('method', offer.method)}</span>
      <strong class="cost ${free ? 'good' : ''}">${free ? t.ui('free') : t.format.money(offer.cost)}</strong></span>
    <span class="small quiet">${t.code('method_text', offer.method)} ${offer.label ? t.code('label', offer.label) : nothing}</span>
    ${['keep', 'in_store'].includes(offer.method) ? nothing : html`<span class="small with-icon">${icons.box}<span>${t.code('payer', offer.payer)}</span></span>`}
    ${free ? nothing : html`<span class="small">${t.ui('costs_you', { amount: t.format.money(offer.cost) })} · ${t.ui('leaves', { result: resultText(t, offer.quote) })}</span>`}
  </label>`;
}

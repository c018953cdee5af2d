/** How it is solved and how it goes back: cards of one size, each with its amount, its time and what it takes. */
import { html, nothing, type TemplateResult } from 'lit';
import { icons } from '../icons.js';
import { breakdowns, orderName, plainTopics, resultsText } from '../view.js';
import type { Field, MethodChoice, Quote, ResolutionChoice } from '../wire.js';
import { idOf, type Screen } from './context.js';
import { fieldView } from './fields.js';

/** Where it is asked: once, or of each of several orders whose offers differ. */
function asked({ step }: Screen, what: 'resolution' | 'method'): Field[] {
  const fields = step.fields.filter(({ id }) => id.endsWith(`/${what}`));
  const whole: Field = { id: `/${what}`, kind: 'choice', required: true, value: step.answers[what] };
  return fields.some(({ order }) => order !== undefined) ? fields : [whole];
}

/** What is offered at a field; the same of several orders is one choice. */
function offersAt<T extends { order?: string | undefined }>(
  { order }: Field,
  all: readonly T[],
  name: (offer: T) => string,
): [T, ...T[]][] {
  const out = new Map<string, [T, ...T[]]>();
  for (const offer of all) {
    if (order !== undefined && offer.order !== order) continue;
    const known = out.get(name(offer));
    if (known) known.push(offer);
    else out.set(name(offer), [offer]);
  }
  return [...out.values()];
}

/** Of each order asked by itself the buttons are a group of their own. */
const groupAt = ({ order, id }: Field, what: string): string => (order === undefined ? what : idOf(id));
const quotesIn = (offers: readonly { quote: Quote }[]): Quote[] => offers.map(({ quote }) => quote);
/** Each once, as sentences may differ from order to order. */
const unlike = (texts: (string | undefined)[]): string => [...new Set(texts)].filter(Boolean).join(' · ');
const legend = (s: Screen, { order }: Field, title: 'resolution_title' | 'method_title'): TemplateResult =>
  order === undefined
    ? html`<legend class="sr">${s.t.ui(title)}</legend>`
    : html`<legend class="h3">${orderName(s.t, s.step, order)}</legend>`;

export function resolutionScreen(s: Screen): TemplateResult {
  const { t, step } = s;
  const fields = asked(s, 'resolution').map((field) => ({
    field,
    offers: offersAt(field, step.resolutions ?? [], ({ resolution }) => resolution),
  }));
  const isChosen = (field: Field, [offer]: [ResolutionChoice, ...ResolutionChoice[]]): boolean =>
    offer.resolution === field.value;
  const quotes = fields.flatMap(({ field, offers }) =>
    quotesIn(offers.find((each) => isChosen(field, each)) ?? []),
  );
  const more = step.fields
    .filter(({ id }) => !/\/(resolution|method)$/.test(id))
    .map((field) => fieldView(s, field));
  // Who came for an exchange is asked for what first; the other solutions stay in sight.
  const swap = step.about === 'exchange' && more.length > 0;
  return html`${swap ? html`<div class="stack swap">${more}<h3>${t.ui('instead')}</h3></div>` : nothing}
    ${fields.map(
      ({ field, offers }) =>
        html`<fieldset class="cards" id=${idOf(field.id)} part="resolutions">${legend(s, field, 'resolution_title')}
      ${offers.filter((each) => !swap || !isChosen(field, each)).map((each) => resolutionCard(s, field, each, isChosen(field, each)))}</fieldset>`,
    )}
    ${
      quotes.some(({ total, charge }) => total.amount > 0 || charge)
        ? html`<details class="made-up" part="made-up" ?open=${s.isOpen('made') ?? false} @toggle=${(event: Event) => s.toggle('made', (event.target as HTMLDetailsElement).open)}>
      <summary>${t.ui('made_up_amount', { amount: amountsOf(s, quotes) })}${icons.down}</summary>${breakdowns(t, step, quotes)}</details>`
        : nothing
    }
    ${swap ? nothing : more}
`;
}

const amountsOf = (s: Screen, quotes: readonly Quote[]): string =>
  quotes.map(({ total }) => s.t.format.money(total)).join(' + ');

/** The amounts as the core gave them; a resolution that pays nothing says so. */
function amountOf(s: Screen, resolution: string, quotes: readonly Quote[]): string {
  const paid = quotes.filter(({ total, charge }) => charge || total.amount > 0);
  if (paid.some(({ charge }) => charge)) {
    return paid
      .map(({ charge, total }) =>
        charge ? s.t.ui('charge_amount', { amount: s.t.format.money(charge) }) : s.t.format.money(total),
      )
      .join(' + ');
  }
  return paid.length > 0 || resolution === 'original_payment_method' || resolution === 'store_credit'
    ? amountsOf(s, paid.length > 0 ? paid : quotes.slice(0, 1))
    : s.t.ui('no_charge');
}

function resolutionCard(
  s: Screen,
  field: Field,
  offers: readonly [ResolutionChoice, ...ResolutionChoice[]],
  checked: boolean,
): TemplateResult {
  const { t, wizard } = s;
  const [offer] = offers;
  const { resolution, params = {} } = offer;
  const wordsOf = ({ quote, params: own }: ResolutionChoice) => ({
    ...quote.components.find(({ kind }) => kind === 'credit_bonus')?.params,
    ...own,
  });
  const words = wordsOf(offer);
  const stays = resolution === 'reship' || plainTopics.includes(s.step.about ?? '');
  const time = unlike(
    offers.map(
      (each) =>
        t.maybe('time', each.code, wordsOf(each)) ??
        (each.quote.refundBy
          ? t.code('time', each.quote.refundBy.code, { days: each.quote.refundBy.days })
          : undefined),
    ),
  );
  const why = t.maybe(
    'recommended',
    typeof params.recommended === 'string' ? params.recommended : resolution,
    words,
  );
  return html`<label class="card ${checked ? 'chosen' : ''}" part="card resolution">
    <span class="card-head"><input type="radio" name=${groupAt(field, 'resolution')} .checked=${checked} @change=${() => wizard.answer({ id: field.id }, resolution)}>
      <span class="title words">${t.code('resolution', resolution)}</span></span>
    <span class="amount money">${amountOf(s, resolution, quotesIn(offers))}</span>
    <span class="small quiet">${t.code('resolution_text', resolution, words)}</span>
    ${time ? html`<span class="small with-icon">${icons.clock}<span>${time}</span></span>` : nothing}
    <span class="small with-icon">${icons.box}<span>${t.ui('what_you_do', { what: t.code('resolution_task', stays ? 'keep_item' : resolution) })}</span></span>
    ${offers.every(({ recommended }) => recommended) ? html`<span class="chip ask badge" part="badge">${t.ui('recommended')}${why ? html` · ${why}` : nothing}</span>` : nothing}
  </label>`;
}

export function methodScreen(s: Screen): TemplateResult {
  const { step } = s;
  return html`${asked(s, 'method').map(
    (field) =>
      html`<fieldset class="cards rows-of" id=${idOf(field.id)} part="methods">${legend(s, field, 'method_title')}
    ${offersAt(field, step.methods ?? [], ({ method }) => method).map((offers) => methodCard(s, field, offers))}</fieldset>`,
  )}
    ${step.fields.filter(({ id }) => !/\/(resolution|method)$/.test(id)).map((field) => fieldView(s, field))}`;
}

function methodCard(
  s: Screen,
  field: Field,
  offers: readonly [MethodChoice, ...MethodChoice[]],
): TemplateResult {
  const { t, wizard, step } = s;
  const [{ method, label }] = offers;
  const checked = method === field.value;
  const dear = offers.filter(({ cost }) => cost.amount > 0);
  const free = dear.length === 0;
  const cost = dear.map((each) => t.format.money(each.cost)).join(' + ');
  return html`<label class="card ${checked ? 'chosen' : ''}" part="card method">
    <span class="card-head"><input type="radio" name=${groupAt(field, 'method')} .checked=${checked} @change=${() => wizard.answer({ id: field.id }, method)}>
      <span class="title words">${t.code('method', method)}</span>
      <strong class="cost ${free ? 'good' : ''}">${free ? t.ui('free') : cost}</strong></span>
    <span class="small quiet">${t.code('method_text', method)} ${label ? t.code('label', label) : nothing}</span>
    ${['keep', 'in_store'].includes(method) ? nothing : html`<span class="small with-icon">${icons.box}<span>${unlike(offers.map(({ payer }) => t.code('payer', payer)))}</span></span>`}
    ${free ? nothing : html`<span class="small">${t.ui('costs_you', { amount: cost })} · ${t.ui('leaves', { result: resultsText(t, { ...step, set: undefined }, quotesIn(offers)) })}</span>`}
  </label>`;
}

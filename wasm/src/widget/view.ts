/** Small pieces that more than one screen draws. Everything from outside is text; addresses are checked. */
import { html, nothing, type TemplateResult } from 'lit';
import { icons } from './icons.js';
import type { Translator } from './messages.js';
import { orderIn, quotesOf } from './set.js';
import type { AnyPolicy, Component, Finding, Money, Outcome, Quote, Source, Step, StepItem } from './wire.js';

/** An address that may be followed or shown, or nothing. */
export function safeUrl(url: string | undefined, schemes = /^(https?|mailto|tel):/i): string | undefined {
  if (!url) return undefined;
  const scheme = /^\s*[a-z][a-z0-9+.-]*:/i.exec(url)?.[0];
  return scheme === undefined || schemes.test(url) ? url : undefined;
}

/** How a person at the shop is reached, if a policy says so. */
export function contactUrl(policies: readonly (AnyPolicy | string)[]): string | undefined {
  const contact = policies
    .map((policy) => (typeof policy === 'object' && 'contact' in policy ? policy.contact : undefined))
    .find((each) => each?.url || each?.email);
  return (
    safeUrl(contact?.url) ?? (contact?.email ? `mailto:${encodeURIComponent(contact.email)}` : undefined)
  );
}

export function picture(url: string | undefined, title: string): TemplateResult {
  const address = safeUrl(url, /^(https?:|blob:|data:image\/(png|jpe?g|gif|webp|avif);)/i);
  const hide = (event: Event): void => {
    (event.target as HTMLElement).hidden = true;
  };
  return html`<span class="picture" part="picture" aria-hidden="true"><span class="letter">${[...title.trim()][0] ?? ''}</span>${
    address
      ? html`<img src=${address} alt="" loading="lazy" decoding="async" width="64" height="64" @error=${hide}>`
      : nothing
  }</span>`;
}

/** Variant, price of one, and how many were bought. */
export function metaLine(
  t: Translator,
  variant: string | undefined,
  price: Money,
  quantity: number,
): TemplateResult {
  return html`<span class="small quiet words meta">${variant ? html`<span class="variant"><bdi>${variant}</bdi></span>` : nothing}<span class="money">${t.format.money(price)}</span>${
    quantity > 1 ? html`<span>${t.ui('bought', { count: quantity })}</span>` : nothing
  }</span>`;
}

type Tone = 'good' | 'warn' | 'ask' | 'no';

const toneOf = (outcome: Outcome, code: string): Tone => {
  if (outcome === 'manual_review') return 'ask';
  if (outcome !== 'ineligible') return 'good';
  return code === 'closed_guarantee' || code === 'excluded_unless_faulty' ? 'warn' : 'no';
};

const toneIcon: Record<Tone, TemplateResult> = {
  good: icons.check,
  warn: icons.clock,
  ask: icons.ask,
  no: icons.cross,
};

export function verdictChip(
  t: Translator,
  item: Pick<StepItem, 'verdict' | 'until'>,
  id?: string,
): TemplateResult {
  const { code, outcome, params } = item.verdict;
  const tone = toneOf(outcome, code);
  return html`<span class="chip ${tone}" id=${id ?? nothing} part="chip verdict-${tone}">${toneIcon[tone]}<span>${t.code('verdict', code, paramsOf(params, item.until))}</span></span>`;
}

/** What a sentence may name: the parameters that the core gave, and the line's last day. */
export function paramsOf(
  params: Record<string, unknown> | undefined,
  until?: StepItem['until'],
): Record<string, unknown> {
  return { ...(until ? { date: until.date, until: until.date, zone: until.zone } : {}), ...params };
}

export function findingText(t: Translator, finding: Finding, until?: StepItem['until']): string {
  return t.code('finding', finding.code, paramsOf({ ...finding.facts, ...finding.params }, until));
}

export function sourceLine(
  t: Translator,
  layer: string | undefined,
  source: Source | undefined,
  when?: string,
): TemplateResult | typeof nothing {
  if (!layer && !source) return nothing;
  const url = safeUrl(source?.url);
  const name = source
    ? url
      ? html`<a href=${url} target="_blank" rel="noopener noreferrer">${source.title}</a>`
      : source.title
    : nothing;
  return html`<span class="source small quiet">${layer ? t.code('layer', layer) : nothing}${layer && source ? ' · ' : nothing}${name}${
    source?.date ? ` (${t.format.date(source.date, 'short')})` : nothing
  }${when ? ` · ${when}` : nothing}</span>`;
}

const row = (t: Translator, part: Component): TemplateResult => html`
  <dt class=${part.included ? 'quiet' : ''}>${t.code('component', part.code, { ...part.params })}</dt>
  <dd class=${part.included ? 'quiet' : ''}>${part.included ? html`<span class="sr">${t.ui('included')} </span>` : nothing}${
    part.included ? `(${t.format.money(part.amount)})` : t.format.money(part.amount)
  }</dd>`;

/** The amount, line by line as the core settled it; nothing is added up here. */
export function breakdown(t: Translator, quote: Quote): TemplateResult {
  const many = quote.items.length > 1;
  const shown = (part: Component): boolean => !(part.included && part.amount.amount === 0);
  return html`<dl class="rows" part="breakdown">
    ${quote.items.map(
      (item) => html`
      ${many && item.components.filter(shown).length > 1 ? html`<dt class="part"><bdi>${item.title}</bdi></dt>` : nothing}
      ${item.components.filter(shown).map((part) => row(t, part))}`,
    )}
    ${quote.components.some(shown) && many ? html`<dt class="part">${t.ui('of_the_order')}</dt>` : nothing}
    ${quote.components.filter(shown).map((part) => row(t, part))}
    <dt class="sum">${t.ui('total')}</dt><dd class="sum">${t.format.money(quote.total)}</dd>
    ${
      quote.tenders.length > 1 || quote.tenders[0]?.label
        ? quote.tenders.map(
            (tender) => html`
      <dt class="quiet">${t.ui('goes_to', { tender: tender.label ?? t.code('tender', tender.kind) })}</dt>
      <dd class="quiet">${t.format.money(tender.amount)}</dd>`,
          )
        : nothing
    }
  </dl>`;
}

const findingIcon: Record<string, [string, TemplateResult]> = {
  grants: ['good', icons.check],
  refuses: ['bad', icons.cross],
  reviews: ['ask', icons.ask],
  deducts: ['warn', icons.minus],
  informs: ['', icons.info],
};

export function findingList(
  t: Translator,
  findings: readonly Finding[],
  until?: StepItem['until'],
): TemplateResult {
  const said = new Set<string>(); // several rules may say the same; once is enough
  // What gives the last day comes first.
  const first = findings.find(({ effect, rule }) => effect === 'grants' && rule === until?.rule);
  const sorted = first ? new Set([first, ...findings]) : findings;
  return html`<ul class="findings">${[...sorted].map((finding) => {
    const [tone, image] = findingIcon[finding.effect] ?? findingIcon.informs!;
    const text = findingText(t, finding, until);
    if (said.has(tone + text)) return nothing;
    said.add(tone + text);
    const moment = finding.params?.saidAt;
    const when = typeof moment === 'string' ? t.format.date(moment, 'datetime', t.now) : undefined;
    return html`<li><span class="mark ${tone}">${finding.code === 'live_promise' ? icons.live : image}</span><div><p>${text}</p>${sourceLine(t, finding.layer, finding.source, when)}</div></li>`;
  })}</ul>`;
}

/** The statutory right is used as it stands: declared, and the money back the way it was paid. */
export const isWithdrawal = (step: Step): boolean =>
  step.answers.resolution === 'original_payment_method' &&
  step.notices.some(({ code }) => code === 'statutory_withdrawal');

/** Topics of which nobody is asked why. */
export const plainTopics: readonly string[] = [
  'refund_before_dispatch',
  'not_received',
  'price_protection',
  'complaint',
  'inquiry',
];

/** "€42.10 back", "€46.31 credit", or the name of a resolution that pays nothing. */
/** The result that is told while it is asked: before a solution is chosen only money, and not to who came for something else. */
export function running(whole: Step): readonly Quote[] {
  const { step, about, answers } = whole;
  const quotes = quotesOf(whole);
  if (answers.resolution !== undefined || answers.orders?.some(({ resolution }) => resolution)) return quotes;
  const other = step === 'about' || about === 'exchange' || about === 'repair';
  return other ? [] : quotes.filter(({ total }) => total.amount > 0);
}

/** The same in words; empty where nothing is told. */
export function runningText(t: Translator, step: Step | undefined): string {
  return step ? resultsText(t, step, running(step)) : '';
}

/** Of several orders the sum as the core tells it; what is not of one kind is told one by one. */
export function resultsText(
  t: Translator,
  { set }: { readonly set?: Step['set'] | undefined },
  quotes: readonly Quote[],
): string {
  const told = quotes.map((quote) => resultText(t, quote));
  const [first] = quotes;
  const alike = quotes.every((each) => !each.charge && each.resolution === first?.resolution);
  if (!set || !first || quotes.length === 1 || !alike || !quotes.some(({ total }) => total.amount > 0))
    return [...new Set(told)].join(' + ');
  const amount = set.totals.map((each) => t.format.money(each)).join(' + ');
  return t.ui(first.resolution === 'store_credit' ? 'credit_amount' : 'back_amount', { amount });
}

/** "Order 1042 of 11 May" */
export function orderName(t: Translator, step: Step, id: string | undefined): string {
  const known = orderIn(step, id);
  return known ? t.ui('order_of', { number: known.number ?? known.order, date: known.createdAt }) : '';
}

/** The amounts of each order, with its name where there are several. */
export const breakdowns = (t: Translator, step: Step, quotes: readonly Quote[]): TemplateResult[] =>
  quotes.map(
    (quote) =>
      html`${step.set ? html`<p class="small strong of-order">${orderName(t, step, quote.order)}</p>` : nothing}${breakdown(t, quote)}`,
  );

export function resultText(t: Translator, quote: Quote): string {
  if (quote.charge) return t.ui('charge_amount', { amount: t.format.money(quote.charge) });
  if (quote.total.amount <= 0) return t.code('resolution', quote.resolution);
  const amount = t.format.money(quote.total);
  return t.ui(quote.resolution === 'store_credit' ? 'credit_amount' : 'back_amount', { amount });
}

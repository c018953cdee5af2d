// Opening a case at the desk, of any kind, and making one of another kind: what it is about, what it comes to, and off it goes.
// Customers have the wizard.

import type { CaseKind, Decision, Order, Quote, Request } from 'aftersale';
import { html, nothing, type TemplateResult } from 'lit';
import { money } from './format.js';
import { icons } from './icons.js';
import { now, type Shop } from './shop.js';
import { choices, words } from './words.js';

export const talks: ReadonlySet<string> = new Set(['damage_claim', 'complaint', 'inquiry']);

export interface Opening {
  readonly order: string;
  readonly kind: CaseKind;
  /** Units by line. */
  readonly lines: Readonly<Record<string, number>>;
  readonly resolution?: string;
  readonly error?: string;
}

/** A complaint is about the whole order unless less is chosen, so that it can be made up for out of it. */
export const emptyOpening = (order: Order, kind: CaseKind): Opening => ({
  order: order.id,
  kind,
  lines:
    kind === 'complaint' || (order.lines.length === 1 && !talks.has(kind))
      ? Object.fromEntries(order.lines.map(({ id, quantity }) => [id, quantity]))
      : {},
});

/** Each item has a reason; of what the kind itself says enough it is that. */
const reasons: Partial<Record<CaseKind, string>> = {
  return: 'changed_mind',
  refund_before_dispatch: 'no_longer_needed',
  not_received: 'arrived_late',
  reship: 'missing_parts',
  repair: 'defective',
  price_protection: 'found_better_price',
};
const noon = (): string => new Date().toISOString().slice(0, 10);

/** The request as the core reads it. */
export function requestOf(opening: Opening, form: FormData, order: Order): Request {
  const { kind } = opening;
  const reason = reasons[kind] ?? 'other';
  const text = String(form.get('text') ?? '').trim();
  const items = Object.entries(opening.lines)
    .filter(([, quantity]) => quantity > 0)
    .map(([line, quantity]) => {
      const found = order.lines.find(({ id }) => id === line);
      const observed = Number(String(form.get('observed') ?? '').replace(',', '.'));
      return {
        line,
        quantity,
        reason,
        ...(reason === 'defective' ? { answers: { defectNoticedAt: noon() } } : {}),
        ...(reason === 'missing_parts' ? { answers: { missingParts: text || 'not said' } } : {}),
        ...(text && !talks.has(kind) ? { note: text } : {}),
        ...(kind === 'price_protection' && observed > 0 && found
          ? { observedPrice: { amount: Math.round(observed * 100), currency: found.unitPrice.currency } }
          : {}),
      };
    });
  const method = kind === 'repair' ? { method: String(form.get('method') || 'by_mail') } : {};
  const resolution = opening.resolution ?? String(form.get('resolution') || defaults[kind] || '');
  return {
    kind,
    items,
    ...(resolution && !talks.has(kind) ? { resolution } : {}),
    ...method,
  } as unknown as Request;
}
const defaults: Partial<Record<CaseKind, string>> = {
  return: 'original_payment_method',
  refund_before_dispatch: 'original_payment_method',
  not_received: 'original_payment_method',
  reship: 'reship',
  repair: 'repair',
  price_protection: 'price_adjustment',
};

/** What the request comes to; or why it is not possible. */
export function judge(
  shop: Shop,
  opening: Opening,
  request: Request,
  without?: string,
): { decision?: Decision; quote?: Quote; problem?: string } {
  if (talks.has(opening.kind) || request.items?.length === 0) return {};
  const world = { ...shop.world(opening.order, without), now: now(), request };
  try {
    const decision = shop.engine.evaluate(world as never) as Decision;
    const no = decision.lines.find(
      ({ line, outcome }) => outcome === 'ineligible' && request.items?.some((item) => item.line === line),
    );
    if (no) {
      const finding = no.findings.find(({ effect }) => effect === 'refuses');
      return { decision, problem: finding ? words('judged', finding.code) : 'The rules do not allow this.' };
    }
    return { decision, quote: shop.engine.quote(world as never) as Quote };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

export interface OpeningHost {
  readonly shop: Shop;
  readonly opening: Opening;
  /** The case that is made another kind of. */
  readonly converts?: string;
  readonly kinds: readonly CaseKind[];
  readonly title: string;
  set(opening: Opening | undefined): void;
  send(request: Request, quote: string | undefined, text: string, category: string): void;
}

/** The form. */
export function openingForm(host: OpeningHost): TemplateResult {
  const { shop, opening, kinds, set } = host;
  const order = shop.order(opening.order)?.order;
  if (!order) return html`<p>This order is not here.</p>`;
  const element = document.querySelector<HTMLFormElement>('.opening');
  const form = element ? new FormData(element) : new FormData();
  const talk = talks.has(opening.kind);
  const request = requestOf(opening, form, order);
  const judged = judge(shop, opening, request, host.converts);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const text = String(given.get('text') ?? '').trim();
    const asked = requestOf(opening, given, order);
    const { quote, problem } = judge(shop, opening, asked, host.converts);
    if (talk && !text) set({ ...opening, error: 'Please say what it is about.' });
    else if (!talk && asked.items?.length === 0)
      set({ ...opening, error: 'Please choose what it is about.' });
    else if (problem) set({ ...opening, error: problem });
    else host.send(asked, quote?.hash, text, String(given.get('category') ?? ''));
  };
  return html`<form class="opening card" novalidate @submit=${submit} @input=${() => set({ ...opening })}>
    <h2 tabindex="-1">${host.title}</h2>
    ${
      kinds.length > 1
        ? html`<label class="field"><span>What is it?</span><select class="input" name="kind" @change=${(
            event: Event,
          ) => {
            event.stopPropagation();
            set(emptyOpening(order, (event.target as HTMLSelectElement).value as CaseKind));
          }}>${kinds.map((kind) => html`<option value=${kind} ?selected=${kind === opening.kind}>${words('kind', kind)}</option>`)}</select></label>`
        : nothing
    }
    <p class="small quiet">${words('kind_text', opening.kind)}</p>
    ${opening.error ? html`<p class="banner bad" role="alert">${icons.warning}<span>${opening.error}</span></p>` : nothing}
    <fieldset class="opening-lines"><legend>${talk ? 'Which items (may stay empty)' : 'Which items'}</legend>${order.lines.map(
      (line) => {
        const quantity = opening.lines[line.id] ?? 0;
        const put = (n: number): void =>
          set({
            ...opening,
            lines: { ...opening.lines, [line.id]: Math.max(0, Math.min(line.quantity, n)) },
          });
        return html`<div class="opening-line"><label><input type="checkbox" .checked=${quantity > 0} @change=${() => put(quantity > 0 ? 0 : line.quantity)}><img class="thumb" src=${line.image ?? '/img/parcel.svg'} alt="" width="40" height="40"><span class="words">${line.title}</span></label>${
          line.quantity > 1 && quantity > 0
            ? html`<label class="sr" for="units-${line.id}">How many of ${line.title}</label><input id="units-${line.id}" class="input num units" type="number" min="1" max=${line.quantity} .value=${String(quantity)} @change=${(event: Event) => put(Number((event.target as HTMLInputElement).value))}>`
            : nothing
        }</div>`;
      },
    )}</fieldset>
    ${
      opening.kind === 'not_received'
        ? html`<label class="field"><span>If it is lost</span><select class="input" name="resolution"><option value="original_payment_method">Money back</option><option value="reship">Send it again</option></select></label>`
        : nothing
    }
    ${
      opening.kind === 'repair'
        ? html`<label class="field"><span>How</span><select class="input" name="method"><option value="by_mail">I send it by parcel</option><option value="at_home">Somebody comes to me</option></select></label>`
        : nothing
    }
    ${opening.kind === 'price_protection' ? html`<label class="field"><span>What it costs now, ${order.currency}</span><input class="input num" name="observed" inputmode="decimal" autocomplete="off"></label>` : nothing}
    ${
      talk
        ? html`<label class="field"><span>About <span class="quiet small">(optional)</span></span><select class="input" name="category"><option value="">Anything</option>${choices('category').map(([code, name]) => html`<option value=${code}>${name}</option>`)}</select></label>`
        : nothing
    }
    <label class="field"><span>${talk ? 'What is it about?' : opening.kind === 'reship' ? 'What is missing?' : 'Anything that we should know'}${talk || opening.kind === 'reship' ? nothing : html` <span class="quiet small">(optional)</span>`}</span><textarea class="input" name="text" rows="3" maxlength="2000"></textarea></label>
    ${judged.problem ? html`<p class="preview bad" role="status">${judged.problem}</p>` : judged.quote ? html`<p class="preview" role="status">${outcome(judged.quote)}${judged.decision?.outcome === 'manual_review' ? ' A person looks at it first.' : nothing}</p>` : nothing}
    <div class="form-buttons"><button class="button primary">Send</button><button type="button" class="button plain" @click=${() => set(undefined)}>Not now</button></div></form>`;
}

const outcome = (quote: Quote): TemplateResult =>
  quote.total.amount > 0
    ? html`<strong class="money">${money(quote.total)}</strong> come back.`
    : html`<strong>${words('resolution', quote.resolution)}</strong>, at no cost.`;

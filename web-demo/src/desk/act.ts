// What may be done with a case: a button for each command, with what follows from it, and its form.

import type { CaseView, Quote } from 'aftersale';
import { readable } from 'aftersale/widget';
import { html, nothing, type TemplateResult } from 'lit';
import { drawFields, fieldsOf, readFields } from '../lib/fields.js';
import { money } from '../lib/format.js';
import { icons } from '../lib/icons.js';
import { emptyOpening, openingForm } from '../lib/open-case.js';
import { capital } from '../lib/picture.js';
import { now } from '../lib/shop.js';
import { choices, words } from '../lib/words.js';
import type { Context } from './case.js';
import type { Row } from './queue.js';

export const first = (row: Row): string => row.order.buyer.name?.split(' ')[0] ?? 'the customer';

/** What is done first when it is possible; the first of these that is has the key. */
const steps = [
  'accept',
  'approve',
  'receive',
  'inspect',
  'assess',
  'complete_repair',
  'refund',
  'send',
  'deliver',
  'decide',
  'answer',
  'reply',
  'acknowledge',
  'investigate',
  'report',
  'propose',
  'close',
  'confirm',
];
/** What is there when it is needed, behind a button of its own. */
const rest = new Set([
  'ask',
  'extend',
  'classify',
  'track',
  'note',
  'redact',
  'convert',
  'reopen',
  'cancel',
  'dispute',
  'ship',
]);
/** Receiving what did not all come: the same command as receiving, with a form. */
const inPart = 'receive_in_part';
/** Those with a form of their own. */
const own = new Set(['inspect', 'convert', inPart]);
/** Messages and files have their place below. */
const elsewhere = new Set(['message', 'add_evidence']);

/** Each button says what follows from it: of claims on the order with the money. */
function consequence(context: Context, view: CaseView, type: string): [name: string, follows: string] {
  const { row } = context;
  if (type === inPart) return ['Not all of it came', ''];
  const code = view.commands.find((command) => command.type === type)?.consequence ?? '';
  const plain: [string, string] = [words('command', type), code ? words('consequence', code) : ''];
  const due = view.settlement ?? view.quote;
  if (!due) return plain;
  const amount = due.total.amount > 0 ? money(due.total) : words('resolution', due.resolution).toLowerCase();
  const paid =
    due.resolution === 'store_credit'
      ? `${amount} store credit`
      : due.total.amount > 0
        ? `refund ${amount}`
        : amount;
  const keeps = view.method === 'keep' || ['keep_item', 'partial_refund'].includes(view.resolution ?? '');
  const stays = view.items.length === 1 ? 'the item stays' : 'the items stay';
  const to = due.tenders.map(({ label, kind }) => label ?? readable(kind).toLowerCase()).join(' and ');
  if (type === 'approve' && view.kind === 'return')
    return [
      'Approve',
      keeps
        ? `${stays} with ${first(row)} · ${paid} now`
        : `${view.method === 'by_mail' ? 'label goes out' : `${first(row)} brings it in`} · ${paid} on receipt`,
    ];
  if (type === 'approve' && due.total.amount > 0) return ['Approve', `${paid} is due at once`];
  if (type === 'refund')
    return code === 'replacement_is_sent'
      ? [words('resolution', due.resolution), words('consequence', code)]
      : [`Refund ${amount}`, to ? `to ${to}` : 'goes out now'];
  return plain;
}

export function commands(context: Context, view: CaseView): TemplateResult | typeof nothing {
  const { me, row, t: _ } = context;
  const mine = view.commands.filter(({ type, by }) => by.includes(me as 'seller') && !elsewhere.has(type));
  const busy = row.state.pending.some(({ receipt }) => !receipt);
  if (mine.length === 0) return nothing;
  const main = steps.find((type) => mine.some((command) => command.type === type));
  const order = (type: string): number => (steps.includes(type) ? steps.indexOf(type) : steps.length);
  const sorted = [...mine].sort((a, b) => order(a.type) - order(b.type));
  const button = (type: string): TemplateResult => {
    const [name, follows] = consequence(context, view, type);
    const needs = own.has(type) || fieldsOf(type, view, me).length > 0;
    const go = (): void => (needs ? context.set({ type, values: {} }) : context.send(view.id, type));
    const key = type === main ? 'a' : type === 'refuse' ? 'r' : nothing;
    return html`<button class="command ${type === main ? 'main' : ''} ${type === 'refuse' ? 'no' : rest.has(type) ? 'minor' : ''}" data-key=${key} data-command=${type} ?disabled=${busy} @click=${go}><span><strong>${name}</strong>${follows ? html`<span class="follows"> · ${follows}</span>` : nothing}</span>${key === nothing ? nothing : html`<kbd aria-hidden="true">${key}</kbd>`}</button>`;
  };
  const front = sorted.filter(({ type }) => !rest.has(type));
  const more = sorted.filter(({ type }) => rest.has(type)).map(({ type }) => type as string);
  if (mine.some(({ type }) => type === 'receive') && outstanding(context, view).length > 0)
    more.unshift(inPart);
  return html`<div class="commands" role="group" aria-label="What you can do">${front.map(({ type }) => button(type))}</div>${
    more.length > 0
      ? html`<details class="more-commands" ?open=${front.length === 0}><summary>More <span class="num quiet">${more.length}</span></summary><div class="more" role="group" aria-label="What else you can do">${more.map(button)}</div></details>`
      : nothing
  }`;
}

export function formFor(context: Context, view: CaseView): TemplateResult {
  const { form, me, row, shop } = context;
  const type = form?.type ?? '';
  if (type === 'convert') {
    const opening = form?.opening ?? { ...emptyOpening(row.order, 'return'), order: row.order.id };
    return openingForm({
      shop,
      opening,
      converts: view.id,
      kinds: (
        [
          'return',
          'refund_before_dispatch',
          'not_received',
          'reship',
          'repair',
          'complaint',
          'inquiry',
        ] as const
      ).filter((kind) => kind !== view.kind),
      title: words('command', 'convert'),
      set: (next) => context.set(next ? { type, values: {}, opening: next } : undefined, next !== undefined),
      send: (request, quote, text, category) =>
        context.send(
          view.id,
          'convert',
          { request, ...(text ? { text } : {}), ...(category ? { category } : {}) },
          quote,
        ),
    });
  }
  const [name, follows] = consequence(context, view, type);
  return html`<form class="command-form card" novalidate @submit=${submit(context, view)} @input=${() => context.draw()}>
    <h2>${name}</h2>${follows ? html`<p class="small quiet">${capital(follows)}.</p>` : nothing}
    ${form?.error ? html`<p class="banner bad" role="alert">${icons.warning}<span>${form.error}</span></p>` : nothing}
    ${type === 'inspect' ? inspectFields(context, view) : type === inPart ? receptionFields(context, view) : drawFields(fieldsOf(type, view, me))}
    <div class="form-buttons"><button class="button ${type === 'refuse' || type === 'redact' ? 'danger' : 'primary'}">${name}</button><button type="button" class="button plain" @click=${() => context.set(undefined)}>Not now</button></div></form>`;
}

function submit(context: Context, view: CaseView) {
  return (event: SubmitEvent): void => {
    event.preventDefault();
    const { form, me, row } = context;
    if (!form) return;
    const fields = new FormData(event.target as HTMLFormElement);
    if (form.type === 'inspect') {
      context.send(view.id, 'inspect', inspection(fields, context, view));
      return;
    }
    if (form.type === inPart) {
      const items = reception(fields, context, view);
      if (items.some(({ quantity }) => !Number.isInteger(quantity) || quantity < 0))
        context.set({ ...form, error: 'How many came: a whole number, please.' });
      else context.send(view.id, 'receive', { items });
      return;
    }
    const read = readFields(fieldsOf(form.type, view, me), fields, row.order.currency);
    if ('error' in read)
      context.set({
        ...form,
        error: form.type === 'refuse' ? 'A refusal needs a reason and words for the other side.' : read.error,
      });
    else context.send(view.id, form.type, read.data);
  };
}

// ---- receiving in part ----

/** How many units of each line came back, by what the log says. */
function arrived({ row }: Context): ReadonlyMap<string, number> {
  const came = new Map<string, number>();
  for (const { type, data } of row.state.projected.events) {
    if (type !== 'goods.received') continue;
    for (const { line, quantity } of (data as { items: { line: string; quantity: number }[] }).items)
      came.set(line, (came.get(line) ?? 0) + quantity);
  }
  return came;
}

function outstanding(context: Context, view: CaseView): { line: string; title: string; left: number }[] {
  const came = arrived(context);
  return view.items
    .map(({ line, title, quantity }) => ({ line, title, left: quantity - (came.get(line) ?? 0) }))
    .filter(({ left }) => left > 0);
}

function receptionFields(context: Context, view: CaseView): TemplateResult {
  return html`<ul class="inspect-items">${outstanding(context, view).map(
    (
      { title, left },
      i,
    ) => html`<li><p class="words"><strong>${title}</strong>${left > 1 ? ` × ${left}` : nothing}</p>
    <div class="three"><label class="field"><span>Came</span><input class="input num" type="number" name="came${i}" min="0" max=${left} step="1" value=${left} inputmode="numeric"></label><label class="field"><span>How</span><select class="input" name="state${i}">${choices('reception').map(([code, text]) => html`<option value=${code}>${text}</option>`)}</select></label></div></li>`,
  )}</ul>`;
}

function reception(fields: FormData, context: Context, view: CaseView) {
  return outstanding(context, view).map(({ line, left }, i) => {
    const quantity = Number(fields.get(`came${i}`) ?? left);
    const state = String(fields.get(`state${i}`) ?? 'received');
    return { line, quantity, state: state === 'received' && quantity < left ? 'short' : state };
  });
}

// ---- inspection ----

function inspectFields(context: Context, view: CaseView): TemplateResult {
  const select = (name: string, kind: string, first: string) =>
    html`<select class="input" name=${name}>${choices(kind).map(([code, text]) => html`<option value=${code} ?selected=${code === first}>${text}</option>`)}</select>`;
  return html`<ul class="inspect-items">${units(context, view).map(
    (
      { item, quantity },
      i,
    ) => html`<li><p class="words"><strong>${item.title}</strong>${quantity > 1 ? ` × ${quantity}` : nothing}</p>
    <div class="three"><label class="field"><span>Condition</span>${select(`grade${i}`, 'grade', 'as_new')}</label><label class="field"><span>Where it goes</span>${select(`disposition${i}`, 'disposition', 'restock')}</label>
      <label class="field"><span>Deduction, %</span><input class="input num" type="number" name="deduction${i}" min="0" max="100" step="1" value="0" inputmode="numeric"></label></div></li>`,
  )}</ul>
    ${preview(context, view)}`;
}

/** What the inspection comes to, by the same core that will settle it. */
function preview(context: Context, view: CaseView): TemplateResult {
  const element = document.querySelector<HTMLFormElement>('.command-form');
  const data = inspection(element ? new FormData(element) : new FormData(), context, view);
  const { shop, row } = context;
  try {
    const result = shop.engine.transition({
      ...shop.world(row.order.id, row.id),
      now: now(),
      case: row.state.projected,
      command: {
        id: 'preview',
        case: row.id,
        type: 'inspect',
        version: row.state.projected.events.length,
        actor: { kind: 'seller' },
        data,
      } as never,
    });
    const settlement = result.events[0]?.data.settlement as Quote | undefined;
    if (result.accepted && settlement && view.quote) {
      const without =
        data.items.some(({ deductionBasisPoints }) => deductionBasisPoints) &&
        settlement.total.amount === view.quote.total.amount;
      return html`<p class="preview" role="status">Then <strong class="money">${money(settlement.total)}</strong> of ${money(view.quote.total)} go back.${without ? ' The rules of this return allow no deduction.' : nothing}</p>`;
    }
    return html`<p class="preview bad" role="status">${result.accepted ? '' : result.refusal.message}</p>`;
  } catch (error) {
    return html`<p class="preview bad" role="status">${(error as Error).message}</p>`;
  }
}

/** What is there to be looked at. */
function units(context: Context, view: CaseView): { item: CaseView['items'][number]; quantity: number }[] {
  const came = arrived(context);
  return view.items
    .map((item) => ({ item, quantity: came.get(item.line) ?? 0 }))
    .filter(({ quantity }) => quantity > 0);
}

function inspection(
  fields: FormData,
  context: Context,
  view: CaseView,
): { items: Record<string, unknown>[] } {
  return {
    items: units(context, view).map(({ item, quantity }, i) => {
      const percent = Math.max(0, Math.min(100, Number(fields.get(`deduction${i}`) ?? 0) || 0));
      return {
        line: item.line,
        quantity,
        grade: String(fields.get(`grade${i}`) ?? 'as_new'),
        disposition: String(fields.get(`disposition${i}`) ?? 'restock'),
        ...(percent > 0 ? { deductionBasisPoints: Math.round(percent * 100) } : {}),
      };
    }),
  };
}

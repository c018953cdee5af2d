// One case on one page: what to do, what it is about, why, the money, and how it came to be.

import {
  type CaseView,
  type Event,
  loadShippedPack,
  type Money,
  type Policy,
  type Quote,
  shippedPacks,
} from 'aftersale';
import { readable, type Translator } from 'aftersale/widget';
import { html, nothing, type TemplateResult } from 'lit';
import { ago, caseNumber, count, date, money, orderNumber, sum, time } from '../lib/format.js';
import { icons } from '../lib/icons.js';
import { now, type Shop } from '../lib/shop.js';
import { choices, stageTone, words } from '../lib/words.js';
import { promised } from './promised.js';
import type { Row } from './queue.js';
import { effectsOf, photo } from './side.js';

export interface Form {
  readonly type: string;
  readonly values: Readonly<Record<string, string>>;
  readonly error?: string;
}

export interface Context {
  readonly shop: Shop;
  readonly row: Row;
  readonly t: Translator;
  readonly form: Form | undefined;
  readonly token: string;
  set(form: Form | undefined): void;
  send(id: string, type: string, data?: Record<string, unknown>): void;
  back(): void;
  draw(): void;
}

type Data = Readonly<Record<string, unknown>>;
export interface Requested {
  readonly request: {
    items: {
      line: string;
      quantity: number;
      reason?: string;
      note?: string;
      answers?: Record<string, unknown>;
      evidence?: { id: string; sha256: string; name?: string }[];
    }[];
  };
  readonly decision: {
    lines: {
      line: string;
      findings: {
        code: string;
        effect: string;
        layer: string;
        policy: string;
        rule: string;
        version: string;
        params?: Record<string, unknown>;
      }[];
    }[];
  };
}

const hour = 3_600_000;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `packagingDamaged` as people say it. */
const spoken = (name: string): string =>
  readable(name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

export function caseParts(context: Context): TemplateResult {
  const { row, form } = context;
  const { view, state, order } = row;
  if (!view) return html`<div class="empty"><p>This case is still on its way.</p></div>`;
  const requested = state.projected.events.find(({ type }) => type === 'case.opened')?.data as unknown as
    | Requested
    | undefined;
  return html`<article class="case-page-desk">
    <header class="case-top"><button class="round only-narrow" aria-label="Back to the queue" @click=${context.back}>${icons.back}</button>
      <div class="case-title"><h1 tabindex="-1">${order.buyer.name ?? 'Guest'}</h1><p class="small quiet">${caseNumber(row.id)} · Order ${orderNumber(order)} · asked ${ago(view.openedAt)}${order.buyer.country ? ` · ${order.buyer.country}` : nothing}</p></div>
      <span class="pill ${stageTone(view.stage)}">${words('stage', view.stage)}</span></header>
    ${refusals(context)}${clock(view)}
    ${form ? formFor(context, view) : commands(context, view)}
    ${items(context, view, requested)}
    ${why(context, view, requested)}
    ${theMoney(context, view)}
    ${promised(context, requested)}
    ${story(context)}
    ${message(context)}
  </article>`;
}

function refusals({ row, shop, draw }: Context): TemplateResult[] {
  return row.state.pending
    .filter(({ receipt }) => receipt)
    .map(
      ({ id, type, receipt }) =>
        html`<div class="banner bad" role="alert">${icons.warning}<span>${readable(type)} was not taken: ${
          receipt?.code === 'stale_version'
            ? 'the case has moved on since you looked.'
            : (receipt?.message ?? receipt?.code)
        }</span><button class="button plain small" @click=${async () => {
          await shop.sync.dismiss(id);
          draw();
        }}>Put away</button></div>`,
    );
}

function clock(view: CaseView): TemplateResult | typeof nothing {
  const [deadline] = view.deadlines;
  if (!deadline) return nothing;
  const left = Date.parse(deadline.due) - Date.now();
  const whole = Date.parse(deadline.due) - Date.parse(view.updatedAt);
  const share = Math.max(0, Math.min(100, Math.round((1 - left / Math.max(1, whole)) * 100)));
  const tone = left < 0 ? 'bad' : deadline.who === 'seller' && left < 6 * hour ? 'warn' : 'info';
  return html`<div class="clock ${tone}"><p>${icons.clock}<span>${
    deadline.who === 'system'
      ? html`<strong>Nothing left to do.</strong> ${capital(words('outcome', deadline.then).replace(/^then /, ''))} on ${time(deadline.due)}, ${ago(deadline.due)}`
      : html`<strong>${words('who', deadline.who)}: ${readable(deadline.id).toLowerCase()} ${left < 0 ? 'was due' : 'by'} ${time(deadline.due)}</strong>, ${ago(deadline.due)}, ${words('outcome', deadline.then)}`
  }</span></p>
    <progress max="100" value=${share} aria-label="Time used">${share} %</progress></div>`;
}

// ---- what may be done ----

/** Each button says what follows from it. */
function consequence({ row }: Context, view: CaseView, type: string): [name: string, follows: string] {
  const due = view.settlement ?? view.quote;
  const amount = due.total.amount > 0 ? money(due.total) : words('resolution', due.resolution).toLowerCase();
  const paid =
    due.resolution === 'store_credit'
      ? `${amount} store credit`
      : due.total.amount > 0
        ? `refund ${amount}`
        : amount;
  const keeps = view.method === 'keep' || ['keep_item', 'partial_refund'].includes(view.resolution);
  const stays = view.items.length === 1 ? 'the item stays' : 'the items stay';
  const to = due.tenders.map(({ label, kind }) => label ?? readable(kind).toLowerCase()).join(' and ');
  const texts: Record<string, [string, string]> = {
    approve: [
      'Approve',
      keeps
        ? `${stays} with ${first(row)} · ${paid} now`
        : `${view.method === 'by_mail' ? 'label goes out' : `${first(row)} brings it in`} · ${paid} on receipt`,
    ],
    refuse: ['Refuse', `${first(row)} is told why and may appeal`],
    receive: ['Mark received', 'inspection is next'],
    inspect: ['Inspect', 'fixes what is paid back'],
    refund: [
      due.resolution === 'exchange' || due.resolution === 'replacement' || due.resolution === 'repair'
        ? words('resolution', due.resolution)
        : `Refund ${amount}`,
      to ? `to ${to}` : 'goes out now',
    ],
    cancel: ['Withdraw', 'nothing goes back, nothing is paid'],
    close: ['Close', 'the case ends here'],
    reopen: ['Take up again', 'the case goes on where it was'],
  };
  return texts[type] ?? [readable(type), ''];
}

const first = (row: Row): string => row.order.buyer.name?.split(' ')[0] ?? 'the customer';
const needsForm = new Set(['refuse', 'inspect', 'reopen', 'cancel']);

function commands(context: Context, view: CaseView): TemplateResult | typeof nothing {
  const mine = view.commands.filter(({ type, by }) => by.includes('seller') && type !== 'note');
  const busy = context.row.state.pending.some(({ receipt }) => !receipt);
  if (mine.length === 0) return nothing;
  const [main] = mine.filter(({ type }) =>
    ['approve', 'receive', 'inspect', 'refund', 'close'].includes(type),
  );
  return html`<div class="commands" role="group" aria-label="What you can do">${mine.map(({ type }) => {
    const [name, follows] = consequence(context, view, type);
    const go = (): void =>
      needsForm.has(type) ? context.set({ type, values: {} }) : context.send(view.id, type);
    const key = type === main?.type ? 'a' : type === 'refuse' ? 'r' : nothing;
    return html`<button class="command ${type === main?.type ? 'main' : ''} ${type === 'refuse' ? 'no' : type === 'cancel' ? 'minor' : ''}" data-key=${key} ?disabled=${busy} @click=${go}><span><strong>${name}</strong>${follows ? html`<span class="follows"> · ${follows}</span>` : nothing}</span>${key === nothing ? nothing : html`<kbd aria-hidden="true">${key}</kbd>`}</button>`;
  })}</div>`;
}

function formFor(context: Context, view: CaseView): TemplateResult {
  const { form } = context;
  const inner =
    form?.type === 'inspect'
      ? inspectFields(context, view)
      : form?.type === 'refuse'
        ? refuseFields()
        : noteFields(form?.type ?? '');
  const [name, follows] = consequence(context, view, form?.type ?? '');
  return html`<form class="command-form card" novalidate @submit=${submit(context, view)} @input=${() => context.draw()}>
    <h2>${name}</h2><p class="small quiet">${capital(follows)}.</p>
    ${form?.error ? html`<p class="banner bad" role="alert">${icons.warning}<span>${form.error}</span></p>` : nothing}
    ${inner}
    <div class="form-buttons"><button class="button ${form?.type === 'refuse' ? 'danger' : 'primary'}">${name}</button><button type="button" class="button plain" @click=${() => context.set(undefined)}>Not now</button></div></form>`;
}

const refuseFields =
  (): TemplateResult => html`<label class="field"><span>Reason</span><select class="input" name="reason" required><option value="">Choose one</option>${choices('refusal').map(([code, text]) => html`<option value=${code}>${text}</option>`)}</select></label>
  <label class="field"><span>What the customer reads</span><textarea class="input" name="note" required maxlength="2000" rows="3"></textarea></label>`;

const noteFields = (type: string): TemplateResult =>
  html`<label class="field"><span>${type === 'cancel' ? 'Note (may stay empty)' : 'Why'}</span><textarea class="input" name="note" maxlength="2000" rows="2"></textarea></label>`;

function inspectFields(context: Context, view: CaseView): TemplateResult {
  const select = (name: string, kind: string, first: string) =>
    html`<select class="input" name=${name}>${choices(kind).map(([code, text]) => html`<option value=${code} ?selected=${code === first}>${text}</option>`)}</select>`;
  return html`<ul class="inspect-items">${view.items.map(
    (
      item,
      i,
    ) => html`<li><p class="words"><strong>${item.title}</strong>${item.quantity > 1 ? ` × ${item.quantity}` : nothing}</p>
    <div class="three"><label class="field"><span>Condition</span>${select(`grade${i}`, 'grade', 'as_new')}</label><label class="field"><span>Where it goes</span>${select(`disposition${i}`, 'disposition', 'restock')}</label>
      <label class="field"><span>Deduction, %</span><input class="input num" type="number" name="deduction${i}" min="0" max="100" step="1" value="0" inputmode="numeric"></label></div></li>`,
  )}</ul>
    ${preview(context, view)}`;
}

/** What the inspection comes to, by the same core that will settle it. */
function preview(context: Context, view: CaseView): TemplateResult {
  const element = document.querySelector<HTMLFormElement>('.command-form');
  const data = element ? inspection(new FormData(element), view) : inspection(new FormData(), view);
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
    if (result.accepted && settlement) {
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

function inspection(fields: FormData, view: CaseView): { items: Record<string, unknown>[] } {
  return {
    items: view.items.map((item, i) => {
      const percent = Math.max(0, Math.min(100, Number(fields.get(`deduction${i}`) ?? 0) || 0));
      return {
        line: item.line,
        quantity: item.quantity,
        grade: String(fields.get(`grade${i}`) ?? 'as_new'),
        disposition: String(fields.get(`disposition${i}`) ?? 'restock'),
        ...(percent > 0 ? { deductionBasisPoints: Math.round(percent * 100) } : {}),
      };
    }),
  };
}

function submit(context: Context, view: CaseView) {
  return (event: SubmitEvent): void => {
    event.preventDefault();
    const { form } = context;
    const fields = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => String(fields.get(name) ?? '').trim();
    if (!form) return;
    const note = text('note');
    const reason = text('reason');
    if (form.type === 'refuse' && !(reason && note)) {
      context.set({ ...form, error: 'A refusal needs a reason and words for the customer.' });
    } else if (form.type === 'reopen' && !note) {
      context.set({ ...form, error: 'Please say why.' });
    } else if (form.type === 'inspect') {
      context.send(view.id, 'inspect', { ...inspection(fields, view) });
    } else {
      context.send(view.id, form.type, { ...(reason ? { reason } : {}), ...(note ? { note } : {}) });
    }
  };
}

// ---- what there is to know ----

function items(
  { row, t, token, draw }: Context,
  view: CaseView,
  requested: Requested | undefined,
): TemplateResult {
  return html`<section class="part"><h2>Items</h2><ul class="desk-items">${view.items.map((item) => {
    const line = row.order.lines.find(({ id }) => id === item.line);
    const asked = requested?.request.items.find((each) => each.line === item.line);
    return html`<li><img class="thumb" src=${line?.image ?? '/img/parcel.svg'} alt="" width="72" height="72"><div class="desk-item">
      <p class="words"><strong>${item.title}</strong>${item.quantity > 1 ? html` <span class="num">× ${item.quantity}</span>` : nothing}</p>
      <p class="small quiet words">${[line?.variant, line?.sku].filter(Boolean).join(' · ')}</p>
      <p class="tags">${item.reason ? html`<span class="pill info">${t.code('reason', item.reason)}</span>` : nothing}${Object.entries(asked?.answers ?? {}).map(([name, value]) => html`<span class="pill">${spoken(name)}: ${value === true ? 'yes' : value === false ? 'no' : String(value)}</span>`)}${
        item.reception !== 'awaiting'
          ? html`<span class="pill">${t.code('reception', item.reception)}</span>`
          : nothing
      }${item.grade ? html`<span class="pill">${words('grade', item.grade)}</span>` : nothing}</p>
      ${asked?.note ? html`<blockquote class="words">${asked.note}</blockquote>` : nothing}
      ${
        asked?.evidence?.length
          ? html`<div class="photos">${asked.evidence.map(({ sha256, name }) => {
              const url = photo(sha256, token, draw);
              return url
                ? html`<a href=${url} target="_blank" rel="noopener"><img src=${url} alt="Photo: ${name ?? 'evidence'}" width="112" height="112"></a>`
                : html`<span class="ghost"></span>`;
            })}</div>`
          : nothing
      }
    </div></li>`;
  })}</ul><p class="small quiet">${words('resolution', view.resolution)}${view.method ? ` · ${words('method', view.method)}` : nothing}</p></section>`;
}

const mark = {
  grants: ['good', icons.check],
  refuses: ['bad', icons.close],
  reviews: ['info', icons.person],
  deducts: ['warn', icons.coins],
  informs: ['', icons.file],
} as Record<string, [string, unknown]>;

/** Statute packs by their id, for the titles and sources of their rules. */
const packs = new Map<string, Policy>();
export async function loadPacks(): Promise<void> {
  for (const id of shippedPacks) {
    const pack = await loadShippedPack(id);
    if (pack) packs.set(id, pack);
  }
}

/** Why the rules say what they say; looked up again in the rules themselves, so that their sources show. */
function why(
  { shop, row, t }: Context,
  view: CaseView,
  requested: Requested | undefined,
): TemplateResult | typeof nothing {
  if (!requested) return nothing;
  const policies = shop.world(row.order.id).policies ?? [];
  const ruleOf = (policy: string, rule: string) => {
    const known =
      policies.find((each) => typeof each === 'object' && each.id === policy) ?? packs.get(policy);
    if (typeof known !== 'object') return undefined;
    const rules = 'rules' in known ? known.rules : known.versions.flatMap((version) => version.rules);
    return rules.find(({ id }) => id === rule);
  };
  return html`<section class="part"><h2>Why it may go back</h2>${requested.decision.lines.map(
    (line) => html`
    ${view.items.length > 1 ? html`<h3 class="words">${view.items.find((item) => item.line === line.line)?.title}</h3>` : nothing}
    <ul class="findings">${line.findings.map((finding) => {
      const [tone, icon] = mark[finding.effect] ?? ['', icons.file];
      const rule = ruleOf(finding.policy, finding.rule);
      const source = rule?.source;
      const link = source?.url?.startsWith('https://')
        ? html`<a href=${source.url} target="_blank" rel="noopener noreferrer">${source.title}</a>`
        : source?.title;
      const said = finding.layer === 'live_promise' && finding.params !== undefined;
      const text = t.code('finding', finding.code, finding.params ?? {});
      return html`<li><span class="mark ${tone}">${said ? icons.live : icon}</span><div><p>${said ? text : (rule?.title ?? text)}</p>
        <p class="small quiet">${t.code('layer', finding.layer)}${link ? html` · ${link}` : nothing} · <span class="mono">${finding.rule}</span>, version ${finding.version.slice(0, 12)}</p></div></li>`;
    })}</ul>`,
  )}</section>`;
}

function theMoney({ row, t }: Context, view: CaseView): TemplateResult {
  const { order } = row;
  const paid = order.totals?.total ?? sum((order.tenders ?? []).map(({ amount }) => amount));
  const column = (quote: Quote | undefined, line: string): Money | undefined =>
    quote?.items.find((item) => item.line === line)?.total;
  const extra = [
    ...new Set(
      [...view.quote.components, ...(view.settlement?.components ?? [])]
        .filter(({ included }) => !included)
        .map(({ code }) => code),
    ),
  ];
  const part = (quote: Quote | undefined, code: string): Money | undefined =>
    quote?.components.find((each) => each.code === code)?.amount;
  const cell = (value: Money | undefined) => html`<td class="num">${value ? money(value) : '–'}</td>`;
  const lineSum = (id: string): Money | undefined => {
    const line = order.lines.find((each) => each.id === id);
    if (!line) return undefined;
    const gross = line.gross?.amount ?? line.unitPrice.amount * line.quantity;
    return {
      amount: gross - (line.discounts ?? []).reduce((total, { amount }) => total + amount.amount, 0),
      currency: line.unitPrice.currency,
    };
  };
  const bought = (id: string): number => order.lines.find((each) => each.id === id)?.quantity ?? 1;
  const settled = view.settlement !== undefined;
  const refs = effectsOf(row.id);
  return html`<section class="part"><h2>Money</h2><div class="table-wrap" tabindex="0" role="region" aria-label="Money, table"><table class="money-table">
    <thead><tr><th scope="col">${order.currency}</th><th scope="col" class="num">Paid</th><th scope="col" class="num">Quoted</th>${settled ? html`<th scope="col" class="num">Settled</th>` : nothing}</tr></thead>
    <tbody>${view.quote.items.map((item) => html`<tr><th scope="row" class="words">${item.title}${bought(item.line) > 1 ? html` <span class="quiet">${item.quantity} of ${bought(item.line)}</span>` : nothing}</th>${cell(lineSum(item.line))}${cell(item.total)}${settled ? cell(column(view.settlement, item.line)) : nothing}</tr>`)}
      ${extra.map((code) => {
        const found = [...view.quote.components, ...(view.settlement?.components ?? [])].find(
          (each) => each.code === code,
        );
        return html`<tr class="quiet"><th scope="row">${t.code('component', code, { ...found?.params })}</th><td class="num"></td>${cell(part(view.quote, code))}${settled ? cell(part(view.settlement, code)) : nothing}</tr>`;
      })}</tbody>
    <tfoot><tr><th scope="row">Total</th>${cell(paid)}${cell(view.quote.total)}${settled ? cell(view.settlement?.total) : nothing}</tr></tfoot></table></div>
    ${view.refunded.amount > 0 ? html`<p class="small">Paid back: <strong class="money">${money(view.refunded)}</strong>${refs?.payments.length ? html` · <span class="mono">${refs.payments.map(({ reference }) => reference).join(', ')}</span>` : nothing}</p>` : nothing}
    <p class="small quiet">${view.quote.tenders.map(({ label, kind, amount }) => `${money(amount)} to ${label ?? readable(kind).toLowerCase()}`).join(' · ')}</p></section>`;
}

/** Data of an event that a person may want to see. */
function facts(event: Event): string[] {
  const data = event.data as Data;
  const amount = data.amount as Money | undefined;
  return [
    typeof data.note === 'string' && data.note ? `“${data.note}”` : '',
    typeof data.text === 'string' ? `“${data.text}”` : '',
    typeof data.reason === 'string' ? words('refusal', data.reason) : '',
    [data.carrier, data.tracking].filter(Boolean).join(' '),
    amount ? money(amount) : '',
    typeof data.reference === 'string' ? data.reference : '',
    typeof data.shipBy === 'string' ? `to be sent by ${date(data.shipBy)}` : '',
    data.settlement ? `settled at ${money((data.settlement as Quote).total)}` : '',
  ].filter(Boolean);
}

function story({ shop, row }: Context): TemplateResult {
  const { confirmed, projected } = row.state;
  const check = confirmed.events.length ? shop.engine.verify(confirmed) : undefined;
  const ran = effectsOf(row.id)?.effects ?? [];
  return html`<section class="part"><h2>History</h2>
    <p class="chain ${check?.valid ? 'good' : 'bad'}">${icons.link}${check?.valid ? `Chain whole: ${count(confirmed.events.length, 'event', 'events')} checked` : check ? `Chain broken at event ${check.brokenAt}` : 'Not confirmed yet'}</p>
    <ol class="story">${projected.events.map(
      (
        event,
        i,
      ) => html`<li class=${i >= confirmed.events.length ? 'pending' : ''}><div><p><strong>${words('event', event.type)}</strong> <span class="small quiet">${event.actor.name ?? words('who', event.actor.kind)} · ${time(event.at)}${i >= confirmed.events.length ? ' · not confirmed yet' : nothing}</span></p>
      ${facts(event).map((fact) => html`<p class="small words">${fact}</p>`)}</div><span class="mono quiet" title=${event.hash}>${event.hash.replace('sha256:', '').slice(0, 8)}</span></li>`,
    )}</ol>
    ${ran.length ? html`<details class="ran"><summary>${count(ran.length, 'thing was', 'things were')} set in motion</summary><ul>${ran.map(({ kind, done, result, data }) => html`<li class="small"><span class="pill ${done ? 'good' : 'warn'}">${done ? 'done' : 'waiting'}</span> ${readable(kind)}${kind === 'notify' ? ` ${String(data.to)}` : nothing}${result ? html` <span class="mono quiet">${Object.values(result).join(' ')}</span>` : nothing}</li>`)}</ul></details>` : nothing}</section>`;
}

function message({ row, send }: Context): TemplateResult {
  const write = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const text = String(new FormData(form).get('text') ?? '').trim();
    if (!text) return;
    send(row.id, 'note', { text });
    form.reset();
  };
  return html`<section class="part"><h2>Write to ${first(row)}</h2><form class="note-form" @submit=${write}><label class="sr" for="note">Message</label><textarea class="input" id="note" name="text" rows="2" maxlength="2000" placeholder="The customer reads this in the tracker"></textarea><button class="button">${icons.send}Send</button></form></section>`;
}

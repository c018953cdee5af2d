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
import type { Opening } from '../lib/open-case.js';
import { added, gallery, photoButton } from '../lib/photos.js';
import { clocks, way } from '../lib/picture.js';
import type { Shop } from '../lib/shop.js';
import { matters, thread } from '../lib/talk.js';
import { stageTone, words } from '../lib/words.js';
import { commands, formFor } from './act.js';
import { promised } from './promised.js';
import type { Row } from './queue.js';
import { effectsOf } from './side.js';

export interface Form {
  readonly type: string;
  readonly values: Readonly<Record<string, string>>;
  readonly error?: string;
  /** What the case is to become. */
  readonly opening?: Opening;
}

export interface Context {
  readonly shop: Shop;
  readonly row: Row;
  readonly t: Translator;
  readonly form: Form | undefined;
  readonly token: string;
  /** The side of the counter that is looking: the shop, a supervisor, the carrier, an insurer. */
  readonly me: string;
  /** `keep`: the focus stays where it is. */
  set(form: Form | undefined, keep?: boolean): void;
  send(id: string, type: string, data?: object, quote?: string, files?: readonly Blob[]): void;
  /** Says what went wrong. */
  fail(words: string): void;
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
  readonly decision?: {
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
      <div class="case-title"><h1 tabindex="-1">${order.buyer.name ?? 'Guest'}</h1><p class="small quiet"><strong>${words('kind', view.kind)}</strong> · ${caseNumber(row.id)} · Order ${orderNumber(order)} · asked ${ago(view.openedAt)}${order.buyer.country ? ` · ${order.buyer.country}` : nothing}</p></div>
      <span class="pill ${stageTone(view.stage)}">${words('stage', view.stage)}</span></header>
    ${refusals(context)}${way(view, context.me)}${clocks(view, context.me)}${matters(view, context.me)}
    ${form ? formFor(context, view) : commands(context, view)}
    ${view.quote ? nothing : talk(context, view)}
    ${items(context, view, requested)}
    ${view.quote ? talk(context, view) : nothing}
    ${why(context, view, requested)}
    ${theMoney(context, view)}
    ${promised(context, requested)}
    ${story(context)}
  </article>`;
}

function refusals({ row, shop, draw }: Context): TemplateResult[] {
  return row.state.pending
    .filter(({ receipt }) => receipt)
    .map(
      ({ id, type, receipt }) =>
        html`<div class="banner bad" role="alert">${icons.warning}<span>${words('command', type)} was not taken: ${
          receipt?.code === 'stale_version'
            ? 'the case has moved on since you looked.'
            : (receipt?.message ?? receipt?.code)
        }</span><button class="button plain small" @click=${async () => {
          await shop.sync.dismiss(id);
          draw();
        }}>Put away</button></div>`,
    );
}

// ---- what there is to know ----

/** Kinds that do not say enough by themselves. */
const told = new Set(['return', 'reship', 'repair']);

function items(
  { row, t, token, draw }: Context,
  view: CaseView,
  requested: Requested | undefined,
): TemplateResult {
  const found = [
    view.category ? words('category', view.category) : '',
    view.finding ? `found: ${words('finding', view.finding)}` : '',
    view.assessment ? words('assessment', view.assessment) : '',
    view.cause ? `cause: ${words('cause', view.cause).toLowerCase()}` : '',
  ].filter(Boolean);
  const notes = row.state.projected.events.find(({ type }) => type === 'case.opened')?.personal?.notes as
    | Readonly<Record<string, string>>
    | undefined;
  if (view.items.length === 0 && found.length === 0) return html``;
  return html`<section class="part"><h2>What it is about</h2>${found.length > 0 ? html`<p class="tags">${found.map((text) => html`<span class="pill">${text}</span>`)}</p>` : nothing}<ul class="desk-items">${view.items.map(
    (item) => {
      const line = row.order.lines.find(({ id }) => id === item.line);
      const asked = requested?.request.items.find((each) => each.line === item.line);
      return html`<li><img class="thumb" src=${line?.image ?? '/img/parcel.svg'} alt="" width="72" height="72"><div class="desk-item">
      <p class="words"><strong>${item.title || line?.title}</strong>${item.quantity > 1 ? html` <span class="num">× ${item.quantity}</span>` : nothing}</p>
      <p class="small quiet words">${[line?.variant, line?.sku].filter(Boolean).join(' · ')}</p>
      <p class="tags">${item.reason && told.has(view.kind) ? html`<span class="pill info">${t.code('reason', item.reason)}</span>` : nothing}${Object.entries(asked?.answers ?? {}).map(([name, value]) => html`<span class="pill">${spoken(name)}: ${value === true ? 'yes' : value === false ? 'no' : String(value)}</span>`)}${
        item.reception !== 'awaiting'
          ? html`<span class="pill">${t.code('reception', item.reception)}</span>`
          : nothing
      }${item.grade ? html`<span class="pill">${words('grade', item.grade)}</span>` : nothing}</p>
      ${notes?.[item.line] ? html`<blockquote class="words">${notes[item.line]}</blockquote>` : nothing}
      ${gallery(asked?.evidence ?? [], headersOf(token), draw)}
    </div></li>`;
    },
  )}</ul>${view.resolution ? html`<p class="small quiet">${words('resolution', view.resolution)}${view.method ? ` · ${words('method', view.method)}` : nothing}</p>` : nothing}${checklist(view)}</section>`;
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
  if (!requested?.decision) return nothing;
  const policies = shop.world(row.order.id).policies ?? [];
  const ruleOf = (policy: string, rule: string) => {
    const known =
      policies.find((each) => typeof each === 'object' && each.id === policy) ?? packs.get(policy);
    if (typeof known !== 'object') return undefined;
    const rules = 'rules' in known ? known.rules : known.versions.flatMap((version) => version.rules);
    return rules.find(({ id }) => id === rule);
  };
  return html`<section class="part"><h2>${view.kind === 'return' ? 'Why it may go back' : 'What the rules say'}</h2>${requested.decision.lines.map(
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

function theMoney({ row, t }: Context, view: CaseView): TemplateResult | typeof nothing {
  const { order } = row;
  const { quote } = view;
  if (!quote) return nothing;
  const paid = order.totals?.total ?? sum((order.tenders ?? []).map(({ amount }) => amount));
  const column = (of: Quote | undefined, line: string): Money | undefined =>
    of?.items.find((item) => item.line === line)?.total;
  const extra = [
    ...new Set(
      [...quote.components, ...(view.settlement?.components ?? [])]
        .filter(({ included }) => !included)
        .map(({ code }) => code),
    ),
  ];
  const part = (of: Quote | undefined, code: string): Money | undefined =>
    of?.components.find((each) => each.code === code)?.amount;
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
    <tbody>${quote.items.map((item) => html`<tr><th scope="row" class="words">${item.title}${bought(item.line) > 1 ? html` <span class="quiet">${item.quantity} of ${bought(item.line)}</span>` : nothing}</th>${cell(lineSum(item.line))}${cell(item.total)}${settled ? cell(column(view.settlement, item.line)) : nothing}</tr>`)}
      ${extra.map((code) => {
        const found = [...quote.components, ...(view.settlement?.components ?? [])].find(
          (each) => each.code === code,
        );
        return html`<tr class="quiet"><th scope="row">${t.code('component', code, { ...found?.params })}</th><td class="num"></td>${cell(part(quote, code))}${settled ? cell(part(view.settlement, code)) : nothing}</tr>`;
      })}</tbody>
    <tfoot><tr><th scope="row">Total</th>${cell(paid)}${cell(quote.total)}${settled ? cell(view.settlement?.total) : nothing}</tr></tfoot></table></div>
    ${view.refunded && view.refunded.amount > 0 ? html`<p class="small">Paid back: <strong class="money">${money(view.refunded)}</strong>${refs?.payments.length ? html` · <span class="mono">${refs.payments.map(({ reference }) => reference).join(', ')}</span>` : nothing}</p>` : nothing}
    <p class="small quiet">${quote.tenders.map(({ label, kind, amount }) => `${money(amount)} to ${label ?? readable(kind).toLowerCase()}`).join(' · ')}</p></section>`;
}

/** Data of an event that a person may want to see. */
function facts(event: Event): string[] {
  const data = { ...event.data, ...event.personal } as Data;
  const amount = data.amount as Money | undefined;
  return [
    typeof data.note === 'string' && data.note ? `“${data.note}”` : '',
    typeof data.text === 'string' ? `“${data.text}”` : '',
    typeof data.category === 'string' ? words('category', data.category) : '',
    typeof data.result === 'string' ? words('result', data.result) : '',
    typeof data.outcome === 'string' ? words('assessment', data.outcome) : '',
    typeof data.status === 'string' ? words('scan', data.status) : '',
    typeof data.remedy === 'string' ? words('remedy', data.remedy) : '',
    typeof data.for === 'string' ? `for: ${words('side', data.for).toLowerCase()}` : '',
    typeof data.hours === 'number' ? `${data.hours} hours more` : '',
    typeof data.reason === 'string' && event.type === 'case.refused' ? words('refusal', data.reason) : '',
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
      ) => html`<li class=${i >= confirmed.events.length ? 'pending' : ''}><div><p><strong>${words('event', event.type)}</strong> <span class="small quiet">${event.personal?.name ?? words('who', event.actor.kind)} · ${time(event.at)}${i >= confirmed.events.length ? ' · not confirmed yet' : nothing}</span></p>
      ${facts(event).map((fact) => html`<p class="small words">${fact}</p>`)}</div><span class="mono quiet" title=${event.hash}>${event.hash.replace('sha256:', '').slice(0, 8)}</span></li>`,
    )}</ol>
    ${ran.length ? html`<details class="ran"><summary>${count(ran.length, 'thing was', 'things were')} set in motion</summary><ul>${ran.map(({ kind, done, result, data }) => html`<li class="small"><span class="pill ${done ? 'good' : 'warn'}">${done ? 'done' : 'waiting'}</span> ${readable(kind)}${kind === 'notify' ? ` ${String(data.to)}` : nothing}${result ? html` <span class="mono quiet">${Object.values(result).join(' ')}</span>` : nothing}</li>`)}</ul></details>` : nothing}</section>`;
}

function checklist(view: CaseView): TemplateResult | typeof nothing {
  if (!view.checklist?.length) return nothing;
  return html`<ul class="checklist" aria-label="Files that the rules ask for">${view.checklist.map(
    ({ kind, given, min, optional }) =>
      html`<li class="small">${given >= min ? icons.check : icons.file}<span>${readable(kind)}: ${given} of ${min}${optional ? ', not a must' : nothing}</span></li>`,
  )}</ul>`;
}

const headersOf = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

function talk(context: Context, view: CaseView): TemplateResult {
  const { row, send, me, token, draw } = context;
  const write = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const text = String(new FormData(form).get('text') ?? '').trim();
    if (!text) return;
    send(row.id, 'message', { text });
    form.reset();
  };
  const may = (type: string): boolean =>
    view.commands.some((command) => command.type === type && command.by.includes(me as 'seller'));
  const busy = row.state.pending.some(({ receipt }) => !receipt);
  const asked = row.state.projected.events[0]?.data as Requested | undefined;
  const first = asked?.request.items.flatMap(({ evidence = [] }) => evidence) ?? [];
  return html`<section class="part"><h2>Messages</h2>${thread(view, me)}${gallery(added(view, first), headersOf(token), draw)}${
    may('message')
      ? html`<form class="note-form" @submit=${write}><label class="sr" for="note">Message</label><textarea class="input" id="note" name="text" rows="2" maxlength="2000" placeholder=${me === 'seller' && view.kind !== 'damage_claim' ? `Write to ${context.row.order.buyer.name?.split(' ')[0] ?? 'the customer'}` : 'Write to the other side'}></textarea>${
          may('add_evidence')
            ? photoButton(
                busy,
                (data, files) => send(row.id, 'add_evidence', data, undefined, files),
                context.fail,
              )
            : nothing
        }<button class="button">${icons.send}Send</button></form>`
      : nothing
  }</section>`;
}

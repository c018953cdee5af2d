import 'aftersale/widget/define';
import type { CaseView, Request } from 'aftersale';
import type { CaseState } from 'aftersale/sync';
import type { AftersaleTracker } from 'aftersale/widget';
import { html, nothing, render, type TemplateResult } from 'lit';
import { until } from 'lit/directives/until.js';
import type { ShopOrder } from './lib/api.js';
import { buyerPart } from './lib/buyer.js';
import { registerShell, syncNote, to, topBar } from './lib/chrome.js';
import { caseNumber, date, lang, orderNumber, time } from './lib/format.js';
import { icons } from './lib/icons.js';
import { qrCode } from './lib/qr.js';
import { now, openShop, type Shop } from './lib/shop.js';
import { words } from './lib/words.js';

const app = document.querySelector('#app') as HTMLElement;
const id = decodeURIComponent(location.pathname.split('/').pop() ?? '');

let shop: Shop | undefined;
let failure = '';
/** The command whose form is open, and what is wrong with it. */
let asking: string | undefined;
let wrong: string | undefined;

function draw(): void {
  const state = shop?.sync.case(id);
  render(
    html`${topBar(shop?.me, '')}
      <main class="page case-page" id="main">
        <p class="crumb"><a href=${to('/')}>${icons.back}Your orders</a></p>
        ${failure ? html`<div class="banner bad" role="alert">${icons.warning}<span>${failure} <a href="">Try again</a></span></div>` : nothing}
        ${!shop ? ghost() : state ? found(shop, state) : missing()}
      </main>${syncNote(shop?.sync.status, navigator.onLine)}`,
    app,
  );
  const tracker = app.querySelector<AftersaleTracker>('aftersale-tracker');
  const view = state && shop?.view(state);
  if (tracker && view && state) {
    // The tracker reads a little less than the core writes; both come from one schema.
    tracker.view = view as never;
    tracker.number = caseNumber(id);
    tracker.events = state.projected.events as never;
    tracker.together = shop ? togetherWith(shop, view.set) : [];
    tracker.now = now();
    tracker.busy = state.pending.some((pending) => pending.state !== 'needs_you');
    tracker.locale = lang;
    // The zone in which the shop has judged the dates, so that every screen tells the same time.
    const decision = state.projected.events[0]?.data.decision as { zone?: string } | undefined;
    tracker.zone = decision?.zone;
  }
  if (view) document.title = `${words('stage', view.stage)} · ${caseNumber(id)} · Maren & Moss`;
}

/** The other cases of what was asked for in one go. */
const togetherWith = (shop: Shop, set: string | undefined) =>
  shop.sync.cases().flatMap((state) => {
    const view = set === undefined || state.id === id ? undefined : shop.view(state);
    return view?.set === set && view
      ? [{ number: caseNumber(view.id), stage: view.stage, url: to(`/case/${view.id}`) }]
      : [];
  });

const ghost = (): TemplateResult =>
  html`<div class="case-columns" aria-busy="true"><div class="card g-case"><div class="ghost"></div><div class="ghost"></div><div class="ghost"></div></div></div>`;

const missing =
  (): TemplateResult => html`<div class="card empty">${icons.search}<h1>${caseNumber(id)} is not here</h1>
  <p class="quiet">It may belong to another account, or it is still on the device on which you sent it.</p><a class="button" href=${to('/')}>To your orders</a></div>`;

function found(shop: Shop, state: CaseState): TemplateResult {
  const view = shop.view(state);
  const order = shop.order(state.order);
  return html`<header class="case-head"><div><h1>${caseNumber(id)}</h1><p class="quiet">${view ? html`${words('kind', view.kind)} · ` : nothing}${order ? html`Order ${orderNumber(order.order)}` : nothing}</p></div>${stateOf(state)}</header>
    ${troubles(state)}
    <div class="case-columns">
      <div class="case-main"><div class="card tracker-card">${view ? html`<aftersale-tracker @aftersale-command=${command}></aftersale-tracker>` : html`<div class="empty"><p>${words('sync', state.state)}. It will show here as soon as the shop has it.</p></div>`}</div>${
        view && state.confirmed.events.length > 0
          ? buyerPart({
              view,
              currency: order?.order.currency ?? 'EUR',
              busy: state.pending.some((pending) => pending.state !== 'needs_you'),
              asking,
              error: wrong,
              ask: (type, error) => {
                asking = type;
                wrong = error;
                draw();
                if (type && !error)
                  app
                    .querySelector<HTMLElement>('.buyer-form input, .buyer-form select, .buyer-form textarea')
                    ?.focus();
              },
              send: (type, data, files) => {
                asking = undefined;
                wrong = undefined;
                void submit(type, data, files);
              },
              fail: (text) => {
                failure = text;
                draw();
              },
              first:
                (state.projected.events[0]?.data.request as Request | undefined)?.items?.flatMap(
                  ({ evidence = [] }) => evidence,
                ) ?? [],
              draw,
            })
          : nothing
      }</div>
      <aside class="case-side">${view && state.confirmed.events.length ? label(view) : nothing}${order ? goods(order, view) : nothing}</aside>
    </div>`;
}

function stateOf(state: CaseState): TemplateResult {
  const tone = { saved: 'warn', sending: 'info', sent: 'info', confirmed: 'good', needs_you: 'bad' }[
    state.state
  ];
  const icon = {
    saved: icons.clock,
    sending: icons.loop,
    sent: icons.send,
    confirmed: icons.check,
    needs_you: icons.warning,
  }[state.state];
  return html`<span class="pill ${tone}" role="status">${icon}${words('sync', state.state)}</span>`;
}

const refusals: Record<string, string> = {
  quote_changed: 'The amount is another one by now. Please look at it again.',
  exceeds_returnable: 'Some of these items are on their way back already.',
  not_eligible: 'The rules do not allow this any more.',
  stale_version: 'The shop was quicker: the case has moved on. Please look again.',
  out_of_turn: 'That is not possible at this point any more.',
};

function troubles(state: CaseState): TemplateResult[] {
  return state.pending
    .filter(({ receipt, parked }) => receipt || parked)
    .map(({ id: command, receipt, parked }) => {
      const text = receipt
        ? (refusals[receipt.code] ?? receipt.message ?? 'The shop could not take this.')
        : 'This could not be sent yet. It is kept and tried again.';
      const again =
        state.confirmed.events.length === 0
          ? html` <a href=${to(`/?return=${encodeURIComponent(state.order)}`)}>Look again</a>`
          : nothing;
      return html`<div class="banner bad" role="alert">${icons.warning}<span>${text}${again}</span>${
        parked
          ? nothing
          : html`<button class="button plain small" @click=${() => shop?.sync.dismiss(command)}>Put away</button>`
      }</div>`;
    });
}

function label(view: CaseView): TemplateResult | typeof nothing {
  if (view.method === 'in_store' && view.stage === 'approved') {
    return html`<section class="card label-card"><h2>Bring it in</h2><p class="quiet">Speicherstrasse 7, Hamburg. Mon to Sat, 10 to 19. Show this number: <strong>${caseNumber(view.id)}</strong></p></section>`;
  }
  if (view.method !== 'by_mail' || view.stage !== 'approved') return nothing;
  const due = view.deadlines.find(({ who }) => who === 'buyer');
  return html`<section class="card label-card"><h2>Your parcel label</h2>
    <figure>${until(qrCode(caseNumber(view.id), `QR code ${caseNumber(view.id)}`), html`<span class="qr-space ghost"></span>`)}<figcaption class="mono">${caseNumber(view.id)}</figcaption></figure>
    <p class="quiet">Show it in any parcel shop, nothing to print.${due ? html` Please hand the parcel over by <strong>${date(due.due)}</strong>.` : nothing}</p></section>`;
}

function goods({ order }: ShopOrder, view: CaseView | undefined): TemplateResult {
  const lines = order.lines.filter(({ id: line }) => !view || view.items.some((item) => item.line === line));
  return html`<section class="card side-card"><h2>What it is about</h2><ul>${lines.map(
    (line) =>
      html`<li><img class="thumb" src=${line.image ?? '/img/parcel.svg'} alt="" width="56" height="56"><div><p class="words"><strong>${line.title}</strong></p><p class="small quiet words">${line.variant}</p></div></li>`,
  )}</ul>${view ? html`<p class="small quiet">${view.resolution ? words('resolution', view.resolution) : words('kind', view.kind)}${view.method ? ` · ${words('method', view.method)}` : nothing} · asked for ${time(view.openedAt)}</p>` : nothing}</section>`;
}

const command = (event: CustomEvent<{ type: string; data: Record<string, unknown> }>): Promise<void> =>
  submit(event.detail.type, event.detail.data);

async function submit(type: string, data: object, files: readonly Blob[] = []): Promise<void> {
  const state = shop?.sync.case(id);
  if (!shop || !state) return;
  try {
    await shop.sync.submit({
      order: state.order,
      case: id,
      type: type as 'ship',
      data: data as Record<string, unknown>,
      evidence: files,
    });
  } catch (error) {
    console.error(error);
    failure = 'This could not be kept on this device.';
    draw();
  }
}

for (const type of ['online', 'offline']) addEventListener(type, draw);
draw();
registerShell();
try {
  shop = await openShop();
  shop.sync.subscribe(draw);
} catch (error) {
  console.error(error);
  failure = 'Your return could not be loaded.';
}
draw();

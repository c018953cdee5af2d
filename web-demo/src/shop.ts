import 'aftersale/widget/define';
import type { Decision, Topic } from 'aftersale';
import type { CaseState } from 'aftersale/sync';
import type { AftersaleWizard } from 'aftersale/widget';
import { html, nothing, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ShopOrder } from './lib/api.js';
import { registerShell, syncNote, to, topBar } from './lib/chrome.js';
import { ago, caseNumber, count, date, fullDate, lang, money, orderNumber, sum } from './lib/format.js';
import { icons } from './lib/icons.js';
import { openShop, type Shop } from './lib/shop.js';
import { topicIn, topicsFor } from './lib/topics.js';
import { host } from './lib/wizard.js';
import { stageTone, words } from './lib/words.js';

const app = document.querySelector('#app') as HTMLElement;

let shop: Shop | undefined;
let failure = '';
/** The order whose wizard is open; it stands in the address, so that a reload finds it again. */
let open = new URLSearchParams(location.search).get('return') ?? undefined;
/** What was pressed on to open it. */
let about = topicIn(location.search);
let leave: (() => void) | undefined;
const decisions = new Map<string, { key: string; decision: Decision }>();

function decide(order: ShopOrder): Decision | undefined {
  if (!shop) return undefined;
  const world = shop.world(order.id);
  const key = (world.cases ?? []).map(({ id, events }) => `${id} ${events.length}`).join();
  const cached = decisions.get(order.id);
  if (cached?.key === key) return cached.decision;
  try {
    const decision = shop.engine.evaluate(world);
    decisions.set(order.id, { key, decision });
    return decision;
  } catch (error) {
    console.warn(error);
    return undefined;
  }
}

// ---- what is drawn ----

function draw(): void {
  render(
    html`${topBar(shop?.me, '/')}
      <main class="page shop-page" id="main">${hello()}${failure ? wrong() : nothing}<div class="columns">${shop ? orderList(shop) : failure ? nothing : ghosts()}${shop ? aside(shop) : nothing}</div></main>
      ${open === undefined ? nothing : wizardPanel()}
      ${syncNote(shop?.sync.status, navigator.onLine)}`,
    app,
  );
  attach();
}

const hello = (): TemplateResult => html`<header class="hello">
  <h1>${shop ? `Your orders, ${shop.me.subject.name.split(' ')[0]}` : 'Your orders'}</h1>
  <p class="quiet">Something not right? Return it, change it or have it mended. You see what is possible before you answer anything.</p>
</header>`;

const wrong = (): TemplateResult =>
  html`<div class="banner bad" role="alert">${icons.warning}<span>${failure} <a href="">Try again</a></span></div>`;

const ghosts = (): TemplateResult =>
  html`<div class="orders" aria-busy="true"><span class="sr" role="status">Loading your orders</span>${[
    1, 2, 3,
  ].map(
    () =>
      html`<div class="card order"><div class="ghost g-head"></div><div class="ghost g-line"></div><div class="ghost g-line"></div></div>`,
  )}</div>`;

function orderList(shop: Shop): TemplateResult {
  const shown = shop.orders;
  if (shown.length === 0)
    return html`<div class="orders"><div class="card empty">${icons.box}<h2>No orders yet</h2><p class="quiet">What you buy shows up here.</p></div></div>`;
  return html`<section class="orders" aria-label="Orders">${repeat(shown, ({ id }) => id, orderCard)}</section>`;
}

function statusOf({ order }: ShopOrder): { text: string; tone: string; icon: unknown } {
  const shipments = order.shipments ?? [];
  const last = shipments.at(-1);
  if (!last) return { text: 'Being packed', tone: '', icon: icons.box };
  if (last.status !== 'delivered')
    return {
      text: last.shippedAt ? `On its way since ${date(last.shippedAt)}` : 'On its way',
      tone: 'info',
      icon: icons.truck,
    };
  const at = last.delivered && ('at' in last.delivered ? last.delivered.at : last.delivered.to);
  return { text: at ? `Delivered ${date(at)}` : 'Delivered', tone: 'good', icon: icons.check };
}

function orderCard(each: ShopOrder): TemplateResult {
  const { order } = each;
  const status = statusOf(each);
  const decision = decide(each);
  const total = order.totals?.total ?? sum((order.tenders ?? []).map(({ amount }) => amount));
  const something = decision?.lines.some(({ outcome }) => outcome !== 'ineligible');
  return html`<article class="card order" aria-labelledby="order-${each.id}">
    <header>
      <div><h2 id="order-${each.id}">Order ${orderNumber(order)}</h2>
        <p class="small quiet">${fullDate(order.createdAt)}${total ? html` · <span class="money">${money(total)}</span>` : nothing}${
          order.channel === 'live' ? html` · from the live evening` : nothing
        }${each.sandbox ? ' · brought by you' : nothing}</p></div>
      <span class="pill ${status.tone}">${status.icon}${status.text}</span>
    </header>
    <ul class="lines">${order.lines.map((line) => {
      const judged = decision?.lines.find((candidate) => candidate.line === line.id);
      return html`<li>
        <img class="thumb" src=${line.image ?? '/img/parcel.svg'} alt="" width="72" height="72" loading="lazy">
        <div class="line-text"><p class="title words">${line.title}</p>
          <p class="small quiet words">${line.variant ? `${line.variant} · ` : nothing}<span class="money">${line.quantity > 1 ? `${line.quantity} × ` : nothing}${money(line.unitPrice)}</span></p>
          ${judged ? html`<aftersale-badge .line=${judged} locale=${lang} zone=${decision?.zone ?? ''}></aftersale-badge>` : html`<span class="badge-space"></span>`}</div>
      </li>`;
    })}</ul>
    <footer><button class="button ${something ? 'primary' : ''}" data-order=${each.id} @click=${() => show(each.id)}>${icons.loop}Return or fix<span class="sr"> order ${orderNumber(order)}</span></button>
      <details class="else"><summary class="button plain">Something else<span class="sr"> with order ${orderNumber(order)}</span></summary><ul>${topicsFor(
        order,
      ).map(
        (topic) =>
          html`<li><button class="else-kind" data-kind=${topic} @click=${() => show(each.id, topic)}><strong>${words('topic', topic)}</strong><span class="small quiet">${words('topic_text', topic)}</span></button></li>`,
      )}</ul></details></footer>
  </article>`;
}

function aside(shop: Shop): TemplateResult {
  // What the shop claims from a carrier is not the customer's to follow.
  const cases = shop.sync
    .cases()
    .filter(
      ({ projected }) => projected.kind !== 'damage_claim' || projected.events[0]?.actor.kind === 'buyer',
    )
    .sort((a, b) => (a.id < b.id ? 1 : -1));
  return html`<aside class="side" aria-label="Cases">
    <h2>Your cases</h2>
    ${
      cases.length === 0
        ? html`<div class="card empty small-empty"><p class="quiet">Nothing is on its way back. When something is, you can follow it here.</p></div>`
        : html`<ul class="cases">${repeat(
            bySet(shop, cases),
            ([{ id }]) => id,
            (group) =>
              group.length > 1
                ? html`<li class="case-set"><p class="small quiet">${count(group.length, 'case', 'cases')}, asked for together</p><ul class="cases">${group.map((state) => html`<li>${caseCard(shop, state)}</li>`)}</ul></li>`
                : html`<li>${caseCard(shop, group[0])}</li>`,
          )}</ul>`
    }
    <div class="card promise"><h3>${icons.shield} What you can count on</h3>
      <ul class="small quiet"><li>30 days to change your mind, from the day it arrives</li><li>An answer within 12 hours</li><li>Your money within 5 days of the parcel's arrival</li></ul></div>
  </aside>`;
}

/** Cases that were asked for in one go stand together, where the newest of them is. */
function bySet(shop: Shop, cases: readonly CaseState[]): [CaseState, ...CaseState[]][] {
  const groups = new Map<string, [CaseState, ...CaseState[]]>();
  for (const state of cases) {
    const set = shop.view(state)?.set ?? state.id;
    const known = groups.get(set);
    if (known) known.push(state);
    else groups.set(set, [state]);
  }
  return [...groups.values()];
}

function caseCard(shop: Shop, state: CaseState): TemplateResult {
  const view = shop.view(state);
  const order = shop.order(state.order)?.order;
  const items = (view?.items ?? requested(state, order)).map(({ line, title }) => ({
    line,
    title: title || (order?.lines.find(({ id }) => id === line)?.title ?? line),
  }));
  const images = items
    .map(({ line }) => order?.lines.find(({ id }) => id === line)?.image ?? '/img/parcel.svg')
    .slice(0, 3);
  const settled = view?.settlement ?? view?.quote;
  const local = state.state !== 'confirmed';
  const heard = state.confirmed.events.length > 0;
  const due = heard ? view?.deadlines.find(({ who }) => who === 'buyer') : undefined;
  return html`<a class="card case-card" href=${to(`/case/${state.id}`)}>
    <span class="stack-of" aria-hidden="true">${images.map((src) => html`<img src=${src} alt="" width="48" height="48">`)}</span>
    <span class="case-text"><span class="case-name">${items.length === 1 ? items[0]?.title : items.length > 1 ? count(items.length, 'item', 'items') : view ? words('kind', view.kind) : 'Case'}</span>
      <span class="small quiet">${view && view.kind !== 'return' && items.length > 0 ? `${words('kind', view.kind)} · ` : nothing}${caseNumber(state.id)}${settled && settled.total.amount > 0 ? html` · <span class="money">${money(settled.total)}</span>` : nothing}</span>
      <span>${local ? html`<span class="pill ${state.state === 'needs_you' ? 'bad' : 'warn'}">${state.state === 'needs_you' ? icons.warning : icons.clock}${words('sync', state.state)}</span>` : nothing}
        ${view && heard ? html`<span class="pill ${stageTone(view.stage)}">${words('short', view.stage)}</span>` : nothing}</span>
      ${due ? html`<span class="small">Your turn: ${words('deadline', due.id)} by ${date(due.due)}</span>` : view ? html`<span class="small quiet">${ago(view.updatedAt)}</span>` : nothing}</span>
    ${icons.next}</a>`;
}

function requested(
  state: CaseState,
  order: ShopOrder['order'] | undefined,
): { line: string; title: string }[] {
  const request = state.pending[0]?.data.request as { items?: { line: string }[] } | undefined;
  return (request?.items ?? []).map(({ line }) => ({
    line,
    title: order?.lines.find(({ id }) => id === line)?.title ?? line,
  }));
}

// ---- the wizard: a panel beside the orders, and the whole screen on a phone ----

function wizardPanel(): TemplateResult {
  const cancel = (event: Event): void => {
    event.preventDefault();
    hide();
  };
  const outside = (event: Event): void => {
    if (event.target === event.currentTarget) hide();
  };
  return html`<dialog class="panel" aria-label="Return or fix" @cancel=${cancel} @click=${outside}><aftersale-wizard layout="panel" history></aftersale-wizard></dialog>`;
}

/** Gives the wizard on the page its order, once. */
function attach(): void {
  const wizard = app.querySelector<AftersaleWizard>('aftersale-wizard');
  const dialog = wizard?.closest('dialog');
  if (dialog && !dialog.open) dialog.showModal();
  if (!wizard || !shop || open === undefined || wizard.dataset.order === open) return;
  if (!shop.order(open)) {
    hide();
    return;
  }
  leave?.();
  wizard.dataset.order = open;
  leave = host(wizard, shop, open, about);
}

function show(order: string, topic: Topic = 'return'): void {
  open = order;
  about = topic;
  const url = new URL(location.href);
  url.searchParams.set('return', order);
  if (topic === 'return') url.searchParams.delete('about');
  else url.searchParams.set('about', topic);
  history.pushState({ shop: true }, '', url);
  draw();
}

function hide(): void {
  if (open === undefined) return;
  const order = open;
  const url = new URL(location.href);
  url.searchParams.delete('return');
  url.searchParams.delete('about');
  history.pushState(null, '', url);
  close(order);
}

function close(order: string): void {
  open = undefined;
  leave?.();
  leave = undefined;
  app.querySelector<HTMLDialogElement>('dialog')?.close();
  draw();
  app.querySelector<HTMLElement>(`[data-order="${CSS.escape(order)}"]`)?.focus();
}

addEventListener('popstate', () => {
  const wanted = new URLSearchParams(location.search).get('return') ?? undefined;
  if (wanted === open) return;
  if (open !== undefined && wanted === undefined) close(open);
  else {
    open = wanted;
    about = topicIn(location.search);
    draw();
  }
});
app.addEventListener('aftersale-close', hide);
for (const type of ['online', 'offline']) addEventListener(type, draw);

draw();
registerShell();
try {
  shop = await openShop();
  shop.sync.subscribe(draw);
} catch (error) {
  console.error(error);
  failure = 'Your orders could not be loaded.';
}
draw();

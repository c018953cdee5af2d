import 'aftersale/widget/define';
import type { AftersaleWizard } from 'aftersale/widget';
import { html, nothing, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ShopOrder } from './lib/api.js';
import { registerShell, syncNote, to, topBar } from './lib/chrome.js';
import { count, fullDate, money, orderNumber } from './lib/format.js';
import { icons } from './lib/icons.js';
import { openShop, type Shop } from './lib/shop.js';
import { host } from './lib/wizard.js';
import { begin, buySheet, type Purchase } from './live/buy.js';
import { type HostPanel, openHostPanel } from './live/host.js';
import { follow, moment, openRoom, type Product, type Room } from './live/room.js';

const app = document.querySelector('#app') as HTMLElement;

const said: readonly (readonly [name: string, text: string])[] = [
  ['Ines', 'the glaze is so even this time'],
  ['Tom A.', 'does the mug go in the dishwasher?'],
  ['Maren', 'Yes, dishwasher and microwave, both fine.'],
  ['Paula', 'got mine on Tuesday, lovely'],
  ['Emil', 'how heavy is the blanket?'],
  ['Maren', 'A bit under a kilo, warm but not thick.'],
  ['Sofie', 'is there a bigger plate as well?'],
  ['Noor', 'the heather colour is beautiful'],
  ['Kai', 'ordered two'],
  ['Lena', 'hello from Kiel'],
  ['Ines', 'can you show the inside of the mug'],
  ['Jo', 'that lamp behind you, is it in the shop?'],
  ['Maren', 'It is, look for Lantern.'],
];

interface Line {
  readonly id: number;
  readonly name: string;
  readonly text: string;
  readonly mine?: true;
}

/** The host sees the room and a panel of her own; what a customer sees is the same room without it. */
const asHost = new URLSearchParams(location.search).get('as') === 'host';
let shop: Shop | undefined;
let live: Room | undefined;
let panel: HostPanel | undefined;
let purchase: Purchase | undefined;
let lines: Line[] = said.slice(0, 4).map(([name, text], id) => ({ id, name, text }));
let next = 4;
let serial = 100;
let viewers = 1284;
let hearts = 0;
let paused = matchMedia('(prefers-reduced-motion: reduce)').matches;
let failure = '';
/** What lies over the video: nothing, the choice of an order, the wizard on one, or what is being bought. */
let sheet: 'none' | 'orders' | 'wizard' | 'buy' = 'none';
let leave: (() => void) | undefined;

const ordersHere = (): readonly ShopOrder[] => {
  const all = shop?.orders ?? [];
  const here = all.filter(({ order }) => order.attribution?.room === (live?.room ?? 'maren-moss-live'));
  return here.length > 0 ? here : all;
};

/** What was ordered on the last evening, when that was more than one order. */
function evening(): readonly string[] {
  const [first] = ordersHere();
  const stream = first?.order.attribution?.stream;
  return stream
    ? ordersHere()
        .filter(({ order }) => order.attribution?.stream === stream)
        .map(({ id }) => id)
    : [];
}

function draw(): void {
  render(
    html`${topBar(shop?.me, '/live')}<main id="main" class="live-page ${asHost ? 'as-host' : ''}">
      <section class="room" aria-label="Live room" data-sheet=${sheet}>
        <div class="stage"><video src="/live.webm" poster="/live.jpg" ?autoplay=${!paused} muted loop playsinline disablepictureinpicture aria-label="Maren shows a mug at her table" @error=${fallback}></video><div class="veil" aria-hidden="true"></div></div>
        ${head()}${banner()}${asHost ? html`<div class="room-foot">${chat()}</div>` : talk()}
        ${sheet === 'orders' ? picker() : nothing}
        ${sheet === 'buy' && live && purchase ? buySheet(live, purchase, buying) : nothing}
        <aftersale-wizard layout="sheet" history @aftersale-close=${closed}></aftersale-wizard>
      </section>
      ${asHost ? (panel?.view(live) ?? html`<aside class="beside host-panel" aria-busy="true"></aside>`) : beside()}
    </main>${syncNote(shop?.sync.status, navigator.onLine)}`,
    app,
  );
}

const head = (): TemplateResult => html`<div class="room-head">
  <span class="face" aria-hidden="true"><img src="/live.jpg" alt="" width="40" height="71"></span>
  <div class="host"><p><strong>Maren</strong></p><p class="tiny">Evening of tableware</p></div>
  <span class="live-mark">Live</span>
  <span class="viewers" role="img" aria-label="${viewers} people are watching">${icons.eye}<span aria-hidden="true">${viewers.toLocaleString('en')}</span></span>
  <button class="glass" aria-label=${paused ? 'Play the video' : 'Pause the video'} @click=${toggle}>${paused ? icons.play : icons.pause}</button>
</div>`;

/** What the host promises at this moment, pinned where every customer sees it. */
function banner(): TemplateResult {
  const promises = live?.promises ?? [];
  return html`<div class="promised" role="status" aria-label="Promised on air" tabindex=${promises.length > 0 ? 0 : nothing} ?hidden=${sheet !== 'none'}>${repeat(
    promises,
    ({ id }) => id,
    ({ wording, locale, saidAt, hostName, products }) =>
      html`<div class="promised-one">${icons.live}<div><p class="tiny"><strong>${hostName} promises</strong><span class="num">since ${moment(saidAt, live?.stream.startedAt ?? saidAt)}</span></p><p class="promised-words words" lang=${locale ?? nothing}>“${wording}”</p>${
        products
          ? html`<p class="tiny words">For ${products.map((sku) => live?.products.find((each) => each.sku === sku)?.title ?? sku).join(', ')}</p>`
          : nothing
      }</div></div>`,
  )}</div>`;
}

const chat = (): TemplateResult =>
  html`<div class="chat" role="log" aria-label="Chat" aria-live="off" tabindex="0"><ul>${repeat(
    lines,
    ({ id }) => id,
    ({ name, text, mine }) =>
      html`<li class=${name === 'Maren' ? 'of-host' : mine ? 'mine' : ''}><strong>${name}</strong> ${text}</li>`,
  )}</ul></div>`;

const talk = (): TemplateResult => html`<div class="room-foot" ?inert=${sheet !== 'none'}>
  ${chat()}
  <div class="pins" role="group" aria-label="On sale in the room" tabindex="0">${(live?.products ?? []).map((product) => html`<article class="pin"><img src=${product.image} alt="" width="56" height="56"><div class="pin-text"><p class="pin-title">${product.title}</p><p class="tiny">${product.note} · <span class="money">${money(product.price)}</span></p></div><button type="button" class="pin-buy" aria-label="Buy ${product.title}" ?disabled=${!shop} @click=${(event: Event) => startBuying(event, product)}>Buy</button></article>`)}</div>
  <form class="say" @submit=${say}><label class="sr" for="say">Say something</label><input id="say" name="text" placeholder="Say something" autocomplete="off" maxlength="120">
    <button type="button" class="glass" aria-label="Send a heart" @click=${love}>${icons.heart}<span class="hearts" aria-hidden="true">${hearts > 0 ? hearts : nothing}</span></button>
    <button type="button" class="after" ?disabled=${!shop} @click=${start}>${icons.loop}After-sales</button></form>
</div>`;

function picker(): TemplateResult {
  return html`<section class="pick-sheet" role="dialog" aria-label="Which order?" @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && close()}>
    <header><h2 tabindex="-1">Which order is it about?</h2><button class="round" aria-label="Close" @click=${close}>${icons.close}</button></header>
    ${evening().length > 1 ? html`<button type="button" class="button primary wide together" @click=${() => choose(evening())}>${icons.box}${evening().length === 2 ? 'Both' : `All ${evening().length}`} orders of one evening, in one go</button>` : nothing}
    ${ordersHere().length === 0 ? html`<p class="quiet">There is no order of yours yet.</p>` : nothing}
    <ul>${ordersHere().map(
      (each) =>
        html`<li><button @click=${() => choose(each.id)}><img class="thumb" src=${each.order.lines[0]?.image ?? '/img/parcel.svg'} alt="" width="56" height="56"><span><strong class="words">${each.order.lines[0]?.title}${
          each.order.lines.length > 1 ? ` and ${count(each.order.lines.length - 1, 'more', 'more')}` : nothing
        }</strong><span class="small quiet">Order ${orderNumber(each.order)} · ${fullDate(each.order.createdAt)}</span></span>${icons.next}</button></li>`,
    )}</ul></section>`;
}

const beside = (): TemplateResult => html`<aside class="beside">
  <p class="live-mark">Live</p>
  <h1>Evening of tableware</h1>
  <p class="quiet">Maren shows what came out of the kiln this week. Plates, mugs and a blanket for the sofa.</p>
  ${failure ? html`<div class="banner bad" role="alert">${icons.warning}<span>${failure} <a href="">Try again</a></span></div>` : nothing}
  <div class="card said"><h2>${icons.shield} What Maren promises counts</h2><p class="small quiet">Whoever orders while a promise stands can count on it. It is recorded with its moment in the stream, and it is part of every answer that After-sales gives.</p></div>
  <div class="card how"><h2>Something wrong with an order?</h2><p class="quiet">Press After-sales in the room. The evening goes on while you sort it out.</p><button class="button primary" ?disabled=${!shop} @click=${start}>${icons.loop}After-sales</button></div>
  <p class="small quiet">Are you on air? <a href=${to('/live?as=host')}>Open the host’s view</a></p>
</aside>`;

// ---- doing ----

const video = (): HTMLVideoElement | null => app.querySelector('video');

/** Not every browser plays the first format. */
function fallback(event: Event): void {
  const element = event.target as HTMLVideoElement;
  if (!element.src.endsWith('.mp4')) element.src = '/live.mp4';
}

function toggle(): void {
  paused = !paused;
  if (paused) video()?.pause();
  else void video()?.play();
  draw();
}

function add(name: string, text: string, mine?: true): void {
  lines = [...lines.slice(-24), { id: serial++, name, text, ...(mine ? { mine } : {}) }];
  draw();
  followChat();
}

function followChat(): void {
  const chat = app.querySelector('.chat');
  if (chat) chat.scrollTop = chat.scrollHeight;
}

function say(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const text = String(new FormData(form).get('text') ?? '').trim();
  if (text) add(shop?.me.subject.name.split(' ')[0] ?? 'You', text, true);
  form.reset();
}

function love(): void {
  hearts++;
  draw();
}

let opener: HTMLElement | null = null;

function startBuying(event: Event, product: Product): void {
  opener = event.currentTarget as HTMLElement;
  purchase = begin(product);
  sheet = 'buy';
  draw();
  app.querySelector<HTMLElement>('.buy-sheet h2')?.focus();
}

const buying = {
  set(next: Purchase): void {
    const moved = next.state !== purchase?.state && next.state === 'placed';
    purchase = next;
    draw();
    if (moved) app.querySelector<HTMLElement>('.buy-sheet h2')?.focus();
  },
  reload: async (): Promise<void> => {
    await shop?.reload();
  },
  close,
  sort: choose,
};

function start(event: Event): void {
  if (!shop) return;
  opener = event.currentTarget as HTMLElement;
  const orders = ordersHere();
  const [only] = orders;
  if (orders.length === 1 && only) {
    choose(only.id);
    return;
  }
  sheet = 'orders';
  draw();
  app.querySelector<HTMLElement>('.pick-sheet h2')?.focus();
}

function choose(order: string | readonly string[]): void {
  const wizard = app.querySelector<AftersaleWizard>('aftersale-wizard');
  if (!wizard || !shop) return;
  // An order can have changed since it was looked at: the parcel has arrived.
  const as = JSON.stringify([order].flat().map((id) => shop?.order(id)?.order.shipments ?? []));
  if (
    wizard.dataset.order !== String(order) ||
    wizard.dataset.as !== as ||
    wizard.controller.phase === 'receipt'
  ) {
    leave?.();
    if (wizard.dataset.order) wizard.reset();
    wizard.dataset.order = String(order);
    wizard.dataset.as = as;
    leave = host(wizard, shop, order);
  }
  sheet = 'wizard';
  draw();
  wizard.open();
}

function close(): void {
  sheet = 'none';
  draw();
  opener?.focus();
}

function closed(): void {
  sheet = 'none';
  draw();
  // The room is inert while the sheet is open, so the focus comes back once it is not.
  setTimeout(() => opener?.focus());
}

for (const type of ['online', 'offline']) addEventListener(type, draw);
draw();
followChat();
registerShell();

const element = video();
if (element) {
  // Attributes alone do not mute a video that a script has made.
  element.muted = true;
  if (!paused) void element.play().catch(() => {});
}
setInterval(() => {
  if (paused) return;
  const [name, text] = said[next++ % said.length] as (typeof said)[number];
  viewers = Math.max(900, viewers + Math.round((Math.random() - 0.45) * 9));
  add(name, text);
}, 2400);

/** What has just been said is said in the chat too. */
function heard(next: Omit<Room, 'products'>): void {
  if (!live) return;
  const fresh = next.promises.filter(({ id }) => !live?.promises.some((each) => each.id === id));
  live = { ...live, ...next };
  for (const { wording } of fresh) add(live.host, wording);
  draw();
  void panel?.refresh();
}

try {
  live = await openRoom();
  draw();
  follow(heard);
  if (asHost) panel = await openHostPanel(draw);
  else shop = await openShop();
  shop?.sync.subscribe(draw);
} catch (error) {
  console.error(error);
  failure = 'After-sales is not there at the moment.';
}
draw();

import { loadMessages, Translator } from 'aftersale/widget';
import { html, nothing, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { caseParts, type Form, loadPacks } from './desk/case.js';
import { type Filter, filters, groups, row as queueRow, type Row, readRows, sitDown } from './desk/queue.js';
import { forget, watchEffects } from './desk/side.js';
import { post } from './lib/api.js';
import { syncNote, topBar } from './lib/chrome.js';
import { count, money, orderNumber, sum } from './lib/format.js';
import { icons } from './lib/icons.js';
import { emptyOpening, type Opening, openingForm } from './lib/open-case.js';
import { openShop, type Shop } from './lib/shop.js';

const app = document.querySelector('#app') as HTMLElement;
const wide = matchMedia('(min-width: 1000px)');

let shop: Shop | undefined;
let token = '';
let t: Translator | undefined;
let failure = '';
let filter: Filter = 'open';
let search = '';
let chosen = new URLSearchParams(location.search).get('case') ?? undefined;
let form: Form | undefined;
/** A case that is being opened. */
let opening: Opening | undefined;
let help = false;
/** Who sits here: the shop, or in this demo one of the others that cases wait for. */
const sides = { seller: 'Shop', platform: 'Supervisor', carrier: 'Carrier', insurer: 'Insurer' } as const;
type Side = keyof typeof sides;
const wanted = new URLSearchParams(location.search).get('as') ?? '';
const me: Side = wanted in sides ? (wanted as Side) : 'seller';
sitDown(me);
const picked = new Set<string>();

const headers = (): Record<string, string> => ({ authorization: `Bearer ${token}` });

async function signIn(): Promise<{ id: string; name: string }> {
  const { token: fresh, subject } = await post<{ token: string; subject: { id: string; name: string } }>(
    'desk',
    { as: me },
  );
  token = fresh;
  return subject;
}

// ---- what is drawn ----

function rows(): Row[] {
  return shop ? readRows(shop) : [];
}

function shownRows(): Row[] {
  const { test } = filters[filter];
  const words = search.trim().toLowerCase();
  return rows().filter((each) => test(each) && (words === '' || each.text.includes(words)));
}

function draw(): void {
  const shown = shownRows();
  const current = rows().find(({ id }) => id === chosen);
  document.title = `${rows().filter(filters.mine.test).length} waiting · Desk · Maren & Moss`;
  render(
    html`${topBar(undefined, '/desk')}
      <main id="main" class="desk-page" data-open=${current || opening ? 'case' : 'queue'}>
        <section class="queue" aria-label="Work queue">${queueHead()}${failure ? html`<div class="banner bad" role="alert">${icons.warning}<span>${failure} <a href="">Try again</a></span></div>` : nothing}
          ${shop ? list(shown) : html`<div class="queue-list" aria-busy="true">${[1, 2, 3, 4].map(() => html`<div class="ghost g-row"></div>`)}</div>`}
          ${picked.size ? bulk() : nothing}</section>
        <section class="case-pane" aria-label="Case">${
          opening && shop
            ? openPane(shop, opening)
            : current && shop && t
              ? caseParts({
                  shop,
                  row: current,
                  t,
                  form,
                  token,
                  me,
                  set: setForm,
                  send,
                  fail: (words) => {
                    failure = words;
                    draw();
                  },
                  back: () => choose(undefined),
                  draw,
                })
              : noCase()
        }</section>
      </main>
      ${help ? helpDialog() : nothing}${syncNote(shop?.sync.status, navigator.onLine)}`,
    app,
  );
}

function queueHead(): TemplateResult {
  const all = rows();
  return html`<header class="queue-head"><div class="queue-title"><h1>Desk</h1><label class="side-choice"><span class="sr">Who sits here</span><select class="input" id="side" @change=${sit}>${(Object.keys(sides) as Side[]).map((side) => html`<option value=${side} ?selected=${side === me}>${sides[side]}</option>`)}</select></label>${me === 'seller' ? html`<button class="button small" @click=${() => begin()}>Open a case</button>` : nothing}<button class="round" aria-label="Keys" aria-haspopup="dialog" @click=${() => showHelp(true)}>${icons.keyboard}</button></div>
    <label class="search"><span class="sr">Search</span>${icons.search}<input type="search" id="search" placeholder="Name, order, item or number" .value=${search} @input=${(
      event: Event,
    ) => {
      search = (event.target as HTMLInputElement).value;
      draw();
    }}></label>
    <div class="chips" role="group" aria-label="Show">${(Object.keys(filters) as Filter[]).map((name) => {
      const n = all.filter(filters[name].test).length;
      return html`<button class="chip" aria-pressed=${filter === name} @click=${() => {
        filter = name;
        draw();
      }}>${filters[name].name} <span class="num">${n}</span></button>`;
    })}</div></header>`;
}

function list(shown: Row[]): TemplateResult {
  if (shown.length === 0)
    return html`<div class="empty">${icons.check}<h2>${search ? 'Nothing found' : 'All done here'}</h2><p class="quiet">${search ? 'Try fewer letters, or another list above.' : 'New requests appear by themselves.'}</p></div>`;
  return html`<div class="queue-list">${groups(shown).map(
    ({
      name,
      rows: of,
    }) => html`<section aria-label=${name}><h2 class="group">${name} <span class="num quiet">${of.length}</span></h2>
    <ul>${repeat(
      of,
      ({ id }) => id,
      (each) => queueRow(each, { chosen: each.id === chosen, picked: picked.has(each.id), choose, pick }),
    )}</ul></section>`,
  )}</div>`;
}

function bulk(): TemplateResult {
  const of = rows().filter(({ id }) => picked.has(id));
  const total = sum(of.flatMap(({ view }) => (view?.quote ? [view.quote.total] : [])));
  return html`<div class="bulk" role="region" aria-label="Chosen cases"><p><strong>${count(of.length, 'case', 'cases')}</strong>${total ? html` · <span class="money">${money(total)}</span> on receipt` : nothing}</p>
    <button class="button primary" @click=${approveAll}>Approve ${of.length}</button><button class="round" aria-label="Choose none" @click=${() => {
      picked.clear();
      draw();
    }}>${icons.close}</button></div>`;
}

const noCase = (): TemplateResult =>
  html`<div class="empty">${icons.box}<h2>Choose a case</h2><p class="quiet"><kbd>j</kbd> <kbd>k</kbd> to move, <kbd>Enter</kbd> to open, <kbd>a</kbd> for the next step, <kbd>r</kbd> to refuse.</p></div>`;

const keys: [string, string][] = [
  ['j k', 'Next and previous case'],
  ['Enter', 'Open the case, go to its first button'],
  ['a', 'The next step: approve, receive, inspect, refund'],
  ['r', 'Refuse, with a reason'],
  ['x', 'Choose for approving together'],
  ['/', 'Search'],
  ['Esc', 'Back'],
];
const helpDialog =
  (): TemplateResult => html`<dialog class="help" aria-label="Keys" @close=${() => showHelp(false)}><header><h2>Keys</h2><button class="round" aria-label="Close" @click=${() => showHelp(false)}>${icons.close}</button></header>
  <dl>${keys.map(([key, what]) => html`<dt>${key.split(' ').map((each) => html`<kbd>${each}</kbd> `)}</dt><dd>${what}</dd>`)}</dl></dialog>`;

function showHelp(yes: boolean): void {
  help = yes;
  draw();
  app.querySelector<HTMLDialogElement>('dialog.help')?.showModal();
}

// ---- opening ----

function openPane(shop: Shop, of: Opening): TemplateResult {
  const byDate = [...shop.orders].sort((a, b) => (a.order.createdAt < b.order.createdAt ? 1 : -1));
  return html`<article class="case-page-desk"><header class="case-top"><button class="round only-narrow" aria-label="Back to the queue" @click=${() => put(undefined)}>${icons.back}</button><div class="case-title"><h1>Open a case</h1></div></header>
    <label class="field"><span>Order</span><select class="input" id="opening-order" @change=${(
      event: Event,
    ) => {
      const order = shop.order((event.target as HTMLSelectElement).value)?.order;
      if (order) put(emptyOpening(order, of.kind));
    }}>${byDate.map(({ id, order }) => html`<option value=${id} ?selected=${id === of.order}>${orderNumber(order)} · ${order.buyer.name ?? 'Guest'}</option>`)}</select></label>
    ${openingForm({
      shop,
      opening: of,
      kinds: [
        'damage_claim',
        'complaint',
        'inquiry',
        'not_received',
        'refund_before_dispatch',
        'reship',
        'repair',
        'price_protection',
      ],
      title: 'What it is about',
      set: put,
      send: async (request, quote, text, category) => {
        try {
          const { case: id } = await shop.sync.submit({
            order: of.order,
            type: 'request',
            data: { request, ...(text ? { text } : {}), ...(category ? { category } : {}) },
            ...(quote ? { quote } : {}),
          });
          opening = undefined;
          choose(id, true);
        } catch (error) {
          console.error(error);
          failure = 'This could not be kept on this device.';
          draw();
        }
      },
    })}</article>`;
}

function begin(): void {
  const current = rows().find(({ id }) => id === chosen)?.order ?? shop?.orders[0]?.order;
  if (current) put(emptyOpening(current, 'damage_claim'));
  app.querySelector<HTMLElement>('.case-pane h1')?.focus();
}

function put(next: Opening | undefined): void {
  opening = next;
  draw();
}

/** Another side of the counter has a session of its own, so the page begins anew. */
function sit(event: Event): void {
  const url = new URL(location.href);
  url.searchParams.set('as', (event.target as HTMLSelectElement).value);
  location.assign(url);
}

// ---- doing ----

function choose(id: string | undefined, focus = false): void {
  chosen = id;
  form = undefined;
  opening = undefined;
  const url = new URL(location.href);
  if (id) url.searchParams.set('case', id);
  else url.searchParams.delete('case');
  if (wide.matches) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  draw();
  app.querySelector('.case-pane')?.scrollTo(0, 0);
  if (id && shop) watchEffects(id, headers(), draw);
  const target = focus
    ? (app.querySelector<HTMLElement>('.case-pane .commands button') ??
      app.querySelector<HTMLElement>('.case-pane h1'))
    : app.querySelector<HTMLElement>(`[data-case="${id}"] .row-main`);
  target?.focus({ preventScroll: false });
}

function pick(id: string): void {
  const found = rows().find((each) => each.id === id);
  if (me !== 'seller' || !found?.view?.quote || found.view.stage !== 'requested') return;
  if (!picked.delete(id)) picked.add(id);
  draw();
}

async function send(
  id: string,
  type: string,
  data: object = {},
  quote?: string,
  files: readonly Blob[] = [],
): Promise<void> {
  const found = rows().find((each) => each.id === id);
  if (!shop || !found) return;
  form = undefined;
  try {
    await shop.sync.submit({
      order: found.order.id,
      case: id,
      type: type as 'approve',
      data: data as Record<string, unknown>,
      evidence: files,
      ...(quote ? { quote } : {}),
    });
  } catch (error) {
    console.error(error);
    failure = 'This could not be kept on this device.';
    draw();
  }
}

async function approveAll(): Promise<void> {
  const ids = [...picked];
  picked.clear();
  for (const id of ids) await send(id, 'approve');
  draw();
}

function setForm(next: Form | undefined, keep = false): void {
  form = next;
  draw();
  if (next && !keep)
    app
      .querySelector<HTMLElement>('.command-form select, .command-form input, .command-form textarea')
      ?.focus();
}

function move(step: number): void {
  const ids = groups(shownRows()).flatMap(({ rows: of }) => of.map(({ id }) => id));
  if (ids.length === 0) return;
  const at = chosen ? ids.indexOf(chosen) : -1;
  const next = ids[at < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, at + step))];
  if (next) choose(next);
}

addEventListener('keydown', (event) => {
  const target = event.target as HTMLElement;
  const typing = target.matches('input, textarea, select');
  if (event.key === 'Escape') {
    if (form) setForm(undefined);
    else if (typing) target.blur();
    else if (!wide.matches && chosen) choose(undefined);
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || help) return;
  const button = (name: string) => app.querySelector<HTMLElement>(`.commands [data-key="${name}"]`)?.click();
  const actions: Record<string, () => void> = {
    j: () => move(1),
    k: () => move(-1),
    a: () => button('a'),
    r: () => button('r'),
    x: () => chosen && pick(chosen),
    '/': () => app.querySelector<HTMLElement>('#search')?.focus(),
    '?': () => showHelp(true),
    Enter: () => chosen && choose(chosen, true),
  };
  const action = actions[event.key];
  if (!action || (event.key === 'Enter' && target.closest('button, a') && !target.closest('.queue-row')))
    return;
  event.preventDefault();
  action();
});

addEventListener('popstate', () => {
  chosen = new URLSearchParams(location.search).get('case') ?? undefined;
  draw();
});
wide.addEventListener('change', draw);
for (const type of ['online', 'offline']) addEventListener(type, draw);
setInterval(draw, 30_000);

draw();
try {
  const [subject, messages] = await Promise.all([signIn(), loadMessages('en'), loadPacks()]);
  t = new Translator(
    messages,
    'en',
    Intl.DateTimeFormat().resolvedOptions().timeZone,
    new Date().toISOString(),
  );
  shop = await openShop({ me: { subject, customers: [] }, headers, actor: me });
  const known = new Set<string>();
  shop.sync.subscribe(async () => {
    // An order that came after the page was loaded is fetched once.
    const missing = shop?.sync.cases().find(({ order }) => !shop?.order(order) && !known.has(order));
    if (missing) {
      known.add(missing.order);
      await shop?.reload().catch(() => {});
    }
    if (!chosen && wide.matches && rows().length > 0) move(0);
    if (chosen) {
      forget(chosen);
      watchEffects(chosen, headers(), draw);
    }
    draw();
  });
  if (chosen) watchEffects(chosen, headers(), draw);
} catch (error) {
  console.error(error);
  failure = 'The desk could not be loaded.';
}
draw();

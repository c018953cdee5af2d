import 'aftersale/widget/define';
import { AftersaleError, type Order, type Policy, type Problem } from 'aftersale';
import type { AftersaleWizard } from 'aftersale/widget';
import { html, nothing, render, type TemplateResult } from 'lit';
import { ApiError, call } from './lib/api.js';
import { registerShell, syncNote, topBar } from './lib/chrome.js';
import { count, fullDate, money } from './lib/format.js';
import { icons } from './lib/icons.js';
import { openShop, type Shop } from './lib/shop.js';
import { host } from './lib/wizard.js';

const app = document.querySelector('#app') as HTMLElement;

interface Read {
  readonly plugin: string;
  readonly confidence: number | undefined;
  readonly orders: readonly Order[];
  readonly warnings: readonly Problem[];
}

let shop: Shop | undefined;
let text = '';
let plugin = 'auto';
let plugins: string[] = [];
let read: Read | undefined;
let problems: readonly Problem[] = [];
let failure = '';
let over = false;
let busy = false;
let open: string | undefined;
let leave: (() => void) | undefined;

const samples = [
  { number: '1052', name: 'A Shopify order with a discount' },
  { number: '1051', name: 'A Medusa order paid in two parts' },
  { number: '1044', name: 'A Shopify order with a final-sale item' },
];

function draw(): void {
  render(
    html`${topBar(shop?.me, '/bring')}<main class="page bring-page" id="main">
      <header class="hello"><h1>Bring your own order</h1><p class="quiet">Paste the order as your storefront's API or webhook gives it. It is read on this page; nothing is uploaded until you start the wizard.</p></header>
      ${failure ? html`<div class="banner bad" role="alert">${icons.warning}<span>${failure}</span></div>` : nothing}
      <div class="bring-columns">${input()}<section class="result" aria-label="What was read" aria-live="polite">${read || problems.length ? result() : waiting()}</section></div>
    </main>${open === undefined ? nothing : panel()}${syncNote(shop?.sync.status, navigator.onLine)}`,
    app,
  );
  attach();
}

const input =
  (): TemplateResult => html`<section class="card bring-in ${over ? 'over' : ''}" aria-label="Your order" @dragover=${dragged} @dragleave=${() => {
    over = false;
    draw();
  }} @drop=${dropped}>
  <label class="field"><span>Order as JSON</span><textarea class="input mono" id="json" rows="14" spellcheck="false" autocomplete="off" placeholder='{ "id": …, "line_items": [ … ] }' .value=${text} @input=${typed} aria-describedby="json-help"></textarea></label>
  <p class="small quiet" id="json-help">Drop a file here, or <label class="link-like">choose one<input class="sr" type="file" accept=".json,application/json,text/plain" @change=${chosen}></label>.</p>
  <div class="samples"><p class="small quiet">Or try one of ours:</p>${samples.map(({ number, name }) => html`<button class="pill sample" @click=${() => sample(number)}>${name}</button>`)}</div>
  <label class="field"><span>Storefront</span><select class="input" @change=${picked}><option value="auto">Recognise it</option>${plugins.map((id) => html`<option value=${id} ?selected=${id === plugin}>${titleOf(id)}</option>`)}</select></label>
</section>`;

const waiting = (): TemplateResult =>
  html`<div class="card empty">${icons.file}<h2>Nothing read yet</h2><p class="quiet">What the order holds, and what is odd about it, shows here.</p></div>`;

function result(): TemplateResult {
  return html`${
    problems.length
      ? html`<div class="card problems" role="alert"><h2>${icons.warning} This cannot be read as an order</h2><ul>${problems.map(problem)}</ul></div>`
      : nothing
  }
    ${
      read
        ? html`<p class="read-as"><span class="pill good">${icons.check}${titleOf(read.plugin)}</span>${read.confidence === undefined ? nothing : html`<span class="small quiet">recognised, ${read.confidence} % sure</span>`}</p>
      ${read.orders.map((order, at) => orderCard(order, at))}
      ${read.warnings.length ? html`<details class="card warnings" open><summary><h2>${count(read.warnings.length, 'thing to know', 'things to know')}</h2></summary><ul>${read.warnings.map(problem)}</ul></details>` : nothing}`
        : nothing
    }`;
}

const problem = ({ code, pointer, message, fix }: Problem): TemplateResult =>
  html`<li><p class="words">${message}</p><p class="small quiet words"><span class="mono">${pointer || '(the whole document)'}</span> · <span class="mono">${code}</span></p>${fix ? html`<p class="small words">${fix}</p>` : nothing}</li>`;

function orderCard(order: Order, at: number): TemplateResult {
  const total = order.totals?.total ?? order.totals?.paid;
  return html`<article class="card order brought"><header><div><h2>Order ${(order.number ?? order.id).replace(/^#?/, '#')}</h2><p class="small quiet">${fullDate(order.createdAt)}${total ? html` · <span class="money">${money(total)}</span>` : nothing}${order.buyer.country ? ` · ${order.buyer.country}` : nothing}</p></div></header>
    <ul class="lines">${order.lines.slice(0, 8).map((line) => html`<li><div class="line-text"><p class="title words">${line.title}</p><p class="small quiet words">${line.variant ? `${line.variant} · ` : nothing}<span class="money">${line.quantity > 1 ? `${line.quantity} × ` : nothing}${money(line.unitPrice)}</span></p></div></li>`)}</ul>
    ${order.lines.length > 8 ? html`<p class="small quiet more">and ${count(order.lines.length - 8, 'more line', 'more lines')}</p>` : nothing}
    <footer><button class="button primary" data-bring=${at} ?disabled=${busy || !shop} @click=${() => begin(at)}>${icons.loop}Return or fix</button></footer></article>`;
}

function panel(): TemplateResult {
  const cancel = (event: Event): void => {
    event.preventDefault();
    hide();
  };
  return html`<dialog class="panel" aria-label="Return or fix" @cancel=${cancel}><aftersale-wizard layout="panel"></aftersale-wizard></dialog>`;
}

function attach(): void {
  const wizard = app.querySelector<AftersaleWizard>('aftersale-wizard');
  const dialog = wizard?.closest('dialog');
  if (dialog && !dialog.open) dialog.showModal();
  if (!wizard || !shop || open === undefined || wizard.dataset.order === open) return;
  leave?.();
  wizard.dataset.order = open;
  leave = host(wizard, shop, open);
}

function hide(): void {
  open = undefined;
  leave?.();
  app.querySelector<HTMLDialogElement>('dialog')?.close();
  draw();
  app.querySelector<HTMLElement>('[data-bring]')?.focus();
}

const titleOf = (id: string): string =>
  ({ shopify: 'Shopify', medusa: 'Medusa' })[id] ?? id.charAt(0).toUpperCase() + id.slice(1);

// ---- reading ----

/** Pointers are into the call; here the document is all there is. */
const inDocument = (each: Problem): Problem => ({
  ...each,
  pointer: each.pointer.replace(/^\/(text|document)/, ''),
});

function take(source: string): void {
  text = source;
  read = undefined;
  problems = [];
  if (source.trim() === '' || !shop) {
    draw();
    return;
  }
  const warnings: Problem[] = [];
  try {
    const [best] = shop.engine.recognize(source).candidates;
    const found = shop.engine.dispatch({ op: 'translate', mode: 'read_order', plugin, text: source });
    if (!found.ok) throw new AftersaleError(found.errors, { warnings: found.warnings });
    warnings.push(...found.warnings.map(inDocument));
    const answer = found.result as { plugin: string; order?: Order; orders?: Order[] };
    read = {
      plugin: answer.plugin,
      confidence: plugin === 'auto' ? best?.confidence : undefined,
      orders: answer.order ? [answer.order] : (answer.orders ?? []),
      warnings,
    };
  } catch (error) {
    if (!(error instanceof AftersaleError)) throw error;
    problems = error.errors.map(inDocument);
  }
  draw();
}

let later: ReturnType<typeof setTimeout> | undefined;
function typed(event: Event): void {
  text = (event.target as HTMLTextAreaElement).value;
  clearTimeout(later);
  later = setTimeout(() => take(text), 250);
}

function picked(event: Event): void {
  plugin = (event.target as HTMLSelectElement).value;
  take(text);
}

function dragged(event: DragEvent): void {
  event.preventDefault();
  if (over) return;
  over = true;
  draw();
}

async function dropped(event: DragEvent): Promise<void> {
  event.preventDefault();
  over = false;
  const file = event.dataTransfer?.files[0];
  take(file ? await file.text() : (event.dataTransfer?.getData('text') ?? ''));
}

async function chosen(event: Event): Promise<void> {
  const file = (event.target as HTMLInputElement).files?.[0];
  if (file) take(await file.text());
}

async function sample(number: string): Promise<void> {
  try {
    take(JSON.stringify(await call<unknown>(`sample/${number}`), null, 2));
  } catch (error) {
    console.error(error);
    failure = 'The sample could not be fetched.';
    draw();
  }
}

/** The backend reads the text itself: what this page made of it is not taken over. */
async function begin(at: number): Promise<void> {
  if (!shop) return;
  busy = true;
  failure = '';
  draw();
  try {
    const kept = await call<{ id: string; order: Order; policies: Policy[] }>(
      `bring?plugin=${encodeURIComponent(plugin)}&at=${at}`,
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: text },
    );
    const policies = Object.fromEntries(kept.policies.map((policy) => [policy.id, policy]));
    shop.add(
      {
        id: kept.id,
        owner: shop.me.subject.id,
        order: kept.order,
        policies: Object.keys(policies),
        sandbox: true,
      },
      policies,
    );
    open = kept.id;
  } catch (error) {
    failure =
      error instanceof ApiError
        ? (error.body.detail ?? error.message)
        : 'The wizard needs the shop once, to keep your order. Please try again when you are online.';
  }
  busy = false;
  draw();
}

app.addEventListener('aftersale-close', hide);
for (const type of ['online', 'offline']) addEventListener(type, draw);
draw();
registerShell();
try {
  shop = await openShop();
  plugins = (shop.engine.describe() as unknown as { plugins: { id: string }[] }).plugins.map(({ id }) => id);
  shop.sync.subscribe(draw);
} catch (error) {
  console.error(error);
  failure = 'This page could not be loaded.';
}
draw();

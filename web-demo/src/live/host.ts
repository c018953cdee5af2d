// The host's panel: state a promise, see which orders it binds, end it; nothing else.

import type { LivePromise } from 'aftersale';
import { html, nothing, type TemplateResult } from 'lit';
import { ApiError, call, post } from '../lib/api.js';
import { count, lang } from '../lib/format.js';
import { icons } from '../lib/icons.js';
import { moment, type Product, type Room } from './room.js';

interface Template {
  readonly id: string;
  readonly title: string;
  readonly wording: Readonly<Record<string, string>>;
}
interface Entry {
  readonly promise: LivePromise;
  readonly orders: readonly { readonly order: string; readonly number: string }[];
}

const languages = [
  ['en', 'English'],
  ['de', 'Deutsch'],
  ['zh-CN', '中文'],
] as const;

export interface HostPanel {
  refresh(): Promise<void>;
  view(room: Room | undefined): TemplateResult;
}

export async function openHostPanel(draw: () => void): Promise<HostPanel> {
  const { token } = await post<{ token: string }>('live/host', {});
  const headers = { authorization: `Bearer ${token}` };
  let entries: readonly Entry[] = [];
  let templates: readonly Template[] = [];
  let chosen = '';
  let locale = languages.some(([code]) => code === lang) ? lang : 'en';
  let wording = '';
  let products: readonly string[] = [];
  let busy = false;
  let problem = '';
  let told = '';

  const prefill = (): void => {
    wording = templates.find(({ id }) => id === chosen)?.wording[locale] ?? wording;
  };

  async function refresh(): Promise<void> {
    const known = await call<{ templates: Template[]; promises: Entry[] }>('live/promises', { headers });
    entries = known.promises;
    templates = known.templates;
    if (!chosen) {
      chosen = templates[0]?.id ?? '';
      prefill();
    }
    draw();
  }

  async function run(what: () => Promise<unknown>, after: string): Promise<void> {
    busy = true;
    problem = '';
    told = '';
    draw();
    try {
      await what();
      await refresh();
      told = after;
      // What stands, and how to end it, is at the top.
      scrollTo({ top: 0 });
    } catch (error) {
      problem =
        error instanceof ApiError ? error.message : 'That did not reach the server. Please try again.';
    }
    busy = false;
    draw();
  }

  const state = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!wording.trim()) {
      problem = 'Say it in words first.';
      draw();
      return;
    }
    const asked = { id: crypto.randomUUID(), template: chosen, wording, locale, products };
    void run(() => post('live/promises', asked, headers), 'It stands. Everybody in the room sees it.');
  };
  const end = (id: string) => () =>
    void run(() => post(`live/promises/${id}/end`, {}, headers), 'Ended. Orders placed meanwhile keep it.');

  const names = (list: readonly string[] | undefined, all: readonly Product[]): string =>
    list?.map((sku) => all.find((each) => each.sku === sku)?.title ?? sku).join(', ') ??
    'Everything in the room';

  function entry({ promise, orders }: Entry, room: Room): TemplateResult {
    const standing = promise.endedAt === undefined;
    return html`<li class="stated ${standing ? 'stands' : ''}">
      <p class="stated-head"><span class="pill ${standing ? 'good' : ''}">${standing ? 'Stands' : 'Ended'}</span><span class="small quiet num">from ${moment(promise.saidAt, room.stream.startedAt)}${promise.endedAt ? ` to ${moment(promise.endedAt, room.stream.startedAt)}` : nothing}</span></p>
      <p class="words" lang=${promise.locale ?? nothing}>“${promise.wording}”</p>
      <p class="small quiet words">${names(promise.products, room.products)}</p>
      <p class="small binds">${orders.length === 0 ? 'Binds no order yet' : html`Binds ${count(orders.length, 'order', 'orders')}: <span class="num">${orders.map(({ number }) => `#${number.replace('#', '')}`).join(', ')}</span>`}</p>
      ${standing ? html`<button type="button" class="button danger" ?disabled=${busy} @click=${end(promise.id)}>End it</button>` : nothing}
    </li>`;
  }

  function view(room: Room | undefined): TemplateResult {
    if (!room || templates.length === 0)
      return html`<aside class="beside host-panel" aria-busy="true"></aside>`;
    const standing = entries.filter(({ promise }) => promise.endedAt === undefined);
    const over = entries.filter(({ promise }) => promise.endedAt !== undefined);
    return html`<aside class="beside host-panel" aria-label="Host’s panel">
      <header class="panel-head"><p class="small">${icons.person}Host’s panel · only you see this</p><h1>${standing.length > 0 ? count(standing.length, 'promise stands', 'promises stand') : 'Nothing is promised'}</h1><div role="status">${told ? html`<p class="small told">${icons.check}${told}</p>` : nothing}</div></header>
      ${standing.length > 0 ? html`<ul class="card stated-list" aria-label="What stands">${standing.map((each) => entry(each, room))}</ul>` : nothing}
      <form class="card state" @submit=${state} novalidate>
        <h2>State a promise</h2>
        <fieldset class="templates"><legend class="sr">What you promise</legend>${templates.map(
          ({ id, title }) =>
            html`<label class="template"><input type="radio" name="template" value=${id} .checked=${chosen === id} @change=${() => {
              chosen = id;
              prefill();
              draw();
            }}><span>${title}</span></label>`,
        )}</fieldset>
        <label class="field"><span>Language</span><select class="input" @change=${(event: Event) => {
          locale = (event.target as HTMLSelectElement).value;
          prefill();
          draw();
        }}>${languages.map(([code, name]) => html`<option value=${code} ?selected=${code === locale}>${name}</option>`)}</select></label>
        <label class="field"><span>Your words</span><textarea class="input" rows="3" maxlength="300" lang=${locale} .value=${wording} @input=${(
          event: Event,
        ) => {
          wording = (event.target as HTMLTextAreaElement).value;
        }}></textarea></label>
        <fieldset class="for"><legend>For</legend>
          <label class="check"><input type="checkbox" .checked=${products.length === 0} @change=${() => {
            products = [];
            draw();
          }}><span>Everything in the room</span></label>
          ${room.products.map(
            ({ sku, title }) =>
              html`<label class="check"><input type="checkbox" .checked=${products.includes(sku)} @change=${() => {
                products = products.includes(sku)
                  ? products.filter((each) => each !== sku)
                  : [...products, sku];
                draw();
              }}><span>${title}</span></label>`,
          )}</fieldset>
        <p class="small quiet">Whoever orders until you end it can count on it. What was said is recorded and cannot be changed.</p>
        <div role="alert">${problem ? html`<p class="banner bad">${icons.warning}<span>${problem}</span></p>` : nothing}</div>
        <button class="button primary" ?disabled=${busy}>${icons.live}Say it on air</button>
      </form>
      ${over.length > 0 ? html`<details class="card over"><summary>${count(over.length, 'promise has', 'promises have')} ended tonight</summary><ul class="stated-list">${over.map((each) => entry(each, room))}</ul></details>` : nothing}
    </aside>`;
  }

  await refresh();
  return { refresh, view };
}

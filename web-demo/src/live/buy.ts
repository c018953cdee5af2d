// Buying in the room: one sheet with what it is, what it costs and what was promised; then what became of it.

import { html, nothing, type TemplateResult } from 'lit';
import { ApiError } from '../lib/api.js';
import { money } from '../lib/format.js';
import { icons } from '../lib/icons.js';
import { buy, letItArrive, moment, type Placed, type Product, type Room, type Said } from './room.js';

export interface Purchase {
  readonly product: Product;
  readonly key: string;
  readonly state: 'asking' | 'sending' | 'placed' | 'arriving' | 'arrived';
  readonly placed?: Placed;
  readonly problem?: string;
}

export const begin = (product: Product): Purchase => ({ product, key: crypto.randomUUID(), state: 'asking' });

/** What stands at this moment for a product. */
export const promisedFor = (room: Room, { sku }: Product): readonly Said[] =>
  room.promises.filter(({ products }) => !products || products.includes(sku));

export interface Doing {
  set(purchase: Purchase): void;
  /** The orders have changed. */
  reload(): Promise<void>;
  close(): void;
  /** Opens the wizard. */
  sort(order: string): void;
}

export function buySheet(room: Room, purchase: Purchase, doing: Doing): TemplateResult {
  const { product, placed, problem, state } = purchase;
  const carried = placed?.promises ?? promisedFor(room, product);
  const fail = (error: unknown, back: Purchase['state']): void => {
    console.error(error);
    const text = error instanceof ApiError ? error.message : 'That did not reach the shop. Please try again.';
    doing.set({ ...purchase, state: back, problem: text });
  };
  const pay = async (): Promise<void> => {
    doing.set({ ...purchase, state: 'sending' });
    try {
      const done = await buy(purchase.key, product.sku);
      await doing.reload();
      doing.set({ product, key: purchase.key, state: 'placed', placed: done });
    } catch (error) {
      fail(error, 'asking');
    }
  };
  const arrive = async (): Promise<void> => {
    if (!placed) return;
    doing.set({ ...purchase, state: 'arriving' });
    try {
      await letItArrive(placed.order);
      await doing.reload();
      doing.set({ product, key: purchase.key, state: 'arrived', placed });
    } catch (error) {
      fail(error, 'placed');
    }
  };
  const busy = state === 'sending' || state === 'arriving';
  const title = placed ? `Order #${placed.number.replace('#', '')} is in` : 'Buy now';
  return html`<section class="pick-sheet buy-sheet" role="dialog" aria-label=${title} @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && doing.close()}>
    <header><h2 tabindex="-1">${title}</h2><button class="round" aria-label="Close" @click=${doing.close}>${icons.close}</button></header>
    <div class="buy-item"><img class="thumb" src=${product.image} alt="" width="72" height="72"><div><p class="words"><strong>${product.title}</strong></p><p class="small quiet">${product.note}</p></div><p class="money"><strong>${money(product.price)}</strong></p></div>
    ${carried.map(
      (promise) =>
        html`<div class="carried">${icons.live}<div><p><strong>${placed ? 'It carries what' : 'Comes with what'} ${promise.hostName} promised at ${moment(promise.saidAt, room.stream.startedAt)}</strong></p><p class="words" lang=${promise.locale ?? nothing}>“${promise.wording}”</p></div></div>`,
    )}
    ${placed && carried.length === 0 ? html`<p class="small quiet">Nothing was promised on air when you ordered. The law and the shop’s own rules count.</p>` : nothing}
    <div role="status">${problem ? html`<p class="banner bad">${icons.warning}<span>${problem}</span></p>` : state === 'arrived' ? html`<p class="small told">${icons.check}The parcel is with you.</p>` : nothing}</div>
    ${
      placed === undefined
        ? html`<button class="button primary wide" ?disabled=${busy} @click=${pay}>${busy ? 'One moment…' : `Pay ${money(product.price)}`}</button><p class="small quiet">With the card ending in 4242, to your address. Delivery is added as always.</p>`
        : html`<div class="buy-next">${state === 'arrived' ? nothing : html`<button class="button" ?disabled=${busy} @click=${arrive}>${icons.box}Let the parcel arrive now</button>`}<button class="button primary" ?disabled=${busy} @click=${() => doing.sort(placed.order)}>${icons.loop}Return or fix it</button></div>${state === 'arrived' ? nothing : html`<p class="small quiet">A demo has no time to wait for the carrier.</p>`}`
    }
  </section>`;
}

// What the server says of the room: what is on sale, which evening it is, what the host promises at this moment.

import type { LivePromise, Money } from 'aftersale';
import { call, post } from '../lib/api.js';

export type Said = Pick<LivePromise, 'id' | 'wording' | 'locale' | 'saidAt' | 'products' | 'hostName'>;

export interface Product {
  readonly sku: string;
  readonly title: string;
  readonly note: string;
  readonly image: string;
  readonly price: Money;
}

export interface Room {
  readonly room: string;
  readonly stream: { readonly id: string; readonly title: string; readonly startedAt: string };
  readonly host: string;
  readonly promises: readonly Said[];
  readonly products: readonly Product[];
}

export const openRoom = (): Promise<Room> => call<Room>('live');

/** Tells of every change in the room until the page goes; the browser connects again by itself. */
export function follow(changed: (state: Omit<Room, 'products'>) => void): void {
  const source = new EventSource('/api/live/events');
  source.addEventListener('room', ({ data }) => changed(JSON.parse(String(data))));
}

export interface Placed {
  readonly order: string;
  readonly number: string;
  readonly promises: readonly Said[];
}

/** Buys in the room. The key makes a repeated press the same order. */
export const buy = (key: string, sku: string): Promise<Placed> =>
  post<Placed>('live/orders', { key, sku, quantity: 1 });

export const letItArrive = (order: string): Promise<unknown> => post(`live/orders/${order}/arrive`, {});

/** The moment in the stream as a player shows it: "12:04", "1:02:04". */
export function moment(at: string, startedAt: string): string {
  const seconds = Math.max(0, Math.floor((Date.parse(at) - Date.parse(startedAt)) / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number): string => String(part).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

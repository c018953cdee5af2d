// What all adapters of storefronts can do: documents as text for the codec, the codec's requests sent, news checked.

import type { StorefrontRequest, Written } from '../generated/types.js';
import { type Answered, type Api, type Call, type ClientOptions, createClient, type Send } from './client.js';
import { openContents } from './contents.js';
import { type Delivery, once, type Remember, rememberLast } from './webhooks.js';

export type { Answered, Call, ClientOptions } from './client.js';
export { StorefrontError } from './client.js';
export { openContents } from './contents.js';
export { type Delivery, type Remember, rememberLast, WebhookRefused } from './webhooks.js';

export interface Query {
  /** Changed since then. */
  readonly since?: Date;
  /** Documents on a page, as far as the storefront lets one choose. */
  readonly size?: number;
}

export interface Adapter {
  /** The plugin that reads its documents: `readOrder(text, { plugin })`. */
  readonly plugin: string;
  /** An order, as the storefront tells it. */
  order(id: string): Promise<string>;
  /** Orders, page by page; each page is a document for `readOrder`. */
  orders(query?: Query): AsyncGenerator<string>;
  /** A return or after-sale order; where the storefront has none by itself, this says so. */
  returnOf(id: string): Promise<string>;
  returns(query?: Query): AsyncGenerator<string>;
  /** Sends a request that the codec wrote. It is not sent again by itself unless the storefront knows it by a key. */
  send(request: StorefrontRequest, options?: { readonly key?: string }): Promise<Answered>;
  /** Sends all of them, one after the other; stops at the first that fails. */
  sendAll(written: Written, options?: { readonly key?: string }): Promise<Answered[]>;
  /** The text of a delivery that is the storefront's and new; throws a WebhookRefused. */
  webhook(delivery: Delivery): Promise<string>;
  /** Any other call, with the storefront's credentials. */
  call(call: Call): Promise<Answered>;
}

/** Where a page leads to, or nowhere. */
export interface Pages {
  first(query: Query): Call;
  next(answered: Answered, last: Call): Call | undefined;
}

export interface Description extends Api {
  readonly order: (id: string) => Call;
  readonly orders?: Pages | undefined;
  readonly returnOf?: ((id: string) => Call) | undefined;
  readonly returns?: Pages | undefined;
  /** How a request of the codec's is put; as it stands unless told. */
  readonly put?: ((request: StorefrontRequest, key: string | undefined) => Call) | undefined;
  /** Messages hold JSON as a text. */
  readonly packed?: boolean;
  /** Checks a delivery; gives the id that it is remembered by. */
  readonly verify?: ((delivery: Delivery, send: Send) => Promise<string>) | undefined;
}

export interface AdapterOptions extends ClientOptions {
  readonly remember?: Remember;
}

export class NotThere extends Error {
  override readonly name = 'NotThere';
}

/** A request as it stands: its body is JSON, its query the address's. */
export function plainly({ method, path, body, query }: StorefrontRequest): Call {
  return {
    method,
    path,
    ...(query && typeof query === 'object' ? { query: query as Record<string, string> } : {}),
    ...(method === 'GET' || body === null || body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

export function createAdapter(of: Description, options: AdapterOptions): Adapter {
  const call = createClient(of, options);
  const remember = options.remember ?? rememberLast();
  const none = (what: string): never => {
    throw new NotThere(`${of.id} has no API for ${what} that this adapter could call (docs/storefronts.md)`);
  };

  async function* pages(list: Pages | undefined, what: string, query: Query): AsyncGenerator<string> {
    if (!list) return none(what);
    const asked = new Set<string>();
    for (let next: Call | undefined = list.first(query); next; ) {
      const key = JSON.stringify([next.path, next.query, next.body]);
      if (asked.has(key)) throw new Error(`${of.id} leads from page to page in a circle`);
      asked.add(key);
      const answered: Answered = await whole(next);
      yield answered.text;
      next = list.next(answered, next);
    }
  }

  /** A page that is JSON to its end: half of one is asked for again. */
  async function whole(asked: Call): Promise<Answered> {
    for (let tried = 1; ; tried++) {
      const answered = await call(asked);
      try {
        JSON.parse(answered.text);
        return answered;
      } catch (cause) {
        if (tried >= (options.attempts ?? 5))
          throw new Error(`${of.id} keeps sending half a page of ${asked.path}`, { cause });
      }
    }
  }

  const send: Adapter['send'] = (request, { key } = {}) => call((of.put ?? plainly)(request, key));
  return {
    plugin: of.id,
    call,
    order: async (id) => (await whole(of.order(id))).text,
    orders: (query = {}) => pages(of.orders, 'lists of orders', query),
    returnOf: async (id) => (await whole((of.returnOf ?? (() => none('a return')))(id))).text,
    returns: (query = {}) => pages(of.returns, 'lists of returns', query),
    send,
    async sendAll({ requests }, { key } = {}) {
      const answers: Answered[] = [];
      for (const [index, request] of requests.entries()) {
        answers.push(await send(request, key === undefined ? {} : { key: index ? `${key}-${index}` : key }));
      }
      return answers;
    },
    async webhook(delivery) {
      if (!of.verify) return none('webhooks');
      await once(remember, await of.verify(delivery, call));
      return of.packed ? openContents(delivery.body) : delivery.body;
    },
  };
}

/** The member of a page at a path, read for paging only: documents stay texts. */
export function at(text: string, path: string): unknown {
  let value: unknown = JSON.parse(text);
  for (const step of path.split('.')) value = (value as Record<string, unknown> | undefined | null)?.[step];
  return value;
}
/** The text of a member that leads on. */
export const cursor = (text: string, path: string): string | undefined => {
  const value = at(text, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
};
/** Pages that are counted: the next one while this one was full. */
export const counted =
  (list: string, size: number, turn: (last: Call) => Call): Pages['next'] =>
  (answered, last) => {
    const items = list === '' ? JSON.parse(answered.text) : at(answered.text, list);
    return Array.isArray(items) && items.length >= size ? turn(last) : undefined;
  };

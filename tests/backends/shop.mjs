// A shop of one order with three mugs, for tests of the protocol: the real core, the real store, a clock that is set.

import { createAftersale } from 'aftersale';
import { createBackend, createSqliteStore, createTokens, refundsThrough } from 'aftersale/server';
import { createMemoryStorage, createSync, uuidv7 } from 'aftersale/sync';
import sqlite from 'node-sqlite3-wasm';

export const engine = await createAftersale();
export const start = Date.parse('2026-05-10T10:00:00Z');
export const hour = 3_600_000;
export const customer = { id: 'ada', role: 'customer', name: 'Ada' };
export const stranger = { id: 'eve', role: 'customer', name: 'Eve' };
export const desk = { id: 'desk', role: 'merchant', name: 'Ava' };

const euros = (amount) => ({ amount, currency: 'EUR' });

export const policy = {
  schema: 'aftersale/policy/1',
  id: 'shop',
  layer: 'merchant',
  versions: [
    {
      version: '1',
      rules: [
        { id: 'window', basis: ['customer_remorse'], window: { days: 30, from: 'delivery' } },
        { id: 'money', resolutions: [{ resolution: 'original_payment_method' }] },
        { id: 'store', method: { method: 'in_store', payer: 'merchant' } },
        { id: 'mail', method: { method: 'by_mail', payer: 'buyer' } },
        { id: 'ask', approval: { mode: 'manual', code: 'always' } },
        // biome-ignore lint/suspicious/noThenProperty: it is what the wire calls it
        { id: 'answer', response: { withinHours: 12, then: 'approve' } },
        { id: 'refund', refund: { withinDays: 5, of: 'receipt' } },
      ],
    },
  ],
};

export function orderOf(id = 'o-1', quantity = 3) {
  return {
    id,
    number: id,
    createdAt: '2026-04-20T08:00:00Z',
    currency: 'EUR',
    taxMode: 'inclusive',
    channel: 'store',
    // A country without a statute pack, so that the shop's own rules are all there is.
    buyer: { id: 'ada', name: 'Ada', country: 'CH' },
    lines: [{ id: 'mug', title: 'Mug', quantity, unitPrice: euros(1000) }],
    shipments: [
      {
        id: 's',
        lines: [{ line: 'mug', quantity }],
        status: 'delivered',
        shippedAt: '2026-05-01T08:00:00Z',
        delivered: { at: '2026-05-02T08:00:00Z' },
      },
    ],
    tenders: [{ id: 'card', kind: 'card', amount: euros(1000 * quantity) }],
  };
}

/** A provider that remembers keys, and that can be told to lose its answers. */
export function createProvider() {
  const paid = new Map();
  return {
    keyHours: 24,
    paid,
    calls: 0,
    loseAnswers: 0,
    async refund(key, { amount }) {
      this.calls++;
      if (!paid.has(key)) paid.set(key, amount.amount);
      if (this.loseAnswers-- > 0) throw new Error('the answer was lost');
      return { reference: `re-${key.slice(0, 6)}` };
    },
    async find(key) {
      return paid.has(key) ? { reference: `re-${key.slice(0, 6)}` } : undefined;
    },
  };
}

export async function openShop({ orders = [orderOf()], store: given, ...options } = {}) {
  const database = given ? undefined : new sqlite.Database(':memory:');
  const store = given ?? createSqliteStore(database);
  const tokens = createTokens({ secret: 'for tests', clock: () => start });
  const provider = createProvider();
  const errors = [];
  const shop = { now: start, store, provider, errors, database, policy };
  shop.backend = createBackend({
    engine,
    store,
    auth: tokens,
    policies: () => [policy],
    clock: () => shop.now,
    onError: (error) => errors.push(error),
    ...options,
    effects: { issue_refund: refundsThrough(provider, () => shop.now), ...options.effects },
  });
  for (const order of orders) await shop.backend.putOrder({ id: order.id, subject: customer.id, order });

  /** A request as a browser of `subject` would send it. */
  shop.as = async (subject) => {
    const token = subject && (await tokens.issue(subject));
    const call = (method, path, body, headers = {}) =>
      shop.backend.fetch(
        new Request(`http://shop/case-sync/1/${path}`, {
          method,
          body,
          headers: {
            ...(token ? { authorization: `Bearer ${token}` } : {}),
            ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
            ...headers,
          },
        }),
      );
    const replica = uuidv7();
    const push = async (commands, more = {}) =>
      call(
        'POST',
        'push',
        JSON.stringify({ proto: 1, replica, schema: 1, cmds: [commands].flat(), ...more }),
      );
    const receipt = async (command) => (await (await push(command)).json()).receipts[0];
    return { call, push, receipt, token, replica };
  };

  shop.log = async (order = 'o-1') => store.transaction(async (tx) => tx.entries(order, 1, 1000));

  /** A client with a network that can be told to misbehave. */
  shop.client = async (
    subject,
    { network = (go) => go(), storage = createMemoryStorage(), more = {} } = {},
  ) => {
    const token = await tokens.issue(subject);
    return createSync({
      url: 'http://shop/case-sync/1',
      subject: subject.id,
      storage,
      clock: () => shop.now,
      headers: () => ({ authorization: `Bearer ${token}` }),
      fetch: (url, init) => network(() => shop.backend.fetch(new Request(url, init)), url),
      ...more,
    });
  };
  return shop;
}

/** What a buyer asks for, with the hash of the quote that the core shows them. */
export function requestFor(order, quantity = 1, now = start, cases = []) {
  const request = {
    items: [{ line: 'mug', quantity, reason: 'changed_mind' }],
    resolution: 'original_payment_method',
    method: 'in_store',
  };
  const quote = engine.quote({ order, policies: [policy], request, cases, now: new Date(now) });
  return { p: { request }, quote: quote.hash };
}

export function command(t, more = {}) {
  return {
    id: uuidv7(),
    order: 'o-1',
    case: uuidv7(),
    t: `return.${t}`,
    v: 1,
    base: 0,
    at: new Date(start).toISOString(),
    p: {},
    ...more,
  };
}

export async function until(test, ms = 5000) {
  const end = Date.now() + ms;
  while (!(await test())) {
    if (Date.now() > end) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

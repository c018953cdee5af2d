// The shop that is under load while it is killed: many orders, people who never give up, and a provider that pays once per key.

import { createServer } from 'node:http';
import { createTokens } from 'aftersale/server';
import { uuidv7 } from 'aftersale/sync';
import { engine, orderOf, policy as shopPolicy } from '../../backends/shop.mjs';

export const policy = shopPolicy;
export const secret = 'for the kill test';
const tokens = createTokens({ secret });
const ada = await tokens.issue({ id: 'ada', role: 'customer' }, 100);
const desk = await tokens.issue({ id: 'desk', role: 'merchant', name: 'Ava' }, 100);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Delivered the day before yesterday, by the real clock. */
export function freshOrder(id, quantity = 3) {
  const at = (days) => `${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 19)}Z`;
  const order = orderOf(id, quantity);
  const [shipment] = order.shipments;
  return {
    ...order,
    createdAt: at(9),
    shipments: [{ ...shipment, shippedAt: at(3), delivered: { at: at(2) } }],
  };
}

export async function openProvider() {
  const paid = new Map();
  const server = createServer(async (incoming, outgoing) => {
    const key = decodeURIComponent(incoming.url.slice(1));
    let text = '';
    for await (const chunk of incoming) text += chunk;
    const known = paid.has(key);
    if (incoming.method === 'POST' && !known) paid.set(key, JSON.parse(text).amount.amount);
    outgoing.writeHead(incoming.method === 'GET' && !known ? 404 : 200);
    outgoing.end(JSON.stringify({ reference: `re-${key.slice(0, 8)}` }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { paid, url: `http://127.0.0.1:${server.address().port}`, close };
}

/** People at work: each asks for its own return, writes messages, and the shop brings it to a refund. Nobody gives up. */
export function startLoad(base, count) {
  const acknowledged = new Map();
  const sent = new Map();
  const times = [];
  const waits = [];
  let going = true;
  let given = false;

  async function send(path, body, token) {
    const address = typeof base === 'function' ? base() : base;
    return fetch(`${address}/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(5000),
    });
  }

  /** Sends until there is a receipt, with the same id. */
  async function push(token, replica, command) {
    sent.set(command.id, command);
    const began = Date.now();
    while (!given) {
      try {
        const response = await send(
          'case-sync/1/push',
          { proto: 1, replica, schema: 1, cmds: [command] },
          token,
        );
        const { receipts: [receipt] = [] } = await response.json();
        if (receipt && receipt.st !== 'retry') {
          acknowledged.set(command.id, receipt);
          times.push(Date.now());
          waits.push(Date.now() - began);
          return receipt;
        }
      } catch {
        // No answer: whether it was done is not known.
      }
      await pause(20);
    }
    throw new Error('the test is over');
  }

  const make = (t, order, id, base, p, more = {}) => ({
    ...{ id: uuidv7(), order, case: id, t: `return.${t}`, v: 1, base, at: new Date().toISOString(), p },
    ...more,
  });

  async function person(number) {
    const [mine, shops] = [uuidv7(), uuidv7()];
    const orders = [];
    for (let round = 0; going; round++) {
      const order = `kill-${number}-${round}`;
      const document = freshOrder(order);
      while (
        !given &&
        !(await send('order', { id: order, subject: 'ada', order: document }, ada).catch(() => {}))?.ok
      )
        await pause(20);
      orders.push(order);
      const id = uuidv7();
      const items = [{ line: 'mug', quantity: 1, reason: 'changed_mind' }];
      const request = { items, resolution: 'original_payment_method', method: 'in_store' };
      const { hash: quote } = engine.quote({ order: document, policies: [policy], request, now: new Date() });
      let receipt = await push(ada, mine, make('request', order, id, 0, { request }, { quote }));
      for (let i = 0; i < 3; i++)
        await push(ada, mine, make('message', order, id, 1, { text: `message ${i}` }));
      const inspected = [{ line: 'mug', quantity: 1, grade: 'as_new', disposition: 'restock' }];
      const steps = [
        ['approve', {}],
        ['receive', {}],
        ['inspect', { items: inspected }],
        ['refund', {}],
      ];
      for (const [i, [t, p]] of steps.entries()) {
        receipt = await push(desk, shops, make(t, order, id, 4 + i, p));
        if (receipt.st !== 'applied') throw new Error(`${order} ${t}: ${JSON.stringify(receipt)}`);
      }
    }
    return orders;
  }

  const people = Promise.all(Array.from({ length: count }, (_, number) => person(number)));
  return {
    acknowledged,
    sent,
    /** How long anybody has waited for a receipt at the most. */
    longest: () => Math.max(0, ...waits),
    /** When the first receipt came after `since`. */
    after: async (since) => {
      while (!given && !(times.at(-1) > since)) await pause(5);
      return times.find((time) => time > since);
    },
    /** For a test that has failed: nobody tries any more. */
    abandon: () => {
      [going, given] = [false, true];
      return people.catch(() => {});
    },
    async stop() {
      going = false;
      return (await people).flat();
    },
  };
}

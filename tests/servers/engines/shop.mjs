// A shop behind an address: what tests of every engine say to it by HTTP, and a payment provider that remembers its keys.

import { runConformance } from 'aftersale/conformance';
import { createTokens } from 'aftersale/server';
import { uuidv7 } from 'aftersale/sync';
import { engine, policy } from '../../backends/shop.mjs';
import { freshOrder } from '../kill/world.mjs';

export { engine, freshOrder, policy };

/** Answers `POST key` by paying once for it, `GET key` by what became of it. */
export function createRemoteProvider() {
  const paid = new Map();
  return {
    paid,
    calls: 0,
    async answer(request) {
      this.calls++;
      const key = decodeURIComponent(new URL(request.url).pathname.slice(1));
      const known = paid.has(key);
      if (request.method === 'POST' && !known) paid.set(key, (await request.json()).amount.amount);
      const status = request.method === 'GET' && !known ? 404 : 200;
      return Response.json({ reference: `re-${key.slice(0, 8)}` }, { status });
    },
  };
}

/** A connection that broke is no answer: the same again, as every client does. */
async function persistently(send) {
  for (let tries = 1; ; tries++) {
    try {
      return await send();
    } catch (error) {
      if (tries === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * tries));
    }
  }
}

/** Somebody with a device: `as(subject)` of a shop at `address`. */
export function visitors(address, secret) {
  const tokens = createTokens({ secret });
  return async (subject) => {
    const token = await tokens.issue(subject, 100);
    const replica = uuidv7();
    const call = (method, path, body) =>
      fetch(`${address()}/case-sync/1/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const get = async (path) => (await persistently(() => call('GET', path))).json();
    const push = async (...cmds) => {
      const body = { proto: 1, replica, schema: 1, cmds };
      const response = await persistently(() => call('POST', 'push', body));
      const answer = await response.json();
      if (!response.ok) throw Object.assign(new Error(`${response.status} ${answer.code}`), { answer });
      return answer.receipts;
    };
    const receipt = async (command) => (await push(command))[0];
    return { call, get, push, receipt, replica, token };
  };
}

/** A command at the time that it is. */
export const command = (t, order, id, base = 0, p = {}, more = {}) => ({
  id: uuidv7(),
  order,
  case: id,
  t: `return.${t}`,
  v: 1,
  base,
  at: new Date().toISOString(),
  p,
  ...more,
});

/** A buyer's request for one unit, with the quote they were shown. */
export function requestOf(order, quantity = 1) {
  const items = [{ line: 'mug', quantity, reason: 'changed_mind' }];
  const request = { items, resolution: 'original_payment_method', method: 'in_store' };
  const { hash: quote } = engine.quote({ order, policies: [policy], request, now: new Date() });
  return { p: { request }, quote };
}

/** The conformance kit against an address; the shop takes the kit's in at /conformance. */
export async function conformanceOf(address, only) {
  const setup = async (shop) => {
    const response = await fetch(`${address}/conformance`, { method: 'POST', body: JSON.stringify(shop) });
    return response.json();
  };
  return runConformance({
    url: `${address}/case-sync/1`,
    setup,
    engine,
    timeoutMs: 60_000,
    ...(only ? { only } : {}),
  });
}

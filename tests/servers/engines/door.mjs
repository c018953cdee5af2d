// A backend of this process by HTTP.

import { createServer } from 'node:http';
import { policy } from '../kill/world.mjs';

/** Takes the shop of the kit, and orders, in front of the protocol: doors that only tests have. */
export function serve(backend, tokens) {
  const take = (records) => {
    const waiting = [...records];
    const hand = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await backend.putOrder(next);
    };
    return Promise.all(Array.from({ length: 20 }, hand));
  };
  const setup = async ({ people, policies, orders }) => {
    await take(orders.map(({ subject, order }) => ({ id: order.id, subject, order, meta: { policies } })));
    const issued = people.map(async ({ hours, ...who }) => [who.id, await tokens.issue(who, hours)]);
    return { tokens: Object.fromEntries(await Promise.all(issued)) };
  };
  const doors = {
    '/conformance': async (body) => setup(JSON.parse(body)),
    '/orders': async (body) => (await take(JSON.parse(body))) && {},
    '/order': async (body) => (await take([{ ...JSON.parse(body), meta: { policies: [policy] } }])) && {},
    '/erase': async (body) => backend.eraseOrder(body.toString()),
  };
  return createServer(async (incoming, outgoing) => {
    try {
      const chunks = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const door = doors[incoming.url];
      if (door) return outgoing.end(JSON.stringify(await door(body)));
      const stop = new AbortController();
      outgoing.on('close', () => stop.abort());
      const { method, headers, url } = incoming;
      const init = { method, headers, signal: stop.signal, ...(body.length ? { body } : {}) };
      const response = await backend.fetch(new Request(`http://${headers.host}${url}`, init));
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      const reader = response.body?.getReader();
      // Whoever has hung up listens to no stream.
      outgoing.on('close', () => reader?.cancel().catch(() => {}));
      for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
        outgoing.write(next.value);
    } catch (error) {
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.write(String(error));
    }
    outgoing.end();
  });
}

// The live room: what is on sale, what the host promises, and orders from the room. Customers see and buy; only the host
// states and ends. What a browser sends is a choice among what this server knows, never a rule, a price or a moment.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { AftersaleError } from 'aftersale';
import { Hono } from 'hono';
import { catalog, imageOf } from './catalog.mjs';
import { medusaOrder } from './payloads.mjs';
import { customers } from './people.mjs';
import { currencyOf, toRecord } from './seeds.mjs';
import { templates } from './templates.mjs';

export const room = 'maren-moss-live';
const host = { id: 'maren', role: 'host', name: 'Maren' };
const onSale = ['MM-PLA-4', 'MM-MUG-2', 'MM-BLA-1', 'MM-LAM-1'];
const locales = ['en', 'de', 'zh-CN'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const hour = 3_600_000;

const iso = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const problem = (context, status, code, title) => context.json({ code, title }, status);

/** The evening that is on: it goes on over a restart, and a new one has begun a while ago. What the last one promised is over. */
export async function openStream(file, promises, now, { fresh = false } = {}) {
  const known = !fresh && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  if (known && Date.parse(known.endsAt) > now) return known;
  for (const { id } of promises.standing(room)) await promises.end(id);
  const startedAt = iso(now - 11 * 60_000 - 20_000);
  const stream = {
    id: `evening-${startedAt.slice(0, 16).replace(/\D/g, '')}`,
    title: 'Evening of tableware',
    startedAt,
    endsAt: iso(now + 3 * hour),
  };
  writeFileSync(file, JSON.stringify(stream));
  return stream;
}

export function createLive({ engine, store, backend, tokens, promises, stream }) {
  const api = new Hono();
  const listeners = new Set();
  const identify = (context) => tokens.identify(context.req.raw);
  const tonight = () => promises.standing(room).filter((promise) => promise.stream === stream.id);

  /** What everybody in the room may know. */
  const shown = ({ id, wording, locale, saidAt, products, hostName }) => ({
    id,
    wording,
    locale,
    saidAt,
    products,
    hostName,
  });
  const state = () => ({ room, stream, host: host.name, promises: tonight().map(shown) });

  function tell() {
    const text = `event: room\ndata: ${JSON.stringify(state())}\n\n`;
    for (const listener of listeners) listener(text);
  }

  async function asHost(context) {
    const subject = await identify(context);
    return subject?.role === 'host' && subject.id === host.id;
  }
  const notHost = (context) => problem(context, 403, 'forbidden', 'Only the host may do this');

  api.get('/', async (context) => {
    const subject = await identify(context);
    const customer = customers.find((each) => each.id === subject?.id) ?? customers[0];
    const currency = currencyOf[customer.country] ?? 'EUR';
    const products = onSale.map((sku) => ({
      sku,
      title: catalog[sku].title,
      note: catalog[sku].variant,
      image: imageOf(sku),
      price: { amount: catalog[sku].price[currency], currency },
    }));
    return context.json({ ...state(), products });
  });

  // What happens in the room, as it happens.
  api.get('/events', (context) => {
    const encoder = new TextEncoder();
    let stop = () => {};
    const body = new ReadableStream({
      start(controller) {
        const send = (text) => controller.enqueue(encoder.encode(text));
        const beat = setInterval(send, 15_000, ': here\n\n');
        listeners.add(send);
        stop = () => {
          clearInterval(beat);
          listeners.delete(send);
        };
        context.req.raw.signal.addEventListener('abort', stop, { once: true });
        send(`retry: 1500\nevent: room\ndata: ${JSON.stringify(state())}\n\n`);
      },
      cancel: () => stop(),
    });
    return new Response(body, {
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      },
    });
  });

  // ---- the host ----

  // Everybody may be the host of a demo. What is signed in is the host, with a token that only this page holds.
  api.post('/host', async (context) => context.json({ subject: host, token: await tokens.issue(host) }));

  api.get('/promises', async (context) => {
    if (!(await asHost(context))) return notHost(context);
    const orders = await store.transaction(async (tx) => tx.orders());
    const numberOf = (id) => orders.find((order) => order.id === id)?.order.number ?? id;
    return context.json({
      templates,
      promises: promises
        .all()
        .filter((promise) => promise.stream === stream.id)
        .map((promise) => ({
          promise,
          orders: promises
            .ordersOf(promise.id)
            .map(({ order, at }) => ({ order, number: numberOf(order), at })),
        })),
    });
  });

  api.post('/promises', async (context) => {
    if (!(await asHost(context))) return notHost(context);
    const asked = await context.req.json().catch(() => ({}));
    const template = templates.find(({ id }) => id === asked.template);
    const wording = typeof asked.wording === 'string' ? asked.wording.trim() : '';
    const products = Array.isArray(asked.products) ? asked.products : [];
    if (!template) return problem(context, 422, 'unknown_template', 'There is no such promise to make');
    if (!wording || wording.length > 300)
      return problem(context, 422, 'wording', 'Say it in up to 300 characters');
    if (!UUID.test(asked.id)) return problem(context, 422, 'id', 'A promise has an id of its own');
    if (!products.every((sku) => onSale.includes(sku)))
      return problem(context, 422, 'unknown_product', 'This is not on sale in the room');
    try {
      const promise = await promises.state({
        id: asked.id,
        platform: 'marenmoss',
        room,
        stream: stream.id,
        streamStartedAt: stream.startedAt,
        streamEndsAt: stream.endsAt,
        host: host.id,
        hostName: host.name,
        wording,
        ...(locales.includes(asked.locale) ? { locale: asked.locale } : {}),
        ...(products.length > 0 ? { products } : {}),
        rules: template.rules,
      });
      tell();
      return context.json({ promise }, 201);
    } catch (error) {
      return refused(context, error);
    }
  });

  api.post('/promises/:id/end', async (context) => {
    if (!(await asHost(context))) return notHost(context);
    try {
      const promise = await promises.end(context.req.param('id'));
      tell();
      return context.json({ promise });
    } catch (error) {
      return refused(context, error);
    }
  });

  // What was said stays said. It can be ended, and another promise can be made.
  api.on(['PUT', 'PATCH', 'DELETE'], '/promises/:id', (context) =>
    problem(context, 405, 'append_only', 'A promise that was made is not changed; end it and make another'),
  );

  // ---- the customer ----

  api.post('/orders', async (context) => {
    const subject = await identify(context);
    const customer = customers.find(({ id }) => id === subject?.id && subject.role === 'customer');
    if (!customer) return problem(context, 401, 'unauthenticated', 'Sign in first');
    const { key, sku, quantity = 1 } = await context.req.json().catch(() => ({}));
    if (!onSale.includes(sku))
      return problem(context, 422, 'unknown_product', 'This is not on sale in the room');
    if (!UUID.test(key) || !Number.isInteger(quantity) || quantity < 1 || quantity > 9)
      return problem(context, 422, 'invalid', 'An order has a key and one to nine of a thing');
    const placed = await store.transaction(async (tx) => {
      const orders = await tx.orders();
      // The same key is the same order, however often it is sent.
      const known = orders.find(({ subject: owner, meta }) => owner === customer.id && meta?.key === key);
      if (known) return known;
      const numbers = orders.map(({ order }) => Number((order.number ?? '').replace('#', '')) || 0);
      const number = Math.max(1060, ...numbers) + 1;
      const spec = {
        id: 450000 + number,
        number,
        currency: currencyOf[customer.country] ?? 'EUR',
        placed: Date.now(),
        lines: [[sku, quantity]],
        live: { room, stream: stream.id, host: host.id },
        customer: customer.id,
      };
      const record = recordOf(engine, spec, { key, spec });
      await tx.putOrder(record);
      promises.bind(record);
      return record;
    });
    tell();
    return context.json({ order: placed.id, number: placed.order.number, promises: carriedBy(placed) }, 201);
  });

  const carriedBy = ({ id }) =>
    promises
      .all()
      .filter((promise) => promises.ordersOf(promise.id).some(({ order }) => order === id))
      .map(shown);

  // A demo has no time to wait for a parcel.
  api.post('/orders/:id/arrive', async (context) => {
    const subject = await identify(context);
    const id = context.req.param('id');
    const record = await store.transaction(async (tx) => {
      const known = await tx.order(id);
      if (!known?.meta?.spec || known.subject !== subject?.id) return undefined;
      const { spec, key } = known.meta;
      if (spec.delivered) return known;
      const arrived = { ...spec, shipped: spec.placed, delivered: Date.now() };
      const next = recordOf(engine, arrived, { key, spec: arrived });
      await tx.putOrder(next);
      return next;
    });
    if (!record) return problem(context, 404, 'not_found', 'There is no such order of yours');
    await backend.poke(id);
    return context.json({ order: record.id });
  });

  return api;
}

function refused(context, error) {
  if (error instanceof AftersaleError) return context.json(error.toJSON(), 422);
  if (error?.details) return context.json(error.details, error.details.status);
  throw error;
}

/** The order as the storefront would send it, read by its plugin. */
function recordOf(engine, spec, meta) {
  const customer = customers.find(({ id }) => id === spec.customer);
  const payload = medusaOrder({ ...spec, customer });
  const { order } = engine.readOrder(JSON.stringify(payload), { plugin: 'medusa' });
  return toRecord(order, customer.id, { ...meta, payload });
}

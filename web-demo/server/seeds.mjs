// Customers, orders and a few cases, placed around the present day so that every window and every clock makes sense
// whenever the demo is started. Cases are made by pushing commands to a backend whose clock is set back.

import { createBackend, createPromises } from 'aftersale/server';
import { uuidv7 } from 'aftersale/sync';
import { imageOf } from './catalog.mjs';
import { medusaOrder, shopifyOrder } from './payloads.mjs';
import { customers, specs, stories } from './people.mjs';
import { templates } from './templates.mjs';

const hour = 3_600_000;
const day = 24 * hour;

export const currencyOf = { GB: 'GBP', CN: 'CNY' };

/** Reads every seed through its storefront's plugin, as the shop's real orders would be. */
export function seedOrders(engine, now) {
  return specs.map((spec) => {
    const customer = customers.find(({ id }) => id === spec.of);
    const currency = currencyOf[customer.country] ?? 'EUR';
    // Mid-morning, so that "3 days ago" is the same day for everyone who looks.
    const ago = (days) => (days === undefined ? undefined : now - days * day - 2 * hour);
    const filled = {
      ...spec,
      id: 450000 + spec.number,
      customer,
      currency,
      placed: ago(spec.placed),
      shipped: ago(spec.shipped),
      delivered: ago(spec.delivered),
    };
    const payload = spec.shop === 'shopify' ? shopifyOrder(filled) : medusaOrder(filled);
    const { order } = engine.readOrder(JSON.stringify(payload), { plugin: spec.shop });
    return { record: toRecord(order, spec.of, { payload }), spec, customer };
  });
}

/** What people call the ways that they have paid. */
const paidWith = {
  shopify_payments: 'Visa ending in 4242',
  pp_stripe_card: 'Visa ending in 4242',
  pp_giftcard: 'Gift card',
  paypal: 'PayPal',
  alipay: 'Alipay',
  pp_alipay: 'Alipay',
};

/** A storefront's order knows no pictures of ours; the shop's catalogue does. */
export function toRecord(order, subject, meta) {
  const lines = order.lines.map((line) => {
    const image = line.image ?? imageOf(line.sku);
    return image ? { ...line, image } : line;
  });
  const tenders = order.tenders?.map((tender) => ({
    ...tender,
    label: paidWith[tender.label] ?? tender.label,
  }));
  return { id: order.id, subject, order: { ...order, lines, ...(tenders ? { tenders } : {}) }, meta };
}

/** What was said on air before the orders that came from there; said then, and recorded by a server of that hour. */
export async function seedPromises({ db, store, engine, signer, orders }) {
  const minute = 60_000;
  let clock = 0;
  const promises = await createPromises({ db, store, engine, signer, clock: () => clock });
  const [template] = templates;
  const evenings = new Set();
  for (const { spec, record } of orders.filter(({ spec }) => spec.live)) {
    // The first order of an evening; what was said counts for the others too.
    if (evenings.has(spec.live.stream)) continue;
    evenings.add(spec.live.stream);
    const { room, stream, host, hostName, locale } = spec.live;
    const placed = Date.parse(record.order.createdAt);
    const startedAt = placed - 18 * minute;
    clock = startedAt + 12 * minute + 4000;
    const { id } = await promises.state({
      id: `promise-${stream}`,
      platform: 'marenmoss',
      room,
      stream,
      streamStartedAt: new Date(startedAt).toISOString().replace(/\.\d+Z/, 'Z'),
      streamEndsAt: new Date(placed + 2 * hour).toISOString(),
      host,
      hostName,
      wording: template.wording[locale],
      locale,
      rules: template.rules,
    });
    clock = placed + 20 * minute;
    await promises.end(id);
  }
}

const talks = new Set(['damage_claim', 'complaint', 'inquiry']);
const actorOf = {
  ship: 'customer',
  investigate: 'merchant',
  approve: 'merchant',
  receive: 'merchant',
  inspect: 'merchant',
};

export async function seedCases({ engine, store, tokens, policies, orders, now }) {
  let clock = now;
  const backend = createBackend({ engine, store, auth: tokens, policies, clock: () => clock });
  const stepsInTime = stories
    .flatMap((story) => story.steps.map(([hours, type]) => ({ story, type, at: now - hours * hour })))
    .sort((a, b) => a.at - b.at);
  const replicas = new Map();
  const made = [];
  for (const { story, type, at } of stepsInTime) {
    clock = at;
    const found = orders.find(({ spec }) => spec.number === story.order);
    const { record, customer } = found;
    const role = type === 'request' || type === 'message' ? (story.by ?? 'customer') : actorOf[type];
    const subject =
      role === 'merchant'
        ? { id: 'desk', role, name: 'Ava' }
        : { id: customer.id, role, name: customer.name };
    const token = await tokens.issue(subject);
    if (!replicas.has(subject.id)) replicas.set(subject.id, uuidv7(at));
    const headers = { authorization: `Bearer ${token}` };
    story.case ??= uuidv7(at);
    const p = await dataFor({ engine, policies, story, type, record, at, backend, headers });
    if (!p) continue;
    const events =
      (await store.transaction(async (tx) => tx.cases(record.id))).find(({ id }) => id === story.case)
        ?.events ?? [];
    const command = {
      id: uuidv7(at),
      order: record.id,
      case: story.case,
      t: `return.${type}`,
      v: 1,
      base: events.length,
      at: new Date(at).toISOString(),
      ...p,
    };
    const answer = await backend.fetch(
      new Request('http://seed/case-sync/1/push', {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ proto: 1, replica: replicas.get(subject.id), schema: 1, cmds: [command] }),
      }),
    );
    const { receipts } = await answer.json();
    if (receipts?.[0]?.st !== 'applied' && !story.optional) {
      console.warn(`seed ${story.order} ${type}: ${JSON.stringify(receipts?.[0] ?? answer.status)}`);
    }
    made.push(receipts?.[0]?.st);
  }
  return made.filter((st) => st === 'applied').length;
}

async function dataFor({ engine, policies, story, type, record, at, backend, headers }) {
  const { order } = record;
  if (type === 'ship') return { p: { carrier: 'DHL', tracking: `RET${story.order}77` } };
  if (type === 'inspect') {
    return {
      p: {
        items: story.items.map(([line, quantity]) => ({
          line: order.lines[line].id,
          quantity,
          grade: 'as_new',
          disposition: 'restock',
        })),
      },
    };
  }
  if (type === 'message') return { p: { text: story.message } };
  if (type !== 'request') return { p: {} };
  const evidence = story.photo ? await uploadPhoto(backend, headers, order.id) : undefined;
  const items = story.items.map(([line, quantity, reason, note, answers]) => ({
    line: order.lines[line].id,
    quantity,
    ...(reason ? { reason } : {}),
    ...(story.observed ? { observedPrice: { amount: story.observed, currency: order.currency } } : {}),
    ...(note ? { note } : {}),
    ...(answers
      ? {
          answers:
            reason === 'defective'
              ? { defectNoticedAt: new Date(at - 2 * day).toISOString().slice(0, 10) }
              : answers,
        }
      : {}),
    ...(evidence ? { evidence: [evidence] } : {}),
  }));
  const { kind, text, category, resolution, method } = story;
  if (talks.has(kind)) return { p: { request: { kind, items }, text, category } };
  const request = {
    ...(kind ? { kind } : {}),
    items,
    resolution,
    ...(method ? { method } : {}),
  };
  const nowText = `${new Date(at).toISOString().slice(0, 19)}Z`;
  try {
    const quote = engine.quote({ order, policies: policies(record), request, now: nowText });
    return { quote: quote.hash, p: { request } };
  } catch (error) {
    if (!story.optional) console.warn(`seed ${story.order}: ${error.message}`);
    return undefined;
  }
}

/** A photo of a broken plate: a small PNG, painted here. */
async function uploadPhoto(backend, headers, order) {
  const { brokenPlate } = await import('./photo.mjs');
  const bytes = brokenPlate();
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
  const base = 'http://seed/case-sync/1/blob';
  await backend.fetch(
    new Request(base, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ sha256: digest, size: bytes.length, type: 'image/png', order }),
    }),
  );
  await backend.fetch(
    new Request(`${base}/${digest}`, {
      method: 'PATCH',
      headers: { ...headers, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' },
      body: bytes,
    }),
  );
  return {
    id: `photo-${digest.slice(0, 8)}`,
    kind: 'photo',
    sha256: digest,
    name: 'plate.png',
    type: 'image/png',
    bytes: bytes.length,
  };
}

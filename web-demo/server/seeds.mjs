// Customers, orders and a few cases, placed around the present day so that every window and every clock makes sense
// whenever the demo is started. Cases are made by pushing commands to a backend whose clock is set back.

import { createBackend } from 'aftersale/server';
import { uuidv7 } from 'aftersale/sync';
import { imageOf } from './catalog.mjs';
import { medusaOrder, shopifyOrder } from './payloads.mjs';

const hour = 3_600_000;
const day = 24 * hour;

/** Those whom the shop page can switch to come first; the others only fill the desk. */
export const customers = [
  { id: 'jana', number: 810001, name: 'Jana Brandt', email: 'jana@example.com', locale: 'de-DE', country: 'DE', street: 'Elbchaussee 12', city: 'Hamburg', zip: '22765', shown: true, place: 'Hamburg, Germany' },
  { id: 'priya', number: 810002, name: 'Priya Shah', email: 'priya@example.com', locale: 'en-GB', country: 'GB', street: '4 Mill Lane', city: 'Leeds', zip: 'LS1 4DY', shown: true, place: 'Leeds, United Kingdom' },
  { id: 'yue', number: 810003, name: 'Lin Yue', email: 'yue@example.com', locale: 'zh-CN', country: 'CN', street: '88 Lakeside Road', city: 'Hangzhou', zip: '310000', shown: true, place: 'Hangzhou, China' },
  { id: 'tom', number: 810004, name: 'Tom Albers', email: 'tom@example.com', locale: 'de-DE', country: 'DE', street: 'Lindenweg 3', city: 'Bremen', zip: '28195' },
  { id: 'sofie', number: 810005, name: 'Sofie Lund', email: 'sofie@example.com', locale: 'da-DK', country: 'DK', street: 'Havnegade 9', city: 'Aarhus', zip: '8000' },
  { id: 'marta', number: 810006, name: 'Marta Kowal', email: 'marta@example.com', locale: 'pl-PL', country: 'PL', street: 'Polna 21', city: 'Gdynia', zip: '81-310' },
  { id: 'emil', number: 810007, name: 'Emil Berg', email: 'emil@example.com', locale: 'sv-SE', country: 'SE', street: 'Storgatan 5', city: 'Lund', zip: '22222' },
  { id: 'noor', number: 810008, name: 'Noor de Wit', email: 'noor@example.com', locale: 'nl-NL', country: 'NL', street: 'Singel 40', city: 'Amsterdam', zip: '1015 AB' },
];

const live = { room: 'maren-moss-live', stream: 'evening-of-tableware', host: 'maren' };

/** What was ordered: by whom, when (days ago), through which storefront. */
const specs = [
  { number: 1052, of: 'jana', shop: 'shopify', lines: [['MM-SWE-M'], ['MM-MUG-2', 2]], placed: 6, shipped: 5, delivered: 3, discount: { code: 'WELCOME10', percent: 10 } },
  { number: 1051, of: 'jana', shop: 'medusa', lines: [['MM-SNE-42'], ['MM-BAG-1']], placed: 9, shipped: 8, delivered: 6, giftCard: 5000 },
  { number: 1055, of: 'jana', shop: 'shopify', lines: [['MM-KET-1']], placed: 2, shipped: 1 },
  { number: 1054, of: 'jana', shop: 'medusa', lines: [['MM-PLA-4'], ['MM-BLA-1']], placed: 5, shipped: 4, delivered: 2, live },
  { number: 1049, of: 'jana', shop: 'shopify', lines: [['MM-EAR-1'], ['MM-BAL-1']], placed: 12, shipped: 11, delivered: 9 },
  { number: 1050, of: 'jana', shop: 'shopify', lines: [['MM-BOA-C'], ['MM-TEA-1', 2]], placed: 11, shipped: 9, delivered: 8 },
  { number: 1044, of: 'jana', shop: 'shopify', lines: [['MM-SCA-1'], ['MM-SHI-L']], placed: 25, shipped: 24, delivered: 22 },
  { number: 1048, of: 'jana', shop: 'medusa', lines: [['MM-XSS-1']], placed: 14, shipped: 13, delivered: 11 },
  { number: 1038, of: 'jana', shop: 'shopify', lines: [['MM-LAM-1']], placed: 44, shipped: 43, delivered: 40 },

  { number: 1047, of: 'priya', shop: 'shopify', lines: [['MM-JAC-S'], ['MM-SCA-1']], placed: 14, shipped: 13, delivered: 10, freight: 395, carrier: 'Royal Mail', gateway: 'paypal' },
  { number: 1053, of: 'priya', shop: 'medusa', lines: [['MM-MUG-2', 4]], placed: 6, shipped: 5, delivered: 3, freight: 395, carrier: 'Royal Mail' },
  { number: 1036, of: 'priya', shop: 'shopify', lines: [['MM-KET-1']], placed: 55, shipped: 54, delivered: 51, freight: 395, carrier: 'Royal Mail' },

  { number: 1056, of: 'yue', shop: 'medusa', lines: [['MM-BLA-1'], ['MM-TEA-1']], placed: 6, shipped: 5, delivered: 2, freight: 0, carrier: 'SF Express', gateway: 'pp_alipay', live },
  { number: 1046, of: 'yue', shop: 'shopify', lines: [['MM-EAR-1'], ['MM-SHI-L']], placed: 13, shipped: 12, delivered: 9, freight: 1200, carrier: 'SF Express', gateway: 'alipay' },

  { number: 1040, of: 'tom', shop: 'shopify', lines: [['MM-SNE-42']], placed: 20, shipped: 19, delivered: 17 },
  { number: 1043, of: 'sofie', shop: 'shopify', lines: [['MM-JAC-S'], ['MM-SWE-M']], placed: 15, shipped: 14, delivered: 12 },
  { number: 1041, of: 'marta', shop: 'medusa', lines: [['MM-LAM-1'], ['MM-MUG-2', 2]], placed: 18, shipped: 17, delivered: 14 },
  { number: 1042, of: 'emil', shop: 'shopify', lines: [['MM-BAG-1']], placed: 17, shipped: 16, delivered: 13 },
  { number: 1045, of: 'noor', shop: 'shopify', lines: [['MM-PLA-4', 2]], placed: 12, shipped: 11, delivered: 8 },
  { number: 1039, of: 'noor', shop: 'medusa', lines: [['MM-SHI-L'], ['MM-BAG-1']], placed: 24, shipped: 23, delivered: 21 },
];

const currencyOf = { GB: 'GBP', CN: 'CNY' };

/** Reads every seed through its storefront's plugin, as the shop's real orders would be. */
export function seedOrders(engine, now) {
  return specs.map((spec) => {
    const customer = customers.find(({ id }) => id === spec.of);
    const currency = currencyOf[customer.country] ?? 'EUR';
    // Mid-morning, so that "3 days ago" is the same day for everyone who looks.
    const ago = (days) => (days === undefined ? undefined : now - days * day - 2 * hour);
    const filled = { ...spec, id: 450000 + spec.number, customer, currency, placed: ago(spec.placed), shipped: ago(spec.shipped), delivered: ago(spec.delivered) };
    const payload = spec.shop === 'shopify' ? shopifyOrder(filled) : medusaOrder(filled);
    const { order } = engine.readOrder(JSON.stringify(payload), { plugin: spec.shop });
    return { record: toRecord(order, spec.of, { payload }), spec, customer };
  });
}

/** What people call the ways that they have paid. */
const paidWith = { shopify_payments: 'Visa ending in 4242', pp_stripe_card: 'Visa ending in 4242', pp_giftcard: 'Gift card', paypal: 'PayPal', alipay: 'Alipay', pp_alipay: 'Alipay' };

/** A storefront's order knows no pictures of ours; the shop's catalogue does. */
export function toRecord(order, subject, meta) {
  const lines = order.lines.map((line) => {
    const image = line.image ?? imageOf(line.sku);
    return image ? { ...line, image } : line;
  });
  const tenders = order.tenders?.map((tender) => ({ ...tender, label: paidWith[tender.label] ?? tender.label }));
  return { id: order.id, subject, order: { ...order, lines, ...(tenders ? { tenders } : {}) }, meta };
}

/** Cases in every stage for the desk. Each step happens the given number of hours before now. */
const stories = [
  { order: 1045, items: [[0, 1, 'damaged_in_transit', 'One plate came in four pieces, the box was dented on one side.']], resolution: 'original_payment_method', method: 'by_mail', photo: true, steps: [[9.4, 'request']] },
  { order: 1040, items: [[0, 1, 'size_too_small', 'I usually wear 42, these feel like 41.', { used: true }]], resolution: 'exchange', method: 'by_mail', steps: [[3.2, 'request']] },
  { order: 1043, items: [[0, 1, 'changed_mind']], resolution: 'original_payment_method', method: 'by_mail', steps: [[6.8, 'request']] },
  { order: 1041, items: [[0, 1, 'defective', 'It flickers after ten minutes, also with another bulb.', {}]], resolution: 'original_payment_method', method: 'by_mail', steps: [[50, 'request'], [44, 'approve'], [30, 'ship']] },
  { order: 1042, items: [[0, 1, 'style']], resolution: 'original_payment_method', method: 'by_mail', steps: [[120, 'request'], [72, 'ship'], [20, 'receive']] },
  { order: 1039, items: [[0, 1, 'color']], resolution: 'original_payment_method', method: 'by_mail', steps: [[190, 'request'], [150, 'ship'], [60, 'receive'], [26, 'inspect']] },
  { order: 1036, items: [[0, 1, 'defective', 'The handle gets very hot.', {}]], resolution: 'repair', method: 'by_mail', steps: [[30, 'request']] , optional: true },
];

const actorOf = { request: 'customer', ship: 'customer', approve: 'merchant', receive: 'merchant', inspect: 'merchant' };

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
    const role = actorOf[type];
    const subject = role === 'merchant' ? { id: 'desk', role, name: 'Ava' } : { id: customer.id, role, name: customer.name };
    const token = await tokens.issue(subject);
    if (!replicas.has(subject.id)) replicas.set(subject.id, uuidv7(at));
    const headers = { authorization: `Bearer ${token}` };
    story.case ??= uuidv7(at);
    const p = await dataFor({ engine, policies, story, type, record, at, backend, headers });
    if (!p) continue;
    const events = (await store.transaction(async (tx) => tx.cases(record.id))).find(({ id }) => id === story.case)?.events ?? [];
    const command = { id: uuidv7(at), order: record.id, case: story.case, t: `return.${type}`, v: 1, base: events.length, at: new Date(at).toISOString(), ...p };
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
    return { p: { items: story.items.map(([line, quantity]) => ({ line: order.lines[line].id, quantity, grade: 'as_new', disposition: 'restock' })) } };
  }
  if (type !== 'request') return { p: {} };
  const evidence = story.photo ? await uploadPhoto(backend, headers, order.id) : undefined;
  const items = story.items.map(([line, quantity, reason, note, answers]) => ({
    line: order.lines[line].id,
    quantity,
    reason,
    ...(note ? { note } : {}),
    ...(answers ? { answers: reason === 'defective' ? { defectNoticedAt: new Date(at - 2 * day).toISOString().slice(0, 10) } : answers } : {}),
    ...(evidence ? { evidence: [evidence] } : {}),
  }));
  const request = { items, resolution: story.resolution, method: story.method };
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
    new Request(base, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ sha256: digest, size: bytes.length, type: 'image/png', order }) }),
  );
  await backend.fetch(
    new Request(`${base}/${digest}`, { method: 'PATCH', headers: { ...headers, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }, body: bytes }),
  );
  return { id: `photo-${digest.slice(0, 8)}`, kind: 'photo', sha256: digest, name: 'plate.png', type: 'image/png', bytes: bytes.length };
}

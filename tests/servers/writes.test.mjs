// What the plugins write, real servers take: a case of ours is carried out in Medusa from its return to its refund, and its
// refund in Vendure. Afterwards the server's own document, read again, says what our case says.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createAftersale } from '../../dist/node.js';
import { policy } from './compare.mjs';
import { openMedusa } from './medusa/adapter.mjs';
import { returnOption } from './medusa/shop.mjs';
import { startPostgres } from './support/postgres.mjs';
import { openVendure } from './vendure/adapter.mjs';

const bought = { id: 'written', market: 'us', lines: { tee: 3, mug: 1 }, vouchers: ['SEVENTH'] };

let aftersale;
let postgres;
before(async () => {
  aftersale = await createAftersale();
  postgres = await startPostgres();
});
after(async () => {
  aftersale?.close();
  await postgres?.stop();
});

/** A case on two tees, at the stage where it is refunded; and its settlement. */
function settle(order) {
  const items = [
    { line: order.lines.find(({ sku }) => sku === 'tee').id, quantity: 2, reason: 'changed_mind' },
  ];
  const request = { items, resolution: 'original_payment_method', method: 'by_mail' };
  const world = { order, policies: [policy(false)], packs: [], now: new Date().toISOString() };
  const quote = aftersale.quote({ ...world, request });
  const document = { id: 'rma-1', order: order.id, kind: 'return', events: [] };
  const received = items.map(({ line, quantity }) => ({ line, quantity }));
  const steps = [
    ['buyer', 'request', { request, quote: quote.hash }],
    ['seller', 'receive', { items: received }],
    [
      'seller',
      'inspect',
      { items: received.map((item) => ({ ...item, grade: 'as_new', disposition: 'restock' })) },
    ],
  ];
  for (const [kind, type, data] of steps) {
    const version = document.events.length;
    const command = { id: `c-${type}`, case: document.id, type, version, actor: { kind }, data };
    const { accepted, refusal, events } = aftersale.transition({
      ...world,
      case: version === 0 ? null : document,
      command,
    });
    assert.equal(accepted, true, JSON.stringify(refusal));
    document.events.push(...events);
  }
  return { case: document, quote };
}

const refundedOf = ({ tenders }) => tenders.reduce((sum, { refunded }) => sum + (refunded?.amount ?? 0), 0);

test('Medusa: return, reception and refund as the plugin writes them', async (t) => {
  const medusa = await openMedusa(postgres);
  t.after(() => medusa.stop());
  const { server, shop } = medusa;
  const placed = await medusa.place(bought);
  const sold = async () => aftersale.readOrder(await medusa.read(placed)).order;
  const order = await sold();
  const { case: document, quote } = settle(order);
  const carryOut = async (intent, ids) => {
    let last;
    for (const { method, path, body } of aftersale.write(
      { case: document, order, intent, ids },
      { plugin: 'medusa' },
    ).requests) {
      last = await server.call(method, path, body);
    }
    return last;
  };
  const { return: opened } = await carryOut('create_return', {
    returnShippingOption: await returnOption(server, shop, bought.market),
    location: shop.location,
  });
  await carryOut('receive', { return: opened.id });
  await carryOut('refund', {});

  const later = await sold();
  assert.equal(refundedOf(later), quote.total.amount);
  assert.deepEqual(
    later.returns.map(({ status, lines }) => ({ status, lines })),
    [{ status: 'received', lines: [{ line: placed.line.tee, quantity: 2 }] }],
  );
  const { order: after } = await server.call('GET', `/admin/orders/${placed.id}?fields=*summary`);
  assert.ok(Math.abs(after.summary.pending_difference) < 0.01, 'nobody owes a whole cent');
});

test('Vendure: a refund as the plugin writes it', async (t) => {
  const vendure = await openVendure(postgres);
  t.after(() => vendure.stop());
  const placed = await vendure.place(bought);
  const sold = async () => aftersale.readOrder(await vendure.read(placed)).order;
  const order = await sold();
  const { case: document, quote } = settle(order);
  const { requests } = aftersale.write({ case: document, order, intent: 'refund' }, { plugin: 'vendure' });
  for (const { body } of requests) await vendure.shop[bought.market].admin(body.query, body.variables);

  const later = await sold();
  assert.equal(refundedOf(later), quote.total.amount);
  assert.deepEqual(
    later.returns.map(({ lines, refunded }) => ({ lines, refunded: refunded.amount })),
    [{ lines: [{ line: placed.line.tee, quantity: 2 }], refunded: quote.total.amount }],
  );
  const { errors } = aftersale.dispatch({
    op: 'translate',
    mode: 'write',
    plugin: 'vendure',
    document: { case: document, order, intent: 'create_return' },
  });
  assert.equal(errors[0].code, 'not_supported');
});

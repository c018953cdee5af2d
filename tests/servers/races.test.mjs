// What the servers accept when the same units are sent back ten times at once, with nobody in front of them: the figures that a
// guard has to be measured against. They are told, not asserted, since they depend on who comes first; what is asserted is that
// one after the other too much is refused, so that it is the concurrency that lets it through.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openMedusa } from './medusa/adapter.mjs';
import { returnOption } from './medusa/shop.mjs';
import { startPostgres } from './support/postgres.mjs';
import { openVendure } from './vendure/adapter.mjs';
import { refundAmount } from './vendure/returns.mjs';

const bought = 3;
const order = { id: 'three', market: 'de', lines: { tee: bought } };
const attempts = 10;
const rounds = 5;

/** How many of ten calls at once were accepted. */
async function atOnce(call) {
  const results = await Promise.allSettled(Array.from({ length: attempts }, call));
  return results.filter(({ status }) => status === 'fulfilled').length;
}

let postgres;
before(async () => {
  postgres = await startPostgres();
});
after(() => postgres?.stop());

describe('Medusa, unguarded', () => {
  let medusa;
  let option;
  before(async () => {
    medusa = await openMedusa(postgres);
    option = await returnOption(medusa.server, medusa.shop, 'de');
  });
  after(() => medusa?.stop());

  const sendBack = (placed) =>
    medusa.server.call('POST', '/store/returns', {
      order_id: placed.id,
      items: [{ id: placed.line.tee, quantity: 1 }],
      return_shipping: { option_id: option },
      location_id: medusa.shop.location,
    });

  test('Medusa: one after the other, three of three units come back and no more', async () => {
    const placed = await medusa.place(order);
    for (let unit = 0; unit < bought; unit += 1) await sendBack(placed);
    await assert.rejects(sendBack(placed), /Cannot request to return more items/);
  });

  test('Medusa: ten returns of one unit at once', async () => {
    const found = [];
    for (let round = 0; round < rounds; round += 1) {
      const placed = await medusa.place(order);
      const accepted = await atOnce(() => sendBack(placed));
      const { returns } = await medusa.server.call(
        'GET',
        `/admin/returns?order_id=${placed.id}&fields=id,status,*items`,
      );
      const units = returns.flatMap(({ items }) => items).reduce((sum, item) => sum + item.quantity, 0);
      found.push({ accepted, units });
      assert.ok(accepted > 0);
    }
    const over = found.filter(({ units }) => units > bought).length;
    console.log(
      `    Medusa: of ten returns at once ${found.map(({ accepted }) => accepted).join(', ')} were accepted, ` +
        `${found.map(({ units }) => units).join(', ')} units of ${bought}: ${over} of ${rounds} orders over-returned`,
    );
  });
});

describe('Vendure, unguarded', () => {
  const unit = 1999;
  let vendure;
  before(async () => {
    vendure = await openVendure(postgres);
  });
  after(() => vendure?.stop());

  const payBack = (placed) => refundAmount(vendure.shop, placed, { tee: 1 }, unit);

  test('Vendure: one after the other, no more than was paid is refunded', async () => {
    const placed = await vendure.place(order);
    for (let refund = 0; refund < bought; refund += 1) await payBack(placed);
    await assert.rejects(payBack(placed), /REFUND_AMOUNT_ERROR/);
  });

  test('Vendure: ten refunds of one unit at once', async () => {
    const found = [];
    for (let round = 0; round < rounds; round += 1) {
      const placed = await vendure.place(order);
      const accepted = await atOnce(() => payBack(placed));
      const { payments } = JSON.parse(await vendure.read(placed)).order;
      const refunded = payments.flatMap(({ refunds }) => refunds).reduce((sum, { total }) => sum + total, 0);
      found.push({ accepted, refunded, paid: payments[0].amount });
      assert.ok(accepted > 0);
    }
    const over = found.filter(({ refunded, paid }) => refunded > paid).length;
    console.log(
      `    Vendure: of ten refunds at once ${found.map(({ accepted }) => accepted).join(', ')} were accepted, ` +
        `${found.map(({ refunded }) => refunded).join(', ')} of ${found[0].paid} paid: ${over} of ${rounds} orders over-refunded`,
    );
  });
});

// What the servers accept when the same units are sent back ten times at once, with nobody in front of them: the figures that a
// guard has to be measured against. They are told, not asserted, since they depend on who comes first; what is asserted is that
// one after the other too much is refused, so that it is the concurrency that lets it through.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openMedusa } from './medusa/adapter.mjs';
import { returnOption } from './medusa/shop.mjs';
import * as three from './race.mjs';
import { startPostgres } from './support/postgres.mjs';
import { openVendure } from './vendure/adapter.mjs';
import { refundAmount } from './vendure/returns.mjs';

const { attempts, bought, order, overAll, sum } = three;
const rounds = three.rounds(5);

/** The same for as many orders as there are rounds; gives what was found on each. */
async function inRounds(work) {
  const found = [];
  await overAll(Array(rounds).fill(order), async (wanted) => {
    found.push(await work(wanted));
  });
  return found;
}

/** How many had how much: of five, `10, 10, 8, 10, 9`; of many, each figure with its number. */
function spread(figures) {
  if (figures.length <= 10) return figures.join(', ');
  const counts = new Map();
  for (const figure of figures) counts.set(figure, (counts.get(figure) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([figure, count]) => `${figure} (${count} times)`)
    .join(', ');
}

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
    const found = await inRounds(async (wanted) => {
      const placed = await medusa.place(wanted);
      const accepted = await atOnce(() => sendBack(placed));
      const { returns } = await medusa.server.call(
        'GET',
        `/admin/returns?order_id=${placed.id}&fields=id,status,*items`,
      );
      assert.ok(accepted > 0);
      return { accepted, units: sum(returns.flatMap(({ items }) => items).map(({ quantity }) => quantity)) };
    });
    const over = found.filter(({ units }) => units > bought).length;
    console.log(
      `    Medusa: of ten returns at once ${spread(found.map(({ accepted }) => accepted))} were accepted, ` +
        `${spread(found.map(({ units }) => units))} units of ${bought}: ${over} of ${rounds} orders over-returned`,
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
    const found = await inRounds(async (wanted) => {
      const placed = await vendure.place(wanted);
      const accepted = await atOnce(() => payBack(placed));
      const { payments } = JSON.parse(await vendure.read(placed)).order;
      assert.ok(accepted > 0);
      const refunded = sum(payments.flatMap(({ refunds }) => refunds).map(({ total }) => total));
      return { accepted, refunded, paid: payments[0].amount };
    });
    const over = found.filter(({ refunded, paid }) => refunded > paid).length;
    console.log(
      `    Vendure: of ten refunds at once ${spread(found.map(({ accepted }) => accepted))} were accepted, ` +
        `${spread(found.map(({ refunded }) => refunded))} of ${found[0].paid} paid: ${over} of ${rounds} orders over-refunded`,
    );
  });
});

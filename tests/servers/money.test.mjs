// A thousand orders of three units, ten commands at once on each: exactly three are returned and paid for, whichever database keeps
// them. ORDERS in the environment is another number.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { command, customer, desk, hour, openShop, orderOf, requestFor } from '../backends/shop.mjs';
import { stores } from '../backends/stores.mjs';
import { overAll } from './race.mjs';

const count = Number(process.env.ORDERS ?? 1000);

for (const { name, skip, open } of stores) {
  describe(`${count} orders, ten commands at once on each: ${name}`, { skip }, () => {
    test('nothing is returned, paid or written twice', { timeout: 900_000 }, async () => {
      const orders = Array.from({ length: count }, (_, i) => orderOf(`o-${i}`));
      const shop = await openShop({ store: (await open()).store, orders });
      const [ada, ava] = [await shop.as(customer), await shop.as(desk)];
      const began = performance.now();
      const totals = { applied: 0, rejected: 0, over: 0 };
      const paying = [];
      await overAll(orders, async ({ id }) => {
        const quoted = requestFor(orderOf(id));
        const ask = async () => {
          const asked = command('request', { ...quoted, order: id });
          const { st } = await ada.receipt(asked);
          totals[st]++;
          return st === 'applied' ? [asked.case] : [];
        };
        const cases = (await Promise.all(Array.from({ length: 10 }, ask))).flat();
        if (cases.length !== 3) totals.over++;
        paying.push([id, cases[0]]);
      });
      const pushed = count * 10;
      const seconds = (performance.now() - began) / 1000;
      // One case of each order goes on to its refund, which ten are eager to start.
      const some = paying.slice(0, Math.ceil(count / 10));
      for (const [order, id] of some) {
        const step = (t, base, p = {}) => ava.receipt(command(t, { order, case: id, base, p }));
        const items = [{ line: 'mug', quantity: 1, grade: 'as_new', disposition: 'restock' }];
        await step('approve', 1);
        await step('receive', 2);
        await step('inspect', 3, { items });
        const eager = await Promise.all(Array.from({ length: 10 }, () => step('refund', 4)));
        assert.equal(eager.filter(({ st }) => st === 'applied').length, 1, order);
      }
      for (let i = 0; i < 40 && shop.provider.paid.size < some.length; i++)
        await Promise.all([shop.backend.work(), shop.backend.work(), shop.backend.work()]);
      shop.now += hour;
      for (let i = 0; i < 10; i++) await shop.backend.work();
      let events = 0;
      let twice = 0;
      for (const { id } of orders) {
        const log = await shop.log(id);
        events += log.length;
        const kinds = log.map(({ cause, t }) => `${cause} ${t}`);
        if (new Set(kinds).size !== kinds.length) twice++;
        assert.deepEqual(
          log.map(({ seq }) => seq),
          log.map((_, i) => i + 1),
        );
      }
      const paid = [...shop.provider.paid.values()];
      console.log(
        `${name}: ${pushed} commands on ${count} orders in ${seconds.toFixed(1)} s (${Math.round(pushed / seconds)} a second): ` +
          `${totals.applied} applied, ${totals.rejected} rejected, ${totals.over} orders with other than three; ` +
          `${some.length * 10} refunds asked for, ${paid.length} paid of ${some.length}, ${twice} logs with a command twice, ${events} events`,
      );
      assert.deepEqual(totals, { applied: count * 3, rejected: count * 7, over: 0 });
      assert.deepEqual(paid, Array(some.length).fill(1000));
      assert.equal(twice, 0);
      assert.deepEqual(shop.errors, []);
    });
  });
}

// The plugin in a Medusa that is otherwise as it comes: customers ask by the protocol, Medusa's own ways stay open beside it, and
// no unit and no cent goes back twice, whoever asks, wherever, at once.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { createOrderLinks } from 'aftersale/server';
import { uuidv7 } from 'aftersale/sync';
import { command } from '../backends/shop.mjs';
import { startMedusa } from './medusa/server.mjs';
import { openShop, placeOrder, signUp } from './medusa/shop.mjs';
import { instantPolicy as policy } from './policy.mjs';
import * as three from './race.mjs';
import { installPackage } from './support/install.mjs';
import { startPostgres } from './support/postgres.mjs';

const { attempts, bought, hands, insist, order, overAll, paidFor, race, requestOf, settled, sum } = three;
const rounds = three.rounds(5);
const secret = randomUUID();

describe('Medusa with the plugin', () => {
  let postgres;
  let medusa;
  let shop;
  /** Customers: Medusa does not take two first carts of one at once. */
  let customers;
  let customer;

  /** An order of the customer's, delivered and paid. */
  const place = (who = customer) =>
    placeOrder(
      {
        call: (method, path, body) =>
          path.startsWith('/store') ? who.call(method, path, body) : medusa.call(method, path, body),
      },
      shop,
      order,
    );

  const push = (who, side, ...cmds) =>
    who.call('POST', `/${side}/case-sync/1/push`, { proto: 1, schema: 1, replica: uuidv7(), cmds });

  const ask = (who, placed, sold, quantity = 1) =>
    insist(
      async (given) => (await push(who, 'store', given)).receipts[0],
      sold,
      requestOf(placed.line.tee, quantity),
    );

  const links = createOrderLinks({ secret });
  /** The order as its page shows it, to a guest with a link. */
  const orderOf = async ({ id }) => {
    const link = await links.issue(id);
    const { orders } = await medusa.asks('GET', '/store/aftersale/orders', undefined, link);
    assert.deepEqual(
      orders.map((each) => each.id),
      [id],
    );
    return orders[0];
  };
  const refundsOf = async ({ id }) => {
    const fields = '*payment_collections.payments.refunds';
    const { order: found } = await medusa.call('GET', `/admin/orders/${id}?fields=${fields}`);
    return found.payment_collections.flatMap(({ payments }) => payments.flatMap(({ refunds }) => refunds));
  };
  const returnsOf = async ({ id }) => {
    const query = `order_id=${id}&fields=id,status,created_by,*items`;
    return (await medusa.call('GET', `/admin/returns?${query}`)).returns;
  };

  /** What of an order's log is of a type, as the shop reads it. */
  const eventsOf = async ({ id }, type) => {
    const { events } = await medusa.call('GET', `/admin/case-sync/1/order/${id}`);
    return events.filter(({ t }) => t === type);
  };

  before(async () => {
    postgres = await startPostgres();
    await installPackage('medusa');
    medusa = await startMedusa(postgres, { AFTERSALE_POLICY: JSON.stringify(policy), COOKIE_SECRET: secret });
    shop = await openShop(medusa);
    customers = await Promise.all(Array.from({ length: hands }, (_, i) => signUp(medusa, `ada-${i}`)));
    [customer] = customers;
  });
  after(async () => {
    await medusa?.stop();
    await postgres?.stop();
  });

  test('ten requests of one unit at once: three are accepted, paid back once, and stand in the dashboard', async () => {
    const began = performance.now();
    await overAll(Array(rounds), async (_, hand) => {
      const placed = await place(customers[hand]);
      const sold = await orderOf(placed);
      const promised = await race(() => ask(customers[hand], placed, sold));
      const confirmed = () => eventsOf(placed, 'refund.confirmed');
      assert.ok(
        await settled(async () => (await confirmed()).length === bought),
        `confirmed: ${JSON.stringify(await confirmed())}; ${medusa.output().slice(-2000)}`,
      );
      const paid = await refundsOf(placed);
      assert.equal(sum(paid.map(({ amount }) => Math.round(amount * 100))), promised);
      assert.equal(promised, paidFor(sold));
      const returns = await settled(async () => {
        const found = await returnsOf(placed);
        return found.filter(({ status }) => status === 'requested').length >= bought && found;
      });
      assert.equal(sum(returns.flatMap(({ items }) => items).map(({ quantity }) => quantity)), bought);
    });
    three.told('Medusa with the plugin', rounds, began);
  });

  test('what a case has, Medusa’s own returns cannot have, and the other way about', async () => {
    const placed = await place();
    const sold = await orderOf(placed);
    assert.equal((await ask(customer, placed, sold, 2)).st, 'applied');
    const { return: begun } = await medusa.call('POST', '/admin/returns', {
      order_id: placed.id,
      location_id: shop.location,
    });
    const take = (...quantities) =>
      medusa.call('POST', `/admin/returns/${begun.id}/request-items`, {
        items: quantities.map((quantity) => ({ id: placed.line.tee, quantity })),
      });
    await assert.rejects(take(2), /409 .*exceeds_returnable.*\/items\/0\/quantity/);
    // Nor one by one.
    await assert.rejects(take(1, 1), /409 .*exceeds_returnable.*\/items\/1\/quantity/);
    await take(1);
    await medusa.call('POST', `/admin/returns/${begun.id}/request`, {});
    // Nobody has told the plugin: it reads the order before it decides.
    const again = await ask(customer, placed, sold);
    assert.deepEqual([again.st, again.code], ['rejected', 'exceeds_returnable']);
  });

  test('ten refunds by hand at once pay no more than was paid', async () => {
    const placed = await place();
    const pay = () => medusa.call('POST', `/admin/payments/${placed.payment}/refund`, { amount: 30 });
    await Promise.allSettled(Array.from({ length: attempts }, pay));
    const back = sum((await refundsOf(placed)).map(({ amount }) => Math.round(amount * 100)));
    const [{ amount }] = (await orderOf(placed)).tenders;
    assert.ok(back > 0 && back <= amount.amount, `${back} of ${amount.amount}`);
  });

  test('other people’s orders, and nobody, get nothing', async () => {
    const placed = await place();
    const sold = await orderOf(placed);
    const eve = await signUp(medusa, 'eve');
    const theirs = await ask(eve, placed, sold);
    assert.deepEqual([theirs.st, theirs.code], ['rejected', 'order_not_found']);
    await assert.rejects(medusa.asks('POST', '/store/case-sync/1/push', {}), /401/);
    await assert.rejects(eve.call('GET', '/admin/case-sync/1/heads'), /401/);
    assert.deepEqual((await eve.call('GET', '/store/aftersale/orders')).orders, []);
    const { orders: own } = await customer.call('GET', '/store/aftersale/orders');
    assert.ok(own.some(({ id }) => id === placed.id));
  });

  test('the shop works on the case: received there, received in Medusa', async () => {
    const placed = await place();
    const sold = await orderOf(placed);
    const asked = await ask(customer, placed, sold);
    assert.equal(asked.st, 'applied');
    const made = await settled(async () =>
      (await returnsOf(placed)).find(({ status }) => status === 'requested'),
    );
    const items = [{ line: placed.line.tee, quantity: 1 }];
    // The refund is on its way meanwhile; who has not seen its news looks again, as any client does.
    const receipt = await settled(async () => {
      const { events } = await medusa.call('GET', `/admin/case-sync/1/order/${placed.id}`);
      const { case: id } = events[0];
      const base = events.filter((each) => each.case === id).length;
      const at = new Date().toISOString();
      const given = command('receive', { case: id, order: placed.id, base, at, p: { items } });
      const [answer] = (await push(medusa, 'admin', given)).receipts;
      return answer.code !== 'stale_version' && answer;
    });
    assert.equal(receipt.st, 'applied', JSON.stringify(receipt));
    const there = await settled(async () =>
      (await returnsOf(placed)).find((each) => each.id === made.id && each.status === 'received'),
    );
    assert.ok(there, 'Medusa counts it as received');
  });
});

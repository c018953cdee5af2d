// The plugin in a Medusa that is otherwise as it comes: customers ask by the protocol, Medusa's own ways stay open beside it, and
// no unit and no cent goes back twice, whoever asks, wherever, at once.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { uuidv7 } from 'aftersale/sync';
import { command, engine } from '../backends/shop.mjs';
import { startMedusa } from './medusa/server.mjs';
import { openShop, placeOrder } from './medusa/shop.mjs';
import { instantPolicy as policy } from './policy.mjs';
import { installPackage } from './support/install.mjs';
import { startPostgres } from './support/postgres.mjs';

const bought = 3;
const attempts = 10;
const order = { id: 'inside', market: 'de', lines: { tee: bought } };
const rounds = Number(process.env.AFTERSALE_ORDERS || 5);
const sum = (amounts) => amounts.reduce((all, amount) => all + amount, 0);

describe('Medusa with the plugin', () => {
  let postgres;
  let medusa;
  let shop;
  let customer;

  /** A signed-in customer: how it calls the store, with its name. */
  async function signUp(email) {
    const anybody = (path, body, token) => medusa.asks('POST', path, body, token);
    const secret = { email, password: randomUUID() };
    const { token: first } = await anybody('/auth/customer/emailpass/register', secret);
    const { customer: made } = await anybody('/store/customers', { email, first_name: 'Ada' }, first);
    const { token } = await anybody('/auth/customer/emailpass', secret);
    return { id: made.id, token, call: (method, path, body) => medusa.asks(method, path, body, token) };
  }

  /** An order of the customer's, delivered and paid. */
  const place = () =>
    placeOrder(
      {
        call: (method, path, body) =>
          path.startsWith('/store') ? customer.call(method, path, body) : medusa.call(method, path, body),
      },
      shop,
      order,
    );

  const request = (placed, quantity = 1) => ({
    items: [{ line: placed.line.tee, quantity, reason: 'changed_mind' }],
    resolution: 'original_payment_method',
    method: 'by_mail',
  });

  const push = (who, side, ...cmds) =>
    who.call('POST', `/${side}/case-sync/1/push`, { proto: 1, schema: 1, replica: uuidv7(), cmds });

  /** One command, as often as its quote changes; resolves to its receipt, and to what it was promised. */
  async function ask(who, placed, quote, quantity = 1) {
    let seen = quote;
    for (;;) {
      const given = command('request', {
        order: placed.id,
        at: new Date().toISOString(),
        quote: seen.hash,
        p: { request: request(placed, quantity) },
      });
      const { receipts } = await push(who, 'store', given);
      if (receipts[0].code !== 'quote_changed') return { ...receipts[0], promised: seen.total.amount };
      seen = receipts[0].quote;
    }
  }

  const orderOf = async (placed) => {
    const { orders } = await customer.call('GET', '/store/aftersale/orders');
    return orders.find(({ id }) => id === placed.id);
  };
  const quoteOf = (sold, placed, quantity = 1) =>
    engine.quote({ order: sold, policies: [policy], request: request(placed, quantity), now: new Date() });
  const refundsOf = async ({ id }) => {
    const fields = '*payment_collections.payments.refunds';
    const { order: found } = await medusa.call('GET', `/admin/orders/${id}?fields=${fields}`);
    return found.payment_collections.flatMap(({ payments }) => payments.flatMap(({ refunds }) => refunds));
  };
  const returnsOf = async ({ id }) => {
    const query = `order_id=${id}&fields=id,status,created_by,*items`;
    return (await medusa.call('GET', `/admin/returns?${query}`)).returns;
  };

  /** Until what was decided has been carried out. */
  async function settled(check) {
    const until = Date.now() + 120_000;
    for (;;) {
      const found = await check();
      if (found || Date.now() > until) return found;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }

  before(async () => {
    postgres = await startPostgres();
    await installPackage('medusa');
    medusa = await startMedusa(postgres, { AFTERSALE_POLICY: JSON.stringify(policy) });
    shop = await openShop(medusa);
    customer = await signUp('ada@example.com');
  });
  after(async () => {
    await medusa?.stop();
    await postgres?.stop();
  });

  test('ten requests of one unit at once: three are accepted, paid back once, and stand in the dashboard', async () => {
    const began = performance.now();
    for (let round = 0; round < rounds; round += 1) {
      const placed = await place();
      const sold = await orderOf(placed);
      const quote = quoteOf(sold, placed);
      const receipts = await Promise.all(
        Array.from({ length: attempts }, () => ask(customer, placed, quote)),
      );
      const accepted = receipts.filter(({ st }) => st === 'applied');
      const refused = receipts.filter(({ st }) => st !== 'applied').map(({ code }) => code);
      assert.deepEqual([accepted.length, [...new Set(refused)]], [bought, ['exceeds_returnable']]);
      const promised = sum(accepted.map((each) => each.promised));
      const paid = await settled(async () => {
        const refunds = await refundsOf(placed);
        return refunds.length >= bought && refunds;
      });
      assert.ok(
        paid,
        `paid back: ${JSON.stringify(await refundsOf(placed))}; ${medusa.output().slice(-2000)}`,
      );
      assert.equal(sum(paid.map(({ amount }) => Math.round(amount * 100))), promised);
      assert.equal(promised, sum(sold.tenders.map(({ amount }) => amount.amount)));
      const returns = await settled(async () => {
        const found = await returnsOf(placed);
        return found.filter(({ status }) => status === 'requested').length >= bought && found;
      });
      assert.equal(sum(returns.flatMap(({ items }) => items).map(({ quantity }) => quantity)), bought);
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    console.log(
      `    Medusa with the plugin: ${rounds} orders, ${attempts} requests of one unit at once each: ` +
        `0 over-returned, 0 over-refunded, in ${seconds} s`,
    );
  });

  test('what a case has, Medusa’s own returns cannot have, and the other way about', async () => {
    const placed = await place();
    const sold = await orderOf(placed);
    assert.equal((await ask(customer, placed, quoteOf(sold, placed, 2), 2)).st, 'applied');
    const { return: begun } = await medusa.call('POST', '/admin/returns', {
      order_id: placed.id,
      location_id: shop.location,
    });
    const take = (quantity) =>
      medusa.call('POST', `/admin/returns/${begun.id}/request-items`, {
        items: [{ id: placed.line.tee, quantity }],
      });
    await assert.rejects(take(2), /409 .*exceeds_returnable.*\/items\/0\/quantity/);
    await take(1);
    await medusa.call('POST', `/admin/returns/${begun.id}/request`, {});
    // Nobody has told the plugin: it reads the order before it decides.
    const again = await ask(customer, placed, quoteOf(sold, placed));
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
    const eve = await signUp('eve@example.com');
    const theirs = await ask(eve, placed, quoteOf(sold, placed));
    assert.deepEqual([theirs.st, theirs.code], ['rejected', 'order_not_found']);
    await assert.rejects(medusa.asks('POST', '/store/case-sync/1/push', {}), /401/);
    await assert.rejects(eve.call('GET', '/admin/case-sync/1/heads'), /401/);
    assert.deepEqual((await eve.call('GET', '/store/aftersale/orders')).orders, []);
  });

  test('the shop works on the case: received there, received in Medusa', async () => {
    const placed = await place();
    const sold = await orderOf(placed);
    const asked = await ask(customer, placed, quoteOf(sold, placed));
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

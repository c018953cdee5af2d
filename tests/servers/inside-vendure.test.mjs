// The plugin in a Vendure that is otherwise as it comes: no unit and no cent goes back twice, whoever asks, wherever, at once.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { uuidv7 } from 'aftersale/sync';
import { engine } from '../backends/shop.mjs';
import { instantPolicy as policy } from './policy.mjs';
import * as three from './race.mjs';
import { installPackage } from './support/install.mjs';
import { startPostgres } from './support/postgres.mjs';
import { readOrder, refundAmount } from './vendure/returns.mjs';
import { startVendure } from './vendure/server.mjs';
import { openShop, placeOrder, signUp } from './vendure/shop.mjs';

const { attempts, bought, hands, insist, order, overAll, paidFor, race, requestOf, settled, sum } = three;
const rounds = three.rounds(5);

describe('Vendure with the plugin', () => {
  let postgres;
  let vendure;
  let shop;
  /** Customers, each with a session and so with a cart of its own. */
  let ada;

  const call = (token, path, init = {}) =>
    fetch(`${vendure.base}/case-sync/1/${path}`, {
      ...init,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    });
  async function push(token, ...cmds) {
    const body = JSON.stringify({ proto: 1, schema: 1, replica: uuidv7(), cmds });
    const response = await call(token, 'push', { method: 'POST', body });
    return { status: response.status, ...(await response.json()) };
  }

  const place = (who = ada[0]) => placeOrder(vendure, shop, order, who);
  const documentOf = async (placed) => (await readOrder(shop, placed)).order;
  const read = async (placed) =>
    engine.readOrder(JSON.stringify({ order: await documentOf(placed) }), { plugin: 'vendure' }).order;
  const refundsOf = async (placed) => (await documentOf(placed)).payments.flatMap(({ refunds }) => refunds);
  const ask = (token, placed, sold) =>
    insist(async (given) => (await push(token, given)).receipts[0], sold, requestOf(placed.line.tee));

  before(async () => {
    postgres = await startPostgres();
    await installPackage('vendure');
    vendure = await startVendure(postgres, { AFTERSALE_POLICY: JSON.stringify(policy) });
    shop = await openShop(vendure);
    ada = await Promise.all(
      Array.from({ length: hands }, (_, which) => signUp(vendure, shop, order, `ada-${which}`)),
    );
  });
  after(async () => {
    await vendure?.stop();
    await postgres?.stop();
  });

  test('Vendure inside: ten requests of one unit at once, three are accepted and paid back once', async () => {
    const began = performance.now();
    await overAll(Array(rounds), async (_, hand) => {
      const placed = await place(ada[hand]);
      const sold = await read(placed);
      const token = ada[hand].token();
      const promised = await race(() => ask(token, placed, sold));
      const confirmed = async () => {
        const { events } = await (await call(token, `order/${placed.id}`)).json();
        return events.filter(({ t }) => t === 'refund.confirmed').length;
      };
      assert.ok(await settled(async () => (await confirmed()) === bought), 'every refund is confirmed');
      const paid = sum((await refundsOf(placed)).map(({ total }) => total));
      assert.equal(paid, promised);
      assert.equal(paid, paidFor(sold));
    });
    three.told('Vendure with the plugin', rounds, began);
  });

  test('Vendure inside: ten refunds by hand at once pay no more than was paid', async () => {
    const placed = await place();
    await Promise.allSettled(
      Array.from({ length: attempts }, () => refundAmount(shop, placed, { tee: 1 }, 3000)),
    );
    const refunds = (await refundsOf(placed)).filter(({ state }) => state !== 'Failed');
    const back = sum(refunds.map(({ total }) => total));
    const [{ amount }] = (await read(placed)).tenders;
    assert.ok(back > 0 && back <= amount.amount, `${back} of ${amount.amount}`);
  });

  test('Vendure inside: other people’s orders, and nobody, get nothing', async () => {
    const placed = await place();
    const sold = await read(placed);
    const eve = await signUp(vendure, shop, order, 'eve');
    const theirs = await ask(eve.token(), placed, sold);
    assert.deepEqual([theirs.st, theirs.code], ['rejected', 'order_not_found']);
    assert.equal((await push(undefined)).status, 401);
  });
});

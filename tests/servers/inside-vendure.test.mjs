// The plugin in a Vendure that is otherwise as it comes: no unit and no cent goes back twice, whoever asks, wherever, at once.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { uuidv7 } from 'aftersale/sync';
import { command, engine } from '../backends/shop.mjs';
import { instantPolicy as policy } from './policy.mjs';
import { installPackage } from './support/install.mjs';
import { startPostgres } from './support/postgres.mjs';
import { readOrder, refundAmount } from './vendure/returns.mjs';
import { startVendure } from './vendure/server.mjs';
import { openShop, placeOrder } from './vendure/shop.mjs';

const bought = 3;
const attempts = 10;
const order = { id: 'inside', market: 'de', lines: { tee: bought } };
const rounds = Number(process.env.AFTERSALE_ORDERS || 5);
const sum = (amounts) => amounts.reduce((all, amount) => all + amount, 0);

describe('Vendure with the plugin', () => {
  let postgres;
  let vendure;
  let shop;
  let ada;

  async function signUp(name) {
    const call = vendure.session('shop-api', shop[order.market].token);
    const emailAddress = `${name}@example.com`;
    const password = uuidv7();
    await call(
      `mutation ($input: RegisterCustomerInput!) { registerCustomerAccount(input: $input) { __typename ... on ErrorResult { errorCode message } } }`,
      { input: { emailAddress, firstName: name, password } },
    );
    await call(
      `mutation ($username: String!, $password: String!) { login(username: $username, password: $password) { __typename ... on ErrorResult { errorCode message } } }`,
      { username: emailAddress, password },
    );
    return call;
  }

  async function push(token, ...cmds) {
    const response = await fetch(`${vendure.base}/case-sync/1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ proto: 1, schema: 1, replica: uuidv7(), cmds }),
    });

    return { status: response.status, ...(await response.json()) };
  }

  const place = async () => placeOrder(vendure, shop, order, ada);
  const documentOf = async (placed) => (await readOrder(shop, placed)).order;
  const read = async (placed) =>
    engine.readOrder(JSON.stringify({ order: await documentOf(placed) }), { plugin: 'vendure' }).order;
  const refundsOf = async (placed) => (await documentOf(placed)).payments.flatMap(({ refunds }) => refunds);
  const request = (placed) => ({
    items: [{ line: placed.line.tee, quantity: 1, reason: 'changed_mind' }],
    resolution: 'original_payment_method',
    method: 'by_mail',
  });
  const quoteOf = (sold, placed) =>
    engine.quote({ order: sold, policies: [policy], request: request(placed), now: new Date() });

  async function ask(token, placed, quote) {
    for (let seen = quote; ; ) {
      const p = { request: request(placed) };
      const at = new Date().toISOString();
      const { receipts } = await push(
        token,
        command('request', { order: placed.id, at, quote: seen.hash, p }),
      );
      if (receipts[0].code !== 'quote_changed') return { ...receipts[0], promised: seen.total.amount };
      seen = receipts[0].quote;
    }
  }

  before(async () => {
    postgres = await startPostgres();
    await installPackage('vendure');
    vendure = await startVendure(postgres, { AFTERSALE_POLICY: JSON.stringify(policy) });
    shop = await openShop(vendure);
    ada = await signUp('ada');
  });
  after(async () => {
    await vendure?.stop();
    await postgres?.stop();
  });

  test('Vendure inside: ten requests of one unit at once, three are accepted and paid back once', async () => {
    const began = performance.now();
    for (let round = 0; round < rounds; round += 1) {
      const placed = await place();
      const sold = await read(placed);
      const quote = quoteOf(sold, placed);
      const asked = Array.from({ length: attempts }, () => ask(ada.token(), placed, quote));
      const receipts = await Promise.all(asked);
      const accepted = receipts.filter(({ st }) => st === 'applied');
      const refused = receipts.filter(({ st }) => st !== 'applied').map(({ code }) => code);
      assert.deepEqual([accepted.length, [...new Set(refused)]], [bought, ['exceeds_returnable']]);
      const until = Date.now() + 120_000;
      let refunds = [];
      while (refunds.length < bought && Date.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        refunds = await refundsOf(placed);
      }
      assert.equal(sum(refunds.map(({ total }) => total)), sum(accepted.map(({ promised }) => promised)));
      assert.equal(
        sum(refunds.map(({ total }) => total)),
        sum(sold.tenders.map(({ amount }) => amount.amount)),
      );
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    console.log(
      `    Vendure with the plugin: ${rounds} orders, ${attempts} requests of one unit at once each: ` +
        `0 over-returned, 0 over-refunded, in ${seconds} s`,
    );
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
    const quote = quoteOf(await read(placed), placed);
    const eve = await signUp('eve');
    const theirs = await ask(eve.token(), placed, quote);
    assert.deepEqual([theirs.st, theirs.code], ['rejected', 'order_not_found']);
    assert.equal((await push(undefined)).status, 401);
  });
});

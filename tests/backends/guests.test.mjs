// People without an account, and people who ask too often.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anyOf, createMemoryLimiter, createOrderLinks, createTokens } from 'aftersale/server';
import { command, customer, desk, hour, openShop, orderOf, requestFor, start } from './shop.mjs';

async function openWithLinks(more = {}) {
  const shop = { now: start };
  const clock = () => shop.now;
  const links = createOrderLinks({ secret: 'links for tests', clock });
  const tokens = createTokens({ secret: 'for tests', clock });
  const opened = await openShop({
    orders: [orderOf('o-1'), orderOf('o-2')],
    auth: anyOf(tokens, links),
    clock,
    ...more,
  });
  const call = (token, method, path, body) =>
    opened.backend.fetch(
      new Request(`http://shop/case-sync/1/${path}`, {
        method,
        body: body && JSON.stringify(body),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      }),
    );
  const replica = '01900000-0000-7000-8000-00000000000a';
  const push = async (token, each, device = replica) =>
    (await call(token, 'POST', 'push', { proto: 1, schema: 1, replica: device, cmds: [each] })).json();
  return Object.assign(shop, { links, tokens, opened, call, push });
}

describe('a signed link', () => {
  test('is good for one order, and for what its buyer may do', async () => {
    const shop = await openWithLinks();
    const address = await shop.links.link('https://shop.example/return', 'o-1', { name: 'Ada' });
    const [page, token] = address.split('#');
    assert.equal(page, 'https://shop.example/return');
    const asked = command('request', requestFor(orderOf()));
    assert.equal((await shop.push(token, asked)).receipts[0].st, 'applied');
    const { events } = await (await shop.call(token, 'GET', 'pull?cursor=')).json();
    assert.deepEqual(
      events.map(({ p }) => p.actor),
      [{ id: 'guest:o-1', kind: 'buyer' }],
    );
    assert.equal((await shop.call(token, 'GET', 'order/o-1')).status, 200);
    assert.equal((await shop.call(token, 'GET', 'order/o-2')).status, 404);
    const other = command('request', { ...requestFor(orderOf('o-2')), order: 'o-2' });
    assert.equal((await shop.push(token, other)).receipts[0].code, 'order_not_found');
    const approve = command('approve', { case: asked.case, base: 1 });
    assert.equal((await shop.push(token, approve)).receipts[0].st, 'rejected');
    // The customer with an account sees what was asked by the link.
    const ada = await shop.tokens.issue(customer);
    assert.equal((await (await shop.call(ada, 'GET', 'pull?cursor=')).json()).events.length, 1);
  });

  test('expires, cannot be altered, and is no session', async () => {
    const shop = await openWithLinks();
    const token = await shop.links.issue('o-1', { hours: 2 });
    const status = async (text) => (await shop.call(text, 'GET', 'heads')).status;
    assert.equal(await status(token), 200);
    const [, body, signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url'));
    const forged = Buffer.from(JSON.stringify({ ...claims, order: 'o-2' })).toString('base64url');
    assert.equal(await status(`o.${forged}.${signature}`), 401);
    assert.equal(await status(`${body}.${signature}`), 401, 'what was sealed for a link opens no session');
    assert.equal(await status('o.'), 401);
    const same = createOrderLinks({ secret: 'for tests', clock: () => start });
    const session = await shop.tokens.issue(desk);
    assert.equal(await same.read(`o.${session}`), undefined);
    shop.now += 3 * hour;
    assert.equal(await status(token), 401);
  });

  test('survives a change of secrets', async () => {
    const old = createOrderLinks({ secret: 'old', clock: () => start });
    const token = await old.issue('o-1');
    const both = createOrderLinks({ secret: ['new', 'old'], clock: () => start });
    const only = createOrderLinks({ secret: 'new', clock: () => start });
    assert.equal((await both.read(token)).order, 'o-1');
    assert.equal(await only.read(token), undefined);
    assert.equal((await only.read(await both.issue('o-1'))).order, 'o-1');
  });
});

describe('limits', () => {
  test('a subject that asks too often is told when to come back, and others are not', async () => {
    const shop = await openWithLinks({ limits: { subject: { burst: 5, perSecond: 0.5 } } });
    const ada = await shop.tokens.issue(customer);
    const eve = await shop.tokens.issue({ id: 'eve', role: 'customer' });
    const statuses = [];
    for (let i = 0; i < 7; i++) statuses.push((await shop.call(ada, 'GET', 'heads')).status);
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429, 429]);
    const answer = await shop.call(ada, 'GET', 'heads');
    assert.deepEqual([answer.headers.get('retry-after'), (await answer.json()).code], ['2', 'too_many']);
    assert.equal((await shop.call(eve, 'GET', 'heads')).status, 200);
    shop.now += 2000;
    assert.equal((await shop.call(ada, 'GET', 'heads')).status, 200);
    assert.equal((await shop.call(ada, 'GET', 'heads')).status, 429);
  });

  test('an address is counted before anybody looks at its token; one network of six is one', async () => {
    let address = '192.0.2.7';
    const limits = { address: { burst: 3, perSecond: 1 }, addressOf: () => address };
    const shop = await openWithLinks({ limits });
    const guess = async () => (await shop.call('o.guess.guess', 'GET', 'heads')).status;
    const four = async () => [await guess(), await guess(), await guess(), await guess()];
    assert.deepEqual(await four(), [401, 401, 401, 429]);
    address = '2001:db8:1:2::1';
    assert.deepEqual([await guess(), await guess(), await guess()], [401, 401, 401]);
    address = '2001:db8:1:2:ffff:1:2:3';
    assert.equal(await guess(), 429);
    address = '2001:db8:1:3::1';
    assert.equal(await guess(), 401);
    address = '::ffff:192.0.2.7';
    assert.equal(await guess(), 429);
  });

  test('buckets do not pile up', () => {
    const limiter = createMemoryLimiter({ keep: 3 });
    const rate = { burst: 1, perSecond: 1 };
    assert.equal(limiter.take('a', rate, 0), 0);
    assert.ok(limiter.take('a', rate, 0) > 0);
    for (const key of ['b', 'c', 'd']) limiter.take(key, rate, 0);
    assert.equal(limiter.take('a', rate, 0), 0, 'the one that was asked for the longest ago is gone');
  });

  test('the client waits and loses nothing', async () => {
    const shop = await openWithLinks({ limits: { subject: { burst: 4, perSecond: 20 } } });
    const ticking = setInterval(() => {
      shop.now += 50;
    }, 5);
    const { push } = await shop.opened.as(customer);
    void push;
    const client = await shop.opened.client(customer);
    const { p, quote } = requestFor(orderOf());
    const { case: id } = await client.submit({ order: 'o-1', type: 'request', data: p, quote });
    for (let i = 0; i < 500 && client.case(id)?.state !== 'confirmed'; i++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    clearInterval(ticking);
    assert.equal(client.case(id).state, 'confirmed');
    await client.close();
  });
});

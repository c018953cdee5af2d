// Cloudflare's runtime with an object per order, offline and on loopback: the conformance kit, a thousand orders with ten commands
// at once on each, what wakes an object by itself, and what is left when the runtime was ended. ORDERS is another number.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { uuidv7 } from 'aftersale/sync';
import { secret, startWorker } from './durable-objects/server.mjs';
import * as promises from './engines/promises.mjs';
import { raceOver } from './engines/race.mjs';
import { command, createRemoteProvider, requestOf, visitors } from './engines/shop.mjs';

const { count, customer, desk, erases, guestFollows, kitPasses, pause } = promises;

describe('Durable Objects', () => {
  const provider = createRemoteProvider();
  let worker;
  let as;
  before(async () => {
    worker = await startWorker({ provider: (request) => provider.answer(request) });
    as = visitors(() => worker.url, secret);
  });
  after(() => worker?.stop());

  const { put: putOrders, take } = promises.ordersAt(() => worker.url);

  test('the conformance kit passes', { timeout: 300_000 }, () => kitPasses(worker.url));

  test(`${count} orders, ten commands at once on each`, { timeout: 900_000 }, () =>
    raceOver({ name: `Durable Objects (${worker.version})`, count, as, putOrders, provider }),
  );

  test('a guest’s link opens one order and follows it', () =>
    guestFollows({ url: worker.url, as, take, secret }));

  test('ended and started again, it has everything, and what became due meanwhile happens', async () => {
    const order = await take('kept', 'bea');
    const [bea, ava] = [await as({ ...customer, id: 'bea' }), await as(desk)];
    const asked = command('request', 'kept', uuidv7(), 0, {}, requestOf(order));
    const receipt = await bea.receipt(asked);
    assert.equal(receipt.st, 'applied');
    const before = await bea.get('pull');
    await worker.restart({ aheadMs: 13 * 3_600_000 });
    assert.deepEqual(await bea.receipt(asked), receipt);
    const same = await bea.get(`pull?cursor=${before.cursor}`);
    assert.deepEqual([same.events.filter(({ cause }) => cause === asked.id), same.reset], [[], false]);
    // The shop has been silent for longer than its policy lets it be. A message makes the object look at its clock.
    await bea.receipt(command('message', 'kept', asked.case, 1, { text: 'Is anybody there?' }));
    let types = [];
    for (let i = 0; i < 50 && !types.includes('case.approved'); i++) {
      await pause(100);
      types = (await ava.get('order/kept')).events.map(({ t }) => t);
    }
    assert.ok(types.includes('case.approved'), types.join(' '));
  });

  test('what is erased is nowhere but in the chain', () =>
    erases({ url: worker.url, as, take, more: (reader) => reader.get('pull') }));

  test('nothing failed behind the door', () => {
    assert.deepEqual(
      worker.errors.filter((text) => !/alarm overdue/.test(text)),
      [],
    );
  });
});

// Cloudflare's runtime with an object per order, offline and on loopback: the conformance kit, a thousand orders with ten commands
// at once on each, what wakes an object by itself, and what is left when the runtime was ended. ORDERS is another number.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { checks, reportText } from 'aftersale/conformance';
import { createOrderLinks } from 'aftersale/server';
import { uuidv7 } from 'aftersale/sync';
import { secret, startWorker } from './durable-objects/server.mjs';
import { raceOver } from './engines/race.mjs';
import {
  command,
  conformanceOf,
  createRemoteProvider,
  freshOrder,
  policy,
  requestOf,
  visitors,
} from './engines/shop.mjs';

const count = Number(process.env.ORDERS ?? 1000);
const customer = { id: 'ada', role: 'customer', name: 'Ada' };
const desk = { id: 'desk', role: 'merchant', name: 'Ava' };
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

describe('Durable Objects', () => {
  const provider = createRemoteProvider();
  let worker;
  let as;
  before(async () => {
    worker = await startWorker({ provider: (request) => provider.answer(request) });
    as = visitors(() => worker.url, secret);
  });
  after(() => worker?.stop());

  const putOrders = async (records) => {
    const response = await fetch(`${worker.url}/orders`, { method: 'POST', body: JSON.stringify(records) });
    assert.equal(response.status, 200, await response.text());
  };
  const take = async (id, subject = 'ada') => {
    const order = freshOrder(id);
    await putOrders([{ id, subject, order, meta: { policies: [policy] } }]);
    return order;
  };

  test('the conformance kit passes', { timeout: 300_000 }, async () => {
    const report = await conformanceOf(worker.url);
    assert.equal(report.failed, 0, reportText(report));
    assert.equal(report.passed, checks.length);
  });

  test(`${count} orders, ten commands at once on each`, { timeout: 900_000 }, () =>
    raceOver({ name: `Durable Objects (${worker.version})`, count, as, putOrders, provider }),
  );

  test('a guest’s link opens one order and follows it', async () => {
    await take('guests');
    await take('others');
    const links = createOrderLinks({ secret });
    const guest = await links.issue('guests');
    const headers = { authorization: `Bearer ${guest}` };
    const get = async (path) => (await fetch(`${worker.url}/case-sync/1/${path}`, { headers })).json();
    const begin = await get('pull');
    assert.deepEqual([begin.events, begin.reset], [[], false]);
    const ada = await as(customer);
    for (const id of ['others', 'guests']) {
      const quoted = requestOf(freshOrder(id));
      assert.equal((await ada.receipt(command('request', id, uuidv7(), 0, {}, quoted))).st, 'applied');
    }
    const page = await get(`pull?cursor=${begin.cursor}`);
    assert.deepEqual([...new Set(page.events.map(({ order }) => order))], ['guests']);
    assert.deepEqual(
      (await get('heads')).map(([order]) => order),
      ['guests'],
    );
    assert.equal((await get('order/others')).status, 404);
  });

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

  test('what is erased is nowhere but in the chain', async () => {
    const order = await take('erased');
    const [ada, ava] = [await as(customer), await as(desk)];
    const id = uuidv7();
    await ada.receipt(command('request', 'erased', id, 0, {}, requestOf(order)));
    await ada.receipt(command('message', 'erased', id, 1, { text: 'my secret words' }));
    const said = async () => JSON.stringify(await ava.get('order/erased'));
    assert.match(await said(), /my secret words/);
    const response = await fetch(`${worker.url}/erase`, { method: 'POST', body: 'erased' });
    assert.equal(await response.json(), true);
    assert.doesNotMatch(await said(), /my secret words/);
    assert.doesNotMatch(JSON.stringify(await ava.get('pull')), /my secret words/);
  });

  test('nothing failed behind the door', () => {
    assert.deepEqual(
      worker.errors.filter((text) => !/alarm overdue/.test(text)),
      [],
    );
  });
});

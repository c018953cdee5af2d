// Restate with an object per order, one node and three, on loopback: the conformance kit, a thousand orders with ten commands at once
// on each, and a node that is killed under load. ORDERS is another number.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as promises from './engines/promises.mjs';
import { raceOver } from './engines/race.mjs';
import { createRemoteProvider, engine, visitors } from './engines/shop.mjs';
import { startLoad } from './kill/world.mjs';
import { secret, startRestate } from './restate/server.mjs';

const { count, desk, erases, guestFollows, kitPasses, ordersAt, pause } = promises;

describe('Restate, one node', () => {
  const provider = createRemoteProvider();
  let restate;
  let as;
  before(async () => {
    restate = await startRestate({ provider });
    as = visitors(() => restate.url, secret);
  });
  after(() => restate?.stop());

  const { put: putOrders, take } = ordersAt(() => restate.url);

  test('the conformance kit passes', { timeout: 300_000 }, () => kitPasses(restate.url));

  test(`${count} orders, ten commands at once on each`, { timeout: 1_200_000 }, () =>
    raceOver({ name: `${restate.version}, one node`, count, as, putOrders, provider }),
  );

  test('a guest’s link opens one order and follows it', () =>
    guestFollows({ url: restate.url, as, take, secret, wait: '&wait=5' }));

  test('what is erased is nowhere but in the chain', () => erases({ url: restate.url, as, take }));

  test('nothing failed behind the door', () => {
    // Calls that took too long were made again; under a load that is not ours to choose that may happen.
    assert.deepEqual(
      restate.errors.filter(({ name }) => name !== 'TimeoutError'),
      [],
    );
  });
});

describe('Restate, three nodes', () => {
  const provider = createRemoteProvider();
  let restate;
  before(async () => {
    restate = await startRestate({ nodes: 3, provider, durable: true });
  });
  after(() => restate?.stop());

  test('the conformance kit passes', { timeout: 300_000 }, () => kitPasses(restate.url));

  const fewer = Math.ceil(count / 5);
  test(`${fewer} orders, ten commands at once on each`, { timeout: 1_200_000 }, () =>
    raceOver({
      name: `${restate.version}, three nodes`,
      count: fewer,
      as: visitors(() => restate.url, secret),
      putOrders: ordersAt(() => restate.url).put,
      provider,
    }),
  );

  test('a node killed under load, three times', { timeout: 600_000 }, async (t) => {
    const paidBefore = provider.paid.size;
    const load = startLoad(restate.url, 12);
    t.after(load.abandon);
    const recoveries = [];
    for (const node of [0, 1, 2]) {
      await pause(4000);
      const struck = Date.now();
      restate.kill(node);
      recoveries.push((await load.after(struck)) - struck);
      // Long enough for the others to notice; then it comes back.
      await pause(12_000);
      await restate.revive(node);
      await pause(4000);
    }
    const orders = await load.stop();
    const ava = await visitors(() => restate.url, secret)(desk);
    const lines = async () => Promise.all(orders.map((order) => ava.get(`order/${order}`)));
    let logs = await lines();
    const open = () => logs.filter(({ events }) => !events.some((entry) => entry.t === 'refund.confirmed'));
    for (let i = 0; i < 60 && open().length; i++) {
      await pause(500);
      logs = await lines();
    }
    const byCause = new Map();
    let events = 0;
    for (const { events: log, head } of logs) {
      events += log.length;
      assert.deepEqual(
        log.map(({ seq }) => seq),
        Array.from({ length: head.seq }, (_, i) => i + 1),
      );
      for (const entry of log) byCause.set(entry.cause, [...(byCause.get(entry.cause) ?? []), entry]);
      for (const id of new Set(log.map((entry) => entry.case))) {
        const own = log.filter((entry) => entry.case === id).map(({ p }) => p);
        const verified = engine.verify({ id, order: log[0].order, kind: 'return', events: own });
        assert.equal(verified.valid, true, id);
      }
    }
    let lost = 0;
    let twice = 0;
    for (const [id, receipt] of load.acknowledged) {
      const entries = byCause.get(id) ?? [];
      if (receipt.st === 'applied' && !entries.some(({ seq }) => seq === receipt.seq)) lost++;
      if (new Set(entries.map(({ t }) => t)).size !== entries.length) twice++;
    }
    const paid = [...provider.paid.values()].slice(paidBefore);
    console.log(
      `${restate.version}, one node of three killed, three times: ${load.acknowledged.size} commands acknowledged, ${events} events, ` +
        `${lost} lost, ${twice} twice; ${paid.length} refunds of ${orders.length} orders; ` +
        `next acknowledgement after ${recoveries.join(', ')} ms, the longest that anybody waited ${load.longest()} ms`,
    );
    assert.deepEqual([lost, twice, open().length], [0, 0, 0], 'lost, twice, refunds without an end');
    assert.deepEqual(paid, Array(orders.length).fill(1000));
  });
});

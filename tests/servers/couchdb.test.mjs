// A real server of the CouchDB protocol (express-pouchdb) on loopback: the conformance kit, orders with ten commands at once on each,
// and what PouchDB replicates. ORDERS is another number.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createCouchBackend } from 'aftersale/backends/couchdb';
import { createTokens, refundsThrough } from 'aftersale/server';
import { uuidv7 } from 'aftersale/sync';
import { startCouch } from './couchdb/server.mjs';
import { serve } from './engines/door.mjs';
import * as promises from './engines/promises.mjs';
import { raceOver } from './engines/race.mjs';
import { command, createRemoteProvider, engine, requestOf, visitors } from './engines/shop.mjs';
import { secret } from './kill/world.mjs';

const count = Math.ceil(promises.count / 5);
const customer = { id: 'bea', role: 'customer', name: 'Bea' };

describe('CouchDB protocol', () => {
  const remote = createRemoteProvider();
  const provider = {
    keyHours: 24,
    async refund(key, data) {
      const body = JSON.stringify(data);
      return (
        await remote.answer(new Request(`http://p/${encodeURIComponent(key)}`, { method: 'POST', body }))
      ).json();
    },
    async find(key) {
      const response = await remote.answer(new Request(`http://p/${encodeURIComponent(key)}`));
      return response.ok ? response.json() : undefined;
    },
  };
  const errors = [];
  const tokens = createTokens({ secret });
  let couch;
  let backend;
  let door;
  let url;
  const stops = [];
  before(async () => {
    couch = await startCouch();
    stops.push(() => couch.stop());
    backend = await createCouchBackend({
      engine,
      state: { url: `${couch.url}/state` },
      events: { url: `${couch.url}/events` },
      eventsOf: (subject) => (subject === 'bea' ? { url: `${couch.url}/of-bea` } : undefined),
      auth: tokens,
      policies: ({ meta }) => meta.policies,
      effects: { issue_refund: refundsThrough(provider, Date.now) },
      onError: (error) => errors.push(error),
    });
    stops.push(backend.start(300));
    door = serve(backend, tokens);
    await new Promise((resolve) => door.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${door.address().port}`;
    stops.push(() => {
      door.closeAllConnections();
      door.close();
    });
  });
  after(async () => {
    for (const stop of stops.reverse()) await stop();
  });
  const { put: putOrders, take } = promises.ordersAt(() => url);

  test('the conformance kit passes', { timeout: 900_000 }, () => promises.kitPasses(url));

  test('PouchDB replicates what a customer may see, and all of it', async () => {
    const order = await take('pouched', customer.id);
    const bea = await visitors(() => url, secret)(customer);
    const id = uuidv7();
    await bea.receipt(command('request', order.id, id, 0, {}, requestOf(order)));
    const local = couch.local(`bea-${Date.now()}`);
    const replicated = async () => {
      await local.replicate.from(couch.remote('of-bea'));
      const { rows } = await local.allDocs({ include_docs: true, conflicts: true });
      assert.deepEqual(
        rows.filter(({ doc }) => doc._conflicts),
        [],
      );
      return rows.map(({ doc }) => doc.entry);
    };
    assert.deepEqual(await replicated(), (await bea.get('order/pouched')).events);
    await bea.receipt(command('message', order.id, id, 1, { text: 'my secret words' }));
    const whole = await replicated();
    assert.equal(whole.length, 2);
    const events = whole.map(({ p }) => p);
    assert.equal(engine.verify({ id, order: order.id, kind: 'return', events }).valid, true);
    await backend.eraseOrder('pouched');
    assert.doesNotMatch(JSON.stringify(await replicated()), /my secret words/);
    const all = await couch.remote('events').allDocs({ startkey: 'pouched:', endkey: 'pouched:\ufff0' });
    assert.equal(all.rows.length, (await bea.get('order/pouched')).head.seq);
    await local.destroy();
  });

  test(`${count} orders, ten commands at once on each`, { timeout: 1_200_000 }, () =>
    raceOver({
      name: couch.version,
      count,
      as: visitors(() => url, secret),
      putOrders,
      provider: remote,
    }),
  );

  test('nothing failed behind the door', () => {
    assert.deepEqual(errors, []);
  });
});

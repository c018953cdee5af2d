// Who sees what of an order's cases, and what is left when words about people are erased; over both databases.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { createSqliteStore } from 'aftersale/server';
import { createMemoryStorage } from 'aftersale/sync';
import {
  command,
  customer,
  desk,
  engine,
  hour,
  openShop,
  orderOf,
  requestFor,
  stranger,
  until,
} from './shop.mjs';
import { stores } from './stores.mjs';

const carrier = { id: 'nordpost', role: 'carrier', name: 'Nordpost' };
const insurer = { id: 'haven', role: 'insurer', name: 'Haven' };
const platform = { id: 'mira', role: 'platform', name: 'Mira' };
const host = { id: 'ada', role: 'host', name: 'Ada' };
const claim = (more = {}) =>
  command('request', {
    p: {
      request: { kind: 'damage_claim', items: [{ line: 'mug', quantity: 1, reason: 'damaged_in_transit' }] },
      text: 'The parcel was wet',
      category: 'damaged',
    },
    ...more,
  });
const json = async (response) => (await response).json();
const isWithheld = (entry) => !('p' in entry);

/** Follows the chain over what a reader gets, withheld or not. */
async function verified(reader, order = 'o-1') {
  const { events, head } = await json(reader.call('GET', `order/${order}?from=1`));
  const canonical = (value) =>
    JSON.stringify(value, (_, each) =>
      each && typeof each === 'object' && !Array.isArray(each)
        ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
        : each,
    );
  const print = (value) => `sha256:${createHash('sha256').update(canonical(value)).digest('hex')}`;
  let prev = '';
  for (const entry of events) {
    const { h, digest, ...rest } = entry;
    const { personal: _words, ...p } = rest.p ?? {};
    prev = print({ digest: digest ?? print({ ...rest, p }), prev });
    assert.equal(prev, h, `the chain holds at ${entry.seq}`);
  }
  assert.deepEqual([head.seq, head.h], [events.length, prev]);
  return events;
}

for (const { name, skip, open } of stores) {
  const openHere = async () => openShop({ store: (await open()).store });

  describe(`who sees what: ${name}`, { skip }, () => {
    test("a buyer sees nothing of the shop's claim against the carrier but that there is something", async () => {
      const shop = await openHere();
      const [ada, ava] = [await shop.as(customer), await shop.as(desk)];
      const hidden = claim();
      assert.equal((await ava.receipt(hidden)).st, 'applied');
      assert.equal((await ada.receipt(command('request', requestFor(orderOf())))).st, 'applied');
      for (const events of [await verified(ada), (await json(ada.call('GET', 'pull?cursor='))).events]) {
        assert.deepEqual(events.map(isWithheld), [true, false]);
        assert.deepEqual(Object.keys(events[0]).sort(), ['digest', 'h', 'order', 'seq']);
      }
      assert.deepEqual((await verified(ava)).map(isWithheld), [false, false]);
      for (const t of ['message', 'cancel', 'confirm', 'note', 'propose']) {
        const { code } = await ada.receipt(command(t, { case: hidden.case, base: 1, p: { text: 'x' } }));
        assert.equal(code, 'unknown_case', t);
      }
    });

    test('carriers and insurers see the cases they take part in, and no order besides', async () => {
      const shop = await openHere();
      await shop.backend.putOrder({ id: 'o-2', subject: stranger.id, order: orderOf('o-2') });
      const [ada, ava, nord, haven] = [
        await shop.as(customer),
        await shop.as(desk),
        await shop.as(carrier),
        await shop.as(insurer),
      ];
      const asked = command('request', requestFor(orderOf()));
      await ada.receipt(asked);
      for (const reader of [nord, haven]) {
        assert.deepEqual(await json(reader.call('GET', 'heads')), []);
        assert.equal((await reader.call('GET', 'order/o-1')).status, 404);
        const own = command('note', { case: asked.case, base: 1, p: { text: 'x' } });
        assert.equal((await reader.receipt(own)).code, 'order_not_found');
      }
      const about = claim();
      await ava.receipt(about);
      for (const reader of [nord, haven]) {
        assert.deepEqual((await verified(reader)).map(isWithheld), [true, false]);
        assert.deepEqual(
          (await json(reader.call('GET', 'heads'))).map(([id]) => id),
          ['o-1'],
        );
        assert.equal((await reader.call('GET', 'order/o-2')).status, 404);
        const into = command('message', { case: asked.case, base: 1, p: { text: 'x' } });
        assert.equal((await reader.receipt(into)).code, 'unknown_case');
        assert.equal((await reader.receipt(claim())).code, 'unknown_case', 'they open none');
      }
      const said = command('message', { case: about.case, base: 1, p: { text: 'We look into it' } });
      assert.equal((await nord.receipt(said)).st, 'applied');
    });

    test('the parcel is the carrier’s business from the moment that a clock waits for it', async () => {
      const shop = await openHere();
      const [ada, ava, nord] = [await shop.as(customer), await shop.as(desk), await shop.as(carrier)];
      const { p, quote } = requestFor(orderOf());
      const request = { ...p.request, method: 'by_mail' };
      const mailed = engine.quote({
        order: orderOf(),
        policies: [shop.policy],
        request,
        now: new Date(shop.now),
      });
      void quote;
      const asked = command('request', { p: { request }, quote: mailed.hash });
      assert.equal((await ada.receipt(asked)).st, 'applied');
      await ava.receipt(command('approve', { case: asked.case, base: 1 }));
      assert.equal((await nord.call('GET', 'order/o-1')).status, 404);
      const sent = command('ship', {
        case: asked.case,
        base: 2,
        p: { carrier: 'Nordpost', tracking: 'NP1' },
      });
      assert.equal((await ada.receipt(sent)).st, 'applied');
      assert.deepEqual((await verified(nord)).map(isWithheld), [false, false, false]);
    });

    test('several carriers are told apart when cases and subjects name them', async () => {
      const { store } = await open();
      const shop = await openShop({ store, parties: () => ['buyer', 'carrier:nordpost'] });
      const ava = await shop.as(desk);
      await ava.receipt(claim());
      const nord = await shop.as({ ...carrier, parties: ['carrier:nordpost'] });
      const other = await shop.as({ ...carrier, id: 'else', parties: ['carrier:else'] });
      assert.equal((await json(nord.call('GET', 'heads'))).length, 1);
      assert.equal((await json(other.call('GET', 'heads'))).length, 0);
    });

    test('the supervising platform sees all; a host of a live room nothing', async () => {
      const shop = await openHere();
      await (await shop.as(desk)).receipt(claim());
      assert.equal((await verified(await shop.as(platform))).some(isWithheld), false);
      const mia = await shop.as(host);
      assert.deepEqual(await json(mia.call('GET', 'heads')), []);
      assert.equal((await mia.call('GET', 'order/o-1')).status, 404);
    });

    test('the client goes on over what is withheld, and has the whole case once it may see it', async () => {
      const shop = await openHere();
      const ava = await shop.as(desk);
      const client = await shop.client(customer);
      const about = claim();
      await ava.receipt(about);
      const { p, quote } = requestFor(orderOf());
      const { case: own } = await client.submit({ order: 'o-1', type: 'request', data: p, quote });
      await until(() => client.case(own)?.state === 'confirmed');
      assert.deepEqual(
        client.cases().map(({ id }) => id),
        [own],
      );
      const question = command('ask', { case: about.case, base: 1, p: { text: 'Was it wet?', of: 'buyer' } });
      assert.equal((await ava.receipt(question)).st, 'applied');
      await until(() => client.case(about.case)?.confirmed.events.length === 2);
      assert.equal(engine.verify(client.case(about.case).confirmed).valid, true);
      await client.close();
    });

    test('a poke goes to those whom the order concerns', async () => {
      const shop = await openHere();
      const [ada, ava, nord, eve] = [
        await shop.as(customer),
        await shop.as(desk),
        await shop.as(carrier),
        await shop.as(stranger),
      ];
      const waits = [ada, nord, eve].map(async (reader) => {
        const began = performance.now();
        await json(reader.call('GET', 'pull?cursor=&wait=3'));
        return performance.now() - began < 2800;
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
      await ava.receipt(claim());
      assert.deepEqual(await Promise.all(waits), [true, true, false]);
    });
  });

  describe(`what is erased: ${name}`, { skip }, () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 1, 2, 3, 4]);
    const digest = createHash('sha256').update(png).digest('hex');

    async function upload(reader) {
      const open = { sha256: digest, size: png.length, type: 'image/png', order: 'o-1' };
      await reader.call('POST', 'blob', JSON.stringify(open));
      const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
      await reader.call('PATCH', `blob/${digest}`, png, headers);
    }

    /** Everything that the database holds, as text. */
    const everything = (shop) =>
      shop.store.transaction(async (tx) => {
        const cases = await tx.cases('o-1');
        const receipts = await Promise.all(cases.map(({ id }) => tx.receiptsOf(id)));
        const effects = await Promise.all(cases.map(({ id }) => tx.effects(id)));
        return JSON.stringify([
          cases,
          await tx.entries('o-1', 1, 999),
          receipts,
          effects,
          await tx.blobsOf('o-1'),
        ]);
      });

    test('is gone from log, receipts, outbox, evidence and devices, and every chain still holds', async () => {
      const labels = { notify: async () => ({ result: { sentTo: 'Zanzibar Street 7' } }) };
      const shop = await openShop({ store: (await open()).store, effects: labels });
      const [ada, ava] = [await shop.as(customer), await shop.as(desk)];
      const storage = createMemoryStorage();
      const client = await shop.client(customer, { storage });
      await upload(ada);
      const { p, quote } = requestFor(orderOf());
      const evidence = [{ id: 'p', kind: 'photo', sha256: digest, name: 'zanzibar.png' }];
      const items = [{ ...p.request.items[0], note: 'Zanzibar one', evidence }];
      const { case: id } = await client.submit({
        order: 'o-1',
        type: 'request',
        data: { request: { ...p.request, items } },
        quote,
      });
      await until(() => client.case(id)?.state === 'confirmed');
      const said = command('message', { case: id, base: 1, p: { text: 'Zanzibar two' } });
      assert.equal((await ada.receipt(said)).st, 'applied');
      await ada.receipt(command('message', { case: id, base: 1, p: { zanzibar: 1 } }));
      await shop.backend.work();
      shop.now += hour;
      assert.match(await everything(shop), /Zanzibar one.*Zanzibar two.*zanzibar.*Zanzibar Street/s);
      await until(() => client.case(id).confirmed.events.length === 2);

      const redact = command('redact', { case: id, base: 2, p: { reason: 'asked_for' } });
      assert.equal((await ava.receipt(redact)).st, 'applied');
      await shop.backend.work();
      const left = await everything(shop);
      assert.doesNotMatch(left, /zanzibar/i);
      assert.doesNotMatch(left, /"Ada"/);
      assert.equal((await ada.call('GET', `blob/${digest}`)).status, 404);
      await verified(ava);
      for (const each of await shop.store.transaction(async (tx) => tx.cases('o-1')))
        assert.equal(engine.verify(each).valid, true);
      await until(() => client.case(id).confirmed.events.length === 3);
      assert.doesNotMatch(JSON.stringify(await storage.read()), /zanzibar/i);
      assert.equal(engine.verify(client.case(id).confirmed).valid, true);
      assert.deepEqual(await ada.receipt(said), await ada.receipt(said), 'what was decided stays decided');
      const again = await ada.receipt(command('message', { case: id, base: 3, p: { text: 'new words' } }));
      assert.equal(again.st, 'applied');
      assert.match(await everything(shop), /new words/);
      assert.deepEqual(shop.errors, []);
      await client.close();
    });

    test('a picture that another case needs stays', async () => {
      const shop = await openHere();
      const [ada, ava] = [await shop.as(customer), await shop.as(desk)];
      await upload(ada);
      const { p } = requestFor(orderOf());
      const ids = [];
      for (let i = 0; i < 2; i++) {
        const evidence = [{ id: 'p', kind: 'photo', sha256: digest }];
        const request = { ...p.request, items: [{ ...p.request.items[0], evidence }] };
        const cases = await shop.store.transaction(async (tx) => tx.cases('o-1'));
        const { hash: quote } = engine.quote({
          order: orderOf(),
          policies: [shop.policy],
          request,
          cases,
          now: new Date(shop.now),
        });
        const asked = command('request', { p: { request }, quote });
        assert.equal((await ada.receipt(asked)).st, 'applied');
        ids.push(asked.case);
      }
      const status = async () => (await ada.call('GET', `blob/${digest}`)).status;
      await ava.receipt(command('redact', { case: ids[0], base: 1, p: { reason: 'asked_for' } }));
      assert.equal(await status(), 200);
      await ava.receipt(command('redact', { case: ids[1], base: 1, p: { reason: 'asked_for' } }));
      assert.equal(await status(), 404);
    });
  });
}

test('a database of the first schema gets parties, and a chain that words are no part of', async () => {
  const shop = await openShop();
  const [ada, ava] = [await shop.as(customer), await shop.as(desk)];
  await ada.receipt(command('request', requestFor(orderOf())));
  await ava.receipt(claim());
  shop.database.exec(`DROP TABLE party; DROP INDEX receipt_of_case; DROP INDEX blob_of_order;
    ALTER TABLE receipt DROP COLUMN order_id; ALTER TABLE receipt DROP COLUMN case_id;
    UPDATE event SET h = 'old' || seq; UPDATE order_head SET h = 'old'; PRAGMA user_version = 1;`);
  const store = createSqliteStore(shop.database);
  const later = await openShop({ store, orders: [] });
  assert.deepEqual((await verified(await later.as(customer))).map(isWithheld), [false, true]);
  assert.deepEqual((await verified(await later.as(carrier))).map(isWithheld), [true, false]);
  const [receipt] = await store.transaction(async (tx) => tx.receiptsOf((await tx.cases('o-1'))[0].id));
  assert.equal(receipt.order, 'o-1');
});

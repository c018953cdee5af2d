// One object per order, without the platform: the whole wire, and what happens when one object does not answer another.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { durableObjects } from 'aftersale/backends/durable-objects';
import { kitPasses, peopleOf, trades } from './people.mjs';
import { createNamespace } from './platform.mjs';
import {
  command,
  customer,
  desk,
  hour,
  orderOf,
  policy,
  requestFor,
  start,
  stranger,
  until,
} from './shop.mjs';

function openObjects({ clock = Date.now, between } = {}) {
  const { options, tokens, errors } = trades(clock);
  const env = {};
  const classes = durableObjects(() => ({ ...options, ...env, shards: 3 }));
  env.orders = createNamespace(classes.OrderObject, env, between);
  env.feeds = createNamespace(classes.FeedObject, env, between);
  env.names = createNamespace(classes.NamesObject, env, between);
  const door = classes.backend(env);
  return { env, door, errors, ...peopleOf(door, tokens) };
}

kitPasses(openObjects);

describe('between the objects', () => {
  test('what a feed was not told is told later, and only once', async () => {
    let deaf = true;
    const between = async (name, path) => {
      if (deaf && path === '/append') throw new Error(`${name} is away`);
    };
    const shop = openObjects({ between, clock: () => start });
    await shop.put(orderOf(), 'ada', [policy]);
    const ada = await shop.as(customer);
    const { receipts } = await ada.push(command('request', requestFor(orderOf())));
    assert.equal(receipts[0].st, 'applied', 'it was decided in any case');
    assert.deepEqual((await ada.get('pull')).events, []);
    assert.equal((await ada.get('order/o-1')).head.seq, 1);
    deaf = false;
    await until(async () => (await ada.get('pull')).events.length === 1);
    assert.deepEqual(await ada.get('heads'), [['o-1', 1, (await ada.get('order/o-1')).head.h]]);
    assert.ok(shop.errors.every(({ message }) => /is away/.test(message)));
    assert.ok(shop.errors.length > 0);
  });

  test('an id belongs to the order that it was first sent for', async () => {
    const shop = openObjects({ clock: () => start });
    for (const id of ['o-1', 'o-2']) await shop.put(orderOf(id), 'ada', [policy]);
    const ada = await shop.as(customer);
    const asked = command('request', requestFor(orderOf()));
    assert.equal((await ada.push(asked)).receipts[0].st, 'applied');
    assert.equal((await ada.push({ ...asked, order: 'o-2' })).code, 'id_reused');
    const other = command('message', { order: 'o-2', case: asked.case, p: { text: 'Hello' } });
    assert.equal((await ada.push(other)).receipts[0].code, 'unknown_case');
    assert.equal((await ada.get('order/o-2')).head.seq, 0);
  });

  test('asking for what is not there makes no object', async () => {
    const shop = openObjects({ clock: () => start });
    const eve = await shop.as(stranger);
    assert.equal((await eve.call('GET', 'order/nowhere')).status, 404);
    assert.equal((await eve.call('GET', `blob/${'a'.repeat(64)}`)).status, 404);
    assert.equal(await shop.door.eraseOrder('nowhere'), false);
    const object = shop.env.orders.objects.get('nowhere');
    assert.equal((await object.fetch(new Request('https://object/nothing', { method: 'POST' }))).status, 500);
    assert.equal(shop.errors.length, 1);
  });

  test('a clock that runs out wakes the object by itself', async () => {
    let now = start;
    const shop = openObjects({ clock: () => now });
    await shop.put(orderOf(), 'ada', [policy]);
    const [ada, ava] = [await shop.as(customer), await shop.as(desk)];
    const asked = command('request', requestFor(orderOf()));
    await ada.push(asked);
    // A second before the shop's silence means yes.
    now = start + 12 * hour - 1000;
    await ada.push(command('message', { case: asked.case, p: { text: 'Hello?' } }));
    now += 2000;
    const types = async () => (await ava.get('order/o-1')).events.map(({ t }) => t);
    await until(async () => (await types()).includes('case.approved'));
  });

  test('the desk’s cursor goes along all feeds, in pages of any size', async () => {
    const shop = openObjects({ clock: () => start });
    const people = Array.from({ length: 9 }, (_, i) => `p-${i}`);
    for (const who of people) {
      await shop.put(orderOf(`o-${who}`), who, [policy]);
      const one = await shop.as({ ...customer, id: who });
      await one.push(command('request', { order: `o-${who}`, ...requestFor(orderOf(`o-${who}`)) }));
    }
    const ava = await shop.as(desk);
    const whole = (await ava.get('pull')).events.map(({ order }) => order);
    assert.deepEqual([...whole].sort(), people.map((who) => `o-${who}`).sort());
    const read = [];
    let page = { cursor: '', more: true };
    while (page.more) {
      page = await ava.get(`pull?limit=2&cursor=${page.cursor}`);
      assert.equal(page.reset, false);
      assert.ok(page.events.length <= 2);
      read.push(...page.events.map(({ order }) => order));
    }
    assert.deepEqual(read, whole);
    const ahead = page.cursor.replace(/-\d+/, '-99');
    assert.equal((await ava.get(`pull?cursor=${ahead}`)).reset, true);
    assert.equal((await ava.get('pull?cursor=abc-1')).reset, true);
  });
});

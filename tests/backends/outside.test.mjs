// What leaves the backend: webhooks, the export for auditors, and, for good, what is erased of an order.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { createWebhooks, exportAudit, verifyAudit, verifyWebhook } from 'aftersale/server';
import { command, customer, desk, hour, openShop, orderOf, requestFor, start } from './shop.mjs';
import { stores } from './stores.mjs';

const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`;
const other = `whsec_${Buffer.from('another secret, before the change').toString('base64')}`;

const collect = async (lines) => {
  const all = [];
  for await (const line of lines) all.push(line);
  return all;
};

async function openWithHooks(endpoints, answer = () => new Response(null, { status: 204 }), store) {
  const sent = [];
  const shop = { now: start };
  const given = store ?? (await stores[0].open()).store;
  const webhooks = createWebhooks({
    store: given,
    source: 'https://shop.example/case-sync',
    endpoints,
    clock: () => shop.now,
    fetch: async (url, init) => {
      sent.push({ url, body: init.body, headers: new Headers(init.headers), redirect: init.redirect });
      return answer(sent.length);
    },
  });
  const opened = await openShop({ store: given, webhooks, clock: () => shop.now });
  return Object.assign(shop, { opened, sent, work: () => opened.backend.work() });
}

describe('webhooks', () => {
  const endpoint = { id: 'erp', url: 'https://erp.example/hooks', secret };

  test('are CloudEvents that others can verify by the standard, without names and words', async () => {
    const shop = await openWithHooks([endpoint]);
    const ada = await shop.opened.as(customer);
    const { p, quote } = requestFor(orderOf());
    const items = [{ ...p.request.items[0], note: 'Zanzibar' }];
    await ada.receipt(command('request', { p: { request: { ...p.request, items } }, quote }));
    await shop.work();
    const [{ url, body, headers, redirect }] = shop.sent;
    const event = JSON.parse(body);
    assert.deepEqual(
      [url, redirect, event.specversion, event.type, event.id, event.source],
      [endpoint.url, 'manual', '1.0', 'aftersale.case.opened', 'o-1/1', 'https://shop.example/case-sync'],
    );
    assert.equal(event.data.event.personal, undefined);
    assert.doesNotMatch(body, /Zanzibar/);
    const text = `o-1/1.${headers.get('webhook-timestamp')}.${body}`;
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const expected = createHmac('sha256', key).update(text).digest('base64');
    assert.equal(headers.get('webhook-signature'), `v1,${expected}`);
    const check = (more = {}) => verifyWebhook({ secret, headers, body, now: shop.now, ...more });
    assert.equal(await check(), true);
    assert.equal(await check({ body: `${body} ` }), false);
    assert.equal(await check({ secret: other }), false);
    assert.equal(await check({ now: shop.now + 301_000 }), false);
    assert.equal(await check({ now: shop.now - 301_000 }), false);
    assert.equal(await check({ secret: [other, secret] }), true);
    await shop.work();
    assert.equal(shop.sent.length, 1);
  });

  test('are told the types that they asked for; two secrets sign while one is changed', async () => {
    const shop = await openWithHooks([
      { ...endpoint, types: ['case.approved'], secret: [secret, other] },
      { ...endpoint, id: 'crm', url: 'https://crm.example/', personal: true },
    ]);
    const [ada, ava] = [await shop.opened.as(customer), await shop.opened.as(desk)];
    const asked = command('request', requestFor(orderOf()));
    await ada.receipt(asked);
    await ava.receipt(command('approve', { case: asked.case, base: 1 }));
    await shop.work();
    const told = shop.sent.map(({ url, body }) => `${new URL(url).host} ${JSON.parse(body).type}`).sort();
    assert.deepEqual(told, [
      'crm.example aftersale.case.approved',
      'crm.example aftersale.case.opened',
      'erp.example aftersale.case.approved',
    ]);
    const { headers, body } = shop.sent.find(({ url }) => url.includes('erp'));
    for (const one of [secret, other])
      assert.equal(await verifyWebhook({ secret: one, headers, body, now: shop.now }), true);
    assert.match(shop.sent.find(({ body: text }) => text.includes('case.opened')).body, /"name":"Ada"/);
  });

  test('are tried again, until the receiver is gone or three days are over', async () => {
    const answers = [503, 302, 200];
    const shop = await openWithHooks(
      [endpoint],
      (n) => new Response(null, { status: answers[n - 1] ?? 503 }),
    );
    const ada = await shop.opened.as(customer);
    await ada.receipt(command('request', requestFor(orderOf())));
    for (let i = 0; i < 5; i++) {
      await shop.work();
      shop.now += hour;
    }
    assert.equal(shop.sent.length, 3, 'what leads elsewhere is no delivery');
    assert.equal(new Set(shop.sent.map(({ headers }) => headers.get('webhook-id'))).size, 1);
    await ada.receipt(
      command('note', { case: JSON.parse(shop.sent[0].body).subject, base: 1, p: { text: 'x' } }),
    );
    for (let i = 0; i < 100; i++) {
      await shop.work();
      shop.now += hour;
    }
    const tries = shop.sent.filter(({ headers }) => headers.get('webhook-id') === 'o-1/2').length;
    assert.ok(tries > 60 && tries < 80, `${tries} tries`);
    const gone = await openWithHooks([endpoint], () => new Response(null, { status: 410 }));
    await (await gone.opened.as(customer)).receipt(command('request', requestFor(orderOf())));
    for (let i = 0; i < 3; i++) {
      await gone.work();
      gone.now += hour;
    }
    assert.equal(gone.sent.length, 1);
  });

  test('do not go into the house', async () => {
    for (const url of [
      'http://erp.example/',
      'https://localhost/',
      'https://127.0.0.1/',
      'https://169.254.169.254/latest/meta-data',
      'https://[::1]/',
      'https://10.0.0.1./',
      'https://2130706433/',
      'https://db.internal/',
      'https://printer.local./',
    ])
      await assert.rejects(openWithHooks([{ ...endpoint, url }]), /must not go to/, url);
  });

  test('what is erased before it is sent is not sent', async () => {
    const shop = await openWithHooks([{ ...endpoint, personal: true }]);
    const [ada, ava] = [await shop.opened.as(customer), await shop.opened.as(desk)];
    const asked = command('request', requestFor(orderOf()));
    await ada.receipt(asked);
    await ada.receipt(command('message', { case: asked.case, base: 1, p: { text: 'Zanzibar' } }));
    await ava.receipt(command('redact', { case: asked.case, base: 2, p: { reason: 'asked_for' } }));
    await shop.work();
    assert.equal(shop.sent.length, 3);
    assert.doesNotMatch(JSON.stringify(shop.sent), /Zanzibar/);
  });
});

for (const { name, skip, open } of stores) {
  describe(`an audit: ${name}`, { skip }, () => {
    test('is exported as lines that verify, and any change to them shows', async () => {
      const shop = await openShop({
        orders: [orderOf('o-1'), orderOf('o-2', 5)],
        store: (await open()).store,
      });
      const ada = await shop.as(customer);
      for (let i = 0; i < 5; i++) {
        const cases = await shop.store.transaction(async (tx) => tx.cases('o-2'));
        await ada.receipt(
          command('request', { ...requestFor(orderOf('o-2', 5), 1, start, cases), order: 'o-2' }),
        );
      }
      const asked = command('request', requestFor(orderOf()));
      await ada.receipt(asked);
      const lines = await collect(exportAudit(shop.store));
      assert.deepEqual(await verifyAudit(lines), { valid: true, orders: 2, entries: 6, problems: [] });
      const one = await collect(exportAudit(shop.store, { order: 'o-1' }));
      assert.equal((await verifyAudit(one)).entries, 1);
      const codes = async (changed) => (await verifyAudit(changed)).problems.map(({ code }) => code);
      const at = lines.findIndex((line) => line.includes('"order":"o-2","seq":3'));
      assert.deepEqual(await codes(lines.toSpliced(at, 1)), ['gap', 'broken_chain']);
      const altered = lines.with(at, lines[at].replace('"quantity":1', '"quantity":2'));
      assert.equal((await codes(altered))[0], 'altered');
      assert.deepEqual(await codes(lines.slice(0, -1)), ['head_missing']);
      assert.deepEqual(await codes(lines.toSpliced(at + 2, 1)), ['head_differs']);
      assert.deepEqual(await codes([]), ['empty']);
      assert.deepEqual(await codes(lines.with(at, 'no')), ['malformed_json', 'gap', 'broken_chain']);
      await (await shop.as(desk)).receipt(
        command('redact', { case: asked.case, base: 1, p: { reason: 'asked_for' } }),
      );
      assert.equal((await verifyAudit(exportAudit(shop.store))).valid, true, 'after erasing, too');
    });

    test('an order is erased as a whole, and its log still verifies', async () => {
      const shop = await openShop({ store: (await open()).store });
      const ada = await shop.as(customer);
      for (let i = 0; i < 2; i++) {
        const cases = await shop.store.transaction(async (tx) => tx.cases('o-1'));
        const asked = command('request', requestFor(orderOf(), 1, start, cases));
        await ada.receipt(asked);
        await ada.receipt(command('message', { case: asked.case, base: 1, p: { text: 'Zanzibar' } }));
      }
      assert.equal(await shop.backend.eraseOrder('o-9'), false);
      assert.equal(await shop.backend.eraseOrder('o-1'), true);
      const lines = await collect(exportAudit(shop.store));
      assert.doesNotMatch(lines.join(''), /Zanzibar|"Ada"/);
      assert.equal((await verifyAudit(lines)).valid, true);
      const { order } = await shop.store.transaction(async (tx) => tx.order('o-1'));
      assert.deepEqual(order.buyer, { country: 'CH' });
      assert.equal(lines.filter((line) => line.includes('"t":"case.redacted"')).length, 2);
    });
  });
}

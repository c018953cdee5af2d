// Databases of the CouchDB protocol: the whole wire, events as documents, and what happens when an answer or the server is lost.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createCouchBackend } from 'aftersale/backends/couchdb';
import { createCouch } from './couch.mjs';
import { kitPasses, peopleOf, trades } from './people.mjs';
import { command, customer, desk, hour, orderOf, policy, requestFor, start } from './shop.mjs';

async function openCouch({ couch = createCouch(), clock = Date.now, own } = {}) {
  const { options, tokens, ...rest } = trades(clock);
  const at = (name) => ({ url: `http://couch/${name}`, fetch: couch.fetch });
  const backend = await createCouchBackend({
    ...options,
    state: at('state'),
    events: at('events'),
    ...(own ? { eventsOf: (subject) => at(`of-${subject}`) } : {}),
  });
  return { couch, backend, ...rest, ...peopleOf(backend, tokens) };
}

kitPasses(openCouch);

describe('events as documents', () => {
  const clock = () => start;
  const ask = async (shop, id = 'o-1') => {
    await shop.put(orderOf(id), 'ada', [policy]);
    const ada = await shop.as(customer);
    const asked = command('request', { order: id, ...requestFor(orderOf(id)) });
    assert.equal((await ada.push(asked)).receipts[0].st, 'applied');
    return { ada, asked };
  };

  test('each is there once, under its order and number, as the log has it', async () => {
    const shop = await openCouch({ clock });
    // One name begins like the other.
    const { ada } = await ask(shop, 'o-1');
    await ask(shop, 'o-1:2');
    const documents = shop.couch.documents('events');
    assert.deepEqual(
      documents.map(({ _id, type, n }) => [_id, type, n]),
      [
        ['o-1:00000001', 'event', 1],
        ['o-1:2:00000001', 'event', 2],
      ],
    );
    assert.deepEqual(documents[0].entry, (await ada.get('order/o-1')).events[0]);
  });

  test('another process finds everything, and cursors go on where they were', async () => {
    const shop = await openCouch({ clock });
    const { ada, asked } = await ask(shop);
    const { cursor } = await ada.get('pull');
    const later = await openCouch({ clock, couch: shop.couch });
    const again = await later.as(customer);
    const page = await again.get(`pull?cursor=${cursor}`);
    assert.deepEqual([page.events, page.reset], [[], false]);
    await again.push(command('message', { case: asked.case, base: 1, p: { text: 'Hello' } }));
    const next = await again.get(`pull?cursor=${cursor}`);
    assert.deepEqual(
      next.events.map(({ seq }) => seq),
      [2],
    );
    assert.deepEqual(await again.get('heads'), [['o-1', 2, next.events[0].h]]);
  });

  test('what was decided and not written down is written by whoever comes next', async () => {
    const shop = await openCouch({ clock });
    shop.couch.before = ({ name, id }) => {
      if (name === 'events' && id === '_bulk_docs') throw new Error('the disk is full');
    };
    const { ada, asked } = await ask(shop);
    assert.deepEqual((await ada.get('pull')).events, []);
    assert.equal((await ada.get('order/o-1')).head.seq, 1, 'it was decided in any case');
    shop.couch.before = () => {};
    const later = await openCouch({ clock, couch: shop.couch });
    const again = await later.as(customer);
    assert.equal((await again.get('pull')).events[0].cause, asked.id);
    await shop.backend.work();
    assert.equal((await ada.get('pull')).events.length, 1);
    assert.equal(shop.couch.documents('events').length, 1);
  });

  test('an answer that is lost, or half of a batch, puts nothing there twice and hides nothing', async () => {
    const shop = await openCouch({ clock });
    let losses = 1;
    shop.couch.after = ({ name, id }) => {
      if (name === 'events' && id === '_bulk_docs' && losses-- > 0) throw new Error('the answer is lost');
    };
    const { ada, asked } = await ask(shop);
    await ada.push(command('message', { case: asked.case, base: 1, p: { text: 'Hello' } }));
    const seen = (await ada.get('pull')).events.map(({ seq }) => seq);
    assert.deepEqual(seen, [1, 2]);
    // The first of them did not make it to the disk, and the process ended.
    shop.couch.databases.get('events').delete('o-1:00000001');
    const later = await openCouch({ clock, couch: shop.couch });
    const page = await (await later.as(customer)).get('pull');
    assert.deepEqual(
      page.events.map(({ seq }) => seq),
      [1, 2],
    );
    assert.deepEqual(later.errors, []);
  });

  test('an event that somebody else wrote is told, not covered', async () => {
    const shop = await openCouch({ clock });
    shop.couch.databases
      .get('events')
      .set('o-1:00000001', { _id: 'o-1:00000001', _rev: '1-y', n: 1, entry: {} });
    const { ada } = await ask(shop);
    assert.match(String(shop.errors[0]), /somebody else has written the event o-1:00000001/);
    assert.equal((await ada.get('order/o-1')).head.seq, 1);
  });

  test('two processes at once decide one after the other', async () => {
    const shop = await openCouch({ clock });
    await shop.put(orderOf(), 'ada', [policy]);
    const second = await openCouch({ clock, couch: shop.couch });
    const people = [await shop.as(customer), await second.as(customer)];
    // Long enough for both to read before either writes.
    shop.couch.ms = 2;
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, i) => people[i % 2].push(command('request', requestFor(orderOf())))),
    );
    const receipts = all.flatMap(({ receipts: some = [] }) => some);
    assert.equal(receipts.filter(({ st }) => st === 'applied').length, 3);
    assert.deepEqual(
      (await people[0].get('order/o-1')).events.map(({ seq }) => seq),
      [1, 2, 3],
    );
  });

  test('a refund is paid once, and its claim is written before', async () => {
    let now = start;
    const shop = await openCouch({ clock: () => now });
    const { asked } = await ask(shop);
    const ava = await shop.as(desk);
    const step = (t, base, p = {}) => ava.push(command(t, { case: asked.case, base, p }));
    const items = [{ line: 'mug', quantity: 1, grade: 'as_new', disposition: 'restock' }];
    await step('approve', 1);
    await step('receive', 2);
    await step('inspect', 3, { items });
    await step('refund', 4);
    shop.provider.loseAnswers = 1;
    const claimed = [];
    const refund = shop.provider.refund.bind(shop.provider);
    shop.provider.refund = async (...call) => {
      const [{ book }] = shop.couch.documents('state').filter(({ _id }) => _id === 'order:o-1');
      claimed.push(book.outbox.find(({ kind }) => kind === 'issue_refund').attempts);
      return refund(...call);
    };
    await shop.backend.work();
    now += hour;
    await shop.backend.work();
    assert.deepEqual([...shop.provider.paid.values()], [1000]);
    assert.deepEqual(claimed, [1, 2]);
    const types = (await ava.get('order/o-1')).events.map(({ t }) => t);
    assert.ok(types.includes('refund.confirmed'), types.join(' '));
  });

  test('a customer’s own database has what the customer may see, also later', async () => {
    const shop = await openCouch({ clock, own: true });
    await shop.put(orderOf(), 'ada', [policy]);
    const ava = await shop.as(desk);
    const claim = command('request', {
      p: {
        request: {
          kind: 'damage_claim',
          items: [{ line: 'mug', quantity: 1, reason: 'damaged_in_transit' }],
        },
        text: 'The parcel was wet',
        category: 'damaged',
      },
    });
    const [receipt] = (await ava.push(claim)).receipts;
    assert.equal(receipt.st, 'applied', JSON.stringify(receipt));
    const own = () => shop.couch.documents('of-ada').map(({ entry }) => entry);
    assert.deepEqual(Object.keys((await own())[0]).sort(), ['digest', 'h', 'order', 'seq']);
    await ava.push(command('ask', { case: claim.case, base: 1, p: { text: 'Was it wet?', of: 'buyer' } }));
    assert.deepEqual(
      own().map(({ t }) => t),
      ['case.opened', 'case.asked'],
    );
  });

  test('what is erased is gone from every database', async () => {
    const shop = await openCouch({ clock, own: true });
    const { ada, asked } = await ask(shop);
    await ada.push(command('message', { case: asked.case, base: 1, p: { text: 'my secret words' } }));
    const everything = () => JSON.stringify(['state', 'events', 'of-ada'].map(shop.couch.documents));
    assert.match(everything(), /my secret words/);
    assert.equal(await shop.backend.eraseOrder('o-1'), true);
    assert.doesNotMatch(everything(), /my secret words/);
    assert.deepEqual(shop.errors, []);
  });
});

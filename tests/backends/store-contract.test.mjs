// What the store's port promises, asked of every driver alike.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { orderOf } from './shop.mjs';
import { postgresPool, stores } from './stores.mjs';

const hash = 'a'.repeat(64);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const put = (store, id = 'o-1', subject = 'ada') =>
  store.transaction(async (tx) => tx.putOrder({ id, subject, order: orderOf(id) }));
const entry = (order, seq, more = {}) => ({
  order,
  seq,
  case: `case-of-${order}`,
  t: 'case.noted',
  v: 1,
  cause: `command-${order}-${seq}`,
  at: '2026-05-10T10:00:00Z',
  h: `sha256:${order}-${seq}`,
  p: { seq, type: 'case.noted', v: 1, data: {}, actor: { kind: 'buyer' }, command: 'c', prev: '', hash },
  ...more,
});
/** Takes the order and appends at its end, as a decision does. */
const appendTo = (store, order, between = () => {}) =>
  store.transaction(async (tx) => {
    const { seq } = await tx.lockOrder(order);
    await between();
    await tx.append([entry(order, seq + 1)]);
    return seq + 1;
  });
const receipt = (id, more = {}) => ({
  receipt: { id, st: 'applied', seq: 1 },
  fingerprint: `print of ${id}`,
  subject: 'ada',
  replica: 'r',
  order: 'o-1',
  case: 'c-1',
  ...more,
});
const effect = (key) => ({ key, order: 'o-1', case: 'c-1', kind: 'notify', data: { code: key } });

for (const { name, skip, open } of stores) {
  describe(`the store: ${name}`, { skip }, () => {
    test('keeps orders as they were put, with their newest state', async () => {
      const { store } = await open();
      await put(store);
      await put(store, 'o-2', 'eve');
      const order = { ...orderOf(), number: 'A \u0000 "quoted" \u{1f4e6} \u2028' };
      await store.transaction(async (tx) => {
        await tx.putOrder({ id: 'o-1', subject: 'somebody else', order, meta: { paid: true } });
        assert.deepEqual(await tx.order('o-1'), { id: 'o-1', subject: 'ada', order, meta: { paid: true } });
        assert.equal(await tx.order('o-9'), undefined);
        assert.deepEqual(
          (await tx.orders('eve')).map(({ id }) => id),
          ['o-2'],
        );
        assert.equal((await tx.orders()).length, 2);
      });
    });

    test('numbers the log of an order under its lock, however many come at once', async () => {
      const { store } = await open();
      await put(store);
      assert.deepEqual(await store.transaction(async (tx) => tx.lockOrder('o-1')), { seq: 0, h: '' });
      assert.deepEqual(await store.transaction(async (tx) => tx.heads({})), []);
      const given = await Promise.all(
        Array.from({ length: 25 }, () => appendTo(store, 'o-1', () => pause(Math.random() * 3))),
      );
      assert.deepEqual(
        given.sort((a, b) => a - b),
        Array.from({ length: 25 }, (_, i) => i + 1),
      );
      await store.transaction(async (tx) => {
        assert.deepEqual(await tx.heads({}), [['o-1', 25, 'sha256:o-1-25']]);
        assert.deepEqual(
          (await tx.entries('o-1', 20, 3)).map(({ seq }) => seq),
          [20, 21, 22],
        );
        assert.deepEqual(await tx.entries('o-1', 1, 1), [entry('o-1', 1)]);
        assert.equal(await tx.orderOf('case-of-o-1'), 'o-1');
        assert.equal(await tx.orderOf('none'), undefined);
        const [only] = await tx.cases('o-1');
        assert.deepEqual([only.id, only.order, only.events.length], ['case-of-o-1', 'o-1', 25]);
      });
    });

    test('sees within a transaction what it appended, and forgets it when that fails', async () => {
      const { store } = await open();
      await put(store);
      await assert.rejects(
        store.transaction(async (tx) => {
          await tx.append([entry('o-1', 1)]);
          assert.equal((await tx.entries('o-1', 1, 10)).length, 1);
          assert.equal((await tx.lockOrder('o-1')).seq, 1);
          await tx.putReceipt(receipt('one'), 1);
          throw new Error('no');
        }),
        /^Error: no$/,
      );
      await store.transaction(async (tx) => {
        assert.deepEqual(await tx.entries('o-1', 1, 10), []);
        assert.deepEqual(await tx.lockOrder('o-1'), { seq: 0, h: '' });
        assert.equal(await tx.receipt('one'), undefined);
      });
    });

    test('a cursor never passes an entry that is committed later', async () => {
      const { store } = await open();
      const orders = Array.from({ length: 8 }, (_, i) => `o-${i}`);
      for (const id of orders) await put(store, id);
      const seen = [];
      let position = 0;
      let writing = true;
      const read = async () => {
        for (let last = false; !last; ) {
          last = !writing;
          const page = await store.transaction(async (tx) => tx.entriesAfter(position, 7, {}));
          seen.push(...page.entries.map(({ order, seq }) => `${order}/${seq}`));
          if (page.entries.length) last = false;
          ({ position } = page);
        }
      };
      const write = async (id) => {
        for (let i = 0; i < 15; i++) {
          await store.transaction(async (tx) => {
            const { seq } = await tx.lockOrder(id);
            await tx.append([entry(id, seq + 1)]);
            // The entry has its place; the transaction goes on for a while.
            if (i % 3 === 0) await tx.entries(id, 1, 1);
            await pause(Math.random() * 4);
          });
        }
      };
      const reading = read();
      await Promise.all(orders.map(write));
      writing = false;
      await reading;
      assert.equal(new Set(seen).size, 8 * 15);
      assert.equal(seen.length, 8 * 15);
      for (const id of orders) {
        const own = seen.filter((each) => each.startsWith(`${id}/`));
        assert.deepEqual(
          own,
          Array.from({ length: 15 }, (_, i) => `${id}/${i + 1}`),
        );
      }
      const ahead = await store.transaction(async (tx) => tx.entriesAfter(position + 5000, 7, {}));
      assert.deepEqual(ahead, { entries: [], position });
    });

    test('keeps to a scope: a customer, an order, a party', async () => {
      const { store } = await open();
      for (const [id, subject] of [
        ['o-1', 'ada'],
        ['o-2', 'ada'],
        ['o-3', 'eve'],
      ]) {
        await put(store, id, subject);
        await appendTo(store, id);
      }
      await store.transaction(async (tx) => {
        await tx.addParties('o-3', 'case-of-o-3', ['buyer', 'carrier']);
        await tx.addParties('o-3', 'case-of-o-3', ['carrier', 'insurer']);
        await tx.addParties('o-1', 'case-of-o-1', ['buyer']);
      });
      await store.transaction(async (tx) => {
        const found = async (scope) => [
          (await tx.entriesAfter(0, 10, scope)).entries.map(({ order }) => order),
          (await tx.heads(scope)).map(([order]) => order),
        ];
        assert.deepEqual(await found({}), [
          ['o-1', 'o-2', 'o-3'],
          ['o-1', 'o-2', 'o-3'],
        ]);
        assert.deepEqual(await found({ subject: 'ada' }), [
          ['o-1', 'o-2'],
          ['o-1', 'o-2'],
        ]);
        assert.deepEqual(await found({ order: 'o-2' }), [['o-2'], ['o-2']]);
        assert.deepEqual(await found({ parties: ['carrier', 'insurer'] }), [['o-3'], ['o-3']]);
        assert.deepEqual(await found({ parties: [] }), [[], []]);
        const parties = await tx.parties(['o-1', 'o-3']);
        assert.deepEqual([...parties.get('case-of-o-3')].sort(), ['buyer', 'carrier', 'insurer']);
        assert.deepEqual([...parties.get('case-of-o-1')], ['buyer']);
        assert.equal((await tx.parties([])).size, 0);
      });
    });

    test('keeps one receipt for an id, and can strip it', async () => {
      const { store } = await open();
      const race = await Promise.all(
        ['one', 'two', 'three'].map((replica) =>
          store.transaction(async (tx) => {
            const known = await tx.receipt('id');
            if (known) return known.replica;
            await pause(5);
            await tx.putReceipt(receipt('id', { replica }), 1);
            return replica;
          }),
        ),
      );
      assert.equal(new Set(race).size, 1);
      await store.transaction(async (tx) => {
        const said = { id: 'other', st: 'rejected', seq: 3, code: 'stale', message: 'Ada’s' };
        await tx.putReceipt(receipt('other', { receipt: said, case: 'c-2' }), 2);
        assert.deepEqual(await tx.receiptsOf('c-2'), [receipt('other', { receipt: said, case: 'c-2' })]);
        await tx.replaceReceipt({ id: 'other', st: 'rejected', seq: 3, code: 'stale' }, '');
        const stripped = await tx.receipt('other');
        assert.deepEqual(
          [stripped.receipt.message, stripped.fingerprint, stripped.subject],
          [undefined, '', 'ada'],
        );
      });
    });

    test('gives what is to be done to one worker at a time, and again when that one is gone', async () => {
      const { store } = await open();
      await put(store);
      await store.transaction(async (tx) => {
        for (let i = 0; i < 10; i++) await tx.enqueue(effect(`e${i}`), 100 + i);
        await tx.enqueue(effect('e0'), 1);
        await tx.enqueue(effect('later'), 9_000);
      });
      const claim = (now) => store.transaction(async (tx) => tx.claimEffects(now, now + 1000, 4));
      const taken = await Promise.all([claim(500), claim(500), claim(500), claim(500)]);
      const keys = taken.flat().map(({ key }) => key);
      assert.equal(new Set(keys).size, keys.length);
      for (let more = await claim(500); more.length; more = await claim(500))
        keys.push(...more.map(({ key }) => key));
      assert.deepEqual(
        keys.sort(),
        Array.from({ length: 10 }, (_, i) => `e${i}`),
      );
      await store.transaction(async (tx) => {
        for (const key of keys.slice(2)) await tx.effectDone(key, 600, { to: 'Ada' });
        await tx.effectFailed('e0', 700, 'lost \0 it');
      });
      assert.deepEqual(await claim(650), []);
      const [again] = await claim(750);
      assert.deepEqual(
        [again.key, again.attempts, again.firstTry, again.data],
        ['e0', 1, 500, { code: 'e0' }],
      );
      assert.deepEqual(
        (await claim(1600)).map(({ key }) => key),
        ['e1'],
        'its worker was never heard of again',
      );
      await store.transaction(async (tx) => {
        await tx.forgetResult('e5');
        const known = Object.fromEntries((await tx.effects('c-1')).map((each) => [each.key, each]));
        assert.deepEqual(known.e4, {
          key: 'e4',
          kind: 'notify',
          data: { code: 'e4' },
          done: true,
          result: { to: 'Ada' },
        });
        assert.equal(known.e5.result, undefined);
        assert.equal(known.e0.done, false);
      });
    });

    test('lets one refund leave an order at a time, and keeps no other order waiting', async () => {
      const { store } = await open();
      await put(store);
      await put(store, 'o-2');
      const refund = (key, order) => ({ ...effect(key), order, kind: 'issue_refund' });
      await store.transaction(async (tx) => {
        for (const key of ['a', 'b', 'c']) await tx.enqueue(refund(key, 'o-1'), 100);
        await tx.enqueue(effect('mail'), 100);
        await tx.enqueue(refund('d', 'o-2'), 100);
      });
      const claim = async (now) => {
        const claimed = () => store.transaction(async (tx) => tx.claimEffects(now, now + 1000, 9));
        const taken = await Promise.all([claimed(), claimed(), claimed()]);
        return taken
          .flat()
          .map(({ key }) => key)
          .sort();
      };
      const end = (work) => store.transaction(work);
      assert.deepEqual(await claim(200), ['a', 'd', 'mail']);
      assert.deepEqual(await claim(300), [], 'the first one is on its way');
      await end(async (tx) => tx.effectDone('a', 400));
      assert.deepEqual(await claim(400), ['b']);
      await end(async (tx) => tx.effectFailed('b', 9_000, 'no answer'));
      assert.deepEqual(await claim(500), ['c'], 'one that has to be tried again later holds nobody up');
      await end(async (tx) => tx.effectDone('mail', 500));
      assert.deepEqual(await claim(1250), ['d'], 'its worker was never heard of again');
    });

    test('gives what is due to one worker at a time', async () => {
      const { store } = await open();
      await put(store);
      await store.transaction(async (tx) => {
        for (let i = 0; i < 6; i++) await tx.setDeadline(`c-${i}`, 'o-1', 100);
        await tx.setDeadline('c-0', 'o-1', undefined);
        await tx.setDeadline('c-1', 'o-1', 5_000);
      });
      const claim = (now) => store.transaction(async (tx) => tx.claimCases(now, now + 1000, 3));
      const both = (await Promise.all([claim(200), claim(200)])).flat();
      assert.deepEqual(both.map((each) => each.case).sort(), ['c-2', 'c-3', 'c-4', 'c-5']);
      assert.deepEqual(await claim(300), []);
      assert.equal((await claim(1200)).length, 3);
    });

    test('keeps evidence in pieces, by who sent it', async () => {
      const { store } = await open();
      await put(store);
      await store.transaction(async (tx) => {
        const blob = { sha256: hash, subject: 'ada', order: 'o-1', size: 5, type: 'image/png' };
        await tx.putBlob(blob);
        await tx.appendBlob(hash, 'ada', 0, Uint8Array.of(1, 2, 0));
        assert.deepEqual(await tx.blob(hash, 'ada'), { ...blob, received: 3, complete: false });
        await tx.appendBlob(hash, 'ada', 3, Uint8Array.of(255, 128));
        await tx.completeBlob(hash, 'ada');
        assert.deepEqual(new Uint8Array(await tx.blobBytes(hash, 'ada')), Uint8Array.of(1, 2, 0, 255, 128));
        assert.equal(await tx.blob(hash, 'eve'), undefined);
        assert.equal((await tx.blob(hash)).complete, true);
        assert.deepEqual(
          (await tx.blobsOf('o-1')).map(({ received }) => received),
          [5],
        );
        await tx.dropBlob(hash, 'ada');
        assert.deepEqual(await tx.blobsOf('o-1'), []);
        assert.equal((await tx.blobBytes(hash, 'ada')).length, 0);
      });
    });

    test('binds a device to the first who comes', async () => {
      const { store } = await open();
      const bind = (subject, now) => store.transaction(async (tx) => tx.bindReplica('r', subject, now));
      const both = await Promise.all([bind('ada', 1), bind('ada', 2)]);
      assert.deepEqual(both[0], both[1]);
      assert.equal((await bind('eve', 3)).subject, 'ada');
    });

    test('puts a payload in the place of another, in the log and in the case', async () => {
      const { store } = await open();
      await put(store);
      await store.transaction(async (tx) => {
        const words = { ...entry('o-1', 1).p, personal: { text: 'Ada was here' } };
        await tx.append([entry('o-1', 1, { p: words })]);
        await tx.replacePayload('o-1', 1, entry('o-1', 1).p);
        assert.deepEqual(await tx.entries('o-1', 1, 9), [entry('o-1', 1)]);
        assert.equal((await tx.cases('o-1'))[0].events[0].personal, undefined);
      });
    });

    test('is the same when it is opened again', async () => {
      const { store, again } = await open();
      await put(store);
      await appendTo(store, 'o-1');
      const second = await again();
      assert.equal(second.epoch, store.epoch);
      assert.match(store.epoch, /^[0-9a-f]{16}$/);
      assert.equal((await second.transaction(async (tx) => tx.entries('o-1', 1, 9))).length, 1);
    });
  });
}

const [, { open, skip, name }] = stores;
describe(`several processes over one ${name}`, { skip }, () => {
  test('bring the schema up to date together', async () => {
    const { createPostgresStore } = await import('aftersale/server');
    const pool = await postgresPool();
    const opened = await Promise.all(
      Array.from({ length: 6 }, () => createPostgresStore(pool, { schema: 'together' })),
    );
    assert.equal(new Set(opened.map(({ epoch }) => epoch)).size, 1);
    await assert.rejects(createPostgresStore(pool, { schema: 'no; DROP' }), /not a plain name/);
  });

  test('hear of what the others append, also after their connection broke', async () => {
    const { store, again, schema } = await open();
    await put(store);
    const other = await again();
    const heard = [];
    const stop = await other.listen((order) => heard.push(order));
    await appendTo(store, 'o-1');
    for (let i = 0; i < 100 && heard.length < 1; i++) await pause(10);
    assert.deepEqual(heard, ['o-1']);
    const pool = await postgresPool();
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN ${schema}_log'`,
    );
    for (let i = 0; i < 100 && heard.length < 2; i++) {
      await appendTo(store, 'o-1');
      await pause(50);
    }
    assert.equal(heard.length >= 2, true);
    stop();
  });

  test('a transaction that two of them lose against each other is run again', async () => {
    const { store } = await open();
    for (const id of ['o-1', 'o-2']) await put(store, id);
    let runs = 0;
    const cross = (one, two) =>
      store.transaction(async (tx) => {
        runs++;
        await tx.lockOrder(one);
        await pause(60);
        await tx.lockOrder(two);
        const { seq } = await tx.lockOrder(one);
        await tx.append([entry(one, seq + 1)]);
      });
    await Promise.all([cross('o-1', 'o-2'), cross('o-2', 'o-1')]);
    assert.equal(runs, 3);
    assert.equal((await store.transaction(async (tx) => tx.heads({}))).length, 2);
  });
});

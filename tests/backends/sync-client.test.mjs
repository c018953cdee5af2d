// The client of the package against the backend of the package, over networks as they are.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMemoryStorage } from 'aftersale/sync';
import { customer, desk, openShop, orderOf, requestFor, until } from './shop.mjs';

const order = orderOf();
const ask = (client, more = {}) =>
  client.submit({
    order: 'o-1',
    type: 'request',
    data: requestFor(order).p,
    quote: requestFor(order).quote,
    ...more,
  });

/** Chance that is the same every time. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('the queue', () => {
  test('keeps a command until there is a network, and another process may send it', async () => {
    const shop = await openShop();
    const storage = createMemoryStorage();
    const gone = await shop.client(customer, {
      storage,
      network: async () => {
        throw new TypeError('no network');
      },
    });
    const { case: id } = await ask(gone);
    assert.equal(gone.case(id).state, 'saved');
    await until(() => gone.status.online === false);
    await gone.close();
    const back = await shop.client(customer, { storage });
    await until(() => back.case(id)?.state === 'confirmed');
    assert.equal((await shop.log()).length, 1);
    await back.close();
  });

  test('no answer of a server ever deletes a command', async () => {
    const shop = await openShop();
    for (const status of [400, 401, 403, 404, 408, 409, 413, 418, 422, 426, 429, 500, 502, 503]) {
      let broken = true;
      const client = await shop.client(customer, {
        storage: createMemoryStorage(),
        network: (go) =>
          broken
            ? Promise.resolve(new Response('<html>no</html>', { status, headers: { 'retry-after': '0' } }))
            : go(),
      });
      const { id } = await client.submit({
        order: 'o-1',
        case: '01900000-0000-7000-8000-000000000000',
        type: 'note',
        data: { text: 'hello' },
      });
      await new Promise((resolve) => setTimeout(resolve, 60));
      assert.deepEqual(
        client.export().map((each) => each.id),
        [id],
        `status ${status}`,
      );
      broken = false;
      await client.close();
    }
  });

  test('a login page with status 200 is no answer either', async () => {
    const shop = await openShop();
    let captive = true;
    const client = await shop.client(customer, {
      network: (go) => (captive ? Promise.resolve(new Response('<html>Welcome to the hotel</html>')) : go()),
    });
    const { case: id } = await ask(client);
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal(client.case(id).state, 'saved');
    captive = false;
    client.retry();
    await until(() => client.case(id).state === 'confirmed');
    await client.close();
  });

  test('a refusal stays visible until somebody has seen it', async () => {
    const shop = await openShop();
    const client = await shop.client(customer);
    const { id, case: caseId } = await ask(client, { quote: 'f'.repeat(64) });
    await until(() => client.case(caseId).state === 'needs_you');
    assert.equal(client.case(caseId).pending[0].receipt.code, 'quote_changed');
    await client.dismiss(id);
    assert.equal(client.case(caseId), undefined);
    await client.close();
  });

  test('what cannot be kept is not said to be kept', async () => {
    const shop = await openShop();
    const storage = createMemoryStorage();
    const client = await shop.client(customer, {
      storage: {
        ...storage,
        write: async () => {
          throw new DOMException('full', 'QuotaExceededError');
        },
      },
    });
    await assert.rejects(ask(client), { code: 'not_saved' });
    await client.close();
  });

  test('commands that build on each other arrive in order', async () => {
    const shop = await openShop();
    let online = false;
    const client = await shop.client(customer, {
      network: (go) => (online ? go() : Promise.reject(new TypeError('no network'))),
    });
    const { case: id } = await ask(client);
    for (const text of ['one', 'two', 'three'])
      await client.submit({ order: 'o-1', case: id, type: 'note', data: { text } });
    online = true;
    client.retry();
    await until(() => client.case(id).state === 'confirmed');
    assert.deepEqual(
      (await shop.log()).map(({ p }) => p.personal?.text),
      [undefined, 'one', 'two', 'three'],
    );
    await client.close();
  });
});

describe('the log on this device', () => {
  test('is mended when a page has a hole, and when its chain does not hold', async () => {
    const shop = await openShop();
    const desktop = await shop.client(desk);
    const ids = [];
    const asking = await shop.client(customer);
    for (let i = 0; i < 3; i++) {
      ids.push((await ask(asking)).case);
      await until(() => asking.case(ids[i]).state === 'confirmed');
    }
    await asking.close();
    await until(() => desktop.cases().length === 3);
    for (const spoil of [
      (page) => ({ ...page, events: page.events.filter(({ seq }) => seq !== 2) }),
      (page) => ({
        ...page,
        events: page.events.map((entry) =>
          entry.seq === 2 ? { ...entry, p: { ...entry.p, data: {} } } : entry,
        ),
      }),
      (page) => ({ ...page, events: [...page.events].reverse() }),
    ]) {
      const client = await shop.client(customer, {
        network: async (go, url) => {
          const response = await go();
          return String(url).includes('/pull') ? Response.json(spoil(await response.json())) : response;
        },
      });
      await until(() => client.cases().length === 3);
      assert.deepEqual(
        client
          .cases()
          .map(({ id }) => id)
          .sort(),
        [...ids].sort(),
      );
      assert.ok(client.cases().every(({ confirmed }) => confirmed.events[0].data.quote));
      await client.close();
    }
    await desktop.close();
  });

  test('is begun anew when the backend is another one, and what is pending is kept', async () => {
    const storage = createMemoryStorage();
    const one = await openShop();
    const first = await one.client(customer, { storage });
    const { case: old } = await ask(first);
    await until(() => first.case(old)?.state === 'confirmed');
    await first.close();
    const two = await openShop();
    const second = await two.client(customer, { storage });
    const { case: fresh } = await ask(second);
    await until(() => second.case(fresh)?.state === 'confirmed' && second.case(old) === undefined);
    await second.close();
  });
});

describe('what a cursor has passed by', () => {
  /** A desk whose pages lose entries while the cursor goes on, and that counts what it asks. */
  async function openDesk({ answerHeads = (go) => go(), answerOrder = (go) => go() } = {}) {
    const shop = await openShop({ orders: [orderOf(), orderOf('o-2')] });
    const asked = { heads: 0, pulls: 0, losing: false, lost: 0 };
    const network = async (go, url) => {
      const { pathname } = new URL(url);
      if (pathname.endsWith('/heads')) {
        asked.heads++;
        return answerHeads(go);
      }
      if (pathname.includes('/order/')) return answerOrder(go);
      if (pathname.endsWith('/pull')) asked.pulls++;
      if (!asked.losing || !pathname.endsWith('/pull')) return go();
      const page = await (await go()).json();
      asked.lost += page.events.length;
      return Response.json({ ...page, events: [] });
    };
    const client = await shop.client(desk, { network });
    await until(() => asked.heads === 1 && client.status.pulledAt !== undefined);
    const buyer = await shop.client(customer);
    asked.losing = true;
    await ask(buyer);
    await until(() => asked.lost === 1);
    asked.losing = false;
    const { p: data, quote } = requestFor(orderOf('o-2'));
    const askOfTwo = () => ask(buyer, { order: 'o-2', data, quote });
    const close = () => Promise.all([client.close(), buyer.close()]);
    const later = () => {
      shop.now += 3 * 60_000;
      client.retry();
    };
    return { client, buyer, asked, askOfTwo, later, close };
  }

  test('comes when the heads of the logs are asked for, which is now and then', async () => {
    const { client, asked, later, close } = await openDesk();
    const { pulls } = asked;
    client.retry();
    await until(() => asked.pulls > pulls);
    assert.deepEqual([client.cases().length, asked.heads], [0, 1], 'not with each page');
    later();
    await until(() => client.cases().length === 1);
    assert.equal(asked.heads, 2);
    await close();
  });

  test('holds up nothing where heads are not to be had', async () => {
    const answers = [
      async () => new Response('{}', { status: 404 }),
      async () => Response.json({ no: 'list' }),
      async () => new Response('<html>Welcome to the hotel</html>'),
    ];
    for (const answerHeads of answers) {
      const { client, buyer, asked, askOfTwo, later, close } = await openDesk({ answerHeads });
      later();
      await until(() => asked.heads === 2);
      await askOfTwo();
      await until(() => client.cases().some(({ order }) => order === 'o-2'));
      // The next entry of the order shows the hole.
      await ask(buyer);
      await until(() => client.cases().length === 3);
      await close();
    }
  });

  test('holds up nothing when its log cannot be fetched either', async () => {
    const { client, asked, askOfTwo, later, close } = await openDesk({
      answerOrder: async () => new Response('{}', { status: 404 }),
    });
    later();
    await until(() => asked.heads === 2);
    await askOfTwo();
    await until(() => client.cases().length === 1);
    await close();
  });
});

describe('what happens between a page and its writing', () => {
  test('a command that is given, sent and applied meanwhile is taken off the queue', async () => {
    const shop = await openShop();
    const storage = createMemoryStorage();
    let hold;
    const client = await shop.client(customer, {
      storage,
      network: async (go, url) => {
        if (hold && String(url).includes('/pull')) await hold;
        return go();
      },
    });
    await until(() => client.status.pulledAt !== undefined);
    let release;
    hold = new Promise((resolve) => (release = resolve));
    client.retry();
    await new Promise((resolve) => setTimeout(resolve, 20));
    // The page is under way, and this is not yet in the queue that it was asked for.
    const { case: id } = await ask(client);
    await until(async () => (await storage.read()).items[0]?.receipt?.st === 'applied');
    hold = undefined;
    release();
    await until(() => client.case(id)?.confirmed.events.length === 1);
    assert.deepEqual((await storage.read()).items, []);
    await client.close();
  });

  test('a page that another tab has taken in by then is not written over what that tab has', async () => {
    const storage = createMemoryStorage();
    const entries = [{ order: 'o-1', seq: 1, h: 'x' }];
    assert.equal(
      await storage.write({ after: '', entries, heads: [{ order: 'o-1', seq: 1, h: 'x' }], cursor: 'e.5' }),
      true,
    );
    assert.equal(
      await storage.write({ after: '', heads: [{ order: 'o-1', seq: 0, h: '' }], cursor: 'e.2' }),
      false,
    );
    const { cursor, heads } = await storage.read();
    assert.deepEqual([cursor, heads[0].seq], ['e.5', 1]);
  });
});

describe('who this is', () => {
  test('is asked for when only reading needs it, and a hold ends with the first page', async () => {
    const shop = await openShop();
    let known = false;
    let asked = 0;
    let mend = false;
    const client = await shop.client(customer, {
      network: (go) => (known ? go() : Promise.resolve(new Response('{}', { status: 401 }))),
      more: {
        reauthenticate: async () => {
          asked++;
          known = mend;
          return mend;
        },
      },
    });
    await until(() => client.status.hold === 'signed_out');
    assert.equal(asked, 1);
    mend = known = true;
    client.retry();
    await until(() => client.status.hold === undefined && client.status.pulledAt !== undefined);
    known = false;
    client.retry();
    await until(() => asked === 2 && known);
    await client.close();
  });
});

describe('chance', () => {
  test('twelve devices, a third of all messages lost or doubled: every command has one effect', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const random = dice(seed);
      const shop = await openShop({ orders: [orderOf('o-1', 40)] });
      const many = orderOf('o-1', 40);
      let calm = false;
      const network = async (go) => {
        const fate = calm ? 1 : random();
        if (fate < 0.12) throw new TypeError('lost on the way there');
        const response = await go();
        if (fate < 0.3) await response.body?.cancel();
        if (fate < 0.24) throw new TypeError('lost on the way back');
        if (fate < 0.3) return new Response('{}', { status: 503, headers: { 'retry-after': '0' } });
        return response;
      };
      const clients = await Promise.all(Array.from({ length: 12 }, () => shop.client(customer, { network })));
      const sent = [];
      for (const client of clients) {
        const { p, quote } = requestFor(many);
        sent.push(await client.submit({ order: 'o-1', type: 'request', data: p, quote }));
      }
      setTimeout(() => {
        calm = true;
      }, 1500);
      await until(
        () =>
          clients.every(
            (client, i) =>
              client.case(sent[i].case)?.state === 'confirmed' ||
              client.case(sent[i].case)?.state === 'needs_you',
          ),
        20_000,
      );
      const log = await shop.log();
      const causes = log.filter(({ t }) => t === 'case.opened').map(({ cause }) => cause);
      assert.equal(new Set(causes).size, causes.length, `seed ${seed}: a command was applied twice`);
      assert.deepEqual([...causes].sort(), sent.map(({ id }) => id).sort(), `seed ${seed}`);
      assert.deepEqual(shop.errors, []);
      await Promise.all(clients.map((client) => client.close()));
    }
  });
});

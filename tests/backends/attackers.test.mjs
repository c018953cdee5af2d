// People who mean harm: made-up envelopes by the ten thousand, every endpoint as somebody else, replays over devices and years.
// Chance has a fixed seed; SEED in the environment is another one.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anyOf, createOrderLinks, createTokens } from 'aftersale/server';
import { uuidv7 } from 'aftersale/sync';
import { command, customer, desk, hour, openShop, orderOf, requestFor, start, stranger } from './shop.mjs';
import { stores } from './stores.mjs';

const seed = Number(process.env.SEED ?? 20260510);

function dice(state) {
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = (list) => list[Math.floor(next() * list.length)];
  return { next, pick, chance: (share) => next() < share };
}

const types =
  `request approve refuse cancel ship receive inspect assess complete_repair refund confirm_refund fail_refund
  confirm_charge fail_charge close reopen appeal acknowledge classify investigate report propose accept decline dispute decide
  send deliver confirm answer convert ask reply extend track message add_evidence note redact nothing __proto__`.split(
    /\s+/,
  );
const hostile = [
  0,
  -1,
  1,
  4,
  999_999,
  Number.MAX_SAFE_INTEGER,
  -0.5,
  1e308,
  true,
  false,
  null,
  '',
  '0',
  '1e9',
  'NaN',
  'changed_mind',
  '\u0000',
  '\ud800',
  '\u202e',
  '<script>',
  "'; DROP TABLE event; --",
  '__proto__',
  [],
  {},
  [[]],
  { amount: 99_999, currency: 'EUR' },
  { amount: -1, currency: 'EUR' },
  { kind: 'system' },
  'x'.repeat(9000),
  '2020-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  'mug',
];
const names =
  `amount refund approved actor now version seq receipts quote request items line quantity reason resolution method override
  key reference code result outcome personal hash prev total settlement deadline due effects role subject replica at base dep v t id
  constructor prototype toString __proto__ hasOwnProperty`.split(/\s+/);

/** Every place in a value that something else can be put into. */
function places(value, path = []) {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, each]) => places(each, [...path, key]))];
}

/** Writes objects with any key, `__proto__` too, and any number, as text only can. */
const write = (value) => JSON.stringify(value) ?? 'null';

function mutate(body, { pick, chance, next }) {
  const copy = structuredClone(body);
  for (let n = 1 + Math.floor(next() * 3); n > 0; n--) {
    // Mostly in what the command asks for: the envelope around it is refused at the door.
    const deep = chance(0.8) ? 4 : 1;
    const path = pick(places(copy).filter((each) => each.length >= deep)) ?? ['cmds'];
    const last = path.at(-1);
    let holder = copy;
    for (const step of path.slice(0, -1)) holder = holder?.[step];
    if (typeof holder !== 'object' || holder === null) continue;
    if (chance(0.15)) delete holder[last];
    else if (chance(0.3) && typeof holder === 'object' && !Array.isArray(holder))
      Object.defineProperty(holder, pick(names), {
        value: structuredClone(pick(hostile)),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else holder[last] = structuredClone(pick(hostile));
  }
  return copy;
}

/** A text that is nearly JSON. */
function spoil(text, { next, pick }) {
  const at = Math.floor(next() * text.length);
  return pick([
    () => text.slice(0, at),
    () => text.slice(0, at) + pick(['"', '{', '}', ',', '\\', '\u0000', '0', '1e9', '/**/']) + text.slice(at),
    () => text.replace(/"(\w+)":/, (key) => `${key}1,${key}`),
    () => text.replace(/:1\b/, ':1.0'),
    () => text.replace(/"p":\{/, '"p":{"__proto__":{"approved":true},'),
  ])();
}

for (const { name, skip, open } of stores) {
  const rounds = name === 'SQLite' ? 50 : 5;
  const count = rounds * 200;
  describe(`envelopes: ${name}`, { skip }, () => {
    test(`${count} made-up envelopes of customers, guests and strangers move no money and break nothing`, async () => {
      const chance = dice(seed);
      const clock = () => start;
      const links = createOrderLinks({ secret: 'links', clock });
      const tokens = createTokens({ secret: 'for tests', clock });
      const shop = await openShop({
        store: (await open()).store,
        orders: Array.from({ length: rounds }, (_, i) => [orderOf(`a-${i}`), orderOf(`b-${i}`)]).flat(),
        auth: anyOf(tokens, links),
        clock,
      });
      const honest = await shop.as(customer);
      const crowd = [0, 0, 0, 0, 0, 2, 2, 2, 1, 3, 4];
      const statuses = new Map();
      let opened;
      let people = [];
      let known = {};
      for (let i = 0; i < count; i++) {
        if (i % 200 === 0) {
          // Another pair of orders, since logs grow long under fire.
          const [one, two] = [`a-${i / 200}`, `b-${i / 200}`];
          opened = command('request', { ...requestFor(orderOf(one)), order: one });
          assert.equal((await honest.receipt(opened)).st, 'applied');
          known = { [one]: [opened.case], [two]: [], 'o-9': [] };
          people = [
            { token: await tokens.issue(customer), orders: [one, one, one, two] },
            { token: await tokens.issue(stranger), orders: [one, 'o-9'] },
            { token: await links.issue(two), orders: [two, two, two, one] },
            { token: await tokens.issue({ id: 'mia', role: 'host' }), orders: [one] },
            { token: await tokens.issue({ id: 'nord', role: 'carrier' }), orders: [one, two] },
          ];
        }
        const t = chance.chance(0.25) ? 'request' : chance.pick(types);
        const person = people[chance.pick(crowd)];
        const order = chance.pick(person.orders);
        const { p, quote } = requestFor(orderOf(order));
        const each = {
          id: chance.chance(0.1) ? opened.id : uuidv7(start + i),
          order,
          case: chance.chance(0.7) ? (chance.pick(known[order]) ?? opened.case) : uuidv7(start + i),
          t: `return.${t}`,
          v: 1,
          base: t === 'request' ? 0 : 1 + Math.floor(chance.next() * 3),
          at: new Date(start).toISOString(),
          // Right in itself it would be a request; it is spoiled below.
          ...(t === 'request'
            ? { p, quote: chance.chance(0.5) ? quote : 'f'.repeat(64) }
            : {
                p: {
                  items: [{ line: 'mug', quantity: 1, grade: 'as_new', disposition: 'restock' }],
                  key: 'k',
                  reference: 'r',
                  reason: 'asked_for',
                  text: 'x',
                  amount: { amount: 3000, currency: 'EUR' },
                  result: 'lost',
                },
              }),
        };
        const keep = chance.next();
        const only = chance.pick(['key', 'items', 'text', 'amount', 'reason', 'result', '']);
        if (t !== 'request' && keep < 0.5) each.p = only && each.p[only] ? { [only]: each.p[only] } : {};
        const body = { proto: 1, replica: uuidv7(start + i), schema: 1, cmds: [each] };
        if (t === 'request') known[order].push(each.case);
        const mutant = chance.chance(0.6) ? mutate(body, chance) : body;
        const text = chance.chance(0.1) ? spoil(write(mutant), chance) : write(mutant);
        const response = await shop.backend.fetch(
          new Request('http://shop/case-sync/1/push', {
            method: 'POST',
            body: text,
            headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
          }),
        );
        const answer = await response.json();
        const told = answer.receipts?.[0]?.code ?? answer.receipts?.[0]?.st ?? answer.code;
        statuses.set(`${response.status} ${told}`, (statuses.get(`${response.status} ${told}`) ?? 0) + 1);
        assert.ok(
          response.status < 500,
          `seed ${seed}, envelope ${i}: ${response.status} for ${text.slice(0, 500)}`,
        );
      }
      await shop.backend.work();
      assert.equal(shop.provider.calls, 0, 'money was moved');
      const events = [];
      for (const { id } of await shop.store.transaction(async (tx) => tx.orders())) {
        const cases = await shop.store.transaction(async (tx) => tx.cases(id));
        events.push(...cases.flatMap((each) => each.events));
        const promised = cases.map(({ events: [first] }) => first.data.quote?.total.amount ?? 0);
        assert.ok(
          promised.reduce((sum, each) => sum + each, 0) <= 3000,
          `${id}: more was promised than was paid`,
        );
      }
      const decided = /^(refund|charge)\.|approved|received|inspected|decided/;
      assert.deepEqual(
        events.filter(({ type }) => decided.test(type)),
        [],
      );
      for (const { actor } of events) assert.match(actor.kind, /^(buyer|carrier)$/);
      assert.deepEqual(shop.errors, []);
      // The dice reach deep: into receipts of many kinds, not only into the first check.
      assert.ok(statuses.size >= 16, `${[...statuses.keys()]}`);
      assert.ok((statuses.get('200 applied') ?? 0) > rounds / 5, 'hardly anything was taken');
    });
  });
}

describe('replays', () => {
  test('over devices, customers and four hundred days, a command is what it was', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const asked = command('request', requestFor(orderOf()));
    const first = await ada.receipt(asked);
    for (const days of [1, 30, 400]) {
      shop.now = start + days * 24 * hour;
      await shop.backend.work();
      const length = (await shop.log()).length;
      assert.deepEqual(await ada.receipt(asked), first, `after ${days} days`);
      for (const reader of [await shop.as(customer), await shop.as(stranger), await shop.as(desk)])
        assert.equal((await reader.push(asked)).status, 422, `another device after ${days} days`);
      assert.equal((await shop.log()).length, length, 'a replay did something');
    }
    assert.equal([...shop.provider.paid.values()].reduce((sum, each) => sum + each, 0) <= 1000, true);
  });

  test('a thousand times at once and after one another, it happens once', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const asked = command('request', requestFor(orderOf()));
    const seen = new Set();
    for (let round = 0; round < 20; round++) {
      const receipts = await Promise.all(Array.from({ length: 50 }, () => ada.receipt(asked)));
      for (const each of receipts) seen.add(JSON.stringify(each));
    }
    assert.equal(seen.size, 1);
    assert.equal((await shop.log()).length, 1);
  });
});

describe('pollution', () => {
  const dirty = ['__proto__', 'constructor', 'prototype', '\\u005f_proto__', '__pro\\u0074o__'];
  test('no key reaches a prototype, wherever in a body it stands', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const good = JSON.stringify({
      proto: 1,
      replica: ada.replica,
      schema: 1,
      cmds: [command('request', requestFor(orderOf()))],
    });
    const holes = [...good.matchAll(/\{/g)].map(({ index }) => index + 1);
    for (const key of dirty) {
      for (const at of holes) {
        const text = `${good.slice(0, at)}"${key}":{"role":"merchant","approved":true},${good.slice(at)}`;
        const answer = await ada.call('POST', 'push', text);
        assert.deepEqual(
          [answer.status, (await answer.json()).code],
          [400, 'forbidden_key'],
          text.slice(at - 20, at + 30),
        );
      }
      const blob = await ada.call('POST', 'blob', `{"${key}":{"have":true},"sha256":"${'a'.repeat(64)}"}`);
      assert.equal(blob.status, 400);
    }
    for (const name of ['role', 'approved', 'have']) assert.equal({}[name], undefined);
    assert.equal((await shop.log()).length, 0);
  });

  test('names of every object are no ids, types or members of tables', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    for (const word of ['toString', 'hasOwnProperty', 'valueOf', 'constructor', '__proto__']) {
      assert.equal((await ada.call('GET', `order/${word}`)).status, 404);
      assert.equal((await ada.call('GET', `${word}`)).status, 404);
      const type = `return.${word.toLowerCase().replace(/[^a-z_]/g, '')}`;
      const receipt = await ada.receipt(
        command('x', { t: type, order: word === '__proto__' ? 'o-1' : word }),
      );
      assert.equal(receipt.st, 'rejected', word);
      const evidence = { sha256: 'a'.repeat(64), size: 20, type: word, order: 'o-1' };
      assert.equal((await ada.call('POST', 'blob', JSON.stringify(evidence))).status, 415, word);
    }
    assert.deepEqual(shop.errors, []);
  });
});

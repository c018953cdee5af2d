// The same orders as in races.test.mjs, ten returns of one unit at once each, with the deciding backend in front of unmodified
// servers: what was bought comes back and is paid back, no more, whatever is lost on the way. SQLite and PostgreSQL keep the log.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createMedusaBackend } from 'aftersale/backends/medusa';
import { createVendureBackend } from 'aftersale/backends/vendure';
import { createPostgresStore, createSqliteStore } from 'aftersale/server';
import sqlite from 'node-sqlite3-wasm';
import pg from 'pg';
import { command, engine, hour, openShop as openBackend } from '../backends/shop.mjs';
import { openMedusa } from './medusa/adapter.mjs';
import { instantPolicy as policy } from './policy.mjs';
import { startPostgres } from './support/postgres.mjs';
import { openVendure } from './vendure/adapter.mjs';

const bought = 3;
const order = { id: 'guarded', market: 'de', lines: { tee: bought } };
const attempts = 10;
/** Orders at each server; AFTERSALE_ORDERS asks for more. */
const rounds = Number(process.env.AFTERSALE_ORDERS || 10);

let postgres;
before(async () => {
  postgres = await startPostgres();
  await postgres.create('guard');
});
after(() => postgres?.stop());

const stores = {
  SQLite: async () => ({ store: createSqliteStore(new sqlite.Database(':memory:')), close() {} }),
  async PostgreSQL() {
    const pool = new pg.Pool({ connectionString: postgres.url('guard'), max: 10 });
    const store = await createPostgresStore(pool, { schema: `s${Date.now()}` });
    // One process hears itself; a connection that listens would keep the pool from ending.
    return { store: { ...store, listen: undefined }, close: () => pool.end() };
  },
};

const sum = (amounts) => amounts.reduce((all, amount) => all + amount, 0);

/** Loses the answer to every third refund: it was paid, and nobody here knows. */
function forgetful(handler) {
  let calls = 0;
  return async (row) => {
    const result = await handler(row);
    calls += 1;
    if (calls % 3 === 0) throw new Error('the answer was lost');
    return result;
  };
}

/** Ten customers' devices ask for one unit each, at once; gives what those were promised who were told yes. */
async function race(guard, sold) {
  const request = {
    items: [{ line: sold.lines[0].id, quantity: 1, reason: 'changed_mind' }],
    resolution: 'original_payment_method',
    method: 'by_mail',
  };
  const quote = engine.quote({ order: sold, policies: [policy], request, now: new Date(guard.now) });
  await guard.backend.putOrder({ id: sold.id, subject: 'ada', order: sold });
  const at = new Date(guard.now).toISOString();
  const devices = await Promise.all(
    Array.from({ length: attempts }, () => guard.as({ id: 'ada', role: 'customer' })),
  );
  // The tax of a unit may round to another cent than that of its neighbour, and with the last one the delivery is paid back as
  // well: who is told so looks again and says yes again.
  const ask = async (device, seen) => {
    for (;;) {
      const given = command('request', { order: sold.id, at, p: { request }, quote: seen.hash });
      const receipt = await device.receipt(given);
      if (receipt.code !== 'quote_changed') return { ...receipt, promised: seen.total.amount };
      seen = receipt.quote;
    }
  };
  const receipts = await Promise.all(devices.map((device) => ask(device, quote)));
  // As often as it takes: what failed waits, so the clock goes on.
  for (let round = 0; round < 6; round += 1) {
    await guard.backend.work();
    guard.now += hour;
  }
  const refused = receipts.filter(({ st }) => st === 'rejected').map(({ code }) => code);
  const promised = receipts.filter(({ st }) => st === 'applied').map(({ promised }) => promised);
  return { promised, refused };
}

async function guarded(open, handler, place, read) {
  const { store, close } = await open();
  const guard = await openBackend({
    orders: [],
    store,
    policies: () => [policy],
    effects: { issue_refund: forgetful(handler) },
  });
  guard.now = Date.now();
  const found = [];
  const began = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    const placed = await place();
    const { order: sold } = engine.readOrder(await read(placed));
    const { promised, refused } = await race(guard, sold);
    const { order: later } = engine.readOrder(await read(placed));
    const refunded = sum(later.tenders.map((tender) => tender.refunded?.amount ?? 0));
    assert.equal(promised.length, bought, `three of ten, and not ${promised.length}: ${refused.join(', ')}`);
    assert.deepEqual([...new Set(refused)], ['exceeds_returnable']);
    assert.equal(refunded, sum(promised), 'what was promised was paid, once');
    assert.equal(
      refunded,
      sum(sold.tenders.map(({ amount }) => amount.amount)),
      'all came back, so all is paid back',
    );
    found.push(refunded);
  }
  await close();
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  return `${found.length} orders, ${attempts} returns of one unit at once each: ${bought} of ${bought} units accepted and paid back in each, 0 over-returned, 0 over-refunded, in ${seconds} s`;
}

describe('Medusa, guarded', () => {
  let medusa;
  let token;
  before(async () => {
    medusa = await openMedusa(postgres);
    token = medusa.server.token;
  });
  after(() => medusa?.stop());

  for (const [name, open] of Object.entries(stores)) {
    test(`Medusa behind ${name}: ten returns of one unit at once`, async () => {
      const { readOrder, issueRefund } = createMedusaBackend({
        url: medusa.server.base,
        headers: () => ({ authorization: `Bearer ${token}` }),
      });
      const said = await guarded(
        open,
        issueRefund,
        () => medusa.place(order),
        ({ id }) => readOrder(id),
      );
      console.log(`    Medusa behind ${name}: ${said}`);
    });
  }
});

describe('Vendure, guarded', () => {
  let vendure;
  before(async () => {
    vendure = await openVendure(postgres);
  });
  after(() => vendure?.stop());

  for (const [name, open] of Object.entries(stores)) {
    test(`Vendure behind ${name}: ten returns of one unit at once`, async () => {
      const admin = vendure.shop[order.market].admin;
      const { issueRefund } = createVendureBackend({
        // The tests' own client unwraps the only field of an answer.
        admin: async (query, variables) => ({
          [/(\w+)\(/.exec(query.slice(query.indexOf('{')))[1]]: await admin(query, variables),
        }),
      });
      const said = await guarded(
        open,
        issueRefund,
        () => vendure.place(order),
        (placed) => vendure.read(placed),
      );
      console.log(`    Vendure behind ${name}: ${said}`);
    });
  }
});

// The same orders as in races.test.mjs, ten returns of one unit at once each, with the deciding backend in front of unmodified
// servers: what was bought comes back and is paid back, no more, whatever is lost on the way. SQLite and PostgreSQL keep the log.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createMedusaBackend } from 'aftersale/backends/medusa';
import { createVendureBackend } from 'aftersale/backends/vendure';
import { createPostgresStore, createSqliteStore } from 'aftersale/server';
import sqlite from 'node-sqlite3-wasm';
import pg from 'pg';
import { customer, engine, openShop as openBackend } from '../backends/shop.mjs';
import { openMedusa } from './medusa/adapter.mjs';
import { instantPolicy as policy } from './policy.mjs';
import * as three from './race.mjs';
import { startPostgres } from './support/postgres.mjs';
import { openVendure } from './vendure/adapter.mjs';

const { attempts, bought, insist, order, overAll, paidFor, race, requestOf, settled, sum } = three;
const rounds = three.rounds(10);

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

const lost = 'the answer was lost';

/** Loses the answer to every third refund: it was paid, and nobody here knows. */
function forgetful(handler) {
  let calls = 0;
  return async (row) => {
    const result = await handler(row);
    calls += 1;
    if (calls % 3 === 0) throw new Error(lost);
    return result;
  };
}

async function guarded(name, open, handler, place, read) {
  const { store, close } = await open();
  const guard = await openBackend({
    orders: [],
    store,
    policies: () => [policy],
    effects: { issue_refund: forgetful(handler) },
  });
  guard.now = Date.now();
  let over = false;
  // What failed waits, so the clock goes on.
  const worker = (async () => {
    while (!over) {
      await guard.backend.work();
      guard.now += 1000;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  const devices = await Promise.all(Array.from({ length: attempts }, () => guard.as(customer)));
  const soldOf = async (placed) => engine.readOrder(await read(placed)).order;
  const confirmed = async (id) =>
    (await guard.log(id)).filter(({ t }) => t === 'refund.confirmed').length === bought;
  // What a server refuses is asked again, and again: when that does not end, the test says what it was.
  const failures = () => guard.errors.filter(({ cause }) => cause?.message !== lost);
  const paid = (id) => settled(async () => failures().length > 100 || (await confirmed(id)), 50);
  const began = performance.now();
  try {
    await overAll(Array(rounds).fill(order), async (wanted) => {
      const placed = await place(wanted);
      const sold = await soldOf(placed);
      await guard.backend.putOrder({ id: sold.id, subject: customer.id, order: sold });
      const request = requestOf(sold.lines[0].id);
      const promised = await race((which) =>
        insist(
          (command) => devices[which].receipt(command),
          sold,
          request,
          () => guard.now,
        ),
      );
      await paid(sold.id);
      assert.ok(
        await confirmed(sold.id),
        `every refund is confirmed; ${failures().length} failures: ${failures()[0]?.message}`,
      );
      const later = await soldOf(placed);
      const refunded = sum(later.tenders.map((tender) => tender.refunded?.amount ?? 0));
      assert.equal(refunded, promised, 'what was promised was paid, once');
      assert.equal(refunded, paidFor(sold), 'all came back, so all is paid back');
    });
  } finally {
    over = true;
    await worker;
    await close();
  }
  three.told(name, rounds, began);
}

describe('Medusa, guarded', () => {
  let medusa;
  before(async () => {
    medusa = await openMedusa(postgres);
  });
  after(() => medusa?.stop());

  for (const [name, open] of Object.entries(stores)) {
    test(`Medusa behind ${name}: ten returns of one unit at once`, async () => {
      const { readOrder, issueRefund } = createMedusaBackend({
        url: medusa.server.base,
        headers: () => ({ authorization: `Bearer ${medusa.server.token}` }),
      });
      const read = ({ id }) => readOrder(id);
      await guarded(`Medusa behind ${name}`, open, issueRefund, medusa.place, read);
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
      await guarded(`Vendure behind ${name}`, open, issueRefund, vendure.place, vendure.read);
    });
  }
});

// The server and the database are killed under load, again and again: no command that was acknowledged is lost, none happens
// twice, and every refund is paid once. How long it takes until the next command is acknowledged is told, not asserted.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createPostgresStore, createSqliteStore, exportAudit, verifyAudit } from 'aftersale/server';
import sqlite from 'node-sqlite3-wasm';
import pg from 'pg';
import { at } from '../../wasm/tools/lib/project.mjs';
import { openProvider, startLoad } from './kill/world.mjs';
import { hasPostgres, startPostgres } from './support/postgres.mjs';
import { freePort, startServer } from './support/process.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const people = 12;
const noPostgres = hasPostgres() ? false : 'no PostgreSQL is installed';

async function startBackend(database, provider, port) {
  port ??= await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [at('tests/servers/kill/server.mjs'), `${port}`, database, provider.url];
  const ready = async () => (await fetch(`${url}/case-sync/1/heads`)).status === 401;
  const server = await startServer(process.execPath, args, { ready, seconds: 30, env: process.env });
  return { url, port, kill: () => process.kill(server.id, 'SIGKILL'), stop: () => server.stop() };
}

/** Compares what people were told with what is in the database. */
async function settle({ load, store, provider, what, recoveries }) {
  const orders = await load.stop();
  const log = new Map();
  let events = 0;
  for (const order of orders) {
    for (const entry of await store.transaction(async (tx) => tx.entries(order, 1, 1000))) {
      events++;
      log.set(entry.cause, [...(log.get(entry.cause) ?? []), entry]);
    }
  }
  let lost = 0;
  let twice = 0;
  for (const [id, receipt] of load.acknowledged) {
    const entries = log.get(id) ?? [];
    if (receipt.st === 'applied' && !entries.some(({ seq }) => seq === receipt.seq)) lost++;
    if (new Set(entries.map(({ t }) => t)).size !== entries.length) twice++;
  }
  // Refunds that the last seconds have asked for are still on their way.
  const confirmed = () =>
    store.transaction(async (tx) => {
      let open = 0;
      for (const order of orders) {
        for (const { events: all } of await tx.cases(order)) {
          const has = (type) => all.some((event) => event.type === type);
          if (has('refund.issued') && !has('refund.confirmed')) open++;
        }
      }
      return open;
    });
  for (let i = 0; i < 60 && (await confirmed()) > 0; i++) await pause(500);
  const paid = [...provider.paid.values()];
  const audit = await verifyAudit(exportAudit(store));
  console.log(
    `${what}: ${load.acknowledged.size} commands acknowledged, ${events} events, ${lost} lost, ${twice} twice; ` +
      `${paid.length} refunds of ${orders.length} orders; next acknowledgement after ${recoveries.join(', ')} ms`,
  );
  assert.deepEqual([lost, twice, await confirmed()], [0, 0, 0], 'lost, twice, refunds without an end');
  assert.equal(audit.valid, true, JSON.stringify(audit.problems.slice(0, 3)));
  assert.ok(
    paid.length <= orders.length && paid.every((amount) => amount === 1000),
    'a refund was paid twice',
  );
  assert.equal(new Set([...provider.paid.keys()]).size, orders.length, 'each order has its refund');
}

/** Under load, kills `times` times what `strike` kills and brings back. */
async function underFire(load, times, strike) {
  const recoveries = [];
  for (let i = 0; i < times; i++) {
    await pause(2500);
    const struck = Date.now();
    await strike(i);
    // What was under way when it was struck may still have been answered; that is no recovery.
    recoveries.push((await load.after(Date.now())) - struck);
  }
  await pause(1000);
  return recoveries;
}

/** What a test has opened is closed in any case, the last first: a test that failed must not leave people or servers behind. */
function closing(t) {
  const all = [];
  t.after(async () => {
    for (const close of all.reverse()) await Promise.resolve(close()).catch(() => {});
  });
  return (close) => all.push(close);
}

describe('killed under load: SQLite', () => {
  test('the server, five times', { timeout: 300_000 }, async (t) => {
    const closes = closing(t);
    const folder = mkdtempSync(join(tmpdir(), 'aftersale-kill-'));
    closes(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'cases.sqlite');
    const provider = await openProvider();
    closes(provider.close);
    let backend = await startBackend(file, provider);
    closes(() => backend.stop());
    const load = startLoad(backend.url, people);
    closes(load.abandon);
    const recoveries = await underFire(load, 5, async () => {
      backend.kill();
      await backend.stop();
      backend = await startBackend(file, provider, backend.port);
    });
    // The server keeps the file to itself; what is in it is read once it has ended its refunds and is gone.
    const orders = load.stop();
    await orders;
    await pause(10_000);
    await backend.stop();
    rmSync(`${file}.lock`, { recursive: true, force: true });
    const store = createSqliteStore(new sqlite.Database(file));
    closes(() => store.close());
    await settle({
      load: { ...load, stop: () => orders },
      store,
      provider,
      what: 'SQLite, server killed',
      recoveries,
    });
  });
});

describe('killed under load: PostgreSQL', { skip: noPostgres }, () => {
  async function openStore(database, closes) {
    const pool = new pg.Pool({ connectionString: database });
    closes(() => pool.end());
    return createPostgresStore(pool);
  }

  test('the server, five times; the database, three times', { timeout: 400_000 }, async (t) => {
    const closes = closing(t);
    const postgres = await startPostgres({ durable: true });
    closes(() => postgres.stop());
    const provider = await openProvider();
    closes(provider.close);
    const database = postgres.url('postgres');
    // Two servers at once over one database: when one is killed, the other is there.
    const servers = [await startBackend(database, provider), await startBackend(database, provider)];
    closes(() => Promise.all(servers.map((server) => server.stop())));
    let turn = 0;
    const load = startLoad(() => servers[turn++ % servers.length].url, people);
    closes(load.abandon);
    const struck = await underFire(load, 5, async (i) => {
      const one = i % 2;
      servers[one].kill();
      await servers[one].stop();
      servers[one] = await startBackend(database, provider, servers[one].port);
    });
    const crashed = await underFire(load, 3, async () => {
      postgres.kill();
      await pause(300);
      await postgres.restart();
    });
    const store = await openStore(database, closes);
    const recoveries = [...struck, 'database', ...crashed];
    await settle({ load, store, provider, what: 'PostgreSQL, server and database killed', recoveries });
  });

  test('the primary, for good: the synchronous standby has everything', { timeout: 300_000 }, async (t) => {
    const closes = closing(t);
    const primary = await startPostgres({ durable: true });
    closes(() => primary.stop());
    const standby = await startPostgres({ standbyOf: primary });
    closes(() => standby.stop());
    const admin = new pg.Pool({ connectionString: primary.url('postgres') });
    admin.on('error', () => {});
    closes(() => admin.end());
    await admin.query("ALTER SYSTEM SET synchronous_standby_names = '*'");
    await admin.query('SELECT pg_reload_conf()');
    for (let state = ''; state !== 'sync'; await pause(100)) {
      const { rows } = await admin.query('SELECT sync_state FROM pg_stat_replication');
      state = rows[0]?.sync_state;
    }
    const provider = await openProvider();
    closes(provider.close);
    let backend = await startBackend(primary.url('postgres'), provider);
    closes(() => backend.stop());
    const load = startLoad(backend.url, people);
    closes(load.abandon);
    const recoveries = await underFire(load, 1, async () => {
      primary.kill();
      // The standby waits for a second one from here on, unless it is told that it is alone.
      await standby.promote();
      const alone = new pg.Pool({ connectionString: standby.url('postgres') });
      await alone.query('ALTER SYSTEM RESET synchronous_standby_names');
      await alone.query('SELECT pg_reload_conf()');
      await alone.end();
      backend.kill();
      await backend.stop();
      backend = await startBackend(standby.url('postgres'), provider, backend.port);
    });
    const store = await openStore(standby.url('postgres'), closes);
    await settle({ load, store, provider, what: 'PostgreSQL, primary killed, standby promoted', recoveries });
  });
});

// Deadlines by a job queue that a PostgreSQL has already: each fires once, with two workers, one of which is killed by SIGKILL in
// the middle of firing one.

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { command, customer, hour, openShop, requestFor } from '../backends/shop.mjs';
import { openStore } from './deadlines/store.mjs';
import { freshOrder } from './kill/world.mjs';
import { overAll, settled } from './race.mjs';
import { startPostgres } from './support/postgres.mjs';

const count = 40;
/** How long the shop of the policy may be silent. */
const silence = 12 * hour;

describe('deadlines by pg-boss', () => {
  let postgres;
  let database;
  let opened;
  const workers = [];
  before(async () => {
    postgres = await startPostgres({ durable: true });
    await postgres.create('deadlines');
    database = postgres.url('deadlines');
    opened = await openStore(database);
  });
  after(async () => {
    for (const { process: child } of workers) child.kill('SIGKILL');
    await opened?.close();
    await postgres?.stop();
  });

  /** A worker at work; `fired` is how many deadlines it has fired by its own account. */
  async function startWorker(...more) {
    const child = fork(new URL('deadlines/worker.mjs', import.meta.url), [database, ...more]);
    const worker = { process: child, fired: 0 };
    workers.push(worker);
    child.on('message', (fired) => {
      worker.fired = fired;
    });
    await once(child, 'message');
    return worker;
  }

  /** Asks on each of the orders, as if the shop had been silent since, but for a moment. */
  async function ask(ids, moment) {
    const clock = () => Date.now() - silence + moment;
    const orders = ids.map((id) => freshOrder(id));
    const shop = await openShop({ store: opened.store, orders, clock });
    const ada = await shop.as(customer);
    await overAll(orders, async (order) => {
      const quoted = requestFor(order, 1, clock());
      const at = new Date(clock()).toISOString();
      const receipt = await ada.receipt(command('request', { order: order.id, at, ...quoted }));
      assert.equal(receipt.st, 'applied', JSON.stringify(receipt));
    });
  }

  const logOf = (id) => opened.store.transaction(async (tx) => tx.entries(id, 1, 100));
  const approved = (log) => log.filter(({ t }) => t === 'case.approved').length;

  test('each fires once, though one of two workers is killed in the middle', {
    timeout: 300_000,
  }, async () => {
    const ids = Array.from({ length: count }, (_, i) => `o-${i}`);
    await ask(ids, 2000);
    const [doomed, other] = await Promise.all([startWorker(3), startWorker()]);
    assert.ok(await settled(() => doomed.fired === 3, 20), 'it never came to the third');
    doomed.process.kill('SIGKILL');
    await once(doomed.process, 'exit');
    const struck = Date.now();
    assert.ok(
      await settled(async () => (await Promise.all(ids.map(logOf))).every((log) => approved(log) > 0), 100),
      'some never fired',
    );
    const logs = await Promise.all(ids.map(logOf));
    assert.deepEqual(logs.map(approved), Array(count).fill(1));
    for (const log of logs)
      assert.deepEqual(
        log.map(({ seq }) => seq),
        log.map((_, i) => i + 1),
      );
    assert.ok(other.fired > 0 && other.fired <= count);
    console.log(
      `    pg-boss: ${count} deadlines, 2 workers, one killed in the middle: each fired once, ` +
        `the last ${((Date.now() - struck) / 1000).toFixed(1)} s after the kill`,
    );
  });

  test('a deadline is a job once, and none of a decision that was rolled back', async () => {
    const jobs = async (id) =>
      (await opened.pool.query(`SELECT id FROM pgboss.job WHERE data->>'order' = $1`, [id])).rows.length;
    await ask(['far'], 6 * hour);
    assert.equal(await jobs('far'), 1);
    const [{ case: id }] = await logOf('far');
    const set = (due) => (tx) => tx.setDeadline(id, 'far', due);
    const due = Date.now() + hour;
    for (let i = 0; i < 3; i++) await opened.store.transaction(set(due));
    assert.equal(await jobs('far'), 2);
    await assert.rejects(
      opened.store.transaction(async (tx) => {
        await set(due + 1)(tx);
        throw new Error('no');
      }),
    );
    assert.equal(await jobs('far'), 2);
  });
});

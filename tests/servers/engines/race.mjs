// Orders of three units, ten commands at once on each: exactly three are returned, and what goes on to a refund is paid once.

import assert from 'node:assert/strict';
import { uuidv7 } from 'aftersale/sync';
import { overAll } from '../race.mjs';
import { command, freshOrder, policy, requestOf } from './shop.mjs';

const customer = { role: 'customer', name: 'Ada' };
/** How many customers the orders belong to. */
const PEOPLE = 50;
const desk = { id: 'desk', role: 'merchant', name: 'Ava' };
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * `as` gives somebody with a device, `putOrders` takes records in, `provider` has what was paid. Prints one line of figures
 * and fails when anything was returned, refunded or written twice.
 */
export async function raceOver({ name, count, as, putOrders, provider }) {
  const orders = Array.from({ length: count }, (_, i) => freshOrder(`race-${i}`));
  const owners = new Map(orders.map(({ id }, i) => [id, `ada-${i % PEOPLE}`]));
  await putOrders(
    orders.map((order) => ({
      id: order.id,
      subject: owners.get(order.id),
      order,
      meta: { policies: [policy] },
    })),
  );
  const buyers = new Map();
  for (const id of new Set(owners.values())) buyers.set(id, await as({ ...customer, id }));
  const ava = await as(desk);
  const totals = { applied: 0, rejected: 0, over: 0 };
  const took = [];
  const paying = [];
  const began = performance.now();
  await overAll(orders, async (order) => {
    const quoted = requestOf(order);
    const ask = async () => {
      const asked = command('request', order.id, uuidv7(), 0, {}, quoted);
      const start = performance.now();
      const { st } = await buyers.get(owners.get(order.id)).receipt(asked);
      took.push(performance.now() - start);
      totals[st]++;
      return st === 'applied' ? [asked.case] : [];
    };
    const cases = (await Promise.all(Array.from({ length: 10 }, ask))).flat();
    if (cases.length !== 3) totals.over++;
    paying.push([order.id, cases[0]]);
  });
  const seconds = (performance.now() - began) / 1000;

  // One case of every tenth order goes on to its refund, which ten are eager to start.
  const some = paying.slice(0, Math.ceil(count / 10));
  await overAll(some, async ([order, id]) => {
    const step = (t, base, p = {}) => ava.receipt(command(t, order, id, base, p));
    const items = [{ line: 'mug', quantity: 1, grade: 'as_new', disposition: 'restock' }];
    await step('approve', 1);
    await step('receive', 2);
    await step('inspect', 3, { items });
    const eager = await Promise.all(Array.from({ length: 10 }, () => step('refund', 4)));
    assert.equal(eager.filter(({ st }) => st === 'applied').length, 1, order);
  });
  for (let i = 0; i < 120 && provider.paid.size < some.length; i++) await pause(250);
  await pause(500);

  let events = 0;
  let twice = 0;
  let open = 0;
  const refunded = new Set(some.map(([order]) => order));
  await overAll(orders, async ({ id }) => {
    const { events: log, head } = await ava.get(`order/${id}`);
    events += log.length;
    const kinds = log.map(({ cause, t }) => `${cause} ${t}`);
    if (new Set(kinds).size !== kinds.length) twice++;
    if (refunded.has(id) && !log.some(({ t }) => t === 'refund.confirmed')) open++;
    assert.deepEqual(
      log.map(({ seq }) => seq),
      Array.from({ length: head.seq }, (_, i) => i + 1),
    );
  });
  took.sort((a, b) => a - b);
  const paid = [...provider.paid.values()];
  console.log(
    `${name}: ${count * 10} commands on ${count} orders in ${seconds.toFixed(1)} s (${Math.round((count * 10) / seconds)} a second, ` +
      `p50 ${took[took.length >> 1].toFixed(0)} ms, p99 ${took[Math.floor(took.length * 0.99)].toFixed(0)} ms): ` +
      `${totals.applied} applied, ${totals.rejected} rejected, ${totals.over} orders with other than three; ` +
      `${some.length * 10} refunds asked for, ${paid.length} paid of ${some.length}, ${twice} logs with a command twice, ${events} events`,
  );
  assert.deepEqual(totals, { applied: count * 3, rejected: count * 7, over: 0 });
  assert.deepEqual(paid, Array(some.length).fill(1000));
  assert.deepEqual([twice, open], [0, 0], 'logs with a command twice, refunds without an end');
}

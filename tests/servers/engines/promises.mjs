// What every engine with an object per order has to keep, asked by HTTP; and how a test puts its orders there.

import assert from 'node:assert/strict';
import { checks, reportText } from 'aftersale/conformance';
import { createOrderLinks } from 'aftersale/server';
import { uuidv7 } from 'aftersale/sync';
import { command, conformanceOf, freshOrder, policy, requestOf } from './shop.mjs';

/** Orders of each race; ORDERS is another number. */
export const count = Number(process.env.ORDERS ?? 1000);
export const customer = { id: 'ada', role: 'customer', name: 'Ada' };
export const desk = { id: 'desk', role: 'merchant', name: 'Ava' };

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Takes records in at `/orders`; and orders of three units, one by one, for somebody. */
export function ordersAt(address) {
  const put = async (records) => {
    const response = await fetch(`${address()}/orders`, { method: 'POST', body: JSON.stringify(records) });
    assert.equal(response.status, 200, await response.text());
  };
  const take = async (id, subject = customer.id) => {
    const order = freshOrder(id);
    await put([{ id, subject, order, meta: { policies: [policy] } }]);
    return order;
  };
  return { put, take };
}

export async function kitPasses(address) {
  const report = await conformanceOf(address);
  assert.equal(report.failed, 0, reportText(report));
  assert.equal(report.passed, checks.length);
}

/** A guest's link opens one order, and its cursor follows that one. */
export async function guestFollows({ url, as, take, secret, wait = '' }) {
  const orders = [await take('others'), await take('guests')];
  const headers = { authorization: `Bearer ${await createOrderLinks({ secret }).issue('guests')}` };
  const get = async (path) => (await fetch(`${url}/case-sync/1/${path}`, { headers })).json();
  const begin = await get('pull');
  assert.deepEqual([begin.events, begin.reset], [[], false]);
  const ada = await as(customer);
  for (const order of orders) {
    const asked = command('request', order.id, uuidv7(), 0, {}, requestOf(order));
    assert.equal((await ada.receipt(asked)).st, 'applied');
  }
  const page = await get(`pull?cursor=${begin.cursor}${wait}`);
  assert.deepEqual([...new Set(page.events.map(({ order }) => order))], ['guests']);
  assert.deepEqual(
    (await get('heads')).map(([order]) => order),
    ['guests'],
  );
  assert.equal((await get('order/others')).status, 404);
}

/** What is erased is nowhere but in the chain. */
export async function erases({ url, as, take, more = () => '' }) {
  const order = await take('erased');
  const [ada, ava] = [await as(customer), await as(desk)];
  const id = uuidv7();
  await ada.receipt(command('request', 'erased', id, 0, {}, requestOf(order)));
  await ada.receipt(command('message', 'erased', id, 1, { text: 'my secret words' }));
  const said = async () => JSON.stringify([await ava.get('order/erased'), await more(ava)]);
  assert.match(await said(), /my secret words/);
  const response = await fetch(`${url}/erase`, { method: 'POST', body: 'erased' });
  assert.equal(await response.json(), true);
  assert.doesNotMatch(await said(), /my secret words/);
}

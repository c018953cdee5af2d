// Orders and news as a person reads them, value by value, for at least three documents of every storefront: what is expected here,
// in expected/*.json (shop_payloads.test.mjs) and in fixtures/marketplaces.mjs (marketplaces.test.mjs) together. Documents that are
// not part of the project are read where they are at hand.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { createAftersale } from '../../dist/node.js';
import { amount, summary } from './documents.mjs';
import { news, orders } from './fixtures/by-hand.mjs';
import { marketplaces } from './fixtures/marketplaces.mjs';
import { at, readJson } from './support.mjs';

const shared = process.env.AFTERSALE_SHARED ?? at('../shared');
const fileOf = (name) => (name.startsWith('payloads/') ? `${shared}/${name}` : at(name));
const storefrontOf = (name) => name.split('/')[1];

let aftersale;
before(async () => {
  aftersale = await createAftersale();
});
after(() => aftersale?.close());

const read = (name, mode) => {
  const text = readFileSync(fileOf(name), 'utf8');
  const { ok, result, errors } = JSON.parse(
    aftersale.dispatchText(JSON.stringify({ op: 'translate', mode, plugin: 'auto', text })),
  );
  assert.ok(ok, JSON.stringify(errors));
  return result;
};
const skip = (name) => (existsSync(fileOf(name)) ? false : 'the document is not here (AFTERSALE_SHARED)');

for (const [name, { totals = {}, paid, ...wanted }] of Object.entries(orders)) {
  test(`${name}: as read by hand`, { skip: skip(name) }, () => {
    const result = read(name, 'read_order');
    assert.equal(result.plugin, storefrontOf(name));
    const order = result.order ?? result.orders[0];
    assert.deepEqual(summary(order, wanted), wanted);
    for (const [key, value] of Object.entries(totals)) assert.equal(order.totals[key]?.amount, value, key);
    if (paid) {
      const tenders = (order.tenders ?? []).map((t) => [amount(t.amount), amount(t.refunded)]);
      assert.deepEqual(tenders, paid);
    }
  });
}

for (const [name, wanted] of Object.entries(news)) {
  test(`${name}: what happened, as read by hand`, { skip: skip(name) }, () => {
    const { update, updates = [update], plugin } = read(name, 'read_update');
    assert.equal(plugin, storefrontOf(name));
    const { asked, refunded, ...told } = updates[0];
    if (asked) told.asked = asked.amount;
    if (refunded) told.refunded = refunded.amount;
    assert.deepEqual(Object.fromEntries(Object.keys(wanted).map((key) => [key, told[key]])), wanted);
  });
}

test('every storefront has at least three documents that were read by hand', () => {
  const count = new Map();
  const add = (storefront, many) => count.set(storefront, (count.get(storefront) ?? 0) + many);
  for (const name of [...Object.keys(orders), ...Object.keys(news)]) add(storefrontOf(name), 1);
  for (const file of readdirSync(at('tests/js/expected')))
    for (const { lines, update, updates, orders: several } of Object.values(
      readJson(`tests/js/expected/${file}`),
    ))
      if (lines ?? update ?? updates ?? several) add(file.replace('.json', ''), 1);
  for (const { plugin, expected, news: told } of Object.values(marketplaces))
    add(plugin, Object.keys(expected).length + Object.keys(told).length);
  const all = readdirSync(at('plugins')).filter((name) => existsSync(at(`plugins/${name}/adapter.json`)));
  assert.equal(all.length, 16);
  assert.deepEqual(
    all.filter((name) => !(count.get(name) >= 3)),
    [],
  );
});

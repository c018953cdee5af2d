// Orders of three units, and ten who want one of them back at the same moment: what every race at a shop's own server is run with.

import assert from 'node:assert/strict';
import { command, engine } from '../backends/shop.mjs';
import { instantPolicy as policy } from './policy.mjs';

export const bought = 3;
export const attempts = 10;
export const order = { id: 'three', market: 'de', lines: { tee: bought } };
/** Orders at each server; AFTERSALE_ORDERS asks for more. */
export const rounds = (few) => Number(process.env.AFTERSALE_ORDERS || few);
/** How many orders are bought, raced over and looked at side by side; the ten of an order are always at once. */
export const hands = Number(process.env.AFTERSALE_HANDS || 6);

export const sum = (amounts) => amounts.reduce((all, amount) => all + amount, 0);
export const paidFor = ({ tenders }) => sum(tenders.map(({ amount }) => amount.amount));

/** Runs `work` over all, some at a time; tells it which hand it is. */
export async function overAll(all, work, many = hands) {
  const waiting = [...all];
  const hand = async (which) => {
    while (waiting.length) await work(waiting.shift(), which);
  };
  await Promise.all(Array.from({ length: many }, (_, which) => hand(which)));
}

/** Asks until there is an answer, which is what comes back; undefined after two minutes. */
export async function settled(check, ms = 300) {
  const until = Date.now() + 120_000;
  for (;;) {
    const found = await check();
    if (found || Date.now() > until) return found;
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}

export const requestOf = (line, quantity = 1) => ({
  items: [{ line, quantity, reason: 'changed_mind' }],
  resolution: 'original_payment_method',
  method: 'by_mail',
});

/**
 * One request, as often as its quote changes: the tax of a unit may round to another cent than that of its neighbour, and with
 * the last one the delivery is paid back as well, so who is told so looks again and says yes again. `send` takes a command and
 * gives its receipt; resolves to the last one, and to what was promised.
 */
export async function insist(send, sold, request, now = Date.now) {
  let seen = engine.quote({ order: sold, policies: [policy], request, now: new Date(now()) });
  for (;;) {
    const at = new Date(now()).toISOString();
    const receipt = await send(command('request', { order: sold.id, at, quote: seen.hash, p: { request } }));
    if (receipt.code !== 'quote_changed') return { ...receipt, promised: seen.total.amount };
    seen = receipt.quote;
  }
}

/** Ten at once, of whom as many are told yes as there are units; resolves to what those were promised. */
export async function race(ask) {
  const receipts = await Promise.all(Array.from({ length: attempts }, (_, which) => ask(which)));
  const accepted = receipts.filter(({ st }) => st === 'applied');
  const refused = receipts.filter(({ st }) => st !== 'applied').map(({ code }) => code);
  assert.deepEqual([accepted.length, [...new Set(refused)]], [bought, ['exceeds_returnable']]);
  return sum(accepted.map(({ promised }) => promised));
}

/** The line of figures that a race prints when nothing went wrong. */
export const told = (name, count, began) =>
  console.log(
    `    ${name}: ${count} orders, ${attempts} requests of one unit at once each: ${bought} of ${bought} units accepted and ` +
      `paid back in each, 0 over-returned, 0 over-refunded, in ${((performance.now() - began) / 1000).toFixed(0)} s`,
  );

// One order at a server, returned as a whole and in two parts: what the server pays back, and what our quotes say.

import { markets } from './orders.mjs';
import { policyOf } from './policy.mjs';

const digits = { JPY: 0 };
const digitsOf = (order) => digits[markets[order.market].currency] ?? 2;

/** A decimal text in major units as whole minor units, half away from zero. */
export function toMinor(text, decimals) {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(
    text,
  );
  const scale = fraction.length - Number(exponent) - decimals;
  const figure = BigInt(whole + fraction);
  const unit = 10n ** BigInt(Math.abs(scale));
  const rounded = scale > 0 ? (figure * 2n + unit) / (unit * 2n) : figure * unit;
  return Number(sign ? -rounded : rounded);
}

/** Minor units as people write them. */
export function toMajor(minor, decimals) {
  const text = `${Math.abs(minor)}`.padStart(decimals + 1, '0');
  const split = text.length - decimals;
  return `${minor < 0 ? '-' : ''}${text.slice(0, split)}${decimals ? `.${text.slice(split)}` : ''}`;
}

/** `delivery` says whether the outward delivery is given back. */
export const policy = (delivery) =>
  policyOf(
    'shop',
    ...(delivery ? [{ id: 'delivery', outboundShipping: { refund: 'all', when: 'all_returned' } }] : []),
  );

/** Our quote for units, by sku, of an order as the server's document has it. */
function quote(aftersale, order, units, { delivery = false, law = false } = {}) {
  const items = Object.entries(units).map(([sku, quantity]) => ({
    line: order.lines.find((line) => line.sku === sku).id,
    quantity,
    reason: 'changed_mind',
  }));
  return aftersale.quote({
    order,
    policies: [policy(delivery)],
    ...(law ? {} : { packs: [] }),
    request: { items, resolution: 'original_payment_method', method: 'by_mail' },
    now: new Date().toISOString(),
  }).total.amount;
}

const without = (all, some) =>
  Object.fromEntries(
    Object.entries(all)
      .map(([sku, quantity]) => [sku, quantity - (some[sku] ?? 0)])
      .filter(([, quantity]) => quantity > 0),
  );

/**
 * Runs one order through a server, which can
 *   place(order) -> placed              read(placed) -> its document, as text
 *   preview(placed, units) -> text      what it would pay back, in major units; undefined where it fails
 *   takeBack(placed, units) -> text     the same for a return that is carried out
 *   refund(placed, text, units)         pays that much back, for units that takeBack told the price of
 */
export async function compare(server, aftersale, order) {
  const decimals = digitsOf(order);
  const rows = [];
  const add = (what, units, theirs, ours) =>
    rows.push({
      order: order.id,
      what,
      units,
      exact: theirs,
      theirs: theirs === undefined ? 'refused' : toMinor(theirs, decimals),
      ours,
      decimals,
    });
  const sold = async (placed) => aftersale.readOrder(await server.read(placed)).order;

  const placed = await server.place(order);
  const fresh = await sold(placed);
  add(
    'everything',
    order.lines,
    await server.preview(placed, order.lines),
    quote(aftersale, fresh, order.lines),
  );
  if (server.previewWithDelivery) {
    const ours = quote(aftersale, fresh, order.lines, { delivery: true });
    add('with delivery', order.lines, await server.previewWithDelivery(placed, order.lines), ours);
  }
  if (order.law) {
    const ours = quote(aftersale, fresh, order.lines, { law: true });
    const preview = server.previewWithDelivery ?? server.preview;
    add('withdrawal', order.lines, await preview(placed, order.lines), ours);
  }
  const first = quote(aftersale, fresh, order.first);
  add('a part', order.first, await server.takeBack(placed, order.first), first);
  await server.refund(placed, toMajor(first, decimals), order.first);
  const rest = without(order.lines, order.first);
  const later = await sold(placed);
  const ours = quote(aftersale, later, rest);
  add('the rest', rest, await server.takeBack(placed, rest), ours);
  return { rows, fresh, later };
}

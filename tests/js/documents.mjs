// What the tests of storefronts' documents share: what an order comes to, and documents that were spoiled.

export const amount = (money) => money?.amount ?? 0;

/** What the parts of an order come to. */
export function partsOf({ lines, shipping = [], taxMode }) {
  const taxes = (list = []) =>
    taxMode === 'exclusive' ? list.reduce((sum, t) => sum + amount(t.amount), 0) : 0;
  const goods = lines.map(
    ({ gross, unitPrice, quantity, discounts = [], taxes: list }) =>
      (gross ? amount(gross) : amount(unitPrice) * quantity) -
      discounts.reduce((sum, d) => sum + amount(d.amount), 0) +
      taxes(list),
  );
  const ways = shipping.map((s) => amount(s.price) - amount(s.discount) + taxes(s.taxes));
  return [...goods, ...ways].reduce((sum, part) => sum + part, 0);
}

/** Texts of the document with single values replaced by something else, the same ones in every run. */
export function spoil(document, wanted) {
  const places = [];
  const walk = (value) => {
    for (const key of Object.keys(value ?? {})) {
      places.push([value, key]);
      if (typeof value[key] === 'object') walk(value[key]);
    }
  };
  walk(document);
  const others = [
    null,
    [],
    {},
    '',
    -1,
    1e300,
    '\u0000',
    'x'.repeat(5000),
    [[[{}]]],
    true,
    '1e999999999',
    0.1,
  ];
  const texts = [];
  for (let i = 0; i < wanted && places.length > 0; i++) {
    const [owner, key] = places[(i * 7919 + 13) % places.length];
    const was = owner[key];
    owner[key] = others[i % others.length];
    texts.push(JSON.stringify(document));
    owner[key] = was;
  }
  return texts;
}

const sum = (list, of) => (list ?? []).reduce((total, item) => total + of(item), 0);

/** An order as expectations state it: a line is [id, quantity, unit price, discounts, taxes], shipping [price, discount, taxes]. */
export function summary(order, like) {
  const off = (item) => sum(item.discounts, (d) => amount(d.amount));
  const tax = (item) => sum(item.taxes, (t) => amount(t.amount));
  const all = {
    id: order.id,
    number: order.number,
    currency: order.currency,
    createdAt: order.createdAt,
    taxMode: order.taxMode,
    status: order.status,
    country: order.buyer?.country,
    lines: order.lines.map((l) => [l.id, l.quantity, amount(l.unitPrice), off(l), tax(l)]),
    shipping: (order.shipping ?? []).map((s) => [amount(s.price), amount(s.discount), tax(s)]),
    totals: Object.fromEntries(
      Object.entries(order.totals ?? {}).map(([name, money]) => [name, amount(money)]),
    ),
    tenders: (order.tenders ?? []).map((t) => [t.kind, amount(t.amount), amount(t.refunded)]),
    returns: (order.returns ?? []).map((r) => [
      r.id,
      r.status,
      amount(r.refunded),
      sum(r.lines, (l) => l.quantity),
    ]),
    shipments: (order.shipments ?? []).map((s) => [s.id, s.status, s.shippedAt ?? null]),
  };
  return Object.fromEntries(Object.keys(like).map((key) => [key, all[key]]));
}

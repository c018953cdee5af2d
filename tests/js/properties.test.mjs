// What has to hold of every answer, whatever the order and the policies: tried on generated ones. The generator is seeded,
// so a failure names the calls that show it.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { createAftersale, loadShippedPack, zoneTable } from '../../dist/node.js';
import { random } from '../support/random.mjs';

const worlds = 1500;
const engine = await createAftersale();
after(() => engine.close());
for (const pack of ['eu', 'uk', 'cn']) {
  const loaded = ask({ op: 'load', kind: 'pack', name: pack, document: await loadShippedPack(pack) });
  assert.equal(loaded.ok, true, JSON.stringify(loaded.errors));
}

function ask(call) {
  return JSON.parse(engine.dispatchText(JSON.stringify(call)));
}

const day = 86_400_000;
const iso = (time) => new Date(time).toISOString();
const placedAt = Date.parse('2026-03-10T09:30:00Z');
const countries = [
  ['DE', 'Europe/Berlin', 'eu'],
  ['FR', 'Europe/Paris', 'eu'],
  ['GB', 'Europe/London', 'uk'],
  ['CN', 'Asia/Shanghai', 'cn'],
  ['CH', 'Europe/Zurich', null],
];
const reasons = [
  'changed_mind',
  'size_too_small',
  'defective',
  'not_as_described',
  'wrong_item',
  'damaged_in_transit',
];
const zones = new Map(
  countries.map(([, name]) => [name, zoneTable(name, '2024-01-01T00:00:00Z', '2042-01-01T00:00:00Z')]),
);

function makeOrder(next, some) {
  const [country, timeZone] = some;
  const lines = Array.from({ length: 1 + next(3) }, (_, index) => ({
    id: `l${index}`,
    title: `Thing ${index}`,
    quantity: 1 + next(3),
    unitPrice: { amount: 100 + next(20_000), currency: 'EUR' },
    discounts: next(3) === 0 ? [{ amount: { amount: 50, currency: 'EUR' }, fundedBy: 'merchant' }] : [],
    requiresShipping: next(8) !== 0,
    attributes: {
      category: ['shoes', 'apparel', 'electronics', 'food'][next(4)],
      finalSale: next(5) === 0,
      customMade: next(8) === 0,
      perishable: next(10) === 0,
      sealed: next(8) === 0,
      digital: next(12) === 0,
      exclusionsConfirmed: next(4) === 0 ? ['custom_made', 'perishable'] : [],
    },
  }));
  const arrived = placedAt + (1 + next(10)) * day + next(86_400) * 1000;
  const delivered = [
    { at: iso(arrived) },
    { at: iso(arrived) },
    { from: iso(arrived), to: iso(arrived + (1 + next(6)) * day) },
    null,
  ][next(4)];
  const status = delivered ? 'delivered' : ['pending', 'shipped'][next(2)];
  return {
    id: `o${next(1000)}`,
    createdAt: iso(placedAt),
    currency: 'EUR',
    taxMode: 'inclusive',
    timeZone,
    channel: ['online', 'live', 'store'][next(3)],
    buyer: { id: 'b', country, consumer: next(8) !== 0, tier: ['', 'gold'][next(2)] },
    lines,
    shipments: [
      {
        id: 's',
        status,
        lines: lines.map(({ id, quantity }) => ({ line: id, quantity })),
        ...(status === 'pending' ? {} : { shippedAt: iso(placedAt + day) }),
        ...(delivered ? { delivered } : {}),
      },
    ],
    tenders: [
      {
        id: 't',
        kind: 'card',
        amount: {
          amount: lines.reduce(
            (sum, { unitPrice, quantity, discounts }) =>
              sum + unitPrice.amount * quantity - discounts.reduce((all, d) => all + d.amount.amount, 0),
            0,
          ),
          currency: 'EUR',
        },
      },
    ],
  };
}

const conditions = [
  { field: 'line.finalSale', op: 'is', value: true },
  { field: 'line.category', op: 'in', value: ['shoes', 'food'] },
  { field: 'line.discounted', op: 'is', value: true },
  { field: 'buyer.tier', op: 'is', value: 'gold' },
  { field: 'line.price', op: 'gte', value: 5000 },
  { field: 'order.channel', op: 'is', value: 'live' },
  { not: { field: 'line.category', op: 'is', value: 'apparel' } },
];
const remorse = ['customer_remorse'];
const faults = ['item_defect', 'not_as_described', 'wrong_item', 'damaged_in_transit'];

function makePolicy(next, layer, id) {
  const maybe = (chance, rule) => (next(chance) === 0 ? [rule] : []);
  const when = () => (next(2) === 0 ? { when: conditions[next(conditions.length)] } : {});
  const arguable = () => (next(6) === 0 ? { confidence: 'arguable' } : {});
  const rules = [
    {
      basis: remorse,
      ...when(),
      ...arguable(),
      window: {
        days: 1 + next(60),
        from: ['delivery', 'order', 'dispatch', 'last_delivery'][next(4)],
        firstDay: ['excluded', 'included'][next(2)],
        roll: ['none', 'next_working_day'][next(2)],
        transitDays: next(6),
      },
    },
    ...maybe(2, { basis: faults, window: { months: 6 + next(30), from: 'delivery' } }),
    ...maybe(2, { ...when(), ...arguable(), basis: remorse, exclude: { code: 'final_sale' } }),
    ...maybe(3, {
      exclude: { code: 'custom_made', confirmed: true },
      when: { field: 'line.customMade', op: 'is', value: true },
    }),
    ...maybe(3, { extension: { until: '2026-05-15', placedFrom: '2026-03-01', placedUntil: '2026-03-31' } }),
    ...maybe(2, {
      resolutions: [
        { resolution: 'original_payment_method' },
        { resolution: 'store_credit', bonusBasisPoints: next(500) },
      ],
    }),
    ...maybe(3, { ...when(), fee: { kind: 'restocking', basisPoints: next(2000) } }),
    ...maybe(3, {
      when: { field: 'answer.used', op: 'is', value: true },
      deduction: { code: 'value_loss', maxBasisPoints: 1 + next(5000) },
    }),
    ...maybe(2, {
      method: { method: 'by_mail', payer: 'buyer', cost: { amount: next(900), currency: 'EUR' } },
    }),
    ...maybe(3, { ...when(), freight: { payer: ['merchant', 'buyer'][next(2)] } }),
    ...maybe(4, { approval: { mode: 'manual', code: 'high_value' } }),
  ].map((rule, index) => ({ id: `${id}-${index}`, ...rule }));
  return { schema: 'aftersale/policy/1', id, layer, versions: [{ version: '1', rules }] };
}

/** An order, a request for it, and the call that asks about it. */
function makeWorld(next) {
  const some = countries[next(countries.length)];
  const order = makeOrder(next, some);
  const items = order.lines.map((line) => ({
    line: line.id,
    quantity: 1 + next(line.quantity),
    reason: reasons[next(reasons.length)],
    answers: { used: next(3) === 0, opened: next(3) === 0 },
  }));
  return {
    call: {
      op: 'evaluate',
      order,
      policies: [makePolicy(next, 'merchant', 'shop')],
      packs: some[2] && next(3) !== 0 ? [some[2]] : [],
      now: iso(placedAt + next(90 * 24) * 3_600_000),
      zone: zones.get(some[1]),
      request: { items },
    },
    next,
  };
}

const rank = { ineligible: 0, manual_review: 1, eligible_with_deduction: 2, eligible: 2 };
const show = (value) => JSON.stringify(value, (key, inner) => (key === 'transitions' ? undefined : inner));

function linesOf(call) {
  const answer = ask(call);
  assert.equal(answer.ok, true, show({ errors: answer.errors, call }));
  return answer.result.lines;
}

/** Runs a property on generated worlds; what it gives back counts how often it had something to check. */
function property(name, seed, check) {
  test(name, () => {
    const next = random(seed);
    let checked = 0;
    for (let index = 0; index < worlds; index += 1) checked += check(makeWorld(next));
    assert.ok(checked > worlds / 4, `only ${checked} checks`);
  });
}

property('no answer gets better by waiting', 1, ({ call, next }) => {
  const times = Array.from({ length: 6 }, () => placedAt + next(900 * 24) * 3_600_000).sort((a, b) => a - b);
  let before;
  for (const time of times) {
    const now = linesOf({ ...call, now: iso(time) });
    now.forEach((line, index) => {
      if (before)
        assert.ok(
          rank[line.outcome] <= rank[before[index].outcome],
          show({ call, time: iso(time), before: before[index], line }),
        );
    });
    before = now;
  }
  return 1;
});

property('another layer takes nothing away', 2, ({ call, next }) => {
  const layer = ['platform', 'live_promise', 'goodwill', 'merchant'][next(4)];
  const more = { ...call, policies: [...call.policies, makePolicy(next, layer, 'other')] };
  const without = linesOf(call);
  const withIt = linesOf(more);
  let granted = 0;
  without.forEach((line, index) => {
    const then = withIt[index];
    assert.ok(rank[then.outcome] >= rank[line.outcome], show({ more, line, then }));
    if (rank[line.outcome] < 2) return;
    granted += 1;
    if (line.outcome === 'eligible') assert.equal(then.outcome, 'eligible', show({ more, line, then }));
    if (then.until) assert.ok(line.until && line.until.at <= then.until.at, show({ more, line, then }));
    const offered = new Set(then.resolutions.map(({ resolution }) => resolution));
    // Money is what a policy means that names nothing; a layer that names something says it in its stead.
    for (const { resolution, rule } of line.resolutions)
      assert.ok(offered.has(resolution) || rule === line.until?.rule, show({ more, line, then }));
  });
  return granted > 0 ? 1 : 0;
});

property('the findings are enough to say the outcome', 3, ({ call }) => {
  for (const line of linesOf(call)) {
    const { findings } = line;
    const has = (effect, of = () => true) =>
      findings.some((finding) => finding.effect === effect && of(finding));
    const isWindow = ({ facts }) => facts?.from !== undefined;
    const outcome = has('refuses', ({ policy }) => policy === 'order')
      ? 'ineligible'
      : has('grants')
        ? has('deducts')
          ? 'eligible_with_deduction'
          : 'eligible'
        : has('reviews', isWindow)
          ? 'manual_review'
          : 'ineligible';
    assert.equal(line.outcome, outcome, show({ call, line }));
  }
  return 1;
});

property('the facts of a window are enough to say when it ends', 4, ({ call }) => {
  let checked = 0;
  for (const { findings } of linesOf(call)) {
    for (const { facts, params } of findings) {
      const began = facts?.startedAt ?? facts?.startedAtEarliest;
      if (!facts?.endsBefore || !began || params.extended || params.rolled) continue;
      const start = Temporal.Instant.from(began).toZonedDateTimeISO(facts.zone).toPlainDate();
      const days = (params.days ?? 0) - (facts.firstDay === 'included' ? 1 : 0);
      const last = start.add({ days }).add({ months: params.months ?? 0 });
      assert.equal(params.lastDay, last.toString(), show({ facts, params }));
      const end = last.add({ days: 1 }).toZonedDateTime({ timeZone: facts.zone }).toInstant();
      assert.equal(facts.endsBefore, end.toString(), show({ facts, params }));
      checked = 1;
    }
  }
  return checked;
});

const better = (then, line) =>
  rank[then.outcome] > rank[line.outcome] ||
  (line.outcome === 'eligible_with_deduction' && then.outcome === 'eligible');

/** What a change means for the call; nothing for those that no call can show. */
const changed = {
  another_reason: (item, { params }, call) => ({ call, item: { ...item, reason: params.reason } }),
  repair_under_guarantee: (item, { params }, call) => ({ call, item: { ...item, reason: params.reason } }),
  return_unopened: (item, _, call) => ({
    call,
    item: { ...item, answers: Object.fromEntries(Object.keys(item.answers).map((id) => [id, false])) },
  }),
  earlier_request: (item, { params }, call) => {
    const noon = Temporal.PlainDate.from(params.date).toZonedDateTime({
      timeZone: call.zone.name,
      plainTime: '12:00',
    });
    return { call: { ...call, now: noon.toInstant().toString() }, item };
  },
};

property('what would change the answer does change it', 5, ({ call }) => {
  let checked = 0;
  linesOf(call).forEach((line, index) => {
    for (const change of line.changes) {
      const item = call.request.items[index];
      const made = changed[change.code]?.(item, change, call);
      if (!made) continue;
      const [then] = linesOf({ ...made.call, request: { items: [made.item] } });
      assert.ok(better(then, line), show({ change, item, line, then, call }));
      if (change.code === 'repair_under_guarantee')
        for (const { resolution } of then.resolutions) assert.match(resolution, /^(repair|replacement)$/);
      checked = 1;
    }
  });
  return checked;
});

// Policies in the shapes of others: what was exported without a loss decides the same when it is imported again, tried on
// generated policies and orders.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createAftersale } from '../../dist/tools-node.js';
import { random } from '../support/random.mjs';
import { errorsOf, now, order, policy } from './support.mjs';

let tools;
before(async () => {
  tools = await createAftersale({ packs: 'none' });
});
after(() => tools.close());

const pick = (next, list) => list[next(list.length)];
const euros = (amount) => ({ amount, currency: 'EUR' });
const methodNames = {
  schema_org: ['by_mail', 'in_store', 'at_kiosk', 'keep'],
  google: ['by_mail', 'in_store', 'at_kiosk'],
};
methodNames.ucp = ['by_mail', 'in_store', 'at_kiosk'];
const faults = ['item_defect', 'not_as_described', 'wrong_item', 'damaged_in_transit', 'missing', 'late'];

/** A policy that says nothing but what the format can hold. */
function makePolicy(next, format) {
  const rules = [];
  const rule = (body) => rules.push({ id: `r${rules.length}`, ...body });
  const kind = next(6);
  const from = format === 'ucp' ? pick(next, ['delivery', 'order', 'dispatch']) : 'delivery';
  const basis = format === 'google' && next(4) === 0 ? { basis: faults } : {};
  if (kind < 4) rule({ ...basis, window: { days: 1 + next(90), from } });
  if (kind === 4) rule({ window: {} });
  if (kind === 5 && format === 'ucp') rule({ window: { days: 10, from } });
  const sells = rules.length > 0;
  if (format === 'acp') {
    if (kind === 4) rules[0].window.days = 5;
    if (sells)
      rule({
        resolutions: [
          { resolution: 'original_payment_method' },
          ...(next(2) ? [{ resolution: 'exchange' }] : []),
        ],
      });
    return wrap(rules);
  }
  const resolutions = {
    schema_org: ['original_payment_method', 'store_credit', 'exchange'],
    ucp: ['original_payment_method', 'store_credit', 'exchange', 'replacement'],
    google: ['exchange'],
  }[format].filter(() => next(2) === 0);
  if (format === 'google') resolutions.unshift('original_payment_method');
  if (sells && resolutions.length > 0)
    rule({ resolutions: resolutions.map((resolution) => ({ resolution })) });
  for (const method of sells ? methodNames[format].filter(() => next(2) === 0) : []) {
    const costs = method === 'by_mail' || (format === 'ucp' && method !== 'keep');
    const payer = costs ? pick(next, ['buyer', 'merchant']) : 'merchant';
    const label =
      method === 'by_mail' && format !== 'ucp' ? { label: pick(next, ['print', 'own', 'in_box']) } : {};
    const cost = payer === 'buyer' && next(2) ? { cost: euros(1 + next(1500)) } : {};
    rule({ method: { method, payer, ...cost, ...label } });
    if (format === 'schema_org' && payer === 'buyer' && next(2))
      rule({ basis: faults, freight: { payer: 'merchant' } });
  }
  const fee = sells ? next(4) : 3;
  if (fee === 0) rule({ fee: { kind: 'restocking', basisPoints: 1 + next(3000) } });
  if (fee === 1) rule({ fee: { kind: 'restocking', amount: euros(1 + next(900)) } });
  if (sells && kind < 4 && format !== 'ucp' && next(2)) {
    rule({ extension: { placedFrom: '2026-04-01', placedUntil: '2026-04-25', until: '2026-06-15' } });
  }
  if (sells && format === 'google' && next(2)) rule({ refund: { withinDays: next(30), of: 'receipt' } });
  return wrap(rules);
}

const wrap = (rules) => ({
  schema: 'aftersale/policy/1',
  id: 'generated',
  layer: 'merchant',
  url: 'https://shop.example/returns',
  versions: [{ version: '1', rules }],
});

function makeOrder(next) {
  const one = order();
  one.createdAt = `2026-04-${String(1 + next(20)).padStart(2, '0')}T09:30:00Z`;
  one.lines[0].quantity = 1 + next(3);
  one.shipments[0].lines[0].quantity = one.lines[0].quantity;
  one.shipments[0].shippedAt = `2026-04-21T08:00:00Z`;
  one.shipments[0].delivered = pick(next, [
    { at: '2026-04-23T13:05:00Z' },
    { from: '2026-04-22T00:00:00Z', to: '2026-04-26T00:00:00Z' },
  ]);
  delete one.lines[0].discounts;
  delete one.lines[0].taxes;
  return one;
}

/** What a decision and its quote say, but for the names of rules. */
function told(one, document, reason, at) {
  const request = { items: [{ line: 'l1', quantity: 1, reason }] };
  const world = { order: one, policies: [document], packs: [], now: at };
  const decision = tools.evaluate({ ...world, request });
  const [line] = decision.lines;
  const { ok, result } = tools.dispatch(tools.complete({ op: 'quote', ...world, request }));
  const by = (list, key) =>
    [...list].map(({ rule: _rule, ...rest }) => rest).sort((a, b) => (a[key] < b[key] ? -1 : 1));
  return {
    outcome: line.outcome,
    until: line.until?.at,
    resolutions: by(line.resolutions, 'resolution'),
    methods: by(line.methods, 'method'),
    total: ok ? result.total : null,
    refundBy: ok ? result.refundBy : null,
  };
}

const noSettings = { countries: ['DE', 'AT'] };

describe('what was exported without a loss comes back', () => {
  for (const format of ['schema_org', 'google', 'ucp', 'acp']) {
    test(format, () => {
      const next = random(20_261 + format.length);
      let compared = 0;
      const outcomes = new Set();
      for (let round = 0; round < 150; round += 1) {
        const document = makePolicy(next, format);
        const country = format === 'google' ? { country: 'DE' } : {};
        const exported = tools.convert(document, { to: format, ...country });
        assert.deepEqual(exported.losses, [], JSON.stringify(document));
        const imported = tools.convert(exported.document, { from: format });
        assert.deepEqual(imported.losses, [], JSON.stringify(exported.document));
        assert.deepEqual(errorsOf('policy', imported.document), [], JSON.stringify(imported.document));
        for (let turn = 0; turn < 4; turn += 1) {
          const one = makeOrder(next);
          const reason = pick(next, ['changed_mind', 'defective', 'damaged_in_transit']);
          const at = new Date(Date.parse('2026-04-24T12:00:00Z') + next(100) * 86_400_000).toISOString();
          const wanted = told(one, document, reason, at);
          outcomes.add(wanted.outcome);
          assert.deepEqual(
            told(one, imported.document, reason, at),
            wanted,
            JSON.stringify({ document, exported, one, reason, at }),
          );
          compared += 1;
        }
        // A second time around nothing changes any more.
        assert.deepEqual(
          tools.convert(imported.document, { to: format, ...country }).document,
          exported.document,
        );
      }
      assert.ok(compared >= 600);
      assert.ok(outcomes.has('eligible') && outcomes.has('ineligible'), [...outcomes].join());
    });
  }
});

describe('losses', () => {
  const losses = (rules, to, options = {}) =>
    tools.convert(wrap(rules), { to, ...options }).losses.map(({ code, pointer }) => `${code} ${pointer}`);
  test('name the place of what cannot be carried over', () => {
    const window = { id: 'w', window: { days: 30 } };
    const shoes = { field: 'line.category', op: 'is', value: 'shoes' };
    assert.deepEqual(losses([window, { id: 'x', when: shoes, exclude: { code: 'no' } }], 'schema_org'), [
      'not_carried /document/versions/0/rules/1/when',
    ]);
    assert.deepEqual(losses([window, { id: 'e', evidence: { kind: 'photo', min: 1 } }], 'ucp'), [
      'not_carried /document/versions/0/rules/1/evidence',
    ]);
    assert.deepEqual(losses([window, { id: 'r', resolutions: [{ resolution: 'repair' }] }], 'schema_org'), [
      'not_carried /document',
    ]);
    assert.deepEqual(losses([{ id: 'w', window: { months: 2 } }], 'schema_org'), ['not_carried /document']);
  });
  test('rules of a country are carried for that country', () => {
    const rules = noSettings.countries.map((country, index) => ({
      id: country,
      when: { field: 'buyer.country', op: 'is', value: country },
      window: { days: 20 + index },
    }));
    assert.equal(
      tools.convert(wrap(rules), { to: 'schema_org', country: 'AT' }).document.merchantReturnDays,
      21,
    );
    assert.deepEqual(losses(rules, 'schema_org', { country: 'AT' }), []);
    assert.equal(losses(rules, 'schema_org').length, 2);
  });
  test('of theirs are told as well', () => {
    const { losses: told } = tools.convert(
      {
        '@type': 'MerchantReturnPolicy',
        merchantReturnDays: 14,
        refundType: ['FullRefund', 'https://schema.org/MagicRefund'],
        returnMethod: 'ReturnByDrone',
        itemCondition: 'NewCondition',
      },
      { from: 'schema_org' },
    );
    assert.deepEqual(told.map(({ pointer }) => pointer).sort(), [
      '/document/itemCondition',
      '/document/refundType/1',
      '/document/returnMethod',
    ]);
  });
  test('what is no such document is refused with its place', () => {
    for (const [from, document, pointer] of [
      [
        'schema_org',
        { returnPolicyCategory: 'MerchantReturnFiniteReturnWindow' },
        '/document/merchantReturnDays',
      ],
      ['google', { policy: { type: 'SOMETIMES' } }, '/document/policy/type'],
      ['ucp', { policies: [] }, '/document/policies'],
      ['acp', { accepts_returns: true }, '/document/return_deadline_in_days'],
      ['aftersale', { schema: 'aftersale/policy/1' }, '/document/id'],
    ]) {
      assert.throws(
        () => tools.convert(document, { from }),
        ({ errors }) => errors[0].pointer === pointer || assert.fail(JSON.stringify(errors)),
      );
    }
  });
  test('both spellings of schema.org’s words are read', () => {
    const read = (category) =>
      tools.convert({ returnPolicyCategory: category }, { from: 'schema_org' }).document.versions[0].rules
        .length;
    for (const front of ['', 'https://schema.org/', 'http://schema.org/', 'schema:']) {
      assert.equal(read(`${front}MerchantReturnNotPermitted`), 0);
      assert.equal(read(`${front}MerchantReturnUnlimitedWindow`), 1);
    }
  });
});

test('the protocol’s own example is understood', () => {
  const { document } = tools.convert(
    {
      currency: 'USD',
      policies: [
        {
          type: 'dev.ucp.shopping.policy.return',
          description: { plain: '30 days' },
          window: { days: 30, anchor: 'delivered' },
          supported_resolutions: ['original_payment_method', 'exchange'],
          methods: [
            { type: 'in_store', fee: { type: 'free', display_text: 'Free' } },
            { type: 'by_mail', fee: { type: 'fixed_fee', amount: 500 } },
          ],
          restocking_fee: { percentage_bps: 1500 },
        },
      ],
    },
    { from: 'ucp' },
  );
  const [window, offers, store, mail, fee] = document.versions[0].rules;
  assert.deepEqual(window.window, { days: 30, from: 'delivery' });
  assert.deepEqual(offers.resolutions.length, 2);
  assert.deepEqual(store.method, { method: 'in_store', payer: 'merchant' });
  assert.deepEqual(mail.method.cost, { amount: 500, currency: 'USD' });
  assert.equal(fee.fee.basisPoints, 1500);
});

test('answers are as the schemas say', () => {
  assert.deepEqual(
    errorsOf('answer#Converted', { document: tools.convert(policy(), { to: 'google' }).document }),
    [],
  );
  assert.deepEqual(errorsOf('call', { op: 'convert', from: 'aftersale', to: 'ucp', document: policy() }), []);
  assert.ok(now);
});

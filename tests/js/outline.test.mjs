// Policies in plain words: every statement has a sentence in every language, and every language has the same texts.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createAftersale, loadPolicyTexts, policyLocales } from '../../dist/tools-node.js';
import { at, errorsOf, policy, readJson } from './support.mjs';

let tools;
before(async () => {
  tools = await createAftersale();
});
after(() => tools.close());

const texts = Object.fromEntries(
  policyLocales.map((locale) => [locale, readJson(`core/data/policy-texts/${locale}.json`)]),
);
const test_ = (field, op, value) => ({ field, op, value });
const rule = (id, body) => ({ id, ...body });
/** A rule of every kind. */
const everything = () => ({
  schema: 'aftersale/policy/1',
  id: 'all',
  layer: 'merchant',
  versions: [
    {
      version: '1',
      rules: [
        rule('refund', { refund: { withinDays: 14, of: 'receipt' } }),
        rule('refund-working', { refund: { withinDays: 1, of: 'notice', calendar: 'working_days' } }),
        rule('window', { window: { days: 30 } }),
        rule('months', { basis: ['item_defect'], window: { months: 24, from: 'order' } }),
        rule('until', { window: { until: '2027-01-31', from: 'last_delivery' } }),
        rule('endless', { when: test_('buyer.tier', 'is', 'gold'), window: { from: 'dispatch' } }),
        rule('season', {
          extension: { placedFrom: '2026-11-15', placedUntil: '2026-12-24', until: '2027-01-31' },
        }),
        rule('sale', { when: test_('line.finalSale', 'is', true), exclude: { code: 'final_sale' } }),
        rule('own', { title: 'Lumpy goods', exclude: { code: 'lumpy', confirmed: true } }),
        rule('offers', {
          resolutions: [
            'original_payment_method',
            'store_credit',
            'exchange',
            'replacement',
            'repair',
            'keep_item',
            'partial_refund',
          ].map((resolution, index) => ({ resolution, ...(index === 1 && { bonusBasisPoints: 550 }) })),
        }),
        rule('share', {
          fee: { kind: 'restocking', basisPoints: 1000, waivedFor: ['store_credit', 'exchange'] },
        }),
        rule('amount', { fee: { kind: 'handling', amount: { amount: 123456789, currency: 'JPY' } } }),
        rule('lost', { deduction: { code: 'value_loss', maxBasisPoints: 10000 } }),
        ...['by_mail', 'in_store', 'at_kiosk', 'pickup', 'keep'].map((method, index) =>
          rule(method, {
            method: {
              method,
              payer: index % 2 ? 'merchant' : 'buyer',
              ...(index === 0 && { cost: { amount: 1234567, currency: 'EUR' } }),
            },
          }),
        ),
        rule('freight', { freight: { payer: 'merchant' } }),
        rule('freight-buyer', { freight: { payer: 'buyer' } }),
        ...['none', 'standard', 'all'].flatMap((refund) =>
          ['all_returned', 'always'].map((when) =>
            rule(`${refund}-${when}`, { outboundShipping: { refund, when } }),
          ),
        ),
        ...['photo', 'video', 'document'].map((kind, index) =>
          rule(kind, { evidence: { kind, min: index } }),
        ),
        rule('manual', { approval: { mode: 'manual', code: 'x' } }),
        rule('automatic', { approval: { mode: 'automatic' } }),
        rule('limit', { limit: { code: 'many', maxQuantity: 2 } }),
        rule('limit-amount', { limit: { code: 'much', maxAmount: { amount: 1, currency: 'EUR' } } }),
        // biome-ignore lint/suspicious/noThenProperty: it is what the wire calls it
        rule('response', { response: { withinHours: 48, then: 'approve' } }),
        rule('ship', { shipBack: { withinDays: 14 } }),
        rule('conditions', {
          when: {
            all: [
              { any: [test_('line.price', 'gte', 5000), { not: test_('line.tags', 'contains', 'new') }] },
              { not: { all: [test_('line.gift', 'is', true), test_('answer.used', 'is', false)] } },
              test_('order.createdAt', 'before', '2026-12-25T00:00:00Z'),
              test_('day', 'after', '2026-01-01'),
              test_('attribution.host', 'exists', true),
              test_('order.channel', 'in', ['live', 'online']),
              test_('line.value.colour', 'is_not', 'red'),
              test_('answer.aspect', 'is', 'size'),
            ],
          },
          freight: { payer: 'merchant' },
        }),
      ],
    },
  ],
});

describe('texts', () => {
  test('are the files that there are', () => {
    const files = readdirSync(at('core/data/policy-texts')).map((name) => name.replace('.json', ''));
    assert.deepEqual([...policyLocales].sort(), files.sort());
    assert.equal(files.length, 6);
  });
  for (const [locale, own] of Object.entries(texts)) {
    test(`${locale} has what English has, with the same parameters`, () => {
      assert.deepEqual(Object.keys(own).sort(), Object.keys(texts.en).sort());
      const names = (text) => [
        ...new Set(
          Object.values(typeof text === 'object' ? text : { text })
            .join(' ')
            .match(/\{\w+\}/g) ?? [],
        ),
      ];
      for (const [key, text] of Object.entries(own)) {
        if (Array.isArray(text)) continue;
        for (const name of names(text)) assert.ok(names(texts.en[key]).includes(name), `${key}: ${name}`);
        const other = typeof text === 'object' ? text.other : text;
        for (const name of names(texts.en[key]))
          assert.ok(other.includes(name), `${key}: ${name} is missing`);
      }
    });
  }
});

for (const locale of policyLocales) {
  test(`every statement has a sentence: ${locale}`, async () => {
    const outline = tools.outline(everything(), { texts: await loadPolicyTexts(locale) });
    assert.deepEqual(errorsOf('answer#Outline', outline), []);
    assert.equal(outline.locale, locale);
    assert.equal(outline.direction, locale === 'ar' ? 'rtl' : 'ltr');
    const rules = new Set(outline.statements.map((statement) => statement.rule));
    assert.deepEqual(
      [...rules].sort(),
      everything()
        .versions[0].rules.map(({ id }) => id)
        .sort(),
    );
    for (const { text, code, rule: id } of outline.statements) {
      assert.ok(text && text !== code && !/[{}]|_/.test(text), `${id}: ${text}`);
      if (locale !== 'en')
        assert.notEqual(
          text,
          tools.outline(everything(), { texts: texts.en }).statements.find((s) => s.rule === id)?.text,
          id,
        );
    }
  });
}

describe('statements', () => {
  const sentences = (rules, options = {}) =>
    tools
      .outline({ ...everything(), versions: [{ version: '1', rules }] }, { texts: texts.en, ...options })
      .statements.map(({ text }) => text);
  test('stand in the order in which people read', () => {
    const codes = tools.outline(everything()).statements.map(({ code }) => code);
    assert.equal(codes[0], 'window_days');
    assert.ok(codes.indexOf('extension') < codes.indexOf('exclude'));
    assert.equal(codes.at(-1), 'refund_notice_working');
  });
  test('have their numbers, dates and sums in the language', () => {
    const { de } = texts;
    const german = tools.outline(everything(), { texts: de }).statements.map(({ text }) => text);
    assert.ok(german.includes('Rückgabe per Paket: 12.345,67 EUR.'), german.join('\n'));
    assert.ok(german.includes('Sie erhalten ein Guthaben mit einem Bonus von 5,5 %.'));
    assert.ok(german.some((text) => text.includes('bis zum 31. Januar 2027')));
    const english = tools.outline(everything(), { texts: texts.en }).statements.map(({ text }) => text);
    assert.ok(english.includes('We keep a handling fee of JPY 123,456,789.'), english.join('\n'));
    assert.ok(english.includes('The refund comes within 1 working day of your notice.'));
    assert.ok(english.includes('Cannot be returned if you agreed to this when buying: Lumpy goods.'));
  });
  test('say what the country does not settle', () => {
    const rules = [
      rule('de', { when: test_('buyer.country', 'is', 'DE'), window: { days: 40 } }),
      rule('not', { when: { not: test_('buyer.country', 'in', ['DE', 'AT']) }, window: { days: 20 } }),
      rule('mixed', {
        when: { all: [test_('buyer.country', 'is', 'DE'), test_('line.discounted', 'is', true)] },
        exclude: { code: 'final_sale' },
      }),
    ];
    assert.deepEqual(sentences(rules, { country: 'DE' }), [
      'You have 40 days from delivery.',
      'Cannot be returned: final sale. Only if the item was discounted.',
    ]);
    assert.deepEqual(sentences(rules, { country: 'FR' }), ['You have 20 days from delivery.']);
    assert.equal(sentences(rules).length, 3);
    assert.match(sentences(rules)[0], /Only if your country is DE\./);
  });
  test('of the law stand for its own countries only', () => {
    const layers = (options) =>
      new Set(tools.outline(policy(), options).statements.map(({ layer }) => layer));
    const packs = [readJson('core/data/packs/eu.json'), readJson('core/data/packs/uk.json')];
    assert.deepEqual([...layers({ packs })], ['merchant']);
    assert.deepEqual([...layers({ packs, country: 'BR' })], ['merchant']);
    assert.deepEqual([...layers({ packs, country: 'FR' })], ['merchant', 'statute']);
    const { statements } = tools.outline(policy(), { packs, country: 'GB' });
    assert.deepEqual(new Set(statements.map((one) => one.policy)).size, 2);
    assert.ok(statements.some(({ source, layer }) => layer === 'statute' && source));
  });
});

// The wizard over the real core: every step can be reached, and every code that comes has words.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { at } from '../../wasm/tools/lib/project.mjs';
import { eventually } from '../support/wait.mjs';
import { go, widgetBench } from './fixtures/widget-page.mjs';

const money = (amount, currency) => ({ amount, currency });
const delivered = (id, lines, at) => ({
  id,
  status: 'delivered',
  delivered: { at },
  lines: lines.map((line) => ({ line, quantity: 1 })),
});

const orders = {
  DE: {
    id: 'o-de',
    number: '1042',
    createdAt: '2025-10-01T09:00:00Z',
    currency: 'EUR',
    taxMode: 'inclusive',
    timeZone: 'Europe/Berlin',
    buyer: { country: 'DE' },
    lines: [
      {
        id: 'coat',
        title: 'Rain coat',
        quantity: 1,
        unitPrice: money(8900, 'EUR'),
        discounts: [{ amount: money(890, 'EUR'), title: 'LIVE10' }],
        taxes: [{ rate: '0.19', amount: money(1279, 'EUR') }],
      },
      {
        id: 'mug',
        title: 'Mug with a name',
        quantity: 1,
        unitPrice: money(1290, 'EUR'),
        attributes: { customMade: true },
      },
      {
        id: 'game',
        title: 'Game on disc',
        quantity: 1,
        unitPrice: money(4990, 'EUR'),
        attributes: { sealed: true },
      },
      {
        id: 'card',
        title: 'Gift card',
        quantity: 1,
        unitPrice: money(2500, 'EUR'),
        attributes: { giftCard: true },
      },
      { id: 'old', title: 'Desk lamp', quantity: 1, unitPrice: money(5990, 'EUR') },
      { id: 'later', title: 'Blanket', quantity: 1, unitPrice: money(3990, 'EUR') },
    ],
    shipping: [{ id: 's', price: money(490, 'EUR') }],
    shipments: [
      delivered('p1', ['old'], '2025-10-04T10:00:00Z'),
      delivered('p2', ['coat', 'mug', 'game', 'card'], '2025-11-24T10:00:00Z'),
    ],
    tenders: [{ id: 't', kind: 'card', amount: money(27260, 'EUR'), label: 'Visa 4242' }],
  },
  CN: {
    id: 'o-cn',
    createdAt: '2025-11-25T02:00:00Z',
    currency: 'CNY',
    taxMode: 'inclusive',
    timeZone: 'Asia/Shanghai',
    buyer: { country: 'CN' },
    lines: [{ id: 'a', title: '外套', quantity: 2, unitPrice: money(29900, 'CNY') }],
    shipments: [
      {
        id: 'p',
        status: 'delivered',
        delivered: { at: '2025-11-28T02:00:00Z' },
        lines: [{ line: 'a', quantity: 2 }],
      },
    ],
    tenders: [{ id: 't', kind: 'wallet', amount: money(59800, 'CNY') }],
  },
};
const policy = {
  schema: 'aftersale/policy/1',
  id: 'shop',
  layer: 'merchant',
  contact: { email: 'help@shop.example' },
  versions: [
    {
      version: '1',
      rules: [
        { id: 'window', window: { days: 30, from: 'delivery' } },
        {
          id: 'gift-cards',
          when: { field: 'line.giftCard', op: 'is', value: true },
          exclude: { code: 'gift_card' },
        },
        {
          id: 'sealed',
          when: {
            all: [
              { field: 'line.sealed', op: 'is', value: true },
              { field: 'answer.opened', op: 'is', value: true },
            ],
          },
          exclude: { code: 'sealed_opened' },
        },
        {
          id: 'ways',
          resolutions: [
            { resolution: 'original_payment_method' },
            { resolution: 'store_credit', bonusBasisPoints: 1000, recommended: true },
            { resolution: 'exchange' },
          ],
        },
        { id: 'mend', basis: ['item_defect'], resolutions: [{ resolution: 'repair' }] },
        { id: 'parcel', method: { method: 'by_mail', payer: 'merchant', label: 'qr' } },
        { id: 'courier', method: { method: 'pickup', payer: 'buyer', cost: money(490, 'EUR') } },
        { id: 'proof', basis: ['item_defect'], evidence: { kind: 'photo', min: 1 } },
        {
          id: 'wear',
          when: { field: 'answer.used', op: 'is', value: true },
          deduction: { code: 'value_loss', maxBasisPoints: 3000 },
        },
        { id: 'look', reasons: ['other'], approval: { mode: 'manual' } },
      ],
    },
  ],
};
const now = '2025-12-02T10:00:00Z';

let bench;
let en;
before(async () => {
  bench = await widgetBench({ core: true });
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    entryPoints: [at('wasm/src/locales/en.ts')],
    bundle: true,
    format: 'esm',
    write: false,
  });
  ({ en } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  ));
});
after(() => bench?.close());

async function open(country) {
  const tab = await bench.open({ setup: () => undefined });
  await tab.evaluate(
    async ({ order, policy, now }) => {
      const engine = await window.createAftersale({ policies: [policy] });
      window.steps = [];
      const wizard = document.querySelector('aftersale-wizard');
      Object.assign(wizard, {
        order,
        now,
        about: 'return',
        submit: async (request, quote) => {
          window.sent = { request, quote };
          return { state: 'confirmed', caseNumber: 'R-1' };
        },
        engine: {
          prepare: (each) => engine.prepare(each),
          wizard: (call) => {
            const step = engine.wizard(call);
            window.steps.push(step);
            return step;
          },
        },
      });
    },
    {
      order: orders[country],
      policy:
        country === 'CN'
          ? {
              ...policy,
              versions: [
                { version: '1', rules: policy.versions[0].rules.filter(({ id }) => id !== 'courier') },
              ],
            }
          : policy,
      now,
    },
  );
  await tab.locator('.item .chip.good').first().waitFor();
  return tab;
}

/** Every code of the steps that were seen must have words; fields and choices too. */
async function spoken(tab) {
  const missing = new Set();
  const need = (section, code) => {
    if (code !== undefined && !(code in en[section])) missing.add(`${section}.${code}`);
  };
  const quote = (each) => {
    if (!each) return;
    for (const part of [...each.components, ...each.items.flatMap(({ components }) => components)])
      need('component', part.code);
    need('time', each.refundBy?.code);
    for (const { kind } of each.tenders) need('tender', kind);
  };
  for (const step of await tab.evaluate(() => window.steps)) {
    for (const item of step.items) {
      need('verdict', item.verdict.code);
      for (const { code, layer } of item.findings) {
        need('finding', code);
        need('layer', layer);
      }
      for (const { code } of item.changes) need('change', code);
    }
    for (const { id, kind, choices = [], why } of step.fields) {
      const name = id.split('/').pop();
      if (step.step === 'reasons') need('question', name);
      need('why', why);
      for (const { value, group } of choices) {
        if (name === 'reason') {
          need('reason', value);
          need('group', group);
        } else if (kind === 'choice' && step.step === 'reasons') need('choice', value);
      }
    }
    for (const { code } of step.notices) need('notice', code);
    for (const { code } of step.confirmations) need('confirmation', code);
    for (const { code } of step.errors) need('problem', code);
    for (const { code, pointer } of step.dropped) if (pointer !== '/at') need('dropped', code);
    for (const each of step.resolutions ?? []) {
      need('resolution', each.resolution);
      need('resolution_task', each.resolution);
      quote(each.quote);
    }
    for (const each of step.methods ?? []) {
      need('method', each.method);
      need('payer', each.payer);
      need('label', each.label);
      quote(each.quote);
    }
    quote(step.quote);
  }
  assert.deepEqual([...missing], []);
  assert.deepEqual(tab.problems, []);
  await tab.context().close();
}

test('a plain withdrawal in the EU, from the first screen to the receipt', async () => {
  const tab = await open('DE');
  const why = tab.getByRole('button', { name: /^Why/ });
  while ((await why.count()) > 0) await why.first().click();
  await tab.getByRole('checkbox', { name: /Rain coat/ }).check();
  await go(tab);
  await tab.getByRole('button', { name: 'I would rather not say' }).click();
  await go(tab);
  await tab.getByRole('radio', { name: /Money back/ }).check();
  await tab.locator('summary').click();
  assert.deepEqual(await bench.axe(tab), []);
  await go(tab);
  await tab.getByRole('radio', { name: /By parcel/ }).check();
  await go(tab);
  await eventually(async () => assert.equal(await tab.locator('.primary').innerText(), 'Confirm withdrawal'));
  await go(tab);
  await tab.getByText('R-1', { exact: true }).waitFor();
  const { request, quote } = await tab.evaluate(() => window.sent);
  assert.equal(request.items[0].reason, 'changed_mind');
  assert.equal(quote.resolution, 'original_payment_method');
  assert.match(quote.hash, /^[0-9a-f]{64}$/);
  await spoken(tab);
});

test('each reason with its questions, for each item', async () => {
  const tab = await open('DE');
  for (const title of ['Rain coat', 'Mug with a name', 'Game on disc', 'Desk lamp']) {
    const box = tab.getByRole('checkbox', { name: new RegExp(title) });
    if ((await box.count()) === 0) continue;
    await box.check();
    await go(tab);
    for (const radio of await tab.locator('input[name$="-reason"]').all()) {
      await radio.check();
      const yes = tab.getByRole('radio', { name: 'Yes', exact: true });
      for (let each = 0; each < (await yes.count()); each++) await yes.nth(each).check();
    }
    await go(tab);
    assert.deepEqual(await bench.axe(tab), [], title);
    await tab.evaluate(() => document.querySelector('aftersale-wizard').controller.go('items'));
    await box.uncheck();
  }
  await spoken(tab);
});

test('China: no reason, and the goods confirmed to be intact', async () => {
  const tab = await open('CN');
  await tab.getByRole('checkbox').first().check();
  await go(tab);
  await tab.locator('input[name$="-reason"]').first().check();
  await go(tab);
  await tab.locator('input[name=resolution]').first().check();
  await go(tab);
  if (await tab.locator('input[name=method]').count()) {
    await tab.locator('input[name=method]').first().check();
    await go(tab);
  }
  await eventually(async () =>
    assert.match(await tab.locator('.frame').innerText(), /The goods are intact and complete/),
  );
  await tab.getByRole('checkbox').check();
  await go(tab);
  await tab.getByText('R-1', { exact: true }).waitFor();
  await spoken(tab);
});

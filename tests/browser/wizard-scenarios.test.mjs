// Everyday cases, from the first screen to the receipt, by thumb on a phone and over the real core. What each takes in screens,
// questions and taps stands in docs/scenarios.md; AFTERSALE_WRITE=1 writes it anew.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { at } from '../../wasm/tools/lib/project.mjs';
import { eventually } from '../support/wait.mjs';
import { order } from './fixtures/everyday.mjs';
import { begin, includes, Shopper, shots } from './fixtures/shopper.mjs';
import { clean, whole, widgetBench } from './fixtures/widget-page.mjs';

const photo = {
  name: 'crack.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGOYsCj+PwAF2wLbjUE3oQAAAABJRU5ErkJggg==',
    'base64',
  ),
};
const week = '2026-05-14T10:00:00Z';
const created = '2026-05-11T09:00:00Z';
const two = order({ created, delivered: week, lines: ['coat', 'shoes'] });
const one = order({ created, delivered: week, lines: ['coat'] });
const attribution = { stream: 'evening-7' };
const evening = [
  { ...one, attribution },
  { ...order({ id: '1043', created, delivered: week, lines: ['lamp', 'mug'] }), attribution },
];

let bench;
const rows = [];
before(async () => {
  mkdirSync(shots, { recursive: true });
  bench = await widgetBench({ core: true });
});
after(async () => {
  await bench?.close();
  if (rows.length < scenarios.length) return;
  const text = table();
  if (process.env.AFTERSALE_WRITE) writeFileSync(at('docs/scenarios.md'), text);
});

const table = () => `# Everyday cases, counted

What it takes to get from the first screen to the receipt, by thumb on a phone of 390 px. Written by
\`tests/browser/wizard-scenarios.test.mjs\`, which walks each of them in Chromium over the real core, looks at every screen with axe, and
fails when it takes more. A screen is one that the person sees before the receipt; a question is one that is answered; a tap is a press of the
thumb, on an answer or on a button. Filling in words counts as one tap and one question.

| case | screens | questions | taps | ends in |
|---|---|---|---|---|
${rows.map(({ title, screens, questions, taps, ends }) => `| ${title} | ${screens.length}: ${screens.join(', ')} | ${questions} | ${taps} | ${ends} |`).join('\n')}
`;

const scenarios = [
  {
    title: 'Plain return, from the button "Return"',
    name: 'return',
    host: { about: 'return' },
    world: { order: two },
    async walk(s) {
      await s.choose('checkbox', /Rain coat/);
      await s.go();
      await s.choose('radio', 'I changed my mind');
      await s.go();
      await s.choose('radio', /Money back/);
      await s.go();
      await s.choose('radio', /By parcel/);
      await s.go();
      await s.go();
    },
    most: { screens: 5, taps: 9 },
    sent: { resolution: 'original_payment_method', method: 'by_mail' },
    ends: 'a return',
  },
  {
    title: 'Wrong size, exchanged',
    name: 'exchange',
    world: { order: order({ created, delivered: week, lines: ['shoes'] }) },
    host: {
      variants: [
        {
          line: 'shoes',
          choices: ['41', '42 wide', '43', '44'].map((size) => ({ sku: `TIDE-${size}`, variant: size })),
        },
      ],
    },
    async walk(s) {
      await s.choose('button', /^Exchange it/);
      await s.choose('radio', 'Too small');
      await s.go();
      await s.choose('radio', '43');
      await s.go();
      await s.choose('radio', /In the shop/);
      await s.go();
      await s.go();
    },
    most: { screens: 5, taps: 8 },
    sent: { resolution: 'exchange', items: [{ exchangeFor: { variant: '43' } }] },
    ends: 'an exchange for size 43',
  },
  {
    title: 'Two items, two reasons',
    name: 'two-reasons',
    host: { about: 'return' },
    world: { order: two },
    async walk(s) {
      await s.choose('checkbox', /Rain coat/);
      await s.choose('checkbox', /Running shoes/);
      await s.go();
      await s.choose('radio', 'The style is not for me');
      await s.press(/Running shoes/);
      await s.choose('radio', 'Too large', 'last');
      await s.go();
      await s.choose('radio', /Store credit/);
      await s.go();
      await s.choose('radio', /By parcel/);
      await s.go();
      await s.go();
    },
    most: { screens: 5, taps: 12 },
    sent: { resolution: 'store_credit', items: [{ reason: 'style' }, { reason: 'size_too_large' }] },
    ends: 'one return with both',
  },
  {
    title: 'Damaged, with a photo',
    name: 'damaged',
    world: { order: order({ created, delivered: week, lines: ['mug'] }) },
    async walk(s) {
      await s.choose('button', /^Damaged, wrong or missing/);
      await s.choose('radio', 'It arrived damaged');
      await s.choose('radio', 'Yes');
      await s.show(photo);
      await s.go();
      await s.choose('radio', /Send what is missing/);
      await s.go();
      await s.go();
    },
    most: { screens: 4, taps: 8 },
    sent: { kind: 'reship', items: [{ reason: 'damaged_in_transit' }] },
    ends: 'another one, sent again',
  },
  {
    title: 'Never arrived',
    name: 'not-received',
    world: { order: order({ created: '2026-05-02T09:00:00Z', lines: ['coat', 'lamp'] }) },
    async walk(s) {
      await s.choose('button', /^It has not arrived/);
      await s.choose('radio', /Money back/);
      await s.go();
      await s.go();
    },
    most: { screens: 3, taps: 4 },
    sent: {
      kind: 'not_received',
      resolution: 'original_payment_method',
      items: [{ line: 'coat' }, { line: 'lamp' }],
    },
    ends: 'a search for the parcel',
  },
  {
    title: 'Called off before it is sent, from the button "Cancel"',
    name: 'cancel',
    host: { about: 'refund_before_dispatch' },
    world: { order: order({ created: '2026-05-20T08:00:00Z', sent: false, lines: ['coat', 'lamp'] }) },
    async walk(s) {
      await s.choose('button', 'Choose all');
      await s.go();
      await s.go();
    },
    most: { screens: 2, taps: 3 },
    sent: { kind: 'refund_before_dispatch' },
    ends: 'the money back, nothing sent',
  },
  {
    title: 'Final sale: a no, and what helps',
    name: 'final-sale',
    host: { about: 'return' },
    world: {
      order: order({
        country: 'US',
        currency: 'USD',
        created,
        delivered: week,
        lines: ['coat', 'lamp'],
        attributes: { coat: { finalSale: true }, lamp: { finalSale: true } },
      }),
    },
    async walk(s) {
      await s.choose('checkbox', /Rain coat/);
      await s.go();
      await s.choose('radio', /^I changed my mind/);
      await s.press('Talk to a person');
      await s.write(/What is it about/, 'It does not fit. Could I have a smaller one?');
      await s.go();
    },
    most: { screens: 3, taps: 6 },
    sent: { kind: 'inquiry', items: [{ line: 'coat' }] },
    ends: 'a question to a person, with all that was said',
    async check(tab) {
      const text = await tab.evaluate(() => window.sent.text);
      assert.match(
        text,
        /^It does not fit[\s\S]*- What is it about\?: Return something\n- Rain coat[\s\S]*I changed my mind/,
      );
    },
  },
  {
    title: 'Past the window, but under guarantee',
    name: 'guarantee',
    world: {
      order: order({ created: '2025-11-11T09:00:00Z', delivered: '2025-11-14T10:00:00Z', lines: ['lamp'] }),
    },
    async walk(s) {
      await s.choose('button', /^Have it repaired/);
      // Nobody who came for a repair is told of a replacement before a solution is chosen.
      await eventually(async () => assert.equal(await s.tab.locator('.primary').innerText(), 'Continue'));
      await s.write(/When did you notice it/, '2026-05-18');
      await s.show(photo);
      await s.go();
      await s.choose('radio', /Repair/);
      await s.go();
      await s.choose('radio', /Somebody comes to you/);
      await s.go();
      await s.go();
    },
    most: { screens: 5, taps: 9 },
    sent: { kind: 'repair', resolution: 'repair' },
    ends: 'a repair, free of charge',
  },
  {
    title: 'Withdrawal in the EU',
    name: 'withdrawal',
    world: { order: one },
    async walk(s) {
      await s.choose('button', 'Withdraw from the contract here');
      await s.press('I would rather not say');
      await s.go();
      await s.choose('radio', /By parcel/);
      await s.go();
      await s.press('Confirm withdrawal');
    },
    most: { screens: 4, taps: 6 },
    sent: { resolution: 'original_payment_method', items: [{ reason: 'changed_mind' }] },
    ends: 'the acknowledgement, as a file to keep',
    async check(tab) {
      const [download] = await Promise.all([
        tab.waitForEvent('download'),
        tab.getByRole('button', { name: 'Download a copy' }).click(),
      ]);
      const text = readFileSync(await download.path(), 'utf8');
      assert.match(
        text,
        /Acknowledgement of withdrawal[\s\S]*Order: 1042[\s\S]*Declared on [\s\S]*2026-05-20T10:00:00Z[\s\S]*Rain coat/,
      );
    },
  },
  {
    title: 'Seven days in China',
    name: 'seven-days',
    host: { about: 'return' },
    world: {
      order: order({
        country: 'CN',
        currency: 'CNY',
        created: '2026-05-14T09:00:00Z',
        delivered: '2026-05-16T04:00:00Z',
        lines: ['coat'],
      }),
    },
    async walk(s) {
      await s.choose('radio', 'I changed my mind');
      await s.go();
      await s.choose('radio', /Money back/);
      await s.go();
      await s.choose('radio', /By parcel/);
      await s.go();
      await s.choose('checkbox', /intact and complete/);
      await s.go();
    },
    most: { screens: 4, taps: 8 },
    sent: { confirmed: ['goods_intact'] },
    ends: 'a return, with the goods confirmed intact',
  },
  {
    title: 'A gift, by the one who got it',
    name: 'gift',
    host: { about: 'return' },
    world: { order: { ...one, buyer: { country: 'CH' }, facts: { gift: true } } },
    async walk(s) {
      await s.choose('radio', 'Yes');
      await s.choose('radio', 'The color is not as I hoped');
      await s.go();
      await s.choose('radio', /Store credit/);
      await s.go();
      await s.choose('radio', /In the shop/);
      await s.go();
      await s.go();
    },
    most: { screens: 5, taps: 9 },
    sent: { resolution: 'store_credit', items: [{ answers: { recipient: true } }] },
    ends: 'store credit for the one who got it',
  },
  {
    title: 'A guest, with the number and a postcode',
    name: 'guest',
    host: { about: 'not_received' },
    world: { guest: {} },
    found: order({ created: '2026-05-02T09:00:00Z', lines: ['coat'] }),
    async walk(s) {
      await s.write('Order number', '1042');
      await s.write('Postcode', '10999');
      await s.go();
      await eventually(async () =>
        assert.match(await s.tab.getByRole('alert').innerText(), /No order fits this/),
      );
      await s.write('Postcode', '10115');
      await s.go();
      await s.choose('radio', /Send what is missing/);
      await s.go();
      await s.go();
    },
    most: { screens: 3, taps: 8 },
    sent: { kind: 'not_received', resolution: 'reship' },
    ends: 'a search for the parcel (one postcode was wrong)',
  },
  {
    title: 'One of two orders of a live evening',
    name: 'evening',
    world: { orders: evening },
    async walk(s) {
      await s.choose('button', /Desk lamp/);
      await s.choose('button', /^It costs less now/);
      await s.choose('checkbox', /Desk lamp/);
      await s.go();
      await s.write(/What does one cost now/, '49.90');
      await s.go();
      await s.go();
    },
    most: { screens: 5, taps: 7 },
    sent: { kind: 'price_protection', items: [{ observedPrice: { amount: 4990 } }] },
    ends: 'the difference back',
  },
  {
    title: 'Two orders of a live evening, sent back together',
    name: 'together',
    host: { about: 'return' },
    world: { orders: evening },
    async walk(s) {
      await s.choose('button', 'Deal with these 2 orders in one go');
      await s.choose('checkbox', /Rain coat/);
      await s.choose('checkbox', /Desk lamp/);
      await s.go();
      await s.choose('radio', 'I changed my mind');
      await s.press(/^The same for all/);
      await s.go();
      await s.choose('radio', /Money back/);
      await s.go();
      await s.choose('radio', /By parcel/);
      await s.go();
      await s.go();
    },
    most: { screens: 6, taps: 12 },
    sent: { method: 'by_mail', resolution: 'original_payment_method' },
    ends: 'two returns, each with its number',
    async check(tab) {
      const [coat, lamp] = await tab.evaluate(() => window.sents);
      includes(coat, {
        order: 'order-1042',
        request: { items: [{ line: 'coat' }] },
        quote: { total: { amount: 8900 } },
      });
      includes(lamp, {
        order: 'order-1043',
        request: { items: [{ line: 'lamp' }] },
        quote: { total: { amount: 5990 } },
      });
      assert.match(coat.set, /^[0-9a-f]{16}$/);
      assert.equal(coat.set, lamp.set, 'the cases are known as one');
      const text = await tab.locator('aftersale-wizard .body').innerText();
      assert.match(text, /R-2026-0077[\s\S]*R-2026-0078/);
    },
  },
];

describe('everyday cases on a phone', () => {
  for (const scenario of scenarios) {
    test(scenario.title, async () => {
      const tab = await begin(bench, scenario);
      const shopper = new Shopper(bench, tab, scenario.name);
      await shopper.look();
      await scenario.walk(shopper);
      await tab.waitForFunction(
        () => document.querySelector('aftersale-wizard').controller.phase === 'receipt',
      );
      await shopper.look();
      assert.deepEqual(shopper.found, []);
      const { screens, questions, taps } = shopper;
      assert.ok(screens.length <= scenario.most.screens, `${screens.length} screens: ${screens.join(', ')}`);
      assert.ok(taps <= scenario.most.taps, `${taps} taps`);
      includes(await tab.evaluate(() => window.sent.request), scenario.sent);
      await scenario.check?.(tab);
      rows.push({ title: scenario.title, screens, questions, taps, ends: scenario.ends });
      await clean(tab);
    });
  }

  test('a no to one of two orders does not hold up the other, and can be tried again', async () => {
    const together = scenarios.find(({ name }) => name === 'together');
    const tab = await begin(bench, { ...together, refuses: 'order-1042' });
    await together.walk(new Shopper(bench, tab, 'together-refused'));
    const entry = (order) => tab.locator(`[data-order=${order}]`);
    await entry('order-1043').getByText('R-2026-0078').waitFor();
    await entry('order-1042').getByText('This one could not be sent').waitFor();
    await whole(tab);
    assert.deepEqual(await bench.axe(tab), []);
    await entry('order-1042').getByRole('button', { name: 'Try again' }).click();
    await entry('order-1042').getByText('R-2026-0079').waitFor();
    const sets = await tab.evaluate(() => window.sents.map(({ order, set }) => `${order} ${set}`));
    assert.equal(sets[2], sets[0], 'the same of the same set');
    assert.equal(sets.length, 3, 'what was sent is not sent again');
    await clean(tab);
  });

  test('the table in the docs is what was counted', () => {
    if (process.env.AFTERSALE_WRITE) return;
    assert.equal(readFileSync(at('docs/scenarios.md'), 'utf8'), table(), 'AFTERSALE_WRITE=1 writes it anew');
  });
});

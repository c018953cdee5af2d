// From an annoyed shopper to the money: with the keyboard alone on a phone, then over the desk, with the tracker open.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { axe, desktop, focused, openDemo, phone, shot, tabTo } from '../support/demo.mjs';
import { eventually } from '../support/wait.mjs';

const { demo, browser } = await openDemo();

const wizard = (page) => page.locator('aftersale-wizard');
const primary = (page) =>
  page.getByRole('button', { name: /^(Continue|Send|Confirm|Submit|Request)/ }).last();
const heading = (page) => wizard(page).getByRole('heading', { level: 2 }).first();
const isPrimary = ({ tag, text }) => tag === 'button' && /^(Continue|Send|Confirm|Submit|Request)/.test(text);

describe('the shop page on a phone, with the keyboard alone', () => {
  test('an order goes back without a pointer, and every step is accessible', async () => {
    const context = await browser.context(phone);
    const page = await context.newPage();
    const found = [];
    const look = async (name) => {
      found.push(...(await axe(page, name)));
      await shot(page, `shop-phone-${name}`);
    };
    await page.goto(demo.address);
    await page.getByRole('heading', { name: 'Order #1052' }).waitFor();
    await look('orders');
    await tabTo(page, ({ tag, text }) => tag === 'button' && text.includes('#1052'));
    await page.keyboard.press('Enter');
    await heading(page).waitFor();
    await look('1-items');
    await tabTo(page, ({ type, text }) => type === 'checkbox' && text.includes('Harbour'));
    await page.keyboard.press('Space');
    await tabTo(page, isPrimary);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What is the reason?' }).waitFor();
    await look('2-reasons');
    await tabTo(page, ({ type }) => type === 'radio');
    await page.keyboard.press('Space');
    for (let i = 0; i < 20 && !(await focused(page)).text.includes('Too large'); i++)
      await page.keyboard.press('ArrowDown');
    await look('2-reasons-answered');
    await tabTo(page, isPrimary);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'How shall we solve it?' }).waitFor();
    await tabTo(page, ({ type }) => type === 'radio');
    await page.keyboard.press('Space');
    await look('3-resolution');
    await tabTo(page, isPrimary);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'How does it go back?' }).waitFor();
    await tabTo(page, ({ type }) => type === 'radio');
    await page.keyboard.press('Space');
    await look('4-method');
    await tabTo(page, isPrimary);
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      () => document.querySelector('aftersale-wizard').controller.step.step === 'review',
    );
    await look('5-review');
    for (let i = 0; i < 5; i++) {
      const ready = await page.evaluate(
        () => document.querySelector('aftersale-wizard').controller.step.complete,
      );
      if (ready) break;
      await tabTo(page, ({ type }) => type === 'checkbox');
      await page.keyboard.press('Space');
    }
    await tabTo(
      page,
      ({ tag, text }) => tag === 'button' && /withdraw|send|confirm/i.test(text) && !/photo|back/i.test(text),
    );
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      () => document.querySelector('aftersale-wizard').controller.submission?.state === 'confirmed',
    );
    await look('6-receipt');
    assert.deepEqual(found, []);
    const requested = (await demo.log()).filter(({ t, order }) => t === 'case.opened' && order === '451052');
    assert.equal(requested.length, 1);
    assert.equal(requested[0].p.data.request.items[0].reason, 'size_too_large');

    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Your cases' }).waitFor();
    await page.getByRole('link', { name: /Harbour wool sweater/ }).click();
    await page.getByRole('heading', { name: 'Your parcel label' }).waitFor();
    assert.deepEqual(await axe(page, 'tracker'), []);
    await shot(page, 'case-phone-approved', { fullPage: true });
    await context.close();
  });
});

describe('shopper, desk and tracker', () => {
  test('a damaged item with a photo goes the whole way, and the tracker follows within two seconds', async () => {
    const shopper = await browser.context(desktop);
    const page = await shopper.newPage();
    await page.goto(demo.address);
    await page.getByRole('button', { name: /Return or fix.*#1051/ }).click();
    await page.getByRole('checkbox', { name: /Kestrel/ }).check();
    await shot(page, 'shop-desktop-panel');
    await primary(page).click();
    await page.getByLabel('It arrived damaged').check();
    await page.getByRole('radio', { name: 'Yes' }).check();
    await page.getByLabel(/Anything the shop should know/).fill('The sole is torn off at the heel.');
    await wizard(page)
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'shoe.png', mimeType: 'image/png', buffer: Buffer.from(await picture(page)) });
    await wizard(page).locator('.photos img').first().waitFor();
    await primary(page).click();
    await page.getByRole('radio', { name: /Money back/ }).check();
    await shot(page, 'shop-desktop-resolution');
    await primary(page).click();
    await page.getByRole('radio', { name: /By parcel/ }).check();
    await primary(page).click();
    await page.waitForFunction(
      () => document.querySelector('aftersale-wizard').controller.step.step === 'review',
    );
    for (const box of await wizard(page).getByRole('checkbox').all()) await box.check();
    await shot(page, 'shop-desktop-review');
    await wizard(page).locator('[part~=primary]').click();
    await page.waitForFunction(
      () => document.querySelector('aftersale-wizard').controller.submission?.state === 'confirmed',
    );
    await shot(page, 'shop-desktop-receipt');

    const [requested] = (await demo.log()).filter(
      ({ t, order }) => t === 'case.opened' && order === 'order_451051',
    );
    const id = requested.case;
    await page.goto(`${demo.address}case/${id}`);
    await page.waitForFunction(
      () => document.querySelector('aftersale-tracker')?.view?.stage === 'requested',
    );

    const clerk = await browser.context(desktop);
    const desk = await clerk.newPage();
    await desk.goto(`${demo.address}desk?case=${id}`);
    await desk.getByRole('button', { name: /^Approve/ }).waitFor();
    await desk.locator('.photos img').waitFor();
    assert.deepEqual(await axe(desk, 'desk'), []);
    await shot(desk, 'desk-desktop-request');
    await shot(desk, 'desk-desktop-request-full', { fullPage: true });

    const follow = async (act, expected) => {
      const began = performance.now();
      await act();
      await page.waitForFunction(
        (wanted) => document.querySelector('aftersale-tracker')?.view?.stage === wanted,
        expected,
        { timeout: 5000, polling: 50 },
      );
      const took = performance.now() - began;
      assert.ok(took < 2000, `the tracker took ${Math.round(took)} ms to ${expected}`);
      return Math.round(took);
    };
    const times = {};
    const approve = desk.getByRole('button', { name: /^Approve/ });
    await eventually(async () =>
      assert.match(await approve.textContent(), /label goes out.*refund €\d+\.\d\d on receipt/),
    );
    times.approved = await follow(() => desk.keyboard.press('a'), 'approved');
    await shot(page, 'case-desktop-approved', { fullPage: true });
    times.received = await follow(
      () => desk.getByRole('button', { name: /^Mark received/ }).click(),
      'received',
    );
    await desk.getByRole('button', { name: /^Inspect/ }).click();
    await desk.getByLabel('Condition').selectOption('damaged');
    await desk.getByLabel('Where it goes').selectOption('dispose');
    await desk.getByText(/Then €\d+\.\d\d of/).waitFor();
    assert.deepEqual(await axe(desk, 'inspect'), []);
    await shot(desk, 'desk-desktop-inspect');
    times.inspected = await follow(
      () => desk.locator('.command-form').getByRole('button', { name: 'Inspect' }).click(),
      'inspected',
    );
    await desk.getByRole('button', { name: /^Refund €/ }).waitFor();
    times.refunded = await follow(() => desk.getByRole('button', { name: /^Refund €/ }).click(), 'refunded');
    await shot(page, 'case-desktop-refunded', { fullPage: true });
    await desk.getByText(/Chain whole: \d+ events checked/).waitFor();
    await desk
      .getByText(/re_[0-9a-f]{14}/)
      .first()
      .waitFor();
    await shot(desk, 'desk-desktop-refunded');
    assert.deepEqual(await axe(page, 'tracker, refunded'), []);

    const { payments } = await demo.effects(id);
    const paid = requested.p.data.quote.total.amount;
    assert.equal(
      payments.reduce((sum, { amount }) => sum + amount, 0),
      paid,
    );
    console.log(`  tracker behind the desk, ms: ${JSON.stringify(times)}`);
    await shopper.close();
    await clerk.close();
  });

  test('a refusal needs a reason and reaches the shopper', async () => {
    const clerk = await browser.context(desktop);
    const desk = await clerk.newPage();
    await desk.goto(`${demo.address}desk`);
    await desk.locator('.queue-row', { hasText: 'Tom Albers' }).locator('.row-main').click();
    await desk.keyboard.press('r');
    await desk.locator('.command-form').getByRole('button', { name: 'Refuse' }).click();
    await desk.getByText('A refusal needs a reason').waitFor();
    assert.deepEqual(await axe(desk, 'refuse'), []);
    await shot(desk, 'desk-desktop-refuse');
    await desk.getByLabel('Reason').selectOption('signs_of_use');
    await desk
      .getByLabel('What the customer reads')
      .fill('The soles are worn. We would gladly repair them for you.');
    await desk.locator('.command-form').getByRole('button', { name: 'Refuse' }).click();
    await desk.getByText('Refused', { exact: true }).first().waitFor();
    const refused = (await demo.log()).filter(({ t }) => t === 'case.refused');
    assert.equal(refused.length, 1);
    assert.equal(refused[0].p.actor.kind, 'seller');
    await clerk.close();
  });

  test('the desk works by keys from end to end', async () => {
    const clerk = await browser.context(desktop);
    const desk = await clerk.newPage();
    await desk.goto(`${demo.address}desk`);
    await desk.locator('.queue-row[aria-current]').waitFor();
    const current = () => desk.locator('.queue-row[aria-current] strong').textContent();
    const first = await current();
    await desk.keyboard.press('j');
    assert.notEqual(await current(), '');
    await desk.keyboard.press('k');
    assert.equal(await current(), first);
    await desk.keyboard.press('Enter');
    assert.match((await focused(desk)).text, /Take it up|Answer|Approve|Inspect|Refund|Mark/);
    await desk.keyboard.press('/');
    await desk.keyboard.type('emil');
    await desk.keyboard.press('Escape');
    await eventually(async () => assert.equal(await desk.locator('.queue-row').count(), 1));
    await desk.keyboard.press('j');
    await desk.keyboard.press('a');
    await desk.getByLabel('Condition').waitFor();
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('?');
    await desk.getByRole('dialog', { name: 'Keys' }).waitFor();
    assert.deepEqual(await axe(desk, 'keys'), []);
    await clerk.close();
  });

  test('nothing went wrong in any page', () => {
    assert.deepEqual(browser.wrong, []);
  });
});

/** A photo, drawn in the page. */
function picture(page) {
  return page.evaluate(async () => {
    const canvas = new OffscreenCanvas(320, 240);
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#7d5a3c';
    pen.fillRect(0, 0, 320, 240);
    pen.fillStyle = '#41616d';
    pen.fillRect(60, 90, 180, 70);
    pen.fillStyle = '#e2935b';
    pen.fillRect(60, 160, 190, 18);
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
}

// Nothing is lost and nothing is sent twice: reload, back button, a network that goes and comes, two tabs, a server that
// stops in between.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { axe, desktop, openDemo, phone, shot } from '../support/demo.mjs';
import { eventually } from '../support/wait.mjs';

const { demo, browser } = await openDemo();

const stepOf = (page) =>
  page.evaluate(() => document.querySelector('aftersale-wizard')?.controller?.step?.step);
const onStep = (page, step) =>
  page.waitForFunction(
    (wanted) => document.querySelector('aftersale-wizard')?.controller?.step?.step === wanted,
    step,
  );
const submission = (page) =>
  page.evaluate(() => document.querySelector('aftersale-wizard')?.controller.submission?.state);
const primary = (page) => page.locator('aftersale-wizard [part~=primary]');
const requests = async (order) =>
  (await demo.log()).filter((entry) => entry.t === 'case.opened' && entry.order === order);

/** Opens the shop's page and goes on to the step in which a return is sent. */
async function toReview(page, number, item) {
  await page.goto(demo.address);
  await answer(page, number, item);
}

/** Opens the wizard on an order of the page and goes on to the step in which it is sent. */
async function answer(page, number, item) {
  await page.getByRole('button', { name: new RegExp(`Return or fix.*#${number}`) }).click();
  await page.waitForFunction(() => document.querySelector('aftersale-wizard')?.controller?.step);
  // An order of one item has nothing to choose from.
  if ((await stepOf(page)) === 'items') {
    await page.getByRole('checkbox', { name: item }).check();
    await primary(page).click();
  }
  await page.getByLabel('I changed my mind').check();
  await primary(page).click();
  await page.getByRole('radio', { name: /Money back/ }).check();
  await primary(page).click();
  await page.getByRole('radio', { name: /In the shop/ }).check();
  await primary(page).click();
  await onStep(page, 'review');
  for (const box of await page.locator('aftersale-wizard').getByRole('checkbox').all()) await box.check();
}

describe('a draft', () => {
  test('survives the back button and a reload, in the middle of a step', async () => {
    const context = await browser.context(phone);
    const page = await context.newPage();
    await page.goto(demo.address);
    await page.getByRole('button', { name: /Return or fix.*#1054/ }).click();
    await page.getByRole('checkbox', { name: /Fell checked blanket/ }).check();
    await primary(page).click();
    await onStep(page, 'reasons');
    await page.getByLabel('The color is not as I hoped').check();
    await page.getByLabel(/Anything the shop should know/).fill('Greyer than in the stream.');
    await primary(page).click();
    await onStep(page, 'resolution');
    await page.goBack();
    await onStep(page, 'reasons');
    assert.equal(
      await page.getByLabel(/Anything the shop should know/).inputValue(),
      'Greyer than in the stream.',
    );
    await page.getByLabel(/Anything the shop should know/).fill('Greyer than in the stream, sadly.');
    await page.waitForFunction(() => document.querySelector('aftersale-wizard').controller.draft === 'saved');
    await page.reload();
    await onStep(page, 'reasons');
    assert.equal(
      await page.getByLabel(/Anything the shop should know/).inputValue(),
      'Greyer than in the stream, sadly.',
    );
    assert.ok(await page.getByLabel('The color is not as I hoped').isChecked());
    await shot(page, 'draft-phone-restored');
    await page.goBack();
    await page.goBack();
    await page.getByRole('heading', { name: 'Your orders, Jana' }).waitFor();
    await eventually(async () =>
      assert.equal(
        await page.locator('aftersale-wizard').count(),
        0,
        'back from the first step leaves the wizard',
      ),
    );
    await context.close();
  });
});

describe('without a network', () => {
  test('a request is kept, said to be kept, and sent once when the network is back, with two tabs open', async () => {
    const context = await browser.context(phone);
    const page = await context.newPage();
    await toReview(page, 1049, /Wren/);
    const other = await context.newPage();
    await other.goto(demo.address);
    await other.getByRole('heading', { name: 'Order #1049' }).waitFor();

    await context.setOffline(true);
    await primary(page).click();
    await page.waitForFunction(
      () => document.querySelector('aftersale-wizard').controller.phase === 'receipt',
    );
    assert.equal(await submission(page), 'saved');
    assert.deepEqual(await axe(page, 'receipt, offline'), []);
    await shot(page, 'offline-phone-receipt');
    await other.bringToFront();
    await other.getByText('Saved on this device', { exact: false }).first().waitFor({ state: 'attached' });
    await shot(other, 'offline-phone-orders');
    assert.equal((await requests('451049')).length, 0);

    await context.setOffline(false);
    await page.waitForFunction(
      () => document.querySelector('aftersale-wizard').controller.submission.state === 'confirmed',
      undefined,
      { timeout: 15_000 },
    );
    await other
      .getByText(/Waiting for parcel|To answer/)
      .first()
      .waitFor({ state: 'attached' });
    assert.equal((await requests('451049')).length, 1);
    const cases = new Set(
      (await demo.log()).filter(({ order }) => order === '451049').map((entry) => entry.case),
    );
    assert.equal(cases.size, 1);
    await context.close();
  });

  test('it is also sent when the page was closed meanwhile', async () => {
    const context = await browser.context(desktop);
    const page = await context.newPage();
    await toReview(page, 1048, /onerror/);
    await context.setOffline(true);
    await primary(page).click();
    await page.waitForFunction(
      () => document.querySelector('aftersale-wizard').controller.submission?.state === 'saved',
    );
    await shot(page, 'offline-desktop-receipt');
    await page.close();
    await context.setOffline(false);
    assert.equal((await requests('order_451048')).length, 0);
    const later = await context.newPage();
    await later.goto(demo.address);
    const sent = async () => (await requests('order_451048')).length;
    for (let tries = 0; tries < 100 && (await sent()) === 0; ++tries) await later.waitForTimeout(100);
    assert.equal(await sent(), 1);
    await context.close();
  });

  test('an answer that is lost does not make a second case', async () => {
    const context = await browser.context(desktop);
    const page = await context.newPage();
    await toReview(page, 1054, /Leaf dinner plates/);
    let pushed = 0;
    // The backend decides, but its answer never arrives.
    await page.route('**/case-sync/1/push', async (route) => {
      pushed++;
      if (pushed > 1) return route.continue();
      await route.fetch();
      await route.abort('connectionreset');
    });
    await primary(page).click();
    await page.waitForFunction(
      () => document.querySelector('aftersale-wizard').controller.submission?.state === 'confirmed',
      undefined,
      { timeout: 15_000 },
    );
    assert.equal((await requests('order_451054')).length, 1);
    await context.close();
  });

  test('a server that stops takes nothing with it', async () => {
    const context = await browser.context(desktop);
    const page = await context.newPage();
    await toReview(page, 1055, /Ember kettle/);
    await demo.stop();
    await primary(page).click();
    await page.waitForFunction(
      () => document.querySelector('aftersale-wizard').controller.submission?.state === 'saved',
    );
    await page.getByText('You are offline', { exact: false }).first().waitFor({ state: 'attached' });
    await demo.start();
    await page.waitForFunction(
      () => document.querySelector('aftersale-wizard').controller.submission?.state === 'confirmed',
      undefined,
      { timeout: 40_000 },
    );
    assert.equal((await requests('451055')).length, 1);
    await context.close();
  });

  test('a tab that the browser has frozen does not hold up the others', async () => {
    const context = await browser.context(desktop);
    const frozen = await context.newPage();
    await frozen.goto(demo.address);
    await frozen.getByRole('heading', { name: 'Order #1050' }).waitFor();
    const page = await context.newPage();
    await page.goto(demo.address);
    await page.getByRole('heading', { name: 'Order #1050' }).waitFor();
    // The first tab holds the lock; frozen, it can neither send nor say so.
    const session = await context.newCDPSession(frozen);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await page.bringToFront();
    await answer(page, 1051, /Alder/);
    await primary(page).click();
    await page.waitForFunction(
      () => document.querySelector('aftersale-wizard').controller.submission?.state === 'confirmed',
      undefined,
      { timeout: 30_000 },
    );
    assert.equal((await requests('order_451051')).length, 1);
    await context.close();
  });

  test('the shell opens without a network after the first visit', async () => {
    const context = await browser.context({ ...phone, serviceWorkers: 'allow' });
    const page = await context.newPage();
    await page.goto(demo.address);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(async () => (await caches.keys()).some((name) => name.startsWith('shell-')));
    await page.reload();
    await page.getByRole('heading', { name: 'Order #1044' }).waitFor();
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('heading', { name: 'Order #1044' }).waitFor();
    await page.getByRole('button', { name: /Return or fix.*#1044/ }).click();
    await onStep(page, 'items');
    assert.equal(await stepOf(page), 'items');
    await page.getByText('You are offline', { exact: false }).first().waitFor({ state: 'attached' });
    await shot(page, 'offline-phone-wizard');
    await context.close();
  });

  test('nothing went wrong in any page', () => {
    assert.deepEqual(browser.wrong, []);
  });
});

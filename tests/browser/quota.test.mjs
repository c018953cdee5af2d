// A device whose disk is full, with commands and photos waiting: nothing is lost, nothing is sent twice, and nobody is told that
// something is kept or done that is not. The limit is the browser's own, set for the page's origin by its debugging protocol.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { axe, openDemo, phone } from '../support/demo.mjs';

const { demo, browser } = await openDemo();

const wizard = (page) => page.locator('aftersale-wizard');
const primary = (page) => wizard(page).locator('[part~=primary]');
const stateOf = (page) =>
  page.evaluate(() => document.querySelector('aftersale-wizard')?.controller.submission?.state);
const inState = (page, wanted) =>
  page.waitForFunction(
    (state) => document.querySelector('aftersale-wizard')?.controller.submission?.state === state,
    wanted,
  );
const cases = async (order) =>
  (await demo.log()).filter((entry) => entry.t === 'case.opened' && entry.order === order);

/** What the device itself has on its disk: commands that wait, and bytes of photos. */
const kept = (page) =>
  page.evaluate(async () => {
    const { name } = (await indexedDB.databases()).find((each) => each.name.startsWith('aftersale-sync:'));
    const answer = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await answer(indexedDB.open(name));
    const tx = db.transaction(['outbox', 'blobs']);
    const [items, blobs] = await Promise.all(
      ['outbox', 'blobs'].map((store) => answer(tx.objectStore(store).getAll())),
    );
    db.close();
    return {
      waiting: items.filter(({ receipt }) => !receipt).map(({ command }) => command.order),
      bytes: blobs.reduce((sum, { bytes }) => sum + bytes.length, 0),
    };
  });

/** How much the page's origin may keep; set before the page first keeps something, since the browser remembers for a while. */
async function limitDisk(context, bytes) {
  const session = await context.newCDPSession(context.pages()[0]);
  const { origin } = new URL(demo.address);
  const limit = (quotaSize) => session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  await limit(bytes);
  return { roomy: () => limit(1e9) };
}

/** Something else on the page keeps what it can, until nothing of that size goes in any more. */
const fill = (page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open('something else');
    opening.onupgradeneeded = () => opening.result.createObjectStore('bytes', { autoIncrement: true });
    const db = await new Promise((resolve) => {
      opening.onsuccess = () => resolve(opening.result);
    });
    const keep = () =>
      new Promise((resolve) => {
        const tx = db.transaction('bytes', 'readwrite');
        tx.objectStore('bytes').put(crypto.getRandomValues(new Uint8Array(60_000)));
        tx.oncomplete = () => resolve(true);
        tx.onabort = () => resolve(false);
      });
    let count = 0;
    while (await keep()) count += 1;
    db.close();
    return count;
  });

/** A photo of noise, which does not become small: some 1.4 MB as the page keeps it. */
const photo = (page) =>
  page.evaluate(async () => {
    const [width, height] = [1600, 1600];
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    const image = context.createImageData(width, height);
    for (let at = 0; at < image.data.length; at += 1)
      image.data[at] = at % 4 === 3 ? 255 : (Math.imul(at, 2654435761) >>> 13) & 255;
    context.putImageData(image, 0, 0);
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())];
  });

/** Goes to the last step of a request on an order, with a photo if one is given. */
async function toReview(page, number, item, file) {
  await page.getByRole('button', { name: new RegExp(`Return or fix.*#${number}`) }).click();
  await page.waitForFunction(() => document.querySelector('aftersale-wizard')?.controller?.step);
  const choice = page.getByRole('checkbox', { name: item });
  if (await choice.count()) {
    await choice.check();
    await primary(page).click();
  }
  await page.getByLabel(file ? 'It arrived damaged' : 'I changed my mind').check();
  if (file) {
    await page.getByRole('radio', { name: 'Yes' }).check();
    await page.getByLabel(/Anything the shop should know/).fill('Torn at the seam.');
    await wizard(page)
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'seam.png', mimeType: 'image/png', buffer: Buffer.from(file) });
    await wizard(page).locator('.photos img').first().waitFor();
  }
  await primary(page).click();
  await page.getByRole('radio', { name: /Money back/ }).check();
  await primary(page).click();
  await page.getByRole('radio', { name: file ? /By parcel/ : /In the shop/ }).check();
  await primary(page).click();
  await page.waitForFunction(
    () => document.querySelector('aftersale-wizard').controller.step?.step === 'review',
  );
  for (const box of await wizard(page).getByRole('checkbox').all()) await box.check();
}

async function openShop(quota) {
  const context = await browser.context(phone);
  const page = await context.newPage();
  const disk = await limitDisk(context, quota);
  await page.goto(demo.address);
  await page.getByRole('heading', { name: 'Order #1049' }).waitFor();
  const protocol = '**/case-sync/1/**';
  const network = {
    // The pages load what they need; only the backend of the cases is away.
    away: () => context.route(protocol, (route) => route.abort('internetdisconnected')),
    async back() {
      await context.unroute(protocol);
      await page.evaluate(() => window.dispatchEvent(new Event('online')));
    },
  };
  return { context, page, network, disk };
}

describe('a full disk', () => {
  test('what cannot be kept is not said to be kept; what waits beside it stays, and both are sent once', async () => {
    // Room for words, and for no photo.
    const { context, page, network, disk } = await openShop(800_000);
    const file = await photo(page);
    await network.away();
    await toReview(page, 1049, /Wren/);
    await primary(page).click();
    await inState(page, 'saved');
    await page.keyboard.press('Escape');
    await toReview(page, 1051, /Kestrel/, file);
    await primary(page).click();
    await page.waitForFunction(() => document.querySelector('aftersale-wizard').controller.failure);
    assert.equal(
      await page.evaluate(() => document.querySelector('aftersale-wizard').controller.failure.code),
      'not_saved',
    );
    await page.getByText('It could not be sent', { exact: false }).first().waitFor();
    assert.equal(await stateOf(page), undefined, 'there is no receipt');
    assert.deepEqual(await axe(page, 'a full disk'), []);
    assert.deepEqual(await kept(page), { waiting: ['451049'], bytes: 0 });

    // The shopper makes room, and says yes again; nothing was sent meanwhile.
    await disk.roomy();
    await primary(page).click();
    await inState(page, 'saved');
    const { waiting, bytes } = await kept(page);
    assert.deepEqual(waiting, ['451049', 'order_451051']);
    assert.ok(bytes > 0, 'the photo waits as well');
    assert.deepEqual([(await cases('451049')).length, (await cases('order_451051')).length], [0, 0]);
    await network.back();
    await inState(page, 'confirmed');
    assert.deepEqual([(await cases('451049')).length, (await cases('order_451051')).length], [1, 1]);
    await context.close();
  });

  test('a disk that a waiting photo has filled: it is sent once, and nothing is said to be done that is not', async () => {
    const { context, page, network, disk } = await openShop(16_000_000);
    const file = await photo(page);
    await toReview(page, 1054, /Leaf dinner plates/, file);
    await network.away();
    await primary(page).click();
    await inState(page, 'saved');
    const { waiting, bytes } = await kept(page);
    assert.ok((await fill(page)) > 0, 'there was room for the photo, and for a little more');
    const sizes = [];
    page.on('request', (request) => {
      if (request.method() === 'PATCH') sizes.push(request.postDataBuffer()?.length ?? 0);
    });
    const uploaded = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
    await network.back();
    await uploaded;
    const said = await stateOf(page);
    assert.ok(said !== 'confirmed' || (await cases(waiting[0])).length === 1, `it says ${said}`);

    await disk.roomy();
    await inState(page, 'confirmed');
    const [opened, ...more] = await cases(waiting[0]);
    assert.deepEqual(more, []);
    assert.equal(opened.p.data.request.items[0].evidence.length, 1);
    const sent = sizes.reduce((sum, size) => sum + size, 0);
    assert.equal(sent, bytes, 'its bytes went over the network once');
    await context.close();
  });

  test('nothing went wrong in any page', () => {
    assert.deepEqual(browser.wrong, []);
  });
});

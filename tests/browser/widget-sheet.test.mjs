// The wizard as a sheet over a video: not modal, by hand and by keys, and a panel where there is room.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, go, pick, settled, start, widgetBench } from './fixtures/widget-page.mjs';

const room = (
  attributes = '',
) => `<main class="room"><h1>Live: autumn evening</h1><button id="opener">Return something</button>
  <aftersale-wizard layout="sheet" ${attributes}></aftersale-wizard></main>`;
const begin = `(() => { (${start})(); document.querySelector('#opener').onclick = () => document.querySelector('aftersale-wizard').open(); })()`;

let bench;
before(async () => {
  bench = await widgetBench();
});
after(() => bench?.close());

const open = async (options = {}, attributes = '') => {
  const tab = await bench.open({ body: room(attributes), setup: begin, ...options });
  await tab.locator('#opener').click();
  await tab.locator('.frame').waitFor();
  await settled(tab);
  return tab;
};
const box = (tab) => tab.locator('.frame').boundingBox();
async function clean(tab) {
  assert.deepEqual(tab.problems, []);
  await tab.context().close();
}

test('60 % to begin with, the room above stays usable, the heading has the focus', async () => {
  const tab = await open();
  const { y, height, width } = await box(tab);
  assert.ok(Math.abs(height - 844 * 0.6) < 2 && Math.abs(y + height - 844) < 1 && width === 390);
  await eventually(async () =>
    assert.equal(
      await tab.evaluate(() => document.querySelector('aftersale-wizard').shadowRoot.activeElement.localName),
      'h2',
    ),
  );
  await eventually(async () =>
    assert.equal(
      await tab.evaluate(() => document.elementFromPoint(60, 80).id),
      'opener',
      'nothing lies over the video',
    ),
  );
  assert.deepEqual(await bench.axe(tab), []);
  await clean(tab);
});

test('grows and shrinks by button; Escape closes and gives the focus back', async () => {
  const tab = await open();
  const bigger = tab.getByRole('button', { name: 'Show more' });
  await eventually(async () => assert.equal(await bigger.getAttribute('aria-expanded'), 'false'));
  await bigger.press('Enter');
  await eventually(async () => assert.ok((await box(tab)).height > 800));
  await tab.getByRole('button', { name: 'Show less' }).click();
  await eventually(async () => assert.ok((await box(tab)).height < 520));
  await tab.keyboard.press('Escape');
  await tab.locator('.frame').waitFor({ state: 'detached' });
  await eventually(async () => assert.equal(await tab.evaluate(() => document.activeElement.id), 'opener'));
  await clean(tab);
});

test('dragging: up for all of it, down to close', async () => {
  const tab = await open();
  const drag = async (to) => {
    const { y } = await box(tab);
    await tab.mouse.move(195, y + 6);
    await tab.mouse.down();
    await tab.mouse.move(195, (y + to) / 2, { steps: 4 });
    await tab.mouse.move(195, to, { steps: 4 });
    await tab.mouse.up();
  };
  await drag(60);
  await eventually(async () => assert.ok((await box(tab)).height > 800));
  await drag(360);
  await eventually(async () => assert.ok(Math.abs((await box(tab)).height - 506) < 3));
  await drag(780);
  await tab.locator('.frame').waitFor({ state: 'detached' });
  await clean(tab);
});

test('the host may keep it open', async () => {
  const tab = await open();
  await tab.evaluate(() => {
    document
      .querySelector('aftersale-wizard')
      .addEventListener('aftersale-close', (event) => event.preventDefault(), { once: true });
  });
  await tab.getByRole('button', { name: 'Close' }).click();
  await eventually(async () => assert.equal(await tab.locator('.frame').count(), 1));
  await tab.getByRole('button', { name: 'Close' }).click();
  await tab.locator('.frame').waitFor({ state: 'detached' });
  await clean(tab);
});

test('every screen works in it, and the button bar stays at the thumb', async () => {
  const tab = await open();
  const bar = async () => {
    const { y, height } = await tab.locator('.primary').boundingBox();
    assert.ok(y + height <= 844 && y > 700);
    assert.deepEqual(await bench.axe(tab), []);
  };
  await pick(tab, /Rain coat/);
  await go(tab);
  await bar();
  await tab.getByRole('radio', { name: 'Too small' }).check();
  await go(tab);
  await bar();
  await tab.locator('input[name=resolution]').first().check();
  await go(tab);
  await tab.locator('input[name=method]').first().check();
  await go(tab);
  await bar();
  await clean(tab);
});

test('a panel at the side where there is room, in dark too', async () => {
  const tab = await open({ width: 1100, height: 700, scheme: 'dark' });
  const { x, y, width, height } = await box(tab);
  assert.deepEqual([x + width, y, height], [1100, 0, 700]);
  assert.equal(width, 440);
  await eventually(async () => assert.equal(await tab.getByRole('button', { name: 'Show more' }).count(), 0));
  assert.deepEqual(await bench.axe(tab), []);
  await clean(tab);
});

test('inside a frame of the host instead of the window', async () => {
  const tab = await open({
    width: 1000,
    body: room().replace(
      '<main class="room">',
      '<main class="room" style="position: relative; inline-size: 380px; block-size: 700px; --as-sheet-position: absolute">',
    ),
  });
  const { x, width, y, height } = await box(tab);
  assert.deepEqual([x, width], [0, 380]);
  assert.ok(Math.abs(y + height - 700) < 1 && Math.abs(height - 420) < 2);
  await clean(tab);
});

test("with the browser's history, Back goes through the steps and then closes", async () => {
  const tab = await open({}, 'history');
  await pick(tab, /Rain coat/);
  await go(tab);
  await tab.goBack();
  await eventually(async () =>
    assert.equal(
      await tab.evaluate(() => document.querySelector('aftersale-wizard').controller.step.step),
      'items',
    ),
  );
  await tab.goBack();
  await tab.locator('.frame').waitFor({ state: 'detached' });
  await clean(tab);
});

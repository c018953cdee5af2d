// Every page, on phone and desktop, in light and dark: accessible, inside its policy, and pictured.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { axe, desktop, openDemo, phone, shot } from '../support/demo.mjs';
import { calm, eventually } from '../support/wait.mjs';

const { demo, browser } = await openDemo();

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

describe('pages', () => {
  const pages = {
    shop: { path: '', ready: (page) => page.getByRole('heading', { name: 'Order #1038' }).waitFor() },
    live: {
      path: 'live',
      ready: (page) => page.waitForFunction(() => document.querySelector('.after:not([disabled])')),
    },
    desk: { path: 'desk', ready: (page) => page.locator('.queue-row').first().waitFor() },
    bring: {
      path: 'bring',
      ready: (page) => page.getByRole('option', { name: 'Medusa' }).waitFor({ state: 'attached' }),
    },
    playground: { path: 'playground', ready: (page) => page.locator('.play-line').first().waitFor() },
    missing: {
      path: 'nowhere',
      ready: (page) => page.getByRole('heading', { name: 'There is nothing here' }).waitFor(),
    },
  };
  for (const [size, view] of Object.entries({ phone, desktop })) {
    for (const colorScheme of ['light', 'dark']) {
      test(`${size}, ${colorScheme}`, async () => {
        const context = await browser.context({ ...view, colorScheme });
        const page = await context.newPage();
        const found = [];
        for (const [name, { path, ready }] of Object.entries(pages)) {
          await page.goto(demo.address + path);
          await ready(page);
          assert.ok(await fits(page), `${name} is wider than the screen`);
          found.push(...(await axe(page, `${name}, ${size}, ${colorScheme}`)));
          await shot(page, `page-${name}-${size}-${colorScheme}`);
        }
        assert.deepEqual(found, []);
        await context.close();
      });
    }
  }

  test('a small phone', async () => {
    const context = await browser.context({
      viewport: { width: 320, height: 640 },
      isMobile: true,
      hasTouch: true,
    });
    const page = await context.newPage();
    for (const [name, { path, ready }] of Object.entries(pages)) {
      await page.goto(demo.address + path);
      await ready(page);
      assert.ok(await fits(page), `${name} is wider than the screen`);
      await shot(page, `page-${name}-small`);
    }
    await context.close();
  });

  test('the wizard speaks the language that is asked for', async () => {
    const context = await browser.context(phone);
    const page = await context.newPage();
    await page.goto(`${demo.address}?lang=de&return=451052`);
    await page.waitForFunction(() => document.querySelector('aftersale-wizard')?.controller?.step);
    await page.waitForFunction(() =>
      document.querySelector('aftersale-wizard').shadowRoot.querySelector('[lang=de]'),
    );
    await shot(page, 'shop-phone-german');
    await context.close();
  });
});

describe('states of the shop page', () => {
  const open = async (change, options = phone) => {
    const context = await browser.context(options);
    const page = await context.newPage();
    await page.route('**/api/orders', change);
    await page.goto(demo.address);
    return { context, page };
  };
  const withOrders = (make) => async (route) => {
    const answer = await (await route.fetch()).json();
    await route.fulfill({ json: { ...answer, orders: make(answer.orders) } });
  };

  test('loading', async () => {
    const { context, page } = await open(() => {});
    await page.getByText('Loading your orders').waitFor({ state: 'attached' });
    assert.deepEqual(await axe(page, 'loading'), []);
    await shot(page, 'state-loading');
    await context.close();
  });

  test('nothing there', async () => {
    const { context, page } = await open(withOrders(() => []));
    await page.getByRole('heading', { name: 'No orders yet' }).waitFor();
    assert.deepEqual(await axe(page, 'empty'), []);
    await shot(page, 'state-empty');
    await context.close();
  });

  test('a shop that does not answer', async () => {
    const { context, page } = await open((route) =>
      route.fulfill({ status: 500, json: { code: 'internal' } }),
    );
    await page.getByRole('alert').waitFor();
    assert.deepEqual(await axe(page, 'error'), []);
    await shot(page, 'state-error');
    await context.close();
  });

  test('words without end, in both directions', async () => {
    const long = 'Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüsselanhänger'.repeat(3);
    const { context, page } = await open(
      withOrders((orders) =>
        orders.slice(0, 2).map((each) => ({
          ...each,
          order: {
            ...each.order,
            lines: each.order.lines.map((line, i) => ({
              ...line,
              title: i ? 'كوب خزفي مصنوع يدويا من الطين الطبيعي' : long,
              variant: long,
            })),
          },
        })),
      ),
    );
    await page.getByText(long).first().waitFor();
    assert.ok(await fits(page));
    await shot(page, 'state-long');
    await context.close();
  });

  test('two hundred orders', async () => {
    const { context, page } = await open(
      withOrders((orders) =>
        Array.from({ length: 200 }, (_, i) => ({
          ...orders[i % orders.length],
          id: `many-${i}`,
          order: { ...orders[i % orders.length].order, id: `many-${i}`, number: `#${9000 + i}` },
        })),
      ),
      desktop,
    );
    await page.getByRole('heading', { name: 'Order #9199' }).waitFor({ timeout: 10_000 });
    assert.ok(await fits(page));
    await shot(page, 'state-many');
    await context.close();
  });
});

describe('chips', () => {
  test('name the last day of the window that is open, not of one that has closed', async () => {
    const context = await browser.context(desktop);
    const page = await context.newPage();
    await page.goto(demo.address);
    await page.getByRole('heading', { name: 'Order #1044' }).waitFor();
    const chips = await page.evaluate(() =>
      [...document.querySelectorAll('aftersale-badge')].map(({ line, shadowRoot }) => ({
        until: line.until?.date,
        shown: shadowRoot.querySelector('.chip').textContent,
      })),
    );
    assert.ok(chips.length > 10);
    for (const { until, shown } of chips) {
      if (!until) continue;
      const day = new Date(`${until}T12:00:00Z`).toLocaleDateString('en', {
        month: 'short',
        day: 'numeric',
        timeZone: 'UTC',
      });
      assert.ok(shown.replace(/\s+/g, ' ').includes(day), `${shown} for ${until}`);
    }
    await context.close();
  });
});

describe('a hostile title', () => {
  test('is text in the shop, in the wizard and on the desk', async () => {
    const context = await browser.context(phone);
    const page = await context.newPage();
    await page.goto(demo.address);
    await page.getByText('<img src=x onerror=alert(1)>').waitFor();
    await page.getByText('"><script>alert(2)</script>').waitFor();
    await page.getByRole('button', { name: /Return or fix.*#1048/ }).click();
    await page.locator('aftersale-wizard').getByText('<img src=x onerror=alert(1)>').first().waitFor();
    await eventually(async () =>
      assert.equal(
        await page.evaluate(
          () =>
            [
              ...document.querySelectorAll('img'),
              ...document.querySelector('aftersale-wizard').shadowRoot.querySelectorAll('img'),
            ].filter(({ src }) => src.endsWith('/x')).length,
        ),
        0,
      ),
    );
    await shot(page, 'hostile-phone-wizard');
    assert.deepEqual(browser.wrong, []);
    await context.close();
  });
});

describe('the live room', () => {
  test('the wizard opens over the video, which keeps playing and stays in view', async () => {
    const context = await browser.context(phone);
    const page = await context.newPage();
    await page.goto(`${demo.address}live`);
    const time = () => page.evaluate(() => document.querySelector('video').currentTime);
    await page.waitForFunction(() => document.querySelector('video').currentTime > 0.3);
    await page.getByRole('button', { name: 'After-sales' }).click();
    await page.getByRole('button', { name: /Leaf dinner plates.*Order/ }).click();
    await page.getByRole('checkbox', { name: /Leaf dinner plates/ }).waitFor();
    await calm(page);
    const before = await time();
    await page.waitForFunction((then) => document.querySelector('video').currentTime > then + 0.4, before);
    const { video, sheet } = await page.evaluate(() => ({
      video: document.querySelector('.stage').getBoundingClientRect().toJSON(),
      sheet: document
        .querySelector('aftersale-wizard')
        .shadowRoot.querySelector('.frame')
        .getBoundingClientRect()
        .toJSON(),
    }));
    assert.ok(sheet.height / 844 > 0.5 && sheet.height / 844 < 0.7, 'the sheet begins at about 60 %');
    assert.ok(video.height >= 330 && video.bottom <= sheet.top + 24, 'the picture stands above the sheet');
    assert.deepEqual(await axe(page, 'sheet'), []);
    await shot(page, 'live-phone-sheet');
    await page.getByRole('checkbox', { name: /Leaf dinner plates/ }).check();
    await page.locator('aftersale-wizard [part~=primary]').click();
    await page.waitForFunction(
      () => document.querySelector('aftersale-wizard').controller.step.step === 'reasons',
    );
    assert.deepEqual(await axe(page, 'sheet, reasons'), []);
    await shot(page, 'live-phone-sheet-reasons');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.classList.contains('after'));
    await eventually(async () =>
      assert.equal(await page.evaluate(() => document.querySelector('.room').dataset.sheet), 'none'),
    );
    const lines = await page.locator('.chat li').count();
    await page.waitForFunction((n) => document.querySelectorAll('.chat li').length > n, lines);
    await context.close();
  });

  test('on a desktop the same sheet stays in the frame', async () => {
    const context = await browser.context({ ...desktop, colorScheme: 'dark' });
    const page = await context.newPage();
    await page.goto(`${demo.address}live`);
    await page.waitForFunction(() => document.querySelector('.after:not([disabled])'));
    await page.locator('.after').click();
    await page.getByRole('button', { name: /Leaf dinner plates.*Order/ }).click();
    await page.getByRole('checkbox', { name: /Leaf dinner plates/ }).waitFor();
    await calm(page); // it rises
    const inside = await page.evaluate(() => {
      const room = document.querySelector('.room').getBoundingClientRect();
      const sheet = document
        .querySelector('aftersale-wizard')
        .shadowRoot.querySelector('.frame')
        .getBoundingClientRect();
      return sheet.left >= room.left - 1 && sheet.right <= room.right + 1 && sheet.bottom <= room.bottom + 1;
    });
    assert.ok(inside);
    assert.deepEqual(await axe(page, 'sheet, desktop, dark'), []);
    await shot(page, 'live-desktop-sheet-dark');
    await context.close();
  });

  test('two orders of one evening go back together: kept while offline, each sent once', async () => {
    const context = await browser.context(phone);
    const page = await context.newPage();
    await page.goto(`${demo.address}live`);
    await page.waitForFunction(() => document.querySelector('.after:not([disabled])'));
    await page.getByRole('button', { name: 'After-sales' }).click();
    await shot(page, 'live-phone-evening');
    await page.getByRole('button', { name: 'Both orders of one evening, in one go' }).click();
    await page.getByRole('checkbox', { name: /Leaf dinner plates/ }).check();
    await page.getByRole('checkbox', { name: /Lantern/ }).check();
    const primary = page.locator('aftersale-wizard [part~=primary]');
    await shot(page, 'live-phone-together-items');
    await primary.click();
    await page
      .getByRole('radio', { name: /^I changed my mind/ })
      .first()
      .check();
    await page.getByRole('button', { name: /^The same for all/ }).click();
    await primary.click();
    await page.getByRole('radio', { name: /Money back/ }).check();
    assert.deepEqual(await axe(page, 'together, resolution'), []);
    await shot(page, 'live-phone-together-resolution');
    await primary.click();
    await page.getByRole('radio', { name: /By parcel/ }).check();
    await primary.click();
    await page.getByRole('heading', { name: 'Check and send' }).waitFor();
    assert.deepEqual(await axe(page, 'together, review'), []);
    await shot(page, 'live-phone-together-review');
    await context.setOffline(true);
    await primary.click();
    const entries = page.locator('aftersale-wizard [part=orders] [data-order]');
    const status = page.locator('aftersale-wizard [part=status]');
    await eventually(async () => assert.match(await status.innerText(), /You are offline/));
    await context.setOffline(false);
    await eventually(async () => assert.match(await status.innerText(), /received and recorded/));
    // What holds for both is said once.
    assert.deepEqual(
      (await entries.allInnerTexts()).map((text) => /offline|recorded/.test(text)),
      [false, false],
    );
    assert.deepEqual(await axe(page, 'together, receipt'), []);
    await shot(page, 'live-phone-together-receipt');
    const sets = (await demo.log()).flatMap(({ p }) => p?.data?.set ?? []);
    assert.equal(sets.length, 2, 'a case of each');
    assert.equal(sets[0], sets[1], 'known as one');
    // One of them shows the other, and the orders' page has them side by side.
    await page.goto(demo.address);
    await page.getByText('2 cases, asked for together').waitFor();
    await page.locator('.case-set .case-card').first().click();
    await page.locator('aftersale-tracker').getByText('Asked for together').waitFor();
    assert.deepEqual(await axe(page, 'together, tracker'), []);
    await shot(page, 'case-phone-together');
    await context.close();
  });

  test('somebody without an order from the room chooses one', async () => {
    const context = await browser.context(phone);
    const page = await context.newPage();
    await page.goto(demo.address);
    await page.getByLabel('Signed in as').selectOption('priya');
    await page.getByRole('heading', { name: 'Your orders, Priya' }).waitFor();
    await page.goto(`${demo.address}live`);
    await page.waitForFunction(() => document.querySelector('.after:not([disabled])'));
    await page.getByRole('button', { name: 'After-sales' }).click();
    await page.getByRole('dialog', { name: 'Which order?' }).waitFor();
    assert.deepEqual(await axe(page, 'choice of orders'), []);
    await shot(page, 'live-phone-orders');
    await page.getByRole('button', { name: /Skerry rain jacket/ }).click();
    await page.getByRole('checkbox', { name: /Skerry/ }).waitFor();
    await context.close();
  });
});

describe('bring your own order', () => {
  test('it is recognised, shown and goes through the wizard', async () => {
    const context = await browser.context(desktop);
    const page = await context.newPage();
    await page.goto(`${demo.address}bring`);
    await page.getByRole('option', { name: 'Medusa' }).waitFor({ state: 'attached' });
    const order = JSON.parse(
      readFileSync(fileURLToPath(new URL('fixtures/own-order.json', import.meta.url)), 'utf8'),
    );
    await page.getByLabel('Order as JSON').fill(JSON.stringify(order, null, 2));
    await page.getByText(/recognised, \d+ % sure/).waitFor();
    await page.getByText('Walnut pencil case').waitFor();
    await page.getByText(/thing.? to know/).waitFor();
    assert.deepEqual(await axe(page, 'brought'), []);
    await shot(page, 'bring-desktop-read');
    await page.getByRole('button', { name: 'Return or fix' }).click();
    await page.getByRole('checkbox', { name: /Walnut pencil case/ }).waitFor();
    await shot(page, 'bring-desktop-wizard');
    await context.close();
  });

  test('what is malformed says where', async () => {
    const context = await browser.context({ ...phone, colorScheme: 'dark' });
    const page = await context.newPage();
    await page.goto(`${demo.address}bring`);
    await page.getByRole('option', { name: 'Medusa' }).waitFor({ state: 'attached' });
    const field = page.getByLabel('Order as JSON');
    await field.fill('{"line_items": [{"id": 1, "quantity": ');
    await page.getByText('This cannot be read as an order').waitFor();
    await eventually(async () =>
      assert.match(await page.locator('.problems').textContent(), /\/line_items\/0\/quantity/),
    );
    assert.deepEqual(await axe(page, 'malformed'), []);
    await shot(page, 'bring-phone-malformed-dark', { fullPage: true });
    await field.fill('["not", "an order"]');
    await page.locator('.problems').waitFor();
    await field.fill(`${'['.repeat(50_000)}`);
    await page.locator('.problems').waitFor();
    await field.fill('');
    await page.getByText('Nothing read yet').waitFor();
    await context.close();
  });

  test('nothing went wrong in any page', () => {
    assert.deepEqual(browser.wrong, []);
  });
});

// Each screen of the wizard: reachable by everybody, in every room; and what the first one says.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  active,
  clean,
  eventually,
  go,
  heading,
  pick,
  shadow,
  start,
  whole,
  widgetBench,
} from './fixtures/widget-page.mjs';

let bench;
before(async () => {
  bench = await widgetBench();
});
after(() => bench?.close());

async function accessible(tab, name) {
  await whole(tab);
  assert.deepEqual(await bench.axe(tab), [], name);
}

/** From the first screen to the last, looking at each. */
async function walk(tab, look) {
  await look('items');
  await tab.locator('.item .under .link').first().click();
  await pick(tab, /Rain coat/);
  await pick(tab, /Merino socks/);
  await look('items, chosen');
  await go(tab);
  await look('reasons');
  await go(tab);
  await look('reasons, with errors');
  await tab.locator('.ask').nth(0).locator('input[type=radio]').nth(0).check();
  await tab.locator('.ask').nth(1).locator('input[type=radio]').nth(3).check();
  await look('reasons, answered');
  await go(tab);
  await tab.locator('input[name=resolution]').nth(0).check();
  await tab.locator('summary').click();
  await look('resolution');
  await go(tab);
  await tab.locator('input[name=method]').nth(2).check();
  await look('method');
  await go(tab);
  await look('review');
  await tab.locator('.check input').check();
  await go(tab);
  await tab.waitForFunction(() =>
    document.querySelector('aftersale-wizard').shadowRoot.querySelector('.qr svg path'),
  );
  await look('receipt');
}

describe('every screen is accessible and fits', () => {
  const rooms = {
    'phone, light': {},
    'phone, dark': { scheme: 'dark' },
    'smallest phone': { width: 320, height: 640 },
    desktop: { width: 1280, height: 900 },
    'text at 200 %': {
      setup: `(() => { document.documentElement.style.fontSize = '32px'; document.querySelector('aftersale-wizard').style.setProperty('--as-font-size', '32px'); (${start})(); })()`,
    },
    Arabic: {
      lang: 'ar',
      dir: 'rtl',
      setup: `(() => { document.querySelector('aftersale-wizard').locale = 'ar'; (${start})(); })()`,
      localised: true,
    },
    'forced colors': { context: { forcedColors: 'active' } },
  };
  for (const [name, { localised, ...options }] of Object.entries(rooms)) {
    test(name, async () => {
      const tab = await bench.open(options);
      if (localised) {
        await eventually(async () => {
          await eventually(async () =>
            assert.equal(
              await shadow(tab, `(root) => getComputedStyle(root.querySelector('.frame')).direction`),
              'rtl',
            ),
          );
          await eventually(async () => assert.match(await heading(tab), /\p{Script=Arabic}/u));
        });
      }
      await walk(tab, (screen) => accessible(tab, `${name}: ${screen}`));
      await clean(tab);
    });
  }
});

describe('first screen', () => {
  test('shows every item with its verdict and the next deadline with its zone', async () => {
    const tab = await bench.open();
    await eventually(async () =>
      assert.match(
        await tab.locator('.deadline').innerText(),
        /Next deadline: Fri,\sDec\s5[\s\S]*Central European/,
      ),
    );
    const chips = await tab.locator('.item .chip').allInnerTexts();
    assert.deepEqual(
      chips.map((text) => text.replaceAll('\u00a0', ' ')),
      [
        'Returnable until Fri, Dec 5',
        'Returnable until Sat, Jan 31, 2026',
        'Ask us',
        'Return window closed 3 days ago · repair still free',
        'Only if something is wrong with it',
        'Cannot be returned',
      ],
    );
    await clean(tab);
  });

  test('says no well: rule, source, what would change it, the next best thing as a button', async () => {
    const tab = await bench.open();
    const lamp = tab.locator('.item', { hasText: 'Desk lamp' });
    await eventually(async () =>
      assert.equal(
        await lamp.locator('.next-best button').innerText(),
        'Free repair under guarantee, until Nov 12, 2027',
      ),
    );
    await lamp.getByRole('button', { name: /Why/ }).click();
    const text = await lamp.innerText();
    for (const part of [
      'The time to return it ended on Saturday, November 29, 2025.',
      'Rule of the shop',
      'What would change this',
      'A request until Nov 29, 2025 would have been in time',
    ])
      assert.ok(text.includes(part), part);
    await lamp.getByRole('button', { name: 'Free repair' }).click();
    await eventually(async () =>
      assert.equal(await active(tab), 'input#fpick-lamp', 'focus stays with the item'),
    );
    await eventually(async () =>
      assert.equal(await shadow(tab, `(_, wizard) => wizard.controller.given.items[0].reason`), 'defective'),
    );
    await clean(tab);
  });

  test('paints pictures and names before the engine is there, and nothing jumps when it comes', async () => {
    const tab = await bench.open({
      setup: async () => {
        window.shifts = [];
        const observer = new PerformanceObserver((list) => {
          for (const { sources } of list.getEntries())
            for (const { node, previousRect: was, currentRect: is } of sources)
              window.shifts.push(
                `${node?.className ?? node?.nodeName}: ${was.x},${was.y} to ${is.x},${is.y}`,
              );
        });
        Object.assign(document.querySelector('aftersale-wizard'), {
          order: window.fake.order,
          now: window.fake.now,
        });
        await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
        observer.observe({ type: 'layout-shift' });
      },
    });
    await eventually(async () =>
      assert.ok((await tab.locator('.item').allInnerTexts())[0].includes('Rain coat')),
    );
    const before = await tab.locator('.item').first().boundingBox();
    await tab.evaluate(() => {
      Object.assign(document.querySelector('aftersale-wizard'), {
        world: window.fake.world,
        now: window.fake.now,
        engine: window.fake.fakeEngine(),
      });
    });
    await tab.locator('.item .chip.good').first().waitFor();
    const later = await tab.locator('.item').first().boundingBox();
    assert.deepEqual([later.y, later.height], [before.y, before.height]);
    await eventually(async () => assert.deepEqual(await tab.evaluate(() => window.shifts), []));
    await clean(tab);
  });

  test('holds two hundred items, and finds one of them', async () => {
    const tab = await bench.open({
      setup: () => {
        const engine = window.fake.fakeEngine({ lines: 200 });
        Object.assign(document.querySelector('aftersale-wizard'), {
          engine,
          world: { ...window.fake.world, order: engine.order },
          now: window.fake.now,
        });
      },
    });
    await tab.locator('.item .chip.good').first().waitFor();
    await eventually(async () => assert.equal(await tab.locator('.item').count(), 200));
    await tab.getByRole('searchbox').fill('vase');
    await eventually(async () => assert.equal(await tab.locator('.item').count(), 33));
    await tab.getByRole('searchbox').fill('no such thing');
    await eventually(async () => assert.ok(await tab.getByText('No item has that name.').isVisible()));
    await clean(tab);
  });

  test('shows text from outside as text, whatever it holds', async () => {
    const tab = await bench.open({
      setup: () => {
        const engine = window.fake.fakeEngine();
        const title = `${'W'.repeat(300)} <img src=x onerror="window.harmed = true">`;
        const evil = 'javascript:window.harmed = true';
        Object.assign(document.querySelector('aftersale-wizard'), {
          engine: {
            wizard: (call) => {
              const step = engine.wizard(call);
              const items = step.items.map((item) => ({
                ...item,
                title,
                variant: title,
                image: evil,
                findings: item.findings.map((finding) => ({ ...finding, source: { title, url: evil } })),
              }));
              return { ...step, items };
            },
          },
          world: window.fake.world,
          now: window.fake.now,
        });
      },
    });
    await tab.locator('.item .under .link').first().click();
    await whole(tab);
    await eventually(async () => assert.equal(await tab.evaluate(() => window.harmed), undefined));
    await eventually(async () =>
      assert.equal(
        await shadow(
          tab,
          `(root) => root.querySelectorAll('[href^="javascript"], [onerror], .item img').length`,
        ),
        0,
      ),
    );
    await clean(tab);
  });
});

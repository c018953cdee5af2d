// The return wizard in a real browser, against an engine that answers Steps of the wire's shapes.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/wait.mjs';
import {
  active,
  clean,
  go,
  heading,
  pick,
  shadow,
  start,
  step,
  widgetBench,
} from './fixtures/widget-page.mjs';

let bench;
before(async () => {
  bench = await widgetBench();
});
after(() => bench?.close());

describe('keyboard and focus', () => {
  test('a whole return without a pointer', async () => {
    const tab = await bench.open();
    const press = async (...keys) => {
      for (const key of keys) await tab.keyboard.press(key);
    };
    await tab.getByRole('checkbox', { name: /Rain coat/ }).focus();
    await press('Space', 'Enter');
    await eventually(async () => assert.equal(await step(tab), 'reasons'));
    await eventually(async () =>
      assert.equal(await active(tab), 'h2', 'the heading has the focus on a new screen'),
    );
    await tab.getByRole('radio', { name: 'I changed my mind' }).focus();
    await press('ArrowDown', 'ArrowDown', 'ArrowDown');
    await eventually(async () =>
      assert.equal(
        await shadow(tab, `(_, wizard) => wizard.controller.given.items[0].reason`),
        'size_too_small',
        'arrows choose, as in every group of radios',
      ),
    );
    await press('Enter');
    await eventually(async () => assert.equal(await step(tab), 'resolution'));
    await press('Tab', 'Space', 'Enter');
    await eventually(async () => assert.equal(await step(tab), 'method'));
    await press('Tab', 'Space', 'Enter');
    await eventually(async () => assert.equal(await step(tab), 'review'));
    await tab.getByRole('checkbox').focus();
    await press('Space', 'Enter');
    await tab.waitForFunction(
      () => document.querySelector('aftersale-wizard').controller.phase === 'receipt',
    );
    await eventually(async () => assert.equal(await active(tab), 'h2'));
    await clean(tab);
  });

  test('errors: a summary that has the focus and leads to the fields', async () => {
    const tab = await bench.open();
    await go(tab);
    await eventually(async () =>
      assert.match(
        await tab.getByRole('alert').innerText(),
        /One thing is still missing[\s\S]*Please choose at least one item/,
      ),
    );
    await eventually(async () => assert.match(await active(tab), /^div\..*errors/));
    await pick(tab, /Rain coat/);
    await pick(tab, /Merino socks/);
    await go(tab);
    await go(tab);
    await tab
      .getByRole('alert')
      .getByRole('link', { name: /Merino socks/ })
      .click();
    await eventually(async () =>
      assert.equal(await shadow(tab, `(root) => root.activeElement.name`), 'f-items-1-reason'),
    );
    await clean(tab);
  });

  test('what has the focus is never under the bar', async () => {
    const tab = await bench.open({ height: 500 });
    for (let i = 0; i < 14; i++) {
      await tab.keyboard.press('Tab');
      const hidden = await shadow(
        tab,
        `(root) => { const at = root.activeElement; if (!at || at.closest('.bar')) return false; const box = at.getBoundingClientRect(); return box.bottom > root.querySelector('.bar').getBoundingClientRect().top + 1; }`,
      );
      await eventually(async () => assert.equal(hidden, false, `Tab ${i + 1}: ${await active(tab)}`));
    }
    await clean(tab);
  });

  test('targets are large enough for a thumb', async () => {
    const tab = await bench.open({ width: 320, height: 640 });
    await pick(tab, /Merino socks/);
    const small = await shadow(
      tab,
      `(root) => [...root.querySelectorAll('button, label, summary')].filter((each) => each.offsetParent !== null).map((each) => [each.className, each.getBoundingClientRect()]).filter(([, box]) => box.width < 43.5 || box.height < 43.5).map(([name, box]) => name + ' ' + box.width + 'x' + box.height)`,
    );
    assert.deepEqual(
      small.filter((name) => !/^link small/.test(name)),
      [],
    );
    await clean(tab);
  });
});

describe('answers', () => {
  test('the running result stands in the button and opens into its lines', async () => {
    const tab = await bench.open();
    await pick(tab, /Merino socks/);
    await eventually(async () =>
      assert.equal(await tab.locator('.primary').innerText(), 'Continue · €13.41 back'),
    );
    await tab.getByRole('button', { name: /One more/ }).click();
    await eventually(async () =>
      assert.equal(
        await tab.locator('.primary').innerText(),
        'Continue · €40.23 back'.replace('40.23', '26.82'),
      ),
    );
    await tab.getByRole('button', { name: 'How this is made up' }).click();
    await eventually(async () =>
      assert.match(
        await tab.locator('#lines').innerText(),
        /2 × Merino socks, pack of two\n€29.80\nYour discount LIVE10\n−€2.98\nTax 19% included/,
      ),
    );
    await clean(tab);
  });

  test('an item that is taken off and put back keeps what was said about it', async () => {
    const tab = await bench.open();
    await pick(tab, /Rain coat/);
    await go(tab);
    await tab.getByRole('radio', { name: 'Too small' }).check();
    await tab.getByRole('textbox').fill('A size up, please');
    await tab.getByRole('button', { name: 'Back', exact: true }).click();
    await tab.getByRole('checkbox', { name: /Rain coat/ }).uncheck();
    await pick(tab, /Rain coat/);
    await go(tab);
    assert.equal(await tab.getByRole('textbox').inputValue(), 'A size up, please');
    await clean(tab);
  });

  test('a reason that leads to a no says so, and offers a way on', async () => {
    const tab = await bench.open();
    await pick(tab, /Desk lamp/);
    await go(tab);
    await eventually(async () =>
      assert.ok(
        (await tab.locator('.radio', { hasText: 'Too small' }).innerText()).includes(
          'Too late for this reason',
        ),
      ),
    );
    await tab.getByRole('radio', { name: /Too small/ }).check();
    await eventually(async () =>
      assert.match(
        await tab.locator('.refusal').innerText(),
        /The time to return it ended[\s\S]*Free repair under guarantee[\s\S]*Leave this item out/,
      ),
    );
    await tab.getByRole('button', { name: 'Leave this item out' }).click();
    await eventually(async () => assert.equal(await step(tab), 'items'));
    await clean(tab);
  });

  test('where the law asks for no reason, none has to be given', async () => {
    const tab = await bench.open();
    await pick(tab, /Rain coat/);
    await go(tab);
    await tab.getByRole('button', { name: 'I would rather not say' }).click();
    await go(tab);
    await eventually(async () => assert.equal(await step(tab), 'resolution'));
    await tab.locator('input[name=resolution]').first().check();
    await go(tab);
    await tab.locator('input[name=method]').first().check();
    await go(tab);
    await eventually(async () =>
      assert.equal(await tab.locator('.primary').innerText(), 'Confirm withdrawal'),
    );
    await clean(tab);
  });

  test('photos lose their metadata, get a hash, can be removed', async () => {
    const tab = await bench.open();
    await tab.locator('.item', { hasText: 'Desk lamp' }).locator('.next-best button').click();
    await go(tab);
    const bytes = await tab.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 2400, height: 1200 });
      canvas.getContext('2d').fillRect(0, 0, 900, 900);
      const plain = new Uint8Array(
        await (await new Promise((done) => canvas.toBlob(done, 'image/jpeg'))).arrayBuffer(),
      );
      const secret = new TextEncoder().encode('Exif\0\0GPS 52.52 N 13.40 E');
      const segment = [0xff, 0xe1, 0, secret.length + 2, ...secret];
      return [...plain.slice(0, 2), ...segment, ...plain.slice(2)];
    });
    const buffer = Buffer.from(bytes);
    assert.ok(buffer.includes('GPS 52.52'));
    await tab
      .locator('input[type=file]:not([capture])')
      .setInputFiles({ name: 'IMG_0042.HEIC', mimeType: 'image/jpeg', buffer });
    await tab.locator('.photos img').waitFor();
    const [evidence, text, size] = await shadow(
      tab,
      `async (_, wizard) => {
      const [evidence] = wizard.controller.given.items[0].evidence;
      const file = wizard.controller.files.get(evidence.id);
      const image = await createImageBitmap(file);
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
      return [{ ...evidence, right: [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('') === evidence.sha256 }, new TextDecoder('latin1').decode(await file.arrayBuffer()), [image.width, image.height]];
    }`,
    );
    assert.equal(evidence.right, true);
    assert.equal(evidence.type, 'image/jpeg');
    assert.equal(evidence.name, 'IMG_0042.jpg');
    assert.doesNotMatch(text, /GPS|Exif/);
    assert.deepEqual(size, [1600, 800]);
    await tab.getByRole('button', { name: 'Remove photo 1' }).click();
    await eventually(async () => assert.equal(await tab.locator('.photos img').count(), 0));
    await tab
      .locator('input[type=file]:not([capture])')
      .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await tab.getByText('This picture cannot be read here.').waitFor();
    tab.problems.length = 0;
    await clean(tab);
  });
});

describe('drafts, connection, sending', () => {
  test('a draft outlives the page, with its photos, and can be thrown away', async () => {
    const tab = await bench.open();
    await pick(tab, /Rain coat/);
    await go(tab);
    await tab.getByRole('radio', { name: 'Too small' }).check();
    await tab.getByText('Saved on this phone').waitFor();
    await shadow(tab, `(_, wizard) => wizard.controller.settled()`);
    await tab.reload();
    await tab.waitForFunction(() => window.fake);
    await tab.evaluate(`(${start})()`);
    await tab.getByText('We kept what you had filled in.').waitFor();
    await eventually(async () => assert.equal(await step(tab), 'reasons'));
    assert.ok(await tab.getByRole('radio', { name: 'Too small' }).isChecked());
    await tab.getByRole('button', { name: 'Start over' }).click();
    await eventually(async () => assert.equal(await step(tab), 'items'));
    await clean(tab);
  });

  test('offline is a calm banner', async () => {
    const tab = await bench.open();
    await tab.context().setOffline(true);
    await tab.getByText('You are offline. Nothing is lost').waitFor();
    await tab.context().setOffline(false);
    await tab.getByText('You are offline.').waitFor({ state: 'hidden' });
    await clean(tab);
  });

  const sent = async (setup) => {
    const tab = await bench.open({ setup });
    await pick(tab, /Rain coat/);
    await go(tab);
    await tab.getByRole('radio', { name: 'Too small' }).check();
    await go(tab);
    await tab.locator('input[name=resolution]').first().check();
    await go(tab);
    await tab.locator('input[name=method]').first().check();
    await go(tab);
    await tab.locator('.check input').check();
    await go(tab);
    return tab;
  };

  test('what is sent is the request and the quote that was seen; a host may hold it back', async () => {
    const tab = await sent(`(() => { (${start})(); window.calls = []; window.held = true;
      const wizard = document.querySelector('aftersale-wizard');
      wizard.addEventListener('aftersale-before-submit', (event) => { if (window.held) event.preventDefault(); });
      wizard.submit = async (request, quote) => { window.calls.push({ request, quote }); return { state: 'sent' }; }; })()`);
    await eventually(async () => assert.equal((await tab.evaluate(() => window.calls)).length, 0));
    await tab.evaluate(() => {
      window.held = false;
    });
    await go(tab);
    const [{ request, quote }] = await tab.evaluate(() => window.calls);
    assert.deepEqual(request.items, [{ line: 'coat', quantity: 1, reason: 'size_too_small' }]);
    assert.equal(request.resolution, 'original_payment_method');
    assert.deepEqual(request.confirmed, ['goods_intact']);
    assert.equal(quote.total.amount, 8010);
    await clean(tab);
  });

  test('without a `submit` the event may answer; without either, nothing is lost', async () => {
    const tab =
      await sent(`(() => { (${start})(); const wizard = document.querySelector('aftersale-wizard'); wizard.submit = undefined; window.errors = 0;
      wizard.addEventListener('aftersale-error', () => { window.errors++; });
      wizard.addEventListener('aftersale-submit', (event) => { if (window.answer) event.detail.respondWith(Promise.resolve({ state: 'saved' })); }); })()`);
    await tab.getByText('It could not be sent.').waitFor();
    await eventually(async () => assert.equal(await tab.evaluate(() => window.errors), 1));
    await tab.evaluate(() => {
      window.answer = true;
    });
    await go(tab);
    await eventually(async () => assert.equal(await heading(tab), 'Saved on this device'));
    await eventually(async () =>
      assert.ok(await tab.getByText('It will be sent by itself when you are back online.').isVisible()),
    );
    await tab.evaluate(() => {
      document.querySelector('aftersale-wizard').submission = { state: 'confirmed', caseNumber: 'R-9' };
    });
    await tab.getByText('R-9', { exact: true }).waitFor();
    await eventually(async () => assert.equal(await heading(tab), 'The shop has it'));
    await eventually(async () =>
      assert.match(
        await shadow(tab, `(root) => root.querySelector('.sr[role=status]').textContent`),
        /The shop has it/,
      ),
    );
    await clean(tab);
  });

  test('the receipt can be taken along', async () => {
    const tab = await sent();
    const saved = async (name) => {
      const waiting = tab.waitForEvent('download');
      await tab.getByRole('button', { name }).click();
      const file = await waiting;
      const { readFile } = await import('node:fs/promises');
      return [file.suggestedFilename(), await readFile(await file.path(), 'utf8')];
    };
    const [copyName, copy] = await saved('Download a copy');
    assert.equal(copyName, 'return-R-2025-0077.txt');
    for (const part of [
      'Acknowledgement of withdrawal',
      'Order: 1042',
      'Case: R-2025-0077',
      '1 × Rain coat “Norderney”',
      'Reason: Too small',
      '€80.10',
      '2025-12-02T10:00:00Z',
    ])
      assert.ok(copy.includes(part), part);
    const [calendarName, calendar] = await saved('Add to calendar');
    assert.equal(calendarName, 'return.ics');
    assert.match(
      calendar,
      /^BEGIN:VCALENDAR\r\n[\s\S]*DTSTART;VALUE=DATE:20251216\r\nDTEND;VALUE=DATE:20251217\r\n[\s\S]*END:VCALENDAR\r\n$/,
    );
    assert.ok(calendar.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
    await clean(tab);
  });

  test('an amount that has changed meanwhile is shown again before anything is sent', async () => {
    const tab =
      await sent(`(() => { (${start})(); const wizard = document.querySelector('aftersale-wizard'); window.count = 0; wizard.submit = async () => { window.count++; return {}; };
      const engine = wizard.engine; wizard.addEventListener('aftersale-before-submit', () => { wizard.engine.wizard = (call) => { const step = fake.fakeEngine().wizard(call); return step.quote ? { ...step, quote: { ...step.quote, hash: 'other', total: { amount: 7000, currency: 'EUR' } } } : step; }; }, { once: true }); })()`);
    await tab.getByText('The amount has changed since you looked.').waitFor();
    await eventually(async () => assert.equal(await tab.evaluate(() => window.count), 0));
    await eventually(async () => assert.match(await tab.locator('.primary').innerText(), /withdrawal|€70/));
    await go(tab);
    await eventually(async () => assert.equal(await tab.evaluate(() => window.count), 1));
    await clean(tab);
  });
});

test('browser history: Back goes a step back', async () => {
  const tab = await bench.open({
    body: '<main><h1 class="sr">Order</h1><aftersale-wizard history></aftersale-wizard></main>',
  });
  await pick(tab, /Rain coat/);
  await go(tab);
  await tab.getByRole('radio', { name: 'Too small' }).check();
  await go(tab);
  await eventually(async () => assert.equal(await step(tab), 'resolution'));
  await tab.goBack();
  await eventually(async () => assert.equal(await step(tab), 'reasons'));
  await tab.getByRole('button', { name: 'Back', exact: true }).click();
  await tab.waitForFunction(
    () => document.querySelector('aftersale-wizard').controller.step.step === 'items',
  );
  await tab.goForward();
  await eventually(async () => assert.equal(await step(tab), 'reasons'));
  await clean(tab);
});

test("another order begins anew, and its predecessor's draft waits for it", async () => {
  const tab = await bench.open();
  await pick(tab, /Rain coat/);
  await tab.getByText('Saved on this phone').waitFor();
  const other = () => {
    const { world, order } = window.fake;
    document.querySelector('aftersale-wizard').world = { ...world, order: { ...order, id: 'order_7' } };
  };
  await tab.evaluate(other);
  await tab.waitForFunction(
    () => document.querySelector('aftersale-wizard').controller.given.items.length === 0,
  );
  await eventually(async () => assert.equal(await tab.getByRole('checkbox', { checked: true }).count(), 0));
  await tab.evaluate(() => {
    document.querySelector('aftersale-wizard').world = window.fake.world;
  });
  await tab.getByText('We kept what you had filled in.').waitFor();
  assert.ok(await tab.getByRole('checkbox', { name: /Rain coat/ }).isChecked());
  await clean(tab);
});

test('a page that comes back shows the receipt of what was sent', async () => {
  const tab = await bench.open({
    setup: `(() => { document.querySelector('aftersale-wizard').submission = { state: 'confirmed', caseNumber: 'R-5', case: fake.fakeCase() }; (${start})(); })()`,
  });
  await eventually(async () => assert.equal(await heading(tab), 'The shop has it'));
  await tab.getByText('R-5', { exact: true }).waitFor();
  await eventually(async () => assert.ok(await tab.getByText('Hand it over by').isVisible()));
  await clean(tab);
});

test('an engine that throws is said calmly and can be tried again', async () => {
  const tab = await bench.open({
    setup: () => {
      const engine = window.fake.fakeEngine();
      window.broken = true;
      Object.assign(document.querySelector('aftersale-wizard'), {
        engine: {
          wizard: (call) => {
            if (window.broken) throw new Error('no');
            return engine.wizard(call);
          },
        },
        world: window.fake.world,
        now: window.fake.now,
      });
    },
  });
  await eventually(async () => assert.equal(await heading(tab), 'Something went wrong on our side'));
  await tab.evaluate(() => {
    window.broken = false;
  });
  await tab.getByRole('button', { name: 'Try again' }).click();
  await eventually(async () => assert.equal(await heading(tab), 'What is it about?'));
  await clean(tab);
});

// The case tracker and the badge in a real browser.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '../support/wait.mjs';
import { widgetBench } from './fixtures/widget-page.mjs';

let bench;
before(async () => {
  bench = await widgetBench();
});
after(() => bench?.close());

const body =
  '<main><h1 class="sr">Order 1042</h1><aftersale-tracker zone="Europe/Berlin"></aftersale-tracker></main>';
const follow = (
  stage,
  now = '2025-12-02T13:00:00Z',
) => `(() => { window.commands = []; const tracker = document.querySelector('aftersale-tracker');
  tracker.addEventListener('aftersale-command', (event) => window.commands.push(event.detail));
  Object.assign(tracker, { view: fake.fakeCase('${stage}'), events: fake.fakeEvents, now: '${now}' }); })()`;
const open = (stage, options = {}, now) => bench.open({ body, setup: follow(stage, now), ...options });
async function clean(tab) {
  assert.deepEqual(tab.problems, []);
  await tab.context().close();
}

for (const [name, options] of Object.entries({
  light: {},
  dark: { scheme: 'dark' },
  small: { width: 320 },
  desktop: { width: 1000 },
  'forced colors': { context: { forcedColors: 'active' } },
})) {
  test(`every stage is accessible: ${name}`, async () => {
    for (const stage of ['requested', 'approved', 'in_transit', 'inspected', 'refunded']) {
      const tab = await open(stage, options);
      for (const summary of await tab.locator('summary').all()) await summary.click();
      assert.deepEqual(await bench.axe(tab), [], stage);
      await eventually(async () =>
        assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), stage),
      );
      await clean(tab);
    }
  });
}

test('says whose turn it is and by when; counts down only under 24 hours', async () => {
  const later = await open('approved');
  await eventually(async () =>
    assert.match(
      (await later.getByRole('status').innerText()).replace(/\s+/g, ' '),
      /It is your turn Approved Please hand the parcel over\. by Tue, Dec 16, 1:30 PM Otherwise: the approval expires/,
    ),
  );
  await clean(later);
  const soon = await open('approved', {}, '2025-12-16T02:00:00Z');
  await eventually(async () => assert.match(await soon.getByRole('status').innerText(), /10 hours left/));
  await clean(soon);
  const sooner = await open('approved', {}, '2025-12-16T11:45:00Z');
  await eventually(async () => assert.match(await sooner.getByRole('status').innerText(), /45 minutes left/));
  await clean(sooner);
  const over = await open('approved', {}, '2025-12-17T11:45:00Z');
  await eventually(async () => assert.match(await over.getByRole('status').innerText(), /due since/));
  await clean(over);
});

test('the past opens to what was recorded', async () => {
  const tab = await open('approved');
  await eventually(async () =>
    assert.equal(await tab.locator('li[aria-current=step] .name').innerText(), 'Approved'),
  );
  await tab.locator('.line summary').first().click();
  await eventually(async () =>
    assert.match(
      await tab.locator('.records').first().innerText(),
      /Asked for[\s\S]*you · [\s\S]*Note\s+A size larger would be right\.[\s\S]*#1 a1/,
    ),
  );
  await clean(tab);
});

test("the buyer's commands are events that name what was seen", async () => {
  const tab = await open('approved');
  await tab.getByRole('button', { name: 'I have handed it over' }).click();
  await tab.getByLabel('Carrier').fill('DHL');
  await tab.getByLabel('Tracking number').fill('00340 <b>1</b>');
  await tab.keyboard.press('Enter');
  await tab.getByRole('button', { name: 'Withdraw the request' }).click();
  await eventually(async () =>
    assert.equal((await tab.evaluate(() => window.commands)).length, 1, 'cancel asks first'),
  );
  await tab.getByRole('button', { name: 'Yes, withdraw it' }).click();
  assert.deepEqual(await tab.evaluate(() => window.commands), [
    { type: 'ship', data: { carrier: 'DHL', tracking: '00340 <b>1</b>' }, case: 'case_77', version: 2 },
    { type: 'cancel', data: {}, case: 'case_77', version: 2 },
  ]);
  await clean(tab);
});

test('only what the view permits is offered', async () => {
  const tab = await open('in_transit');
  await eventually(async () => assert.equal(await tab.locator('.actions').count(), 0));
  await clean(tab);
});

test('badges: by attributes, by a judged line, in another language', async () => {
  const tab = await bench.open({
    body: `<main><h1>Orders</h1><aftersale-badge date="2025-12-05" zone="Europe/Berlin" now="2025-12-02T10:00:00Z"></aftersale-badge>
      <aftersale-badge verdict="closed" outcome="ineligible"></aftersale-badge><aftersale-badge id="line"></aftersale-badge><aftersale-badge locale="de" date="2025-12-05" now="2025-12-02T10:00:00Z"></aftersale-badge></main>`,
    setup: () => {
      document.querySelector('#line').line = { outcome: 'manual_review', findings: [] };
    },
  });
  await tab.getByText('Rückgabe bis').waitFor();
  const texts = (await tab.locator('aftersale-badge .chip').allInnerTexts()).map((text) =>
    text.replaceAll('\u00a0', ' '),
  );
  assert.deepEqual(texts, [
    'Returnable until Fri, Dec 5',
    'Return window closed',
    'Ask us',
    'Rückgabe bis Fr., 5. Dez.',
  ]);
  assert.deepEqual(await bench.axe(tab), []);
  await clean(tab);
});

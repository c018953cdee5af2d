// Every kind of case, opened where people open it and worked at the desk to its end: by the shop, the carrier and a supervisor,
// with the customer's page open beside it.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at } from '../../wasm/tools/lib/project.mjs';
import { axe, desktop, openDemo, phone, shot } from '../support/demo.mjs';
import { eventually } from '../support/wait.mjs';

const { demo, browser } = await openDemo();
const shopper = await browser.context(phone);
const clerks = await browser.context(desktop);

/** The case stands there, in the picture of the desk or in the customer's tracker. */
const stageNow = async (page, stage) => {
  await page
    .waitForFunction(
      (wanted) =>
        (document.querySelector('.way [aria-current=step]')?.getAttribute('data-stage') ??
          document.querySelector('aftersale-tracker')?.view?.stage) === wanted,
      stage,
      { timeout: 10_000, polling: 50 },
    )
    .catch(async () => {
      const at = await page.evaluate(
        () =>
          document.querySelector('.way [aria-current=step]')?.getAttribute('data-stage') ??
          document.querySelector('aftersale-tracker')?.view?.stage,
      );
      const told = await page.locator('[role=alert]').allTextContents();
      throw new Error(`${page.url()} stands at ${at}, not at ${stage} ${told.join(' ')}`);
    });
  // What is pending is decided before the next step.
  await page
    .locator('.command:disabled, [data-command]:disabled')
    .first()
    .waitFor({ state: 'detached', timeout: 10_000 });
};

/** Fills a form by the names of its members and sends it. */
async function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const control = form.locator(`[name=${name}]`);
    if ((await control.evaluate((element) => element.tagName)) === 'SELECT')
      await control.selectOption(value);
    else await control.fill(value);
  }
  await form.locator('.form-buttons .button').first().click();
}

const controller = (page) =>
  page.evaluate(() => {
    const { phase, step } = document.querySelector('aftersale-wizard')?.controller ?? {};
    return phase === 'receipt' ? 'receipt' : phase === 'asking' ? step?.step : undefined;
  });

/** What a person answers on a screen of the wizard; on it goes by the primary button. */
const answers = {
  async items(wizard, { lines = [] }) {
    for (const line of lines) await wizard.getByRole('checkbox', { name: line }).check();
    if (lines.length === 0) await wizard.getByRole('checkbox').first().check();
  },
  async reasons(wizard, { reason, text, noticed, observed, photo }) {
    if (reason) await wizard.getByRole('radio', { name: reason }).check();
    if (observed) await wizard.getByLabel(/cost now/).fill(observed);
    if (noticed) await wizard.getByLabel(/When did you notice/).fill(noticed);
    if (text) await wizard.locator('textarea').first().fill(text);
    if (photo) {
      await wizard.locator('input[type=file]').last().setInputFiles(photo);
      await wizard.locator('.photos img').waitFor();
    }
    await wizard.getByRole('heading', { level: 2 }).click();
  },
  async resolution(wizard, { resolution }) {
    await wizard.getByRole('radio', { name: resolution }).check();
  },
  async method(wizard, { method = /By parcel/ }) {
    await wizard.getByRole('radio', { name: method }).check();
  },
  async message(wizard, { text }) {
    await wizard.getByRole('textbox').first().fill(text);
  },
  review: async () => undefined,
};

/** The customer asks for something that is no return, on the page of the orders; gives the case's id. */
async function ask(topic, number, said) {
  const page = await shopper.newPage();
  await page.goto(demo.address);
  const order = page.getByRole('article', { name: `Order #${number}` });
  await order.locator('.else summary').click();
  await order.locator(`[data-kind=${topic}]`).click();
  const wizard = page.locator('aftersale-wizard');
  for (let turn = 0, last; turn < 40; turn++) {
    const step = await controller(page);
    if (step === 'receipt') break;
    if (step === undefined || step === last) {
      await page.waitForTimeout(100);
      continue;
    }
    last = step;
    await answers[step](wizard, said);
    assert.deepEqual(await axe(page, `asking: ${topic}, ${step}`), []);
    await shot(page, `kinds-phone-ask-${topic}-${step}`);
    await wizard.locator('.primary').click();
  }
  await shot(page, `kinds-phone-ask-${topic}-receipt`);
  await wizard.getByRole('link', { name: 'Follow your request' }).click();
  await page.waitForURL(/\/case\//);
  return { page, id: page.url().split('/').pop() };
}

const desks = new Map();
/** The desk of one side, at a case. */
async function desk(as, id) {
  if (!desks.has(as)) desks.set(as, await clerks.newPage());
  const page = desks.get(as);
  const wanted = `${demo.address}desk?as=${as}&case=${id}`;
  // In front, or its frames are drawn once a second.
  await page.bringToFront();
  if (page.url() !== wanted) await page.goto(wanted);
  await page.locator('.way').waitFor();
  return page;
}

/** One side does something; the case then stands where it should, there and on the customer's page. */
async function act(as, id, command, stage, fields) {
  const page = await desk(as, id);
  const button = page.locator(`[data-command=${command}]`);
  await button.waitFor({ state: 'attached' });
  if (!(await button.isVisible())) await page.locator('.more-commands summary').click();
  await button.click();
  if (fields) await fill(page.locator('.command-form'), fields);
  await stageNow(page, stage);
  return page;
}

async function buyerDoes(page, command, stage, fields) {
  await page.bringToFront();
  await page.locator(`.buyer-commands [data-command=${command}]`).click();
  if (fields) await fill(page.locator('.buyer-form'), fields);
  await stageNow(page, stage);
}

/** Both sides as they are: accessible, and kept as pictures. */
async function look(name, customer, clerk) {
  const found = [];
  for (const [side, page] of [
    ['customer', customer],
    ['desk', clerk],
  ]) {
    if (!page) continue;
    found.push(...(await axe(page, `${name}, ${side}`)));
    await shot(page, `kinds-${side}-${name}`, { fullPage: side === 'customer' });
  }
  assert.deepEqual(found, []);
}

/** Gives a side's form of messages a picture. */
const addPhoto = async (part) => {
  const dot =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  await part
    .locator('input[type=file]')
    .setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from(dot, 'base64') });
};

const caseOf = async (order, kind) => {
  const found = (await demo.log()).find(
    ({ t, order: of, p }) =>
      t === 'case.opened' && of.endsWith(order) && (p.data.request.kind ?? 'return') === kind,
  );
  return found.case;
};

describe('every kind of case to its end', () => {
  test('a return', async () => {
    const id = await caseOf('451045', 'return');
    const clerk = await act('seller', id, 'approve', 'approved');
    await look('return', undefined, clerk);
    await act('seller', id, 'receive', 'received');
    await act('seller', id, 'inspect', 'inspected', {});
    await act('seller', id, 'refund', 'refunded');
    await act('seller', id, 'close', 'closed');
  });

  test('called off before it is sent', async () => {
    const { page, id } = await ask('refund_before_dispatch', 1057, { lines: ['Lantern table lamp'] });
    await stageNow(page, 'refund_pending');
    await look('before-dispatch', page, await desk('seller', id));
    await act('seller', id, 'refund', 'refunded');
    await act('seller', id, 'close', 'closed');
    await stageNow(page, 'closed');
  });

  test('not arrived: searched for, lost, paid back', async () => {
    const { page, id } = await ask('not_received', 1055, { resolution: /Money back/ });
    await stageNow(page, 'requested');
    await act('seller', id, 'investigate', 'investigating', { with: 'Nordpost' });
    const carrier = await desk('carrier', id);
    await look('not-received', page, carrier);
    await act('carrier', id, 'report', 'refund_pending', { result: 'lost', cause: 'handling' });
    await act('seller', id, 'refund', 'refunded');
    await act('seller', id, 'close', 'closed');
    await stageNow(page, 'closed');
  });

  test('something is missing: sent, seen on its way, arrived', async () => {
    const { page, id } = await ask('damaged', 1052, {
      lines: ['Dune stoneware mug'],
      reason: 'Parts are missing',
      resolution: /Send what is missing/,
      text: 'One of the two mugs was not in the parcel.',
    });
    await act('seller', id, 'approve', 'fulfilling');
    await act('seller', id, 'refund', 'fulfilling');
    await act('seller', id, 'send', 'sent', { carrier: 'Nordpost', tracking: 'NP1052' });
    await act('carrier', id, 'track', 'sent', { status: 'out_for_delivery', place: 'Hamburg' });
    await look('reship', page, await desk('seller', id));
    await buyerDoes(page, 'deliver', 'delivered');
    await buyerDoes(page, 'confirm', 'closed');
    await stageNow(await desk('seller', id), 'closed');
  });

  test('a repair: there, mended, back', async () => {
    const { page, id } = await ask('repair', 1049, {
      lines: ['Wren in-ear headphones'],
      noticed: new Date().toISOString().slice(0, 10),
      resolution: /Repair/,
      photo: at('web-demo/public/live.jpg'),
      text: 'The left side is silent.',
    });
    await act('seller', id, 'approve', 'approved');
    await act('seller', id, 'receive', 'received');
    await act('seller', id, 'assess', 'in_repair', { outcome: 'repair', note: 'A new driver, three days.' });
    await look('repair', page, await desk('seller', id));
    await act('seller', id, 'complete_repair', 'fulfilling', {});
    await act('seller', id, 'send', 'sent', { carrier: 'Nordpost', tracking: 'NP1049' });
    await act('carrier', id, 'deliver', 'delivered');
    await buyerDoes(page, 'confirm', 'closed');
  });

  test('the price has fallen', async () => {
    const { page, id } = await ask('price_protection', 1051, {
      lines: ['Kestrel trail shoe'],
      observed: '99.00',
    });
    const clerk = await desk('seller', id);
    if (await clerk.locator('[data-command=approve]').count())
      await act('seller', id, 'approve', 'refund_pending');
    await look('price', page, clerk);
    await act('seller', id, 'refund', 'refunded');
    await act('seller', id, 'close', 'closed');
  });

  test('a claim against the carrier, offered, countered, agreed', async () => {
    const clerk = await desk('seller', await caseOf('451045', 'return'));
    await clerk.getByRole('button', { name: 'Open a case' }).click();
    await clerk.locator('#opening-order').selectOption({ label: '#1043 · Sofie Lund' });
    await clerk.locator('.opening [name=kind]').selectOption('damage_claim');
    assert.deepEqual(await axe(clerk, 'opening a claim'), []);
    await shot(clerk, 'kinds-desk-open-claim');
    await fill(clerk.locator('.opening'), {
      category: 'damage',
      text: 'The box came soaked; we claim 134.10.',
    });
    await clerk.waitForURL(/case=/);
    await clerk.locator('.way [data-stage=requested][aria-current=step]').waitFor();
    const id = new URL(clerk.url()).searchParams.get('case');
    await act('carrier', id, 'acknowledge', 'acknowledged');
    await act('carrier', id, 'investigate', 'investigating', {});
    await act('carrier', id, 'propose', 'proposed', {
      amount: '80',
      note: 'For the goods, without the wrapping.',
    });
    await look('claim', undefined, await act('seller', id, 'propose', 'proposed', { amount: '120.50' }));
    await act('carrier', id, 'accept', 'resolved');
    await act('seller', id, 'confirm', 'closed');
  });

  test('a complaint: sorted, asked about, settled by an offer', async () => {
    const { page, id } = await ask('complaint', 1048, { text: 'The parcel was thrown over the fence.' });
    await stageNow(page, 'requested');
    await act('seller', id, 'acknowledge', 'acknowledged');
    await act('seller', id, 'classify', 'acknowledged', { category: 'delivery', severity: 'high' });
    await act('seller', id, 'ask', 'acknowledged', { text: 'On which day was that?' });
    await page.getByText('You are asked for something').waitFor();
    await buyerDoes(page, 'reply', 'acknowledged', { text: 'On Tuesday at noon.' });
    await act('seller', id, 'propose', 'proposed', {
      amount: '2',
      remedy: 'apology',
      note: 'For the fright.',
    });
    await stageNow(page, 'proposed');
    await look('complaint', page, await desk('seller', id));
    await buyerDoes(page, 'propose', 'proposed', { amount: '4' });
    // What one side shows, the other sees.
    await addPhoto(page.locator('.talk-card'));
    const clerk = await desk('seller', id);
    await clerk.locator('.photos img').first().waitFor();
    await addPhoto(clerk.locator('.part', { has: clerk.locator('.note-form') }));
    await page.locator('.photos img').nth(1).waitFor();
    await look('complaint-photos', page, clerk);
    await act('seller', id, 'decline', 'acknowledged', { note: 'We cannot go that far.' });
    await act('seller', id, 'propose', 'proposed', { amount: '3' });
    await buyerDoes(page, 'accept', 'refund_pending');
    await act('seller', id, 'refund', 'refunded');
    await act('seller', id, 'close', 'closed');
    await stageNow(page, 'closed');
  });

  test('a question, answered and asked again', async () => {
    const { page, id } = await ask('inquiry', 1038, { text: 'Which bulb fits the lamp?' });
    await act('seller', id, 'answer', 'answered', { text: 'Any with an E27 socket, up to 40 W.' });
    await stageNow(page, 'answered');
    await page.getByText('Any with an E27 socket').first().waitFor();
    await look('inquiry', page, await desk('seller', id));
    await buyerDoes(page, 'confirm', 'closed');
  });

  test('a question that becomes a return, of which half comes back', async () => {
    const clerk = await desk('seller', await caseOf('451045', 'return'));
    await clerk.getByRole('button', { name: 'Open a case' }).click();
    const orders = clerk.locator('#opening-order');
    const label = (await orders.locator('option').allTextContents()).find((text) => text.startsWith('#1041'));
    await orders.selectOption({ label });
    await clerk.locator('.opening [name=kind]').selectOption('inquiry');
    await fill(clerk.locator('.opening'), { text: 'Wrote by post: may the mugs come back?' });
    await clerk.waitForURL(/case=/);
    await clerk.locator('.way [data-stage=requested][aria-current=step]').waitFor();
    const id = new URL(clerk.url()).searchParams.get('case');
    await act('seller', id, 'convert', 'requested');
    const opening = clerk.locator('.opening');
    await opening.locator('[name=kind]').selectOption('return');
    await opening.getByRole('checkbox', { name: 'Dune stoneware mug' }).check();
    await look('convert', undefined, clerk);
    await opening.getByRole('button', { name: 'Send' }).click();
    await clerk.locator('.case-title', { hasText: 'Return' }).waitFor();
    if (await clerk.locator('[data-command=approve]').count()) await act('seller', id, 'approve', 'approved');
    await act('seller', id, 'receive_in_part', 'received', { came0: '1', state0: 'received' });
    await clerk.getByText('Fewer than').first().waitFor();
    await act('seller', id, 'receive_in_part', 'received');
    await look('in-part', undefined, clerk);
    await clerk.locator('.command-form').getByRole('button', { name: 'Not now' }).click();
    await act('seller', id, 'inspect', 'inspected', {});
    await act('seller', id, 'refund', 'refunded');
    const [settled] = (await demo.log()).filter(({ case: of, t }) => of === id && t === 'goods.inspected');
    const mug = settled.p.data.settlement.items.find(({ line }) => line !== undefined);
    assert.equal(mug.quantity, 1, 'one of two mugs is settled');
    await act('seller', id, 'close', 'closed');
  });

  test('refused, disputed, decided by a supervisor', async () => {
    const { page, id } = await ask('damaged', 1054, {
      lines: ['Leaf dinner plates'],
      reason: 'Parts are missing',
      resolution: /Send what is missing/,
      text: 'One plate is missing.',
    });
    await act('seller', id, 'refuse', 'refused', {
      reason: 'other',
      note: 'The weight says that all four were in it.',
    });
    await stageNow(page, 'refused');
    await buyerDoes(page, 'dispute', 'disputed', { note: 'There were three.' });
    const supervisor = await desk('platform', id);
    await stageNow(supervisor, 'disputed');
    await look('dispute', page, supervisor);
    await act('platform', id, 'decide', 'fulfilling', { for: 'buyer', note: 'In doubt for the customer.' });
    await stageNow(page, 'fulfilling');
  });

  test('every kind is in the queue of somebody', async () => {
    const page = await desk('carrier', await caseOf('451045', 'damage_claim'));
    await page.getByRole('button', { name: /^My turn/ }).click();
    await page.locator('.queue-row').first().waitFor();
    await eventually(async () =>
      assert.match(await page.locator('.queue-list').textContent(), /Carrier claim/),
    );
    await shot(page, 'kinds-desk-carrier-queue');
  });

  test('nothing went wrong in any page', () => {
    assert.deepEqual(browser.wrong, []);
  });
});

// The shop decides; what a client says about money, decisions, itself and the time counts for nothing.

import { isWithheld } from '../sync/chain.js';
import { command, expect, same } from './device.js';
import type { Check } from './kit.js';
import { opened } from './receipts.js';

const count = (events: readonly object[], type: string): number =>
  events.filter((entry) => (entry as { t?: string }).t === type).length;

/** What a customer may not do, with data as its sender would have it. */
const decisions: readonly (readonly [string, object])[] = [
  ['approve', {}],
  ['receive', {}],
  ['inspect', { items: [{ line: 'mug', quantity: 1, grade: 'as_new', disposition: 'restock' }] }],
  ['refund', {}],
  ['confirm_refund', { key: 'k', reference: 'r' }],
  ['fail_refund', { key: 'k', code: 'c' }],
  ['confirm_charge', { key: 'k', reference: 'r' }],
  ['redact', { reason: 'asked_for' }],
  ['reopen', {}],
  ['decide', { outcome: 'refund' }],
  ['close', {}],
];

const forged: readonly (readonly [string, (request: object) => object])[] = [
  ['amount', (request) => ({ request, amount: { amount: 99_999, currency: 'EUR' } })],
  ['approved', (request) => ({ request, approved: true })],
  ['refund', (request) => ({ request: { ...request, refund: { amount: 99_999, currency: 'EUR' } } })],
  [
    'price',
    (request) => ({
      request: {
        ...request,
        items: [
          {
            line: 'mug',
            quantity: 1,
            reason: 'changed_mind',
            unitPrice: { amount: 99_999, currency: 'EUR' },
          },
        ],
      },
    }),
  ],
  ['override', (request) => ({ request: { ...request, override: { reason: 'because', by: 'me' } } })],
  ['actor', (request) => ({ request, actor: { kind: 'seller' } })],
  ['now', (request) => ({ request, now: '2020-01-01T00:00:00Z' })],
];

export const moneyChecks: readonly Check[] = [
  {
    id: 'money.ten_at_once',
    rule: 'R3 R6 R7',
    title: 'of ten requests at once for one of three units each, three are applied',
    async run(kit) {
      const order = kit.order();
      const ada = kit.device('ada');
      const receipts = await Promise.all(Array.from({ length: 10 }, () => ada.receipt(kit.request(order))));
      const applied = receipts.filter(({ st }) => st === 'applied').length;
      same([applied, receipts.length - applied], [3, 7], 'applied and rejected');
      same(count((await ada.log(order)).events, 'case.opened'), 3, 'cases in the log');
    },
  },
  {
    id: 'money.two_devices_at_once',
    rule: 'R3 R6',
    title: 'two devices that each ask for all three units do not both get them',
    async run(kit) {
      for (let round = 0; round < 4; round++) {
        const order = kit.order();
        const receipts = await Promise.all(
          [kit.device('ada'), kit.device('desk')].map((each) => each.receipt(kit.request(order, 3))),
        );
        same(receipts.map(({ st }) => st).sort(), ['applied', 'rejected'], 'receipts');
      }
    },
  },
  {
    id: 'money.quote_changed',
    rule: 'R7',
    title: 'a quote that nobody made is rejected with the one that counts',
    async run(kit) {
      const order = kit.order();
      const receipt = await kit
        .device('ada')
        .rejected(kit.request(order, 1, { quote: 'f'.repeat(64) }), ['quote_changed']);
      const { total } = receipt.quote as { total: { amount: number } };
      same(total.amount, 1000, 'the total of the quote that counts');
    },
  },
  {
    id: 'money.quote_missing',
    rule: 'R7',
    title: 'a request for money without a quote is not applied',
    async run(kit) {
      const { quote: _quote, ...bare } = kit.request(kit.order());
      await kit.device('ada').rejected(bare, [], 'a request without a quote');
    },
  },
  {
    id: 'money.quote_of_other_units',
    rule: 'R7',
    title: 'the quote for one unit does not serve for three',
    async run(kit) {
      const order = kit.order();
      const { quote } = kit.request(order, 1);
      await kit.device('ada').rejected(kit.request(order, 3, { quote: quote as string }), ['quote_changed']);
    },
  },
  ...forged.map(
    ([name, forge]): Check => ({
      id: `money.forged_${name}`,
      rule: 'R7',
      title: `a request that brings its own ${name} is refused or left alone`,
      async run(kit) {
        const order = kit.order();
        const ada = kit.device('ada');
        const honest = kit.request(order);
        const receipt = await ada.receipt({ ...honest, p: forge(honest.p.request as object) });
        const { events } = await ada.log(order);
        if (receipt.st === 'rejected') return same(events.length, 0, 'events in the log');
        const text = JSON.stringify(events);
        expect(
          !/:99999[,}]|because|2020-01-01|"seller"|"approved":/.test(text),
          'what was forged stands in the log',
        );
      },
    }),
  ),
  {
    id: 'money.forged_member',
    rule: 'R7 R12',
    title: 'who acts is not what a command says',
    async run(kit) {
      const order = kit.order();
      const ada = kit.device('ada');
      await ada.push([{ ...kit.request(order), actor: { kind: 'seller', id: 'kit-desk' } }]);
      for (const entry of (await ada.log(order)).events)
        same(isWithheld(entry) ? '' : entry.p.actor.kind, 'buyer', 'who acted');
    },
  },
  {
    id: 'money.forged_decisions',
    rule: 'R7',
    title: "a customer's decisions are rejected",
    async run(kit) {
      const { order, ada, id } = await opened(kit);
      for (const [t, p] of decisions)
        await ada.rejected(
          command(t, { order, case: id, base: 1, p: p as Record<string, unknown> }),
          [],
          `${t} by a customer`,
        );
      same((await ada.log(order)).events.length, 1, 'events in the log');
    },
  },
  {
    id: 'money.stale',
    rule: 'R6',
    title: 'a decision on a case that has moved on is rejected as stale, with its version',
    async run(kit) {
      const { order, ada, id } = await opened(kit);
      const desk = kit.device('desk');
      await ada.applied(command('cancel', { order, case: id, base: 1 }));
      await desk.rejected(
        command('approve', { order, case: id, base: 1 }),
        [],
        'approving what was canceled',
      );
      const second = await opened(kit);
      await desk.applied(command('approve', { order: second.order, case: second.id, base: 1 }));
      const receipt = await second.ada.rejected(
        command('cancel', { order: second.order, case: second.id, base: 1 }),
        ['stale_version'],
        'canceling a case that was approved meanwhile',
      );
      same(receipt.version, 2, 'the version that counts');
    },
  },
  {
    id: 'money.commuting',
    rule: 'R6',
    title: 'a message is taken whatever its sender has seen of the case',
    async run(kit) {
      const { order, ada, id } = await opened(kit);
      await kit.device('desk').applied(command('approve', { order, case: id, base: 1 }));
      await ada.applied(
        command('message', { order, case: id, base: 1, p: { text: 'late' } }),
        'a message from before',
      );
    },
  },
  {
    id: 'money.future_clock',
    rule: 'R13',
    title: "a device's clock that is ahead decides nothing",
    async run(kit) {
      const order = kit.order();
      const ada = kit.device('ada');
      await ada.applied(kit.request(order, 1, { at: '2099-01-01T00:00:00Z' }));
      const [entry] = (await ada.log(order)).events;
      // As it was sent: ids and hashes hold four digits of a year now and then.
      expect(!JSON.stringify(entry).includes('2099-01-01'), 'an event stands in 2099');
    },
  },
  {
    id: 'money.past_clock',
    rule: 'R13',
    title: 'a device that nobody knew cannot date its request back into the window',
    async run(kit) {
      const order = kit.order('old');
      const then = kit.now - 20 * 86_400_000;
      const asked = kit.request(order, 1, { at: new Date(then).toISOString() }, [], then);
      await kit.device('ada').rejected(asked, ['not_eligible']);
    },
  },
  {
    id: 'money.unknown_line',
    rule: 'R2 R7',
    title: 'a request for what the order does not have is rejected, and says where',
    async run(kit) {
      const honest = kit.request(kit.order());
      const items = [{ line: '<script>', quantity: 1, reason: 'changed_mind' }];
      const request = { ...(honest.p.request as object), items };
      const receipt = await kit.device('ada').rejected({ ...honest, p: { request } }, ['invalid_command']);
      const [problem] = receipt.problems as { pointer: string }[];
      same(problem?.pointer, '/command/data/request/items/0/line', 'where');
    },
  },
  {
    id: 'money.odd_quantities',
    rule: 'R7 R15',
    title: 'no units, fewer than none, and more than there are move nothing',
    async run(kit) {
      const ada = kit.device('ada');
      const order = kit.order();
      const honest = kit.request(order);
      for (const quantity of [0, -1, 4, 1_000_000, 9_007_199_254_740_991, '1', null, true]) {
        const request = {
          ...(honest.p.request as object),
          items: [{ line: 'mug', quantity, reason: 'changed_mind' }],
        };
        const { status, json } = await ada.push([
          { ...kit.requestUnquoted(order, { request }, honest.quote) },
        ]);
        const st = json?.receipts?.[0]?.st;
        expect(status === 400 || st === 'rejected', `a quantity of ${quantity} was answered ${status} ${st}`);
      }
      same((await ada.log(order)).events.length, 0, 'events in the log');
    },
  },
];

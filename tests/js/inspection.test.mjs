// What an inspection may take off: value loss that the buyer did not speak of, and nothing where the law gives nothing.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createAftersale, loadShippedPack, zoneTable } from '../../dist/node.js';

const engine = await createAftersale();
after(() => engine.close());

function ask(call) {
  const answer = JSON.parse(engine.dispatchText(JSON.stringify(call)));
  assert.equal(answer.ok, true, JSON.stringify(answer.errors));
  return answer.result;
}

const packs = [await loadShippedPack('eu')];
const zone = zoneTable('Europe/Berlin', '2025-01-01T00:00:00Z', '2028-01-01T00:00:00Z');
const euros = (amount) => ({ amount, currency: 'EUR' });
const order = (facts) => ({
  id: 'o-1',
  createdAt: '2026-05-01T10:00:00Z',
  currency: 'EUR',
  taxMode: 'inclusive',
  buyer: { country: 'DE' },
  facts,
  lines: [{ id: 'l1', title: 'Shoes', quantity: 1, unitPrice: euros(9000) }],
  shipments: [
    {
      id: 'p1',
      lines: [{ line: 'l1', quantity: 1 }],
      status: 'delivered',
      delivered: { at: '2026-05-04T10:00:00Z' },
    },
  ],
  tenders: [{ id: 't1', kind: 'card', amount: euros(9000) }],
});

/** A whole return, whose inspection finds a third of the value lost; gives what is settled. */
function settled(facts, answers) {
  const world = { order: order(facts), policies: [], packs, zone };
  const request = { items: [{ line: 'l1', quantity: 1, reason: 'changed_mind', answers }] };
  const quote = ask({ op: 'quote', ...world, now: '2026-05-11T10:00:00Z', request });
  const seller = { kind: 'seller' };
  const commands = [
    ['request', { kind: 'buyer' }, { request, quote: quote.hash }],
    ['receive', seller, {}],
    [
      'inspect',
      seller,
      {
        items: [
          { line: 'l1', quantity: 1, grade: 'used', disposition: 'restock', deductionBasisPoints: 3333 },
        ],
      },
    ],
  ];
  let events = [];
  let view;
  for (const [index, [type, actor, data]] of commands.entries()) {
    const result = ask({
      op: 'transition',
      ...world,
      now: `2026-05-1${index + 1}T10:00:00Z`,
      case: events.length > 0 ? { id: 'c-1', order: 'o-1', kind: 'return', events } : null,
      command: { id: `k-${index}`, case: 'c-1', type, version: events.length, actor, data },
    });
    assert.equal(result.accepted, true, `${type}: ${JSON.stringify(result.refusal)}`);
    events = [...events, ...result.events];
    view = result.case;
  }
  return view.settlement.total;
}

test('value loss is taken off when the buyer spoke of it (EU-046)', () => {
  assert.deepEqual(settled({ withdrawalInformed: true }, { used: true }), euros(6000));
});

test('and when only the inspection finds it', () => {
  assert.deepEqual(settled({}, undefined), euros(6000));
  assert.deepEqual(settled({}, { used: false }), euros(6000));
});

test('but not from a buyer who was not informed (EU-047)', () => {
  assert.deepEqual(settled({ withdrawalInformed: false }, { used: true }), euros(9000));
});

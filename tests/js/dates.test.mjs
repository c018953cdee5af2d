// The core's calendar against another implementation of it: Temporal's polyfill, which shares no code with the core and
// asks Intl for offsets itself. 100,000 windows, over zones with and without daylight saving, leap days and holidays.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { createAftersale, zoneTable } from '../../dist/node.js';
import { random } from '../support/random.mjs';
import { order } from './support.mjs';

const cases = 100_000;
const zones = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Lisbon',
  'Atlantic/Azores',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Santiago',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Asia/Beirut',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'UTC',
];
const first = '2018-01-01T00:00:00Z';
const last = '2041-01-01T00:00:00Z';

const engine = await createAftersale();
after(() => engine.close());

const pick = (next, list) => list[next(list.length)];
const day = (date) => date.toString();

/** A window as a policy states it, and what its last day is by Temporal. */
function makeWindow(next) {
  const firstDay = pick(next, ['excluded', 'included']);
  const roll = pick(next, ['none', 'none', 'next_working_day']);
  const from = pick(next, ['delivery', 'order', 'dispatch']);
  const length = pick(next, [
    () => ({ days: next(400) + 1 }),
    () => ({ days: pick(next, [1, 7, 14, 28, 29, 30, 31, 60, 365, 366]) }),
    () => ({ months: next(40) + 1 }),
    () => ({ months: pick(next, [1, 2, 6, 12, 24, 48]) }),
  ])();
  return { ...length, from, firstDay, roll };
}

function expectedLastDay(window, start, holidays) {
  let date = start.toPlainDate();
  if (window.days) date = date.add({ days: window.days - (window.firstDay === 'included' ? 1 : 0) });
  if (window.months) date = date.add({ months: window.months }, { overflow: 'constrain' });
  if (window.roll === 'next_working_day') {
    while (date.dayOfWeek > 5 || holidays.has(day(date))) date = date.add({ days: 1 });
  }
  return date;
}

/** Leap days, ends of months, and the hours around a change of the clocks are asked for more often than chance would. */
function makeInstant(next, zone) {
  const { transitions } = zone;
  const early = Date.parse('2019-01-01T00:00:00Z');
  const span = Date.parse('2036-12-31T00:00:00Z') - early;
  const near = transitions.filter(({ at }) => Date.parse(at) > early && Date.parse(at) < early + span);
  switch (next(5)) {
    case 0:
      if (near.length > 0) return Date.parse(pick(next, near).at) + (next(7200) - 3600) * 1000;
      break;
    case 1:
      return (
        Date.parse(`${pick(next, [2020, 2024, 2028, 2032])}-02-${28 + next(2)}T00:00:00Z`) +
        next(86_400) * 1000
      );
    case 2:
      return (
        Date.parse(`20${20 + next(16)}-${pick(next, ['01-31', '03-31', '08-31', '12-31'])}T00:00:00Z`) +
        next(86_400) * 1000
      );
  }
  return early + next(span / 1000) * 1000;
}

test(`${cases} windows end when Temporal says so`, () => {
  const next = random(20261122);
  const tables = new Map(zones.map((name) => [name, zoneTable(name, first, last)]));
  const basis = order();
  for (let index = 0; index < cases; index += 500) {
    const asked = [];
    for (let at = 0; at < 500; at += 1) {
      const name = pick(next, zones);
      const zone = tables.get(name);
      const placed = makeInstant(next, zone);
      const instants = { order: placed, dispatch: placed + next(200) * 1_800_000, delivery: 0 };
      instants.delivery = instants.dispatch + next(400) * 1_800_000;
      const window = makeWindow(next);
      const local = Temporal.Instant.fromEpochMilliseconds(instants[window.from]).toZonedDateTimeISO(name);
      const holidays = new Set();
      const around = expectedLastDay(window, local, holidays);
      for (let some = next(5); some > 0; some -= 1) holidays.add(day(around.add({ days: next(9) })));
      const lastDay = expectedLastDay(window, local, holidays);
      const wanted = {
        date: day(lastDay),
        at: Temporal.PlainDate.from(lastDay)
          .add({ days: 1 })
          .toZonedDateTime({ timeZone: name })
          .toInstant()
          .toString(),
      };
      asked.push({
        wanted,
        window,
        zone: name,
        instants,
        holidays,
        call: makeCall(basis, zone, instants, window, holidays),
      });
    }
    const answer = JSON.parse(
      engine.dispatchText(JSON.stringify({ op: 'batch', calls: asked.map(({ call }) => call) })),
    );
    assert.equal(answer.ok, true, JSON.stringify(answer.errors));
    asked.forEach(({ wanted, window, zone, instants }, at) => {
      const [line] = answer.result.answers[at].result?.lines ?? [];
      const until = line?.until ?? assert.fail(JSON.stringify(answer.result.answers[at]));
      const context = JSON.stringify({ zone, window, start: new Date(instants[window.from]).toISOString() });
      assert.equal(until.date, wanted.date, context);
      assert.equal(until.at, wanted.at, context);
    });
  }
});

const iso = (time) => new Date(time).toISOString();

function makeCall(basis, zone, instants, window, holidays) {
  const [line] = basis.lines;
  return {
    op: 'evaluate',
    order: {
      ...basis,
      createdAt: iso(instants.order),
      lines: [line],
      shipments: [
        {
          id: 's',
          status: 'delivered',
          lines: [{ line: line.id, quantity: line.quantity }],
          shippedAt: iso(instants.dispatch),
          delivered: { at: iso(instants.delivery) },
        },
      ],
      attribution: null,
      returns: [],
      shipping: [],
      totals: null,
    },
    policy: {
      schema: 'aftersale/policy/1',
      id: 'calendar',
      layer: 'merchant',
      versions: [
        {
          version: '1',
          rules: [
            { id: 'window', window },
            { id: 'money', resolutions: [{ resolution: 'original_payment_method' }] },
            { id: 'way', method: { method: 'by_mail', payer: 'merchant' } },
          ],
        },
      ],
    },
    holidays: [...holidays].sort(),
    now: iso(instants[window.from]),
    zone,
  };
}

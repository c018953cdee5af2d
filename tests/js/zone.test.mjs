import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zoneTable } from '../../dist/node.js';

// Read in another way than the code under test does.
function offsetBy(timeZone) {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (time) => {
    const text = format.formatToParts(time).find(({ type }) => type === 'timeZoneName').value;
    const [, sign, hours, minutes, seconds] = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
    const total = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
    return sign === '-' ? -total : total;
  };
}

const from = '2019-01-01T00:00:00Z';
const to = '2031-01-01T00:00:00Z';
const zones = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Shanghai',
  'Asia/Kolkata',
  'Asia/Gaza',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Antarctica/Troll',
  'Etc/GMT+5',
  'UTC',
];

for (const name of zones) {
  test(`offsets of ${name}`, () => {
    const offsetAt = offsetBy(name);
    const { offset, transitions } = zoneTable(name, from, to);
    assert.equal(offset, offsetAt(Date.parse(from)));
    let before = offset;
    let last = Date.parse(from);
    for (const { at, offset: after } of transitions) {
      const time = Date.parse(at);
      assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.ok(time > last && time <= Date.parse(to));
      assert.notEqual(after, before);
      assert.equal(offsetAt(time - 1000), before, `before ${at}`);
      assert.equal(offsetAt(time), after, `at ${at}`);
      before = after;
      last = time;
    }
    // Nothing in between is overlooked.
    let index = 0;
    let current = offset;
    for (let time = Date.parse(from); time <= Date.parse(to); time += 6 * 3_600_000) {
      while (transitions[index] && Date.parse(transitions[index].at) <= time)
        current = transitions[index++].offset;
      assert.equal(offsetAt(time), current, new Date(time).toISOString());
    }
  });
}

test('known changes', () => {
  const berlin = zoneTable('Europe/Berlin', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z');
  assert.deepEqual(berlin, {
    name: 'Europe/Berlin',
    offset: 3600,
    transitions: [
      { at: '2026-03-29T01:00:00Z', offset: 7200 },
      { at: '2026-10-25T01:00:00Z', offset: 3600 },
    ],
  });
  const apia = zoneTable('Pacific/Apia', '2011-12-01T00:00:00Z', '2012-01-01T00:00:00Z');
  assert.deepEqual(
    apia.transitions,
    [{ at: '2011-12-30T10:00:00Z', offset: 14 * 3600 }],
    'the day that Samoa left out',
  );
  assert.deepEqual(zoneTable('Asia/Shanghai', from, to).transitions, []);
});

test('a change at the end of the range counts, at its start it does not', () => {
  const change = '2026-03-29T01:00:00Z';
  assert.deepEqual(zoneTable('Europe/Berlin', '2026-03-01T00:00:00Z', change).transitions, [
    { at: change, offset: 7200 },
  ]);
  assert.deepEqual(zoneTable('Europe/Berlin', change, '2026-04-01T00:00:00Z'), {
    name: 'Europe/Berlin',
    offset: 7200,
    transitions: [],
  });
});

test('names that are not of the time-zone database are refused', () => {
  for (const name of ['Nowhere/Land', '+02:00', 'europe/berlin', ''])
    assert.throws(() => zoneTable(name, from, to), RangeError, name);
});

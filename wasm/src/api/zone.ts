import type { Zone, ZoneTransition } from '../generated/types.js';

// The core looks nothing up, so that it gives the same answer everywhere; it names the range for which it needs a zone's
// offsets, and they are taken from Intl here. The native program takes them from the system's time-zone database.

const second = 1000;
// Offsets are compared at this distance. No zone has changed twice within six and a half days since 1990, nor will by the
// rules that are known, so no change is overlooked.
const stride = 6.5 * 86_400 * second;

const tables = new Map<string, Zone>();

/**
 * The offsets of a zone from one instant to another: the one that holds at `from`, and every change after it up to and
 * with `to`. Throws a RangeError for a zone that Intl does not know.
 */
export function zoneTable(name: string, from: string, to: string): Zone {
  const key = `${name} ${from} ${to}`;
  const known = tables.get(key);
  if (known) return known;
  const offsetAt = offsetReader(name);
  const end = Math.floor(Date.parse(to) / second) * second;
  let at = Math.floor(Date.parse(from) / second) * second;
  let offset = offsetAt(at);
  const table = { name, offset, transitions: [] as ZoneTransition[] };
  while (at < end) {
    const next = Math.min(at + stride, end);
    const changed = offsetAt(next);
    if (changed !== offset) {
      const when = firstDifference(at, next, (instant) => offsetAt(instant) === offset);
      table.transitions.push({ at: instantText(when), offset: changed });
    }
    at = next;
    offset = changed;
  }
  // A page or a batch asks for a few ranges again and again.
  if (tables.size >= 64) tables.clear();
  tables.set(key, Object.freeze(table));
  return table;
}

/** RFC 3339 in UTC, to the second. */
export const instantText = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** The first whole second for which `same` is false, when it is true at `low` and false at `high`. */
function firstDifference(low: number, high: number, same: (time: number) => boolean): number {
  let [before, after] = [low, high];
  while (after - before > second) {
    const middle = before + Math.floor((after - before) / (2 * second)) * second;
    if (same(middle)) before = middle;
    else after = middle;
  }
  return after;
}

function offsetReader(timeZone: string): (time: number) => number {
  // Names as the time-zone database spells them; Intl would also take offsets and any capitals.
  if (!/^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(timeZone))
    throw new RangeError(`unknown time zone ${timeZone}`);
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  // Digits are read in the order of the parts, since taking each text apart is what costs.
  const order = format
    .formatToParts(0)
    .map(({ type }) => type)
    .filter((type) => type !== 'literal');
  return (time) => {
    const digits = format.format(time).match(/\d+/g) ?? [];
    const part = (type: (typeof order)[number]): number => Number(digits[order.indexOf(type)]);
    const day = Date.UTC(part('year'), part('month') - 1, part('day'));
    return (day - time) / second + part('hour') * 3600 + part('minute') * 60 + part('second');
  };
}

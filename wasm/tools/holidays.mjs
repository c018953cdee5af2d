// Writes the public holidays of the states that a statute pack governs into the pack, for packs with a window that rolls to
// the next working day. Source: the npm package date-holidays (ISC; its data CC-BY-3.0). Run it once a year:
//   node wasm/tools/holidays.mjs [firstYear lastYear]
// Holidays on a Saturday or Sunday are left out: weekends are no working days anyway.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Holidays from 'date-holidays';

const packs = ['eu'];
const [first, last] = process.argv.length > 3 ? process.argv.slice(2, 4).map(Number) : [2025, 2030];

function workdayHolidays(country) {
  const calendar = new Holidays(country);
  const dates = new Set();
  for (let year = first; year <= last; ++year) {
    for (const holiday of calendar.getHolidays(year)) {
      const date = holiday.date.slice(0, 10);
      const day = new Date(`${date}T00:00:00Z`).getUTCDay();
      if (holiday.type === 'public' && day !== 0 && day !== 6) dates.add(date);
    }
  }
  return [...dates].sort();
}

for (const name of packs) {
  const path = fileURLToPath(new URL(`../../core/data/packs/${name}.json`, import.meta.url));
  const pack = JSON.parse(readFileSync(path, 'utf8'));
  pack.holidays = Object.fromEntries(
    pack.jurisdictions.map((country) => [country, workdayHolidays(country)]),
  );
  const { versions, holidays, ...head } = pack;
  const compact = JSON.stringify({ ...head, versions }, null, 1).slice(0, -2);
  const rows = Object.entries(holidays).map(
    ([country, dates]) => `  ${JSON.stringify(country)}: ${JSON.stringify(dates)}`,
  );
  writeFileSync(path, `${compact},\n "holidays": {\n${rows.join(',\n')}\n }\n}\n`);
  console.log(`${name}: holidays of ${rows.length} states, ${first} to ${last}`);
}

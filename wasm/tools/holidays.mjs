// Writes the public holidays of the states that a statute pack governs into the pack, for packs with a rule that rolls to
// the next working day or counts working days. Source: the npm package date-holidays (ISC; its data CC-BY-3.0). Run it once a year:
//   node wasm/tools/holidays.mjs [firstYear lastYear]
// Holidays on a Saturday or Sunday are left out: weekends are no working days anyway.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Holidays from 'date-holidays';

const folder = new URL('../../core/data/packs/', import.meta.url);
const packs = readdirSync(folder).map((name) => name.replace('.json', ''));
/** Parts of a state with days off of their own, where the text makes a difference: Alsace and Moselle. */
const regions = { FR: ['57', '67', '68'] };
/** Days for a part of the people only: nobody else is off. */
const partial = { CN: ['国际妇女节', '青年节', '六一儿童节', '建军节'] };
/** Days off by arrangement around a holiday, which the source does not know. */
const arranged = { CN: ['2026-10-05', '2026-10-06', '2026-10-07'] };
const [first, last] = process.argv.length > 3 ? process.argv.slice(2, 4).map(Number) : [2025, 2030];

function workdayHolidays(country, region) {
  const calendar = region ? new Holidays(country, region) : new Holidays(country);
  const dates = new Set(arranged[country]);
  for (let year = first; year <= last; ++year) {
    for (const holiday of calendar.getHolidays(year)) {
      const date = holiday.date.slice(0, 10);
      const day = new Date(`${date}T00:00:00Z`).getUTCDay();
      if (partial[country]?.includes(holiday.name.split(' ')[0])) continue;
      if (holiday.type === 'public' && day !== 0 && day !== 6) dates.add(date);
    }
  }
  return [...dates].sort();
}

/** By country; under "FR-57" only what a region has beside its country. */
function holidaysOf(pack) {
  const out = {};
  for (const country of pack.jurisdictions) {
    out[country] = workdayHolidays(country);
    for (const region of regions[country] ?? [])
      out[`${country}-${region}`] = workdayHolidays(country, region).filter(
        (date) => !out[country].includes(date),
      );
  }
  return out;
}

for (const name of packs) {
  const path = fileURLToPath(new URL(`${name}.json`, folder));
  const pack = JSON.parse(readFileSync(path, 'utf8'));
  delete pack.holidays;
  if (/"(next_working_day|working_days)"/.test(JSON.stringify(pack.versions)))
    pack.holidays = holidaysOf(pack);
  const { versions, holidays = {}, ...head } = pack;
  const compact = JSON.stringify({ ...head, versions }, null, 1).slice(0, -2);
  const rows = Object.entries(holidays).map(
    ([country, dates]) => `  ${JSON.stringify(country)}: ${JSON.stringify(dates)}`,
  );
  writeFileSync(
    path,
    rows.length > 0 ? `${compact},\n "holidays": {\n${rows.join(',\n')}\n }\n}\n` : `${compact}\n}\n`,
  );
  console.log(`${name}: holidays of ${rows.length} states, ${first} to ${last}`);
}

// node tests/simulation/hunt.mjs [--upto 20000] [NAME…]: the first seed that finds each planted bug, and the rarest.
// … --points: the first seed that pulls the plug at each point. With --write, seeds.json keeps what was found.

import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openPool } from './lib/pool.mjs';
import { planted } from './planted/index.mjs';
import { aims, nameOf } from './points.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    upto: { type: 'string', default: '20000' },
    workers: { type: 'string', default: '2' },
    points: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const upto = Number(values.upto);
const wanted = (name) => !positionals.length || positionals.some((part) => name.includes(part));
const pool = await openPool('wasm', Number(values.workers));
const jobs = values.points
  ? aims.map((aim) => ({ name: nameOf(aim), given: { aim } }))
  : planted.map(({ name, changes, honest }) => ({ name, given: { changes, honest } }));
const kept = new URL('seeds.json', import.meta.url);

/** One at a time: others may be at it. */
let writing = Promise.resolve();
const keep = (name, seed) => {
  writing = writing.then(async () => {
    const all = JSON.parse(await readFile(kept, 'utf8').catch(() => '{}'));
    const kind = values.points ? 'points' : 'planted';
    const sorted = Object.entries({ ...all[kind], [name]: seed }).sort(([a], [b]) => (a < b ? -1 : 1));
    await writeFile(kept, `${JSON.stringify({ ...all, [kind]: Object.fromEntries(sorted) }, null, 2)}\n`);
  });
};

const found = await Promise.all(
  jobs
    .filter(({ name }) => wanted(name))
    .map(async ({ name, given }) => {
      try {
        const { failures, aimed } = await pool.run({ ...given, from: 1, count: upto });
        const [failure] = failures;
        const seed = values.points ? (failure ? undefined : aimed) : failure?.seed;
        const said = failure?.violation.slice(0, 150) ?? '';
        process.stdout.write(`${String(seed ?? 'none').padStart(6)}  ${name}  ${said}\n`);
        if (values.write && seed) keep(name, seed);
        return { name, seed: seed ?? Number.POSITIVE_INFINITY };
      } catch (error) {
        process.stdout.write(` error  ${name}: ${error.message.slice(0, 300)}\n`);
        return { name, seed: Number.POSITIVE_INFINITY };
      }
    }),
);
await writing;
const rarest = found.sort((a, b) => b.seed - a.seed)[0];
const done = found.filter(({ seed }) => seed < Number.POSITIVE_INFINITY);
process.stdout.write(`${done.length} of ${found.length}; the rarest: ${rarest.name}, ${rarest.seed}\n`);
pool.close();

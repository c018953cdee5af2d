// node tests/simulation/hunt.mjs [--upto 20000] [NAME…]: the first seed that finds each planted bug, and the rarest.

import { parseArgs } from 'node:util';
import { openPool } from './lib/pool.mjs';
import { planted } from './planted/index.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { upto: { type: 'string', default: '20000' }, workers: { type: 'string', default: '2' } },
});
const upto = Number(values.upto);
const chosen = planted.filter(
  ({ name }) => !positionals.length || positionals.some((part) => name.includes(part)),
);
const pool = await openPool('wasm', Number(values.workers));
const found = await Promise.all(
  chosen.map(async ({ name, changes }) => {
    try {
      const { seeds, failures } = await pool.run({ changes, from: 1, count: upto });
      const [failure] = failures;
      process.stdout.write(
        `${failure ? String(failure.seed).padStart(6) : '  none'}  ${name}: ${failure?.violation.slice(0, 150) ?? `nothing in ${seeds}`}\n`,
      );
      return { name, seed: failure?.seed ?? Number.POSITIVE_INFINITY };
    } catch (error) {
      process.stdout.write(` error  ${name}: ${error.message.slice(0, 300)}\n`);
      return { name, seed: Number.POSITIVE_INFINITY };
    }
  }),
);
const rarest = found.sort((a, b) => b.seed - a.seed)[0];
process.stdout.write(
  `${found.filter(({ seed }) => seed < Number.POSITIVE_INFINITY).length} of ${found.length}; the rarest: ${rarest.name}, ${rarest.seed}\n`,
);
pool.close();

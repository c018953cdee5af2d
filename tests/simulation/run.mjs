// node tests/simulation/run.mjs --seed 17 --trace          one run, step by step
// node tests/simulation/run.mjs --from 1 --count 1000      many, and what came of them
// … --engine g++|wasm|clang++   --plant NAME

import { parseArgs } from 'node:util';
import { openEngine } from './lib/engines.mjs';
import { bundleProduct, importText } from './lib/product.mjs';
import { runSeeds } from './lib/seeds.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    count: { type: 'string', default: '200' },
    engine: { type: 'string', default: 'wasm' },
    plant: { type: 'string' },
    trace: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
  },
});
const { planted } = await import('./planted/index.mjs').catch(() => ({ planted: [] }));
const { changes = [], honest } = planted.find(({ name }) => name === values.plant) ?? {};
const product = await importText(await bundleProduct(changes));
const core = await openEngine(values.engine);
const from = Number(values.seed ?? values.from);
const count = values.seed ? 1 : Number(values.count);
const began = performance.now();
const found = await runSeeds({
  product,
  core,
  from,
  count,
  honest,
  trace: values.trace,
  stopAtFirst: !values.all,
  onSeed: ({ seed }) => {
    if (count >= 5000 && seed % 500 === 0) process.stderr.write(`${seed}\n`);
  },
  onFailure: ({ seed, violation, lines }) => {
    if (lines) process.stdout.write(`${lines.join('\n')}\n`);
    process.stdout.write(`seed ${seed}: ${violation}\n`);
    process.stdout.write(
      `  node tests/simulation/run.mjs --seed ${seed} --trace${values.plant ? ` --plant '${values.plant}'` : ''}\n`,
    );
  },
  onLines: (lines) => process.stdout.write(`${lines.join('\n')}\n`),
});
const seconds = (performance.now() - began) / 1000;
process.stdout.write(`${JSON.stringify({ ...found, met: undefined, hit: undefined })}\n`);
process.stdout.write(
  `${found.seeds} seeds in ${seconds.toFixed(1)} s, ${(found.seeds / seconds).toFixed(1)} a second\n`,
);
core.close();
process.exit(found.failures.length ? 1 : 0);

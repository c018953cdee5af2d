// `npm run bench`: how long calls take, natively and through WebAssembly, from one run. Times
// depend on the machine; the ratios are what to compare.

import { spawnSync } from 'node:child_process';
import { order as exampleOrder, now } from '../../tests/js/support.mjs';
import { callsByFile } from '../../tests/parity/calls.mjs';
import { largePolicy } from '../../tests/support/large-policy.mjs';
import { build } from './build.mjs';
import { at } from './lib/project.mjs';
import { setup } from './setup.mjs';

const rounds = 7;

/** The best of some rounds, in microseconds a call. */
function best(count, work) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    work();
    least = Math.min(least, performance.now() - began);
  }
  return (least * 1000) / count;
}

function firstDecision() {
  const script = `const began = performance.now();
const { createAftersale } = await import(${JSON.stringify(at('dist/node.js'))});
const aftersale = await createAftersale();
aftersale.dispatchText('{"op":"describe"}');
console.log(performance.now() - began);`;
  const times = Array.from({ length: rounds }, () =>
    Number(spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).stdout),
  );
  return Math.min(...times);
}

await setup('build');
await build();
const { createAftersale } = await import(at('dist/tools-node.js'));
const engine = await createAftersale();

const byOperation = new Map();
for (const call of (await callsByFile()).flatMap((group) => group.calls)) {
  const { op } = JSON.parse(call);
  if (!byOperation.has(op)) byOperation.set(op, []);
  byOperation.get(op).push(call);
}

const encoder = new TextEncoder();
console.log(`\nimport to first answer under Node: ${firstDecision().toFixed(1)} ms\n`);
console.log('operation        calls  bytes/call   native  wasm text  wasm bytes  text/native   (µs a call)');
for (const [op, calls] of [...byOperation].sort()) {
  const repeated = Array.from({ length: Math.ceil(2000 / calls.length) }, () => calls).flat();
  const bytes = repeated.map((call) => encoder.encode(call));
  const stream = `${repeated.join('\n')}\n`;
  const empty = best(1, () =>
    spawnSync(at('build/native/aftersale'), ['call', '--ndjson', '-'], { input: '' }),
  );
  // Starting the program is not part of a call.
  const program = best(1, () =>
    spawnSync(at('build/native/aftersale'), ['call', '--ndjson', '-'], { input: stream, maxBuffer: 1 << 30 }),
  );
  const native = Math.max(0, program - empty) / repeated.length;
  const text = best(repeated.length, () => {
    for (const call of repeated) engine.dispatchText(call);
  });
  const raw = best(bytes.length, () => {
    for (const call of bytes) engine.dispatchBytes(call);
  });
  const size = Math.round(bytes.reduce((sum, call) => sum + call.length, 0) / bytes.length);
  const cell = (value, width) => value.toFixed(1).padStart(width);
  console.log(
    `${op.padEnd(15)}${String(calls.length).padStart(7)}${String(size).padStart(12)}${cell(native, 9)}${cell(text, 11)}${cell(raw, 12)}${cell(text / native, 13)}`,
  );
}

// What a rule costs: one line, judged again and again under loaded policies of more and more rules, interleaved.
console.log('\nrules      load ms   us a line   against 10 rules   (wasm, order loaded)');
const sizes = [10, 100, 1000, 10_000];
const one = exampleOrder();
one.lines = one.lines.slice(0, 1);
one.lines[0].attributes.category = 'c1';
engine.load('order', 'bench', one);
const loading = sizes.map((count) => {
  const document = largePolicy(count);
  return best(1000, () => engine.load('policy', `rules-${count}`, document));
});
const zone = { name: 'UTC', offset: 0, transitions: [] };
const judged = sizes.map((count) =>
  encoder.encode(
    JSON.stringify({ op: 'evaluate', order: 'bench', policies: [`rules-${count}`], packs: [], now, zone }),
  ),
);
const least = sizes.map(() => Number.POSITIVE_INFINITY);
for (let round = 0; round < rounds * 3; round += 1) {
  for (const [index, call] of judged.entries()) {
    const times = Math.max(20, 20_000 / sizes[index]);
    const began = performance.now();
    for (let turn = 0; turn < times; turn += 1) engine.dispatchBytes(call);
    least[index] = Math.min(least[index], ((performance.now() - began) * 1000) / times);
  }
}
for (const [index, count] of sizes.entries()) {
  const ratio = (least[index] / least[0]).toFixed(1);
  console.log(
    `${String(count).padEnd(8)}${loading[index].toFixed(1).padStart(10)}${least[index].toFixed(1).padStart(12)}${ratio.padStart(18)}x`,
  );
}

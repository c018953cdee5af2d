// `npm run bench`: how long calls take, natively and through WebAssembly, from one run. Times
// depend on the machine; the ratios are what to compare.

import { spawnSync } from 'node:child_process';
import { callsByFile } from '../../tests/parity/calls.mjs';
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
const { createAftersale } = await import(at('dist/node.js'));
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

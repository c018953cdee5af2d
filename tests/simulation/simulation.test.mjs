// The client and the backend of the package in a world where everything goes wrong: one seed, one run, the same every time.
// What is in it, and how to read a seed that fails: docs/simulation.md.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { at } from '../../wasm/tools/lib/project.mjs';
import { openPool } from './lib/pool.mjs';
import { bundleProduct } from './lib/product.mjs';
import { planted } from './planted/index.mjs';
import { aims, nameOf, rare, writes } from './points.mjs';

const pinned = JSON.parse(readFileSync(new URL('seeds.json', import.meta.url), 'utf8'));
const long = process.env.AFTERSALE_SCALE === 'wide';
const pool = await openPool('wasm');
after(() => pool.close());

const how = (seed) => `node tests/simulation/run.mjs --seed ${seed} --trace`;
const told = (failures) =>
  failures
    .slice(0, 5)
    .map(({ seed, violation }) => `${violation}\n  ${how(seed)}`)
    .join('\n');

describe('the simulation', () => {
  // A run of everyday has its time; on a machine with nothing else to do that is enough for all of them.
  const plan = long ? { count: 200_000 } : { count: 20_000, seconds: 60, atLeast: 2_000 };
  test(`finds nothing wrong in ${long ? '' : 'up to '}${plan.count} seeds, and every write has a name`, async () => {
    const { seeds, seconds, failures, met, counts } = await pool.runAll(plan);
    process.stdout.write(`    ${seeds} seeds in ${seconds} s\n`);
    assert.equal(failures.length, 0, told(failures));
    const named = new Set([...writes, ...rare]);
    const unnamed = Object.keys(met).filter((point) => !point.includes(' | ') && !named.has(point));
    assert.deepEqual(unnamed, []);
    assert.ok(counts.refunds > seeds / 10, 'hardly any money moved');
    assert.ok(counts.rejected > seeds / 10, 'hardly anything was refused');
  });

  test('gives the same trace each time, and with the core from each compiler', async () => {
    const seeds = { from: 1, count: long ? 500 : 100, stopAtFirst: false };
    const half = pool.run(seeds);
    const { hash } = await half;
    assert.equal((await pool.run(seeds)).hash, hash, 'twice the same seeds');
    const engines = ['g++', ...(existsSync(at('build/clang/aftersale')) ? ['clang++'] : [])];
    if (long) assert.equal(engines.length, 2, 'the program was not built with clang++');
    for (const engine of engines) {
      const other = await openPool(engine, 1);
      try {
        assert.equal((await other.run(seeds)).hash, hash, engine);
      } finally {
        other.close();
      }
    }
  });

  test('every write that is to survive is ended before it, in the middle and after it', async () => {
    const missed = [];
    await Promise.all(
      aims.map(async (aim) => {
        const name = nameOf(aim);
        const met = ({ aimed, failures }) => {
          assert.equal(failures.length, 0, `${name}: ${told(failures)}`);
          return aimed !== undefined;
        };
        if (met(await pool.run({ from: pinned.points[name] ?? 1, count: 1, aim }))) return;
        if (!met(await pool.run({ from: 1, count: 600, aim }))) missed.push(name);
      }),
    );
    assert.deepEqual(missed, []);
  });
});

describe('planted bugs', () => {
  test('forty and more, and each is found within 20,000 seeds', () => {
    assert.ok(planted.length >= 40);
    for (const { name } of planted) assert.ok(pinned.planted[name] <= 20_000, name);
  });
  test('all of them can still be planted', async () => {
    for (const { name, changes } of planted) await assert.doesNotReject(bundleProduct(changes), name);
  });
  for (const { name, changes, honest } of planted) {
    const seed = pinned.planted[name];
    test(`${name}`, async () => {
      const first = await pool.run({ changes, honest, from: seed, count: 1 });
      if (first.failures.length) return;
      // Chance has moved; so may the seed.
      const { failures } = await pool.run({ changes, honest, from: 1, count: Math.max(60, 2 * seed) });
      assert.ok(failures.length, `not found in ${Math.max(60, 2 * seed)} seeds; it was by ${seed} once`);
    });
  }
});

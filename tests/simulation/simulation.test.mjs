// The client and the backend of the package in a world where everything goes wrong: one seed, one run, the same every time.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { openPool } from './lib/pool.mjs';

const long = process.env.AFTERSALE_SCALE === 'wide';
const pool = await openPool('g++');
after(() => pool.close());

const told = (failures) =>
  failures
    .slice(0, 5)
    .map(({ seed, violation }) => `${violation}\n  node tests/simulation/run.mjs --seed ${seed} --trace`)
    .join('\n');

describe('the simulation', () => {
  const count = long ? 200_000 : 2_000;
  test(`finds nothing wrong in ${count} seeds`, async () => {
    const { failures } = await pool.runAll({ count });
    assert.equal(failures.length, 0, told(failures));
  });
});

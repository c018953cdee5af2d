// The kit is worth what it finds: every seeded fault, at the check that is there for it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runConformance } from 'aftersale/conformance';
import { kitUrl, openForKit } from './conformant.mjs';
import { faults } from './faults/index.mjs';
import { engine } from './shop.mjs';
import { stores } from './stores.mjs';

test('there are at least thirty, each of its own name', () => {
  assert.ok(faults.length >= 30, `${faults.length}`);
  assert.equal(new Set(faults.map(({ name }) => name)).size, faults.length);
});

for (const { name, check, ...change } of faults) {
  test(`found: a backend that ${name}`, async () => {
    const { store } = await stores[0].open();
    const over = { ...change, ...(change.engine ? { engine: change.engine(engine) } : {}) };
    const target = openForKit(store, over);
    const options = { url: kitUrl, setup: target.setup, fetch: target.fetch, engine, only: [check] };
    const report = await runConformance(options);
    assert.equal(report.failed, 1, `${check} did not notice`);
  });
}

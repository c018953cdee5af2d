// A process that runs seeds for pool.mjs, over one core and as many bundles as it is asked for.

import { openEngine } from './engines.mjs';
import { bundleProduct, importText } from './product.mjs';
import { runSeeds } from './seeds.mjs';

// Losing a connection is an everyday thing here, and looking up who lost it takes longer than the loss. `run.mjs` tells.
Error.stackTraceLimit = 0;

const core = await openEngine(process.argv[2]);
const bundles = new Map();

function productOf(changes) {
  const key = JSON.stringify(changes);
  if (!bundles.has(key)) bundles.set(key, bundleProduct(changes).then(importText));
  return bundles.get(key);
}

process.on('message', async ({ id, changes, from, count, stopAtFirst, aim, honest }) => {
  try {
    const product = await productOf(changes);
    process.send({ id, total: await runSeeds({ product, core, from, count, stopAtFirst, aim, honest }) });
  } catch (error) {
    process.send({ id, error: error.stack });
  }
});
process.on('disconnect', () => {
  core.close();
  process.exit();
});
process.send({ ready: true });

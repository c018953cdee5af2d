// Seeds one after the other, and what came of them all.

import { createHash } from 'node:crypto';
import { load } from './engines.mjs';
import { Violation } from './oracle.mjs';
import { orders, policies } from './shop.mjs';
import { World } from './world.mjs';

/** Each run is one synchronous stretch, begun outside of any promise: only there can promises be settled by hand. */
const outside = (work) =>
  new Promise((resolve, reject) =>
    setImmediate(() => {
      try {
        resolve(work());
      } catch (error) {
        reject(error);
      }
    }),
  );

/** Promises that nobody looks after: in a page that is an error in the console, here it is one of the run. */
const forgotten = [];
process.on('unhandledRejection', (error) => {
  if (!(error instanceof Violation)) forgotten.push(error);
});
const turn = () => new Promise((resolve) => setImmediate(resolve));

export async function runSeeds({
  product,
  core,
  from,
  count,
  trace,
  stopAtFirst = true,
  aim,
  honest,
  onFailure,
  onLines,
  onSeed,
}) {
  for (const policy of policies) load(core, 'policy', policy.id, policy);
  for (const [name, order] of orders) load(core, 'order', name, order);
  const total = { seeds: 0, failures: [], counts: {}, met: {}, hit: {} };
  const all = createHash('sha256');
  for (let seed = from; seed < from + count; seed++) {
    const lines = trace ? [] : undefined;
    const result = await outside(() => one(seed, { product, core, lines, aim, honest }));
    await turn();
    for (const error of forgotten.splice(0)) result.violation ??= `nobody caught ${error?.stack ?? error}`;
    total.seeds++;
    all.update(result.hash);
    for (const [name, value] of Object.entries(result.counts))
      total.counts[name] = (total.counts[name] ?? 0) + value;
    for (const kind of ['met', 'hit'])
      for (const [point, times] of result[kind]) total[kind][point] = (total[kind][point] ?? 0) + times;
    onSeed?.(result);
    if (result.violation) {
      total.failures.push({ seed, violation: result.violation });
      onFailure?.({ ...result, lines });
      if (stopAtFirst) break;
    } else if (lines) onLines?.(lines);
    // What it was made for has happened.
    if (aim && result.aimed) {
      total.aimed = seed;
      break;
    }
  }
  total.hash = all.digest('hex');
  return total;
}

function one(seed, { product, core, lines, aim, honest }) {
  const world = new World(seed, { product, core, lines, aim, honest });
  product.enter(world);
  return world.run();
}

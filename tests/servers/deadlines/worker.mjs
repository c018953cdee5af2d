// A backend's worker as a process of its own: node worker.mjs DATABASE [HANGS], where it stops for good in the middle of firing its
// HANGS-th deadline, with the order locked and nothing committed.

import { createAftersale } from 'aftersale';
import { createBackend, createTokens } from 'aftersale/server';
import { policy } from '../../backends/shop.mjs';
import { openStore } from './store.mjs';

const [database, hangs] = process.argv.slice(2);
const { store } = await openStore(database);
const real = await createAftersale();
let ticks = 0;

function tick(call) {
  const result = real.tick(call);
  if (result.events.length) process.send(++ticks);
  if (ticks === Number(hangs)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  return result;
}

const engine = new Proxy(real, {
  get: (_, name) => (name === 'tick' ? tick : real[name]?.bind?.(real)),
});
createBackend({
  engine,
  store,
  auth: createTokens({ secret: 'nobody asks a worker' }),
  policies: () => [policy],
  onError: (error) => console.error(error),
}).start(300);
process.send(0);

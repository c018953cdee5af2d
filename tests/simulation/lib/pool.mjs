// Two processes that run seeds side by side.

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const worker = fileURLToPath(new URL('worker.mjs', import.meta.url));

export async function openPool(engine, size = 2) {
  const queue = [];
  const children = [];
  let ids = 0;
  const next = (child) => {
    const job = queue.shift();
    child.job = job;
    if (job) child.process.send({ id: job.id, ...job.given });
  };
  const open = () =>
    new Promise((resolve, reject) => {
      const child = { process: fork(worker, [engine], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }) };
      child.process.on('message', ({ ready, total, error }) => {
        if (ready) return resolve(child);
        const { job } = child;
        next(child);
        if (error) job.reject(new Error(error));
        else job.resolve(total);
      });
      child.process.on('exit', (code) => {
        const gone = new Error(`a worker ended with ${code}`);
        reject(gone);
        child.job?.reject(gone);
      });
    });
  children.push(...(await Promise.all(Array.from({ length: size }, open))));

  /** What came of some seeds. */
  const run = ({ changes = [], from, count, stopAtFirst = true, aim, honest }) =>
    new Promise((resolve, reject) => {
      queue.push({ id: ids++, given: { changes, from, count, stopAtFirst, aim, honest }, resolve, reject });
      for (const child of children) if (!child.job) next(child);
    });

  /** Many seeds in pieces, side by side; no piece is begun any more after so many `seconds`, once there are `atLeast` so many. */
  async function runAll({ from = 1, count, piece = 100, seconds = Infinity, atLeast = 0 }) {
    const began = performance.now();
    const late = (at) => at - from >= atLeast && performance.now() - began > seconds * 1000;
    const pieces = [];
    for (let at = from; at < from + count; at += piece) pieces.push([at, Math.min(piece, from + count - at)]);
    const totals = [];
    const work = async () => {
      while (pieces.length && !late(pieces[0][0])) {
        const [at, size] = pieces.shift();
        totals.push(await run({ from: at, count: size, stopAtFirst: false }));
      }
    };
    await Promise.all(children.map(work));
    const whole = {
      seeds: 0,
      failures: [],
      counts: {},
      met: {},
      hit: {},
      seconds: Math.round((performance.now() - began) / 1000),
    };
    for (const total of totals) {
      whole.seeds += total.seeds;
      whole.failures.push(...total.failures);
      for (const kind of ['counts', 'met', 'hit'])
        for (const [name, value] of Object.entries(total[kind]))
          whole[kind][name] = (whole[kind][name] ?? 0) + value;
    }
    return whole;
  }

  const close = () => {
    for (const child of children) child.process.disconnect();
  };

  return { run, runAll, close };
}

// Time that passes only when nothing is left to do. One event is run at a time, with everything that follows from it
// at once; so a run is the same every time.

import v8 from 'node:v8';

// Runs what promises have to do, to the end. Node does the same between two callbacks, at twenty times the price.
v8.setFlagsFromString('--allow-natives-syntax');
const settle = new Function('%PerformMicrotaskCheckpoint()');

/** Something that can be killed or frozen: a tab, a server's process. What is meant for it then never happens, or later. */
export class Process {
  alive = true;
  frozen = false;
  waiting = [];
  /** Run when it ends, however it does. */
  ends = [];

  constructor(name, more = {}) {
    this.name = name;
    Object.assign(this, more);
  }
}

export class Clock {
  now = 0;
  steps = 0;
  /** Whose code is being run. */
  current;
  #n = 0;
  #heap = [];

  /** `work` in `ms`, as long as `owner` lives. */
  after(ms, owner, work) {
    const event = { time: this.now + Math.max(0, Math.ceil(ms)), n: this.#n++, owner, work, off: false };
    this.#push(event);
    return event;
  }

  cancel(event) {
    if (event) event.off = true;
  }

  /** A promise that resolves later, unless `owner` dies. */
  sleep(ms, owner) {
    return new Promise((resolve) => this.after(ms, owner, resolve));
  }

  kill(process) {
    process.alive = false;
    process.waiting = [];
    for (const end of process.ends.splice(0)) end();
  }

  freeze(process) {
    process.frozen = true;
  }

  thaw(process) {
    process.frozen = false;
    for (const { work } of process.waiting.splice(0)) this.after(0, process, work);
  }

  /** No browser leaves a page frozen whose transaction others wait for. */
  unblock(queue) {
    if (queue.length > 1 && queue[0].owner.frozen) this.thaw(queue[0].owner);
  }

  /** The next event; false when there is none before `end`. */
  step(end) {
    for (;;) {
      const event = this.#heap[0];
      if (!event || event.time > end) {
        this.now = Math.max(this.now, Math.min(end, event?.time ?? end));
        return false;
      }
      this.#pop();
      if (event.off || !event.owner.alive) continue;
      if (event.owner.frozen) {
        event.owner.waiting.push(event);
        continue;
      }
      this.now = event.time;
      this.run(event.owner, event.work);
      return true;
    }
  }

  /** Runs code of a process now, with all that follows at once. */
  run(owner, work) {
    this.steps++;
    this.current = owner;
    work();
    settle();
    this.current = undefined;
  }

  #push(event) {
    const heap = this.#heap;
    let i = heap.push(event) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (before(heap[up], event)) break;
      heap[i] = heap[up];
      i = up;
    }
    heap[i] = event;
  }

  #pop() {
    const heap = this.#heap;
    const last = heap.pop();
    if (!heap.length) return;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && before(heap[down + 1], heap[down])) down++;
      if (before(last, heap[down])) break;
      heap[i] = heap[down];
      i = down;
    }
    heap[i] = last;
  }
}

const before = (a, b) => a.time < b.time || (a.time === b.time && a.n < b.n);

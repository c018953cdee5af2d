// The server's store, in memory. It keeps what the port promises (tests/backends/store-contract.test.mjs asks it the same as
// SQLite and PostgreSQL) and what those would do at a crash: a transaction is there whole, or not at all. `serial` lets
// transactions take turns, as SQLite does; without it they run side by side as in PostgreSQL, see what others have
// committed, wait for the rows that others have locked, and are run again when a key was just taken.

import { MemoryTx, Race, TABLES } from './tx.mjs';

export class Memory {
  epoch;
  tables = Object.fromEntries(TABLES.map((name) => [name, new Map()]));
  position = 0;
  /** Rows that somebody holds, by name, and who waits for them. */
  locks = new Map();
  queue = [];
  listeners = new Set();

  constructor(epoch) {
    this.epoch = epoch;
  }
}

/** Nothing goes wrong by itself; the simulation brings its own. */
const calm = {
  alive: () => true,
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  committing: async () => {},
  crashes: () => false,
  committed: () => {},
  hand: (work) => work(),
  onEnd: () => {},
};

/**
 * A process's way into the store. `around` says what may happen to it meanwhile; `sloppy` gives positions when entries are
 * appended, as a plain sequence would, which the port forbids and devices have to survive.
 */
export function createMemoryStore(memory, { serial = true, sloppy = false, around = calm } = {}) {
  const never = new Promise(() => {});
  const store = {
    epoch: memory.epoch,
    async transaction(work) {
      for (let attempt = 0; ; attempt++) {
        const tx = new MemoryTx(memory, around, serial, sloppy);
        around.onEnd(tx);
        await tx.begin();
        let result;
        try {
          result = await work(tx);
        } catch (error) {
          tx.end();
          if (error instanceof Race && attempt < 8) continue;
          throw error;
        }
        if (!around.alive()) return never;
        if (tx.ops.length) await around.committing(tx);
        if (!around.alive()) return never;
        if (tx.lost()) {
          tx.end();
          if (attempt > 8) throw new Error('the transaction lost too many races');
          continue;
        }
        if (tx.ops.length && around.crashes(tx)) return never;
        const appended = tx.commit();
        tx.end();
        around.committed(tx);
        if (!serial) for (const order of appended) for (const heard of memory.listeners) heard(order);
        return result;
      }
    },
    close() {},
  };
  if (!serial) {
    store.listen = async (heard) => {
      memory.listeners.add(heard);
      around.onEnd({ end: () => memory.listeners.delete(heard) });
      return async () => void memory.listeners.delete(heard);
    };
  }
  return store;
}

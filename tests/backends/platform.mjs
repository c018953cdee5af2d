// Cloudflare's platform as far as the objects see it, in this process: storage over SQLite, namespaces, alarms. The real one is in
// tests/servers.

import sqlite from 'node-sqlite3-wasm';

/** An object's storage, and what sets off its alarm. */
export function createStorage(onAlarm = () => {}) {
  const database = new sqlite.Database(':memory:');
  database.exec('PRAGMA foreign_keys = ON');
  let alarm = null;
  let timer;
  const within = (begin, work) => {
    database.exec(begin);
    const done = (result) => {
      database.exec('COMMIT');
      return result;
    };
    const failed = (error) => {
      database.exec('ROLLBACK');
      throw error;
    };
    try {
      const result = work();
      return result instanceof Promise ? result.then(done, failed) : done(result);
    } catch (error) {
      return failed(error);
    }
  };
  const exec = (sql, ...values) => {
    if (/^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|PRAGMA)/i.test(sql)) throw new Error(`not allowed: ${sql}`);
    if (values.length === 0 && /;\s*\S/.test(sql)) {
      database.exec(sql);
      return [];
    }
    const rows = database.all(sql, values);
    return rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          value instanceof Uint8Array ? value.slice().buffer : value,
        ]),
      ),
    );
  };
  const storage = {
    sql: { exec },
    transaction: async (work) => within('BEGIN IMMEDIATE', work),
    transactionSync: (work) => within('BEGIN IMMEDIATE', work),
    getAlarm: async () => alarm,
    async setAlarm(at) {
      alarm = at;
      clearTimeout(timer);
      timer = setTimeout(
        async () => {
          alarm = null;
          await onAlarm();
        },
        Math.min(2 ** 31 - 1, Math.max(0, at - Date.now())),
      );
      timer.unref();
    },
    async deleteAlarm() {
      alarm = null;
      clearTimeout(timer);
    },
  };
  return { storage, database };
}

/** Objects of a class by their names. `between` is called before each call and may fail it. */
export function createNamespace(Class, env, between = async () => {}) {
  const objects = new Map();
  const open = (name) => {
    const known = objects.get(name);
    if (known) return known;
    const { storage } = createStorage(() => object.alarm?.());
    const object = new Class({ storage }, env);
    objects.set(name, object);
    return object;
  };
  return {
    objects,
    idFromName: (name) => name,
    get: (name) => ({
      async fetch(address, init) {
        await between(name, new URL(address).pathname);
        return open(name).fetch(new Request(address, init?.body ? { duplex: 'half', ...init } : init));
      },
    }),
  };
}

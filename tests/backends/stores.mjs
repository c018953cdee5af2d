// The store's drivers, for tests that every one of them has to pass. PostgreSQL is started once, each store gets a schema of its own.

import { after } from 'node:test';
import { createDurableStore } from 'aftersale/backends/durable-objects';
import { createPostgresStore, createSqliteStore } from 'aftersale/server';
import sqlite from 'node-sqlite3-wasm';
import pg from 'pg';
import { hasPostgres, startPostgres } from '../servers/support/postgres.mjs';
import { createMemoryStore, Memory } from '../simulation/lib/store.mjs';
import { createStorage } from './platform.mjs';

let postgres;
let pool;
let schemas = 0;
const opened = [];

/** A pool of connections to a PostgreSQL of this run's own. */
export async function postgresPool() {
  postgres ??= startPostgres();
  const server = await postgres;
  pool ??= new pg.Pool({ connectionString: server.url('postgres'), max: 60 });
  return pool;
}

after(async () => {
  for (const store of opened) await store.close();
  await pool?.end();
  await (await postgres)?.stop();
});

/** `open` gives a fresh store and `again`, which opens the same data once more as another process would. */
export const stores = [
  {
    name: 'SQLite',
    async open() {
      const database = new sqlite.Database(':memory:');
      return { store: createSqliteStore(database), again: async () => createSqliteStore(database) };
    },
  },
  {
    name: 'PostgreSQL',
    skip: hasPostgres() ? false : 'no PostgreSQL is installed',
    async open() {
      const connections = await postgresPool();
      const schema = `store_${++schemas}`;
      const again = async () => {
        const store = await createPostgresStore(connections, { schema });
        opened.push(store);
        return store;
      };
      return { store: await again(), again, schema };
    },
  },
  // What the simulation puts in the place of both has to be the same thing.
  ...[true, false].map((serial) => ({
    name: `the simulation's, ${serial ? 'one transaction at a time' : 'side by side'}`,
    async open() {
      const memory = new Memory('0123456789abcdef');
      const again = async () => createMemoryStore(memory, { serial });
      return { store: await again(), again };
    },
  })),
  {
    name: 'a Durable Object',
    async open() {
      const { storage } = createStorage();
      return { store: createDurableStore(storage), again: async () => createDurableStore(storage) };
    },
  },
];

// A backend as a process of its own, to be killed: node server.mjs PORT DATABASE PROVIDER, where DATABASE is an address of a
// PostgreSQL or a file of SQLite.

import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createAftersale } from 'aftersale';
import {
  createBackend,
  createPostgresStore,
  createSqliteStore,
  createTokens,
  refundsThrough,
} from 'aftersale/server';
import { policy, secret } from './world.mjs';

const [port, database, providerUrl] = process.argv.slice(2);

async function openStore() {
  if (database.startsWith('postgres:')) {
    const { default: pg } = await import('pg');
    const pool = new pg.Pool({ connectionString: database, max: 20, connectionTimeoutMillis: 3000 });
    return createPostgresStore(pool);
  }
  const { default: sqlite } = await import('node-sqlite3-wasm');
  // The process that held it was killed.
  rmSync(`${database}.lock`, { recursive: true, force: true });
  return createSqliteStore(new sqlite.Database(database));
}

const provider = {
  keyHours: 24,
  async refund(key, data) {
    const response = await fetch(`${providerUrl}/${encodeURIComponent(key)}`, {
      method: 'POST',
      body: JSON.stringify(data),
    });
    return response.json();
  },
  async find(key) {
    const response = await fetch(`${providerUrl}/${encodeURIComponent(key)}`);
    return response.ok ? response.json() : undefined;
  },
};

const store = await openStore();
const backend = createBackend({
  engine: await createAftersale(),
  store,
  auth: createTokens({ secret }),
  policies: () => [policy],
  // What a killed worker had taken is soon another one's.
  leaseMs: 3000,
  effects: { issue_refund: refundsThrough(provider, Date.now) },
});

createServer(async (incoming, outgoing) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method, headers, url } = incoming;
  const body = chunks.length ? Buffer.concat(chunks) : undefined;
  if (url === '/order') {
    await backend.putOrder(JSON.parse(body));
    return outgoing.end('{}');
  }
  const response = await backend.fetch(new Request(`http://localhost${url}`, { method, headers, body }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}).listen(Number(port), '127.0.0.1');
backend.start(300);

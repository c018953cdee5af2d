// A Medusa of this run's own: migrated, with one admin, on a free port of the loopback interface.

import { randomBytes } from 'node:crypto';
import { install } from '../support/install.mjs';
import { freePort, run, startServer } from '../support/process.mjs';

const cli = 'node_modules/@medusajs/cli/cli.js';
const admin = { email: 'admin@example.com', password: randomBytes(12).toString('hex') };

/** `more` is what its environment holds besides. */
export async function startMedusa(postgres, more = {}) {
  const folder = await install('medusa');
  await postgres.create('medusa');
  const port = await freePort();
  const options = {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      NODE_ENV: 'production',
      DATABASE_URL: postgres.url('medusa'),
      JWT_SECRET: randomBytes(24).toString('hex'),
      COOKIE_SECRET: randomBytes(24).toString('hex'),
      MEDUSA_DISABLE_TELEMETRY: 'true',
      DO_NOT_TRACK: '1',
      CI: 'true',
      ...more,
    },
  };
  const command = (...args) => run(process.execPath, [cli, ...args], options);
  await command('db:migrate', '--skip-scripts');
  await command('user', '-e', admin.email, '-p', admin.password);
  const base = `http://127.0.0.1:${port}`;
  const server = await startServer(
    process.execPath,
    [cli, 'start', '--host', '127.0.0.1', '--port', `${port}`],
    { ...options, ready: async () => (await fetch(`${base}/health`)).ok },
  );
  let headers = { 'content-type': 'application/json' };

  /** One request as somebody, or as nobody; what the server refuses is thrown with its own words. */
  async function asks(method, path, body, token) {
    const { authorization: _admin, ...rest } = headers;
    const as = token ? { ...rest, authorization: `Bearer ${token}` } : rest;
    const response = await fetch(base + path, { method, headers: as, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) {
      const said = response.status < 500 ? [] : server.output().match(/^.*(?:[Ee]rror:|aftersale:).*$/gm);
      throw new Error(
        [`${method} ${path}: ${response.status} ${text.slice(0, 500)}`, ...(said ?? []).slice(-3)].join('\n'),
      );
    }
    return JSON.parse(text);
  }

  /** One request of the admin. */
  const call = (method, path, body) => asks(method, path, body, headers.authorization?.slice(7));

  const { token } = await call('POST', '/auth/user/emailpass', admin);
  headers = { ...headers, authorization: `Bearer ${token}` };
  return {
    call,
    asks,
    base,
    token,
    /** From here on, calls to the store API are those of this sales channel. */
    sell: (key) => {
      headers = { ...headers, 'x-publishable-api-key': key };
    },
    get key() {
      return headers['x-publishable-api-key'];
    },
    stop: server.stop,
    output: server.output,
  };
}

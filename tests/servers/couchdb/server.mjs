// A server of the CouchDB protocol on loopback, and PouchDB to replicate from it.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at } from '../../../wasm/tools/lib/project.mjs';
import { install } from '../support/install.mjs';
import { freePort, startServer } from '../support/process.mjs';

export async function startCouch() {
  const project = await install('couchdb');
  const folder = mkdtempSync(join(tmpdir(), 'aftersale-couch-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [at('tests/servers/couchdb/database.mjs'), project, `${port}`, folder];
  const server = await startServer(process.execPath, args, {
    cwd: folder,
    ready: async () => (await fetch(`${url}/`)).ok,
  });
  const require = createRequire(join(project, 'package.json'));
  const PouchDB = require('pouchdb');
  PouchDB.plugin(require('pouchdb-adapter-memory'));
  const versionOf = (name) =>
    JSON.parse(readFileSync(join(project, 'node_modules', name, 'package.json'), 'utf8')).version;
  return {
    url,
    version: `express-pouchdb ${versionOf('express-pouchdb')}, PouchDB ${versionOf('pouchdb')}`,
    remote: (name) => new PouchDB(`${url}/${name}`),
    local: (name) => new PouchDB(name, { adapter: 'memory' }),
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

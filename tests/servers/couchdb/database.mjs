// express-pouchdb as a process of its own: node database.mjs PROJECT PORT FOLDER.

import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [project, port, folder] = process.argv.slice(2);
const require = createRequire(join(project, 'package.json'));
const express = require('express');
const expressPouch = require('express-pouchdb');
const PouchDB = require('pouchdb');

mkdirSync(join(folder, 'db'), { recursive: true });
const app = express();
const options = {
  mode: 'minimumForPouchDB',
  logPath: join(folder, 'log.txt'),
  configPath: join(folder, 'config.json'),
};
app.use('/', expressPouch(PouchDB.defaults({ prefix: join(folder, 'db/') }), options));
app.listen(Number(port), '127.0.0.1');

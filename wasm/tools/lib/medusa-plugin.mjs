// The folder that Medusa loads as the plugin `aftersale/medusa`: Medusa finds routes by where their files are, and requires
// them, so each is a small CommonJS file that hands over to the package's module.

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { at, readJson } from './project.mjs';

const root = 'dist/medusa-plugin';
const source = `${root}/.medusa/server/src`;

/** The protocol's paths below `/store` and `/admin`, with their methods. */
const protocol = {
  push: ['POST'],
  pull: ['GET'],
  heads: ['GET'],
  poke: ['GET'],
  blob: ['POST'],
  'blob/[id]': ['GET', 'HEAD', 'PATCH'],
  'order/[id]': ['GET'],
};

/** Where Medusa itself takes units or money out of an order. */
const guarded = [
  '/store/returns',
  '/admin/returns/:id/request-items',
  '/admin/claims/:id/inbound/items',
  '/admin/exchanges/:id/inbound/items',
  '/admin/payments/:id/refund',
];

/** One thing from the package, called with Medusa's workflows at hand. */
const shim = (file) => {
  const up = '../'.repeat(file.split('/').length + 3);
  return `'use strict';
const { createRequire } = require('node:module');
const { join } = require('node:path');
// The plugin's own place first, the shop's project where the plugin is only linked.
const own = (name) => {
  try {
    return require(name);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    return createRequire(join(process.cwd(), 'package.json'))(name);
  }
};
let loaded;
const plugin = () => (loaded ??= import('${up}backends/medusa-plugin.js').then((module) => {
  module.withWorkflows(own('@medusajs/medusa/core-flows'));
  return module;
}));
`;
};

const route = (file, methods, handler) =>
  `${shim(file)}const handle = async (request, response) => (await plugin()).${handler}(request, response);
${methods.map((method) => `exports.${method} = handle;`).join('\n')}
`;

function middlewares(file) {
  const unread = ['store', 'admin'].flatMap((side) =>
    Object.entries(protocol)
      .filter(([, methods]) => !methods.every((method) => method === 'GET'))
      .map(([path]) => `/${side}/case-sync/1/${path.replace('[id]', ':id')}`),
  );
  return `${shim(file)}const stand = (name) => (request, response, next) =>
  plugin().then((module) => module[name](request, response, next)).catch(next);
exports.default = {
  routes: [
    // Before anything takes the address apart.
    ...['/store', '/admin'].map((side) => ({ matcher: \`\${side}/case-sync/1\`, middlewares: [stand('readable')] })),
    // The protocol reads its bodies itself.
    ...${JSON.stringify(unread)}.map((matcher) => ({ matcher, methods: ['POST', 'PATCH'], bodyParser: false })),
    ...${JSON.stringify(guarded)}.map((matcher) => ({ matcher, methods: ['POST'], middlewares: [stand('guard')] })),
  ],
};
`;
}

export async function writeMedusaPlugin() {
  await rm(at(root), { recursive: true, force: true });
  const { version, license } = await readJson(at('package.json'));
  const files = { 'api/middlewares.js': middlewares('api/middlewares.js') };
  for (const side of ['store', 'admin']) {
    for (const [path, methods] of Object.entries(protocol)) {
      const file = `api/${side}/case-sync/1/${path}/route.js`;
      files[file] = route(file, methods, 'serve');
    }
  }
  const own = 'api/store/aftersale/orders/route.js';
  files[own] = route(own, ['GET'], 'orders');
  // Starts the worker at the latest a minute after the server, also when nobody asks for anything.
  const job = 'jobs/aftersale.js';
  files[job] = `${shim(job)}exports.default = async (scope) => (await plugin()).wake(scope);
exports.config = { name: 'aftersale', schedule: '* * * * *' };
`;
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(at(source, file)), { recursive: true });
    await writeFile(at(source, file), text);
  }
  const name = 'aftersale-medusa';
  await writeFile(
    at(root, 'package.json'),
    JSON.stringify({ name, version, license, type: 'commonjs', private: true }),
  );
  return join(root, 'package.json');
}

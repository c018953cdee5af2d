// The demo's server: pages, a small API, and case-sync/1 with the core deciding again what browsers propose.
//   node web-demo/server/main.mjs [--fresh]      --fresh forgets everything and seeds anew
//   PORT   where to listen (4173, or the next free one)      DATA   where the database lies (web-demo/data)

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { createAftersale } from 'aftersale';
import {
  createBackend,
  createPromises,
  createSigner,
  createSqliteStore,
  createTokens,
  refundsThrough,
} from 'aftersale/server';
import { Hono } from 'hono';
import { createApi } from './api.mjs';
import { openDatabases } from './database.mjs';
import { createLive, openStream } from './live.mjs';
import { createPayments } from './payments.mjs';
import { security } from './security.mjs';
import { seedCases, seedOrders, seedPromises } from './seeds.mjs';
import { staticFiles } from './static.mjs';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const data = process.env.DATA ?? at('data');
const log = (text) => console.log(text);

const engine = await createAftersale();
const shop = Object.fromEntries(
  ['EUR', 'GBP', 'CNY'].map((code) => [code, readJson(at(`policies/shop-${code.toLowerCase()}.json`))]),
);
for (const policy of Object.values(shop)) engine.load('policy', policy.id, policy);

/** The shop's rules in the order's own currency, and what was promised; an order in any other goes by the law alone. */
const policies = (record) => [
  ...(shop[record.order.currency] ? [shop[record.order.currency]] : []),
  ...(record.meta?.sandbox ? [] : promises.of(record)),
];

// A first start that was cut short left half a shop behind; it begins anew.
const marker = join(data, 'seeded');
const first = process.argv.includes('--fresh') || !existsSync(marker);
const { databases, release } = openDatabases(data, ['demo', 'payments'], { fresh: first });
const store = createSqliteStore(databases[0]);
const payments = createPayments(databases[1]);
const tokens = createTokens({ secret: secret(join(data, 'secret')) });
const signer = await platformKey(join(data, 'platform-key.json'));
const promises = await createPromises({ db: databases[0], store, engine, signer });
const stream = await openStream(join(data, 'stream.json'), promises, Date.now(), { fresh: first });

const backend = createBackend({
  engine,
  store,
  auth: tokens,
  policies,
  effects: {
    issue_refund: refundsThrough(payments, Date.now),
    issue_credit: refundsThrough(payments, Date.now),
    // A carrier's answer to the request for a label.
    request_label: async ({ key }) => ({
      result: { code: `MM-${key.replace(/\W/g, '').slice(-8).toUpperCase()}` },
    }),
    // The parcel is packed; that it was handed over is told at the desk.
    ship_replacement: async ({ key }) => ({ result: { parcel: `out-${key.replace(/\W/g, '').slice(-6)}` } }),
    // A customer of the demo always pays what an exchange costs more.
    charge_buyer: async ({ key }) => {
      const reference = `ch_${key.replace(/\W/g, '').slice(-8)}`;
      return { result: { reference }, commands: [{ type: 'confirm_charge', data: { key, reference } }] };
    },
  },
  onError: (error) => console.error(error),
});

if (first) {
  const now = Math.floor(Date.now() / 1000) * 1000;
  const orders = seedOrders(engine, now);
  await seedPromises({ db: databases[0], store, engine, signer, orders });
  await promises.reload();
  for (const { record } of orders) {
    await store.transaction(async (tx) => {
      await tx.putOrder(record);
      promises.bind(record);
    });
  }
  const steps = await seedCases({ engine, store, tokens, policies, orders, now });
  writeFileSync(marker, '');
  log(`Seeded ${orders.length} orders and ${steps} steps of cases in ${data}`);
}

const files = staticFiles(at('dist'));
const pages = {
  '/': '/shop.html',
  ...Object.fromEntries(['live', 'desk', 'bring', 'playground'].map((name) => [`/${name}`, `/${name}.html`])),
};

const app = new Hono();
app.use(security);
app.all('/case-sync/1/*', (context) => backend.fetch(context.req.raw));
app.route('/api/live', createLive({ engine, store, backend, tokens, promises, stream }));
app.route('/api', createApi({ engine, store, backend, tokens, payments, policies, secure: false }));
app.get('*', (context) => {
  const { path } = context.req;
  const page = pages[path] ?? (/^\/case\/[\w-]+$/.test(path) ? '/case.html' : path);
  return files(page, context.req.raw) ?? files('/missing.html', context.req.raw) ?? context.notFound();
});
app.onError((error, context) => {
  console.error(error);
  return context.json({ code: 'internal', title: 'This is our fault' }, 500);
});

const old = (Date.now() - statSync(marker).mtimeMs) / 86_400_000;
if (old > 5) log(`The orders were made ${Math.round(old)} days ago; npm start -- --fresh makes new ones.`);

const stop = backend.start();
const server = createAdaptorServer({ fetch: app.fetch });
const port = await listen(server, Number(process.env.PORT ?? 4173));
log(`
  Maren & Moss, a shop with aftersale

  Shop          http://127.0.0.1:${port}/
  Live room     http://127.0.0.1:${port}/live
  Desk          http://127.0.0.1:${port}/desk
  Bring yours   http://127.0.0.1:${port}/bring
  Playground    http://127.0.0.1:${port}/playground

  Ctrl+C stops it.
`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    stop();
    server.close();
    server.closeAllConnections?.();
    await store.close();
    databases[1].close();
    release();
    process.exit(0);
  });
}

/** The first free port from `port` on. */
function listen(target, port, tries = 20) {
  return new Promise((resolve, reject) => {
    const attempt = (candidate, left) => {
      target.once('error', (error) => {
        if (error.code === 'EADDRINUSE' && left > 0) attempt(candidate + 1, left - 1);
        else reject(error);
      });
      target.listen(candidate, '127.0.0.1', () => {
        target.removeAllListeners('error');
        resolve(target.address().port);
      });
    };
    attempt(port, tries);
  });
}

/** Signs sessions; made once and kept, so that a restart signs nobody out. */
function secret(path) {
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600 });
  return readFileSync(path, 'utf8');
}

/** The key with which the platform signs what its hosts promise; made once and kept. */
async function platformKey(path) {
  const known = existsSync(path) ? { jwk: readJson(path) } : {};
  const made = await createSigner({ key: 'maren-and-moss-platform', ...known });
  if (!known.jwk) writeFileSync(path, JSON.stringify(await made.jwk()), { mode: 0o600 });
  return made;
}

// The conformance kit against the plugins inside a Medusa and a Vendure that are otherwise as they come: their HTTP, their sessions,
// their PostgreSQL. Customers are the server's own; the kit's orders are of no storefront and put into the plugin's log, and who no
// shop knows, the desk's system and a carrier, comes with a token. What money does on the server's own orders is in inside-*.test.mjs.

import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { checks, policy, reportText, runConformance } from 'aftersale/conformance';
import { createPostgresStore, createTokens } from 'aftersale/server';
import pg from 'pg';
import { engine } from '../backends/shop.mjs';
import { startMedusa } from './medusa/server.mjs';
import * as medusaShop from './medusa/shop.mjs';
import { order } from './race.mjs';
import { installPackage } from './support/install.mjs';
import { startPostgres } from './support/postgres.mjs';
import { startVendure } from './vendure/server.mjs';
import * as vendureShop from './vendure/shop.mjs';

const secret = randomUUID();
const tokens = createTokens({ secret });

/** Runs the kit: customers are who the server says they are, `customers` gives each an id and a token. */
async function conforms({ name, url, database, customers, headers = {} }) {
  const pool = new pg.Pool({ connectionString: database, max: 5 });
  const store = await createPostgresStore(pool);
  async function setup({ people, orders }) {
    const issued = {};
    const ids = {};
    for (const { hours, ...who } of people) {
      const own = customers[who.id];
      ids[who.id] = own?.id;
      issued[who.id] = own?.token ?? (await tokens.issue(who, hours));
    }
    for (const { subject, order: sold } of orders)
      await store.transaction(async (tx) => tx.putOrder({ id: sold.id, subject: ids[subject], order: sold }));
    return { tokens: issued };
  }
  const send = (path, init) => {
    const all = new Headers(init.headers);
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    return fetch(path, { ...init, headers: all });
  };
  const report = await runConformance({ url, setup, engine, fetch: send, timeoutMs: 60_000 });
  store.close();
  await pool.end();
  assert.equal(report.failed, 0, reportText(report));
  assert.equal(report.passed, checks.length);
  console.log(`    inside ${name}: ${report.passed} of ${checks.length} checks of the conformance kit`);
}

let postgres;
before(async () => {
  postgres = await startPostgres();
});
after(() => postgres?.stop());

describe('inside Medusa', () => {
  let medusa;
  before(async () => {
    await installPackage('medusa');
    medusa = await startMedusa(postgres, {
      AFTERSALE_POLICY: JSON.stringify(policy),
      COOKIE_SECRET: secret,
      JWT_SECRET: secret,
    });
  });
  after(() => medusa?.stop());

  /** The same token as it would be an hour after its end. */
  function expired(token) {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const [head, body] = token.split('.');
    const claims = {
      ...JSON.parse(Buffer.from(body, 'base64url')),
      exp: Math.floor(Date.now() / 1000) - 3600,
    };
    const signed = `${head}.${part(claims)}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }

  test('Medusa passes the conformance kit', { timeout: 600_000 }, async () => {
    await medusaShop.openShop(medusa);
    const [ada, eve] = [await medusaShop.signUp(medusa, 'ada'), await medusaShop.signUp(medusa, 'eve')];
    await conforms({
      name: 'Medusa',
      url: `${medusa.base}/store/case-sync/1`,
      database: postgres.url('medusa'),
      customers: { 'kit-ada': ada, 'kit-eve': eve, 'kit-late': { id: ada.id, token: expired(ada.token) } },
      headers: { 'x-publishable-api-key': medusa.key },
    });
  });
});

describe('inside Vendure', () => {
  let vendure;
  before(async () => {
    await installPackage('vendure');
    vendure = await startVendure(postgres, {
      AFTERSALE_POLICY: JSON.stringify(policy),
      TOKEN_SECRET: secret,
    });
  });
  after(() => vendure?.stop());

  test('Vendure passes the conformance kit', { timeout: 600_000 }, async () => {
    const shop = await vendureShop.openShop(vendure);
    /** A customer's session, and what the server calls the customer. */
    const signUp = async (name) => {
      const call = await vendureShop.signUp(vendure, shop, order, name);
      return { call, id: (await call('{ activeCustomer { id } }')).id, token: call.token() };
    };
    const [ada, eve, late] = [await signUp('ada'), await signUp('eve'), await signUp('late')];
    await late.call('mutation { logout { success } }');
    await conforms({
      name: 'Vendure',
      url: `${vendure.base}/case-sync/1`,
      database: postgres.url('vendure'),
      customers: { 'kit-ada': ada, 'kit-eve': eve, 'kit-late': late },
    });
  });
});

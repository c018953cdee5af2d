// Everything that the conformance kit sends and gets is as docs/sync-openapi.json says, and everything in there is used.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runConformance } from 'aftersale/conformance';
import { kitUrl, openForKit } from './conformant.mjs';
import { judged, openapi } from './openapi.mjs';
import { engine } from './shop.mjs';
import { stores } from './stores.mjs';

test('the traffic of the kit follows the document', async () => {
  const target = openForKit((await stores[0].open()).store);
  const through = judged(target.fetch);
  const report = await runConformance({ url: kitUrl, setup: target.setup, fetch: through.fetch, engine });
  assert.equal(report.failed, 0);
  assert.deepEqual(through.problems, []);
  const operations = Object.values(openapi.paths).flatMap((path) =>
    Object.values(path).flatMap(({ operationId }) => (operationId ? [operationId] : [])),
  );
  const used = new Set([...through.seen.keys()].map((key) => key.split(' ')[0]));
  assert.deepEqual(
    operations.filter((name) => !used.has(name)),
    [],
  );
  // Later, and our own fault, are for other tests.
  const answered = (name, statuses) => {
    for (const status of statuses) assert.ok(through.seen.has(`${name} ${status}`), `${name} ${status}`);
  };
  answered('push', [200, 400, 401, 403, 413, 415, 422, 426]);
  answered('sendBlob', [204, 400, 401, 409, 422]);
  answered('order', [200, 401, 404]);
});

test('an answer that is not as it says is noticed', async () => {
  const answers = { push: { receipts: [{ id: 'x', st: 'maybe' }], now: 'today' }, heads: [['o-1', 0, '']] };
  for (const [name, body] of Object.entries(answers)) {
    const through = judged(async () => Response.json(body));
    const method = name === 'push' ? 'POST' : 'GET';
    await through.fetch(`${kitUrl}/${name}`, { method, ...(method === 'POST' ? { body: '{}' } : {}) });
    assert.ok(through.problems.length > 0, name);
  }
  const teapot = judged(async () => new Response(null, { status: 418 }));
  await teapot.fetch(`${kitUrl}/heads`);
  assert.deepEqual(teapot.problems, ['heads 418 is not described']);
});

// The conformance kit against the reference backend over both databases, in this process and by HTTP on the command line.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { describe, test } from 'node:test';
import { checks, reportText, runConformance } from 'aftersale/conformance';
import { at } from '../../wasm/tools/lib/project.mjs';
import { kitUrl, openForKit } from './conformant.mjs';
import { engine } from './shop.mjs';
import { stores } from './stores.mjs';

for (const { name, skip, open } of stores) {
  test(`the reference backend over ${name} passes every check`, { skip }, async () => {
    const { store } = await open();
    const target = openForKit(store);
    const report = await runConformance({ url: kitUrl, setup: target.setup, fetch: target.fetch, engine });
    assert.equal(report.failed, 0, reportText(report));
    assert.equal(report.passed, checks.length);
    assert.deepEqual(target.errors, []);
  });
}

describe('on the command line', () => {
  /** Node's requests and responses as those of the web. */
  const serve = (target) =>
    createServer(async (incoming, outgoing) => {
      const chunks = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const url = `http://${incoming.headers.host}${incoming.url}`;
      if (incoming.url === '/conformance') {
        const answer = await target.setup(JSON.parse(Buffer.concat(chunks)));
        return outgoing.end(JSON.stringify(answer));
      }
      const stop = new AbortController();
      outgoing.on('close', () => stop.abort());
      const body = chunks.length ? Buffer.concat(chunks) : undefined;
      const { method, headers } = incoming;
      const response = await target.fetch(url, { method, headers, body, signal: stop.signal });
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      for await (const chunk of response.body ?? []) outgoing.write(chunk);
      outgoing.end();
    });

  const run = (...args) =>
    new Promise((resolve) =>
      execFile(process.execPath, [at('dist/cli.js'), 'conformance', ...args], (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stdout, stderr }),
      ),
    );

  test('the kit drives a server by HTTP and tells people and programs', async () => {
    const target = openForKit((await stores[0].open()).store);
    const server = serve(target);
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${server.address().port}/case-sync/1`;
    try {
      const said = await run(url, '--only', 'receipts', '--only', 'log', '--only', 'limits');
      assert.match(said.stdout, /conforms to case-sync\/1/, said.stdout + said.stderr);
      assert.equal(said.code, 0);
      const json = await run(url, '--json', '--only', 'money.ten_at_once');
      const report = JSON.parse(json.stdout);
      assert.deepEqual([report.passed, report.failed, report.checks[0].st], [1, 0, 'passed']);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test('a command line or a backend that does not work is exit code 2', async () => {
    for (const args of [[], ['nowhere'], ['http://127.0.0.1:9/case-sync/1']])
      assert.equal((await run(...args)).code, 2, args.join(' '));
    assert.match((await run('--list')).stdout, /^receipts\.replay\tR1 R2\t/);
  });
});

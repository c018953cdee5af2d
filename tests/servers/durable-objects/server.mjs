// Cloudflare's runtime on loopback, with the worker beside it and everything that it keeps in a temporary folder.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { at } from '../../../wasm/tools/lib/project.mjs';
import { install } from '../support/install.mjs';
import { freePort } from '../support/process.mjs';

export const secret = 'for the worker';

/** The worker as a bundler makes it: one script, and the module beside it as the runtime wants it. */
async function bundled() {
  const { outputFiles } = await build({
    entryPoints: [at('tests/servers/durable-objects/worker.mjs')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker', 'browser'],
    logLevel: 'error',
    plugins: [
      {
        name: 'wasm-module',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^aftersale\/aftersale\.wasm$/ }, () => ({
            path: './aftersale.wasm',
            external: true,
          })),
      },
    ],
  });
  return [
    { type: 'ESModule', path: 'worker.mjs', contents: outputFiles[0].text },
    { type: 'CompiledWasm', path: 'aftersale.wasm', contents: readFileSync(at('dist/aftersale.wasm')) },
  ];
}

// What the test loses with the machine, it runs again; here all objects share one thread, which would wait for each disk write.
const hasty = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Starts one; `provider` answers what the worker asks of its payment provider. */
export async function startWorker({ provider }) {
  const folder = mkdtempSync(join(hasty, 'aftersale-worker-'));
  const project = await install('durable-objects');
  const { resolve } = createRequire(join(project, 'package.json'));
  const { Miniflare, Log, LogLevel } = await import(pathToFileURL(resolve('miniflare')));
  const durable = (className) => ({ className, useSQLite: true });
  const { version } = JSON.parse(readFileSync(join(project, 'node_modules/workerd/package.json'), 'utf8'));
  const errors = [];
  const start = async ({ aheadMs = 0 } = {}) => {
    const port = await freePort();
    const miniflare = new Miniflare({
      host: '127.0.0.1',
      port,
      cf: false,
      log: new Log(LogLevel.NONE),
      handleRuntimeStdio: (out, err) => {
        out.resume();
        err.setEncoding('utf8').on('data', (text) => errors.push(text));
      },
      modules: await bundled(),
      compatibilityDate: '2026-04-01',
      compatibilityFlags: ['enable_request_signal'],
      bindings: { SECRET: secret, AHEAD_MS: aheadMs },
      serviceBindings: { PROVIDER: provider },
      durableObjects: {
        ORDERS: durable('OrderObject'),
        FEEDS: durable('FeedObject'),
        NAMES: durable('NamesObject'),
      },
      durableObjectsPersist: folder,
    });
    await miniflare.ready;
    return { miniflare, url: `http://127.0.0.1:${port}` };
  };
  let running = await start();
  return {
    version: `workerd ${version}`,
    errors,
    get url() {
      return running.url;
    },
    /** `aheadMs`: how much later it is meanwhile. */
    async restart(change) {
      await running.miniflare.dispose();
      running = await start(change);
    },
    async stop() {
      await running.miniflare.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// Other bundlers and runtimes than those of packaging.test.mjs: each builds what the package's users build, and what it built is run.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import * as esbuild from 'esbuild';
import { order } from '../browser/fixtures/everyday.mjs';
import { install } from '../servers/support/install.mjs';
import { findChromium } from '../support/chromium.mjs';
import { html, openPages, page } from './pages.mjs';
import { createProject } from './project.mjs';

let project;
before(async () => {
  project = await createProject();
});
after(() => project?.remove());

const inProject = (...parts) => join(project.folder, ...parts);
const wasmOf = (entry) => createRequire(inProject('shop.js')).resolve(`aftersale/${entry}`);

describe('in a browser', { skip: findChromium() ? false : 'there is no Chromium' }, () => {
  let pages;
  before(async () => {
    pages = await openPages();
  });
  after(() => pages?.close());

  async function webpack(name, source) {
    const { default: compile } = await import('webpack');
    await project.write(`${name}.js`, source);
    const stats = await new Promise((resolve, reject) =>
      compile(
        {
          mode: 'production',
          context: project.folder,
          entry: `./${name}.js`,
          output: { path: inProject(name), filename: 'page.js' },
          performance: { hints: false },
        },
        (error, result) => (error ? reject(error) : resolve(result)),
      ),
    );
    assert.deepEqual(stats.toJson({ errors: true, warnings: true }).errors, []);
    assert.deepEqual(stats.toJson({ warnings: true }).warnings, []);
    return inProject(name);
  }

  test('built by webpack, with nothing set', async () => {
    const folder = await webpack('webpack', page);
    await writeFile(join(folder, 'index.html'), html('page.js', ''));
    assert.equal((await readdir(folder)).filter((file) => file.endsWith('.wasm')).length, 1);
    await pages.answers(folder);
  });

  test('built by webpack, in a module worker with the wasm beside it', async () => {
    await project.write(
      'thread.js',
      page.replace("document.body.dataset.answer = 'ok'", "self.postMessage('ok')"),
    );
    const folder = await webpack(
      'webpack-worker',
      `const worker = new Worker(new URL('./thread.js', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => { document.body.dataset.answer = data; };`,
    );
    await writeFile(join(folder, 'index.html'), html('page.js', ''));
    await pages.answers(folder);
  });

  test('built by Rollup, with the wasm copied beside the script', async () => {
    const { rollup } = await import('rollup');
    const { default: resolve } = await import('@rollup/plugin-node-resolve');
    await project.write('rollup.js', page);
    const warnings = [];
    const bundle = await rollup({
      input: inProject('rollup.js'),
      plugins: [resolve({ browser: true })],
      onwarn: ({ message }) => warnings.push(message),
    });
    await bundle.write({ dir: inProject('rollup'), format: 'es', entryFileNames: 'page.js' });
    await bundle.close();
    assert.deepEqual(warnings, []);
    await cp(wasmOf('wasm'), inProject('rollup/aftersale.wasm'));
    await writeFile(inProject('rollup/index.html'), html('page.js'));
    await pages.answers(inProject('rollup'));
  });

  test('built by Vite, in a module worker with the wasm beside it', async () => {
    const vite = await import('vite');
    await project.write(
      'vite-thread.js',
      page.replace("document.body.dataset.answer = 'ok'", "self.postMessage('ok')"),
    );
    await project.write(
      'vite-worker.js',
      `const worker = new Worker(new URL('./vite-thread.js', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => { document.body.dataset.answer = data; };`,
    );
    await project.write('index.html', html('/vite-worker.js'));
    await vite.build({
      root: project.folder,
      configFile: false,
      logLevel: 'error',
      build: { outDir: 'vite-worker', target: 'es2022' },
      worker: { format: 'es' },
    });
    await pages.answers(inProject('vite-worker'));
  });

  describe('by a plain script tag', () => {
    const files = () => inProject('node_modules/aftersale/dist');
    const hashes = async () => JSON.parse(await readFile(join(files(), 'integrity.json'), 'utf8'));
    const shop = (integrity) => `<!doctype html><meta charset="utf-8"><title>shop</title><body>
<aftersale-wizard locale="de" about="return"></aftersale-wizard>
<script src="/aftersale.js" integrity="${integrity}"></script><script src="/shop.js" defer></script></body>`;
    const script = `aftersale.createAftersale().then(async (engine) => {
  const wizard = document.querySelector('aftersale-wizard');
  wizard.order = await (await fetch('/order.json')).json();
  wizard.engine = engine;
  for (;;) {
    const text = wizard.shadowRoot.textContent;
    const german = text.includes('Mit einem Menschen sprechen');
    if (german && text.includes(wizard.order.lines[0].title) && wizard.controller.step) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  document.body.dataset.answer = 'ok';
});`;

    async function write(name, integrity) {
      await cp(files(), inProject(name), { recursive: true });
      const created = new Date(Date.now() - 9 * 86_400_000).toISOString();
      const bought = order({ created, delivered: created, lines: ['coat', 'lamp'] });
      await writeFile(inProject(name, 'order.json'), JSON.stringify(bought));
      await writeFile(inProject(name, 'shop.js'), script);
      await writeFile(inProject(name, 'index.html'), shop(integrity));
      return inProject(name);
    }

    test('with its integrity, under a strict policy with Trusted Types', async () => {
      const folder = await write('tag', (await hashes())['aftersale.js']);
      await pages.answers(folder);
      await pages.answers(folder, {
        'content-security-policy':
          "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html",
      });
    });

    test('refused with another hash', async () => {
      const folder = await write('tag-wrong', (await hashes())['aftersale.wasm']);
      await pages.complains(folder, /integrity/);
    });

    for (const file of ['aftersale-slim.wasm', 'packs/eu.json'])
      test(`refused when ${file} beside it is another`, async () => {
        const folder = await write('tag-changed', (await hashes())['aftersale.js']);
        await writeFile(join(folder, file), `${await readFile(join(folder, file), 'latin1')} `, 'latin1');
        await pages.complains(folder, /integrity/);
      });
  });
});

/** A port that is free at the moment. */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/**
 * The runtime of the tests on Durable Objects. Not one of the project's own packages: its parts for other machines are not in every
 * registry, and a lockfile without them is refused. The program itself and not the script before it, which would leave it running.
 */
async function workerd() {
  const packages = join(await install('durable-objects'), 'node_modules/@cloudflare');
  const name = (await readdir(packages)).find((each) => each.startsWith('workerd-'));
  return join(packages, name, 'bin/workerd');
}

for (const entry of ['aftersale', 'aftersale/slim'])
  test(`in workerd, ${entry}`, async () => {
    const name = entry.replace('/', '-');
    const source = `import { createAftersale } from '${entry}';
let engine;
export default {
  async fetch(request) {
    engine ??= await createAftersale();
    return new Response(engine.dispatchText(await request.text()));
  },
};`;
    await mkdir(inProject(name), { recursive: true });
    await project.write(`${name}.js`, source);
    // As wrangler does it: the runtime's condition, and wasm files as modules of their own.
    await esbuild.build({
      absWorkingDir: project.folder,
      entryPoints: [`${name}.js`],
      outfile: inProject(name, 'worker.js'),
      bundle: true,
      format: 'esm',
      target: 'es2022',
      conditions: ['workerd', 'worker', 'browser'],
      external: ['*.wasm'],
      logLevel: 'silent',
    });
    const file = `${name}.wasm`;
    await cp(wasmOf(entry === 'aftersale' ? 'wasm' : 'slim/wasm'), inProject(name, file));
    const port = await freePort();
    await writeFile(
      inProject(name, 'config.capnp'),
      `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (compatibilityDate = "2026-01-01", modules = [
    (name = "worker.js", esModule = embed "worker.js"), (name = "${file}", wasm = embed "${file}")]))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]);\n`,
    );
    const runtime = spawn(await workerd(), ['serve', inProject(name, 'config.capnp')]);
    let said = '';
    runtime.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    const ended = new Promise((resolve) => runtime.on('exit', resolve));
    try {
      const ask = () => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{"op":"describe"}' });
      let response;
      for (let i = 0; i < 100 && !response && runtime.exitCode === null; i++) {
        response = await ask().catch(() => undefined);
        if (!response) await sleep(100);
      }
      assert.ok(response, said);
      const text = await response.text();
      assert.equal(response.status, 200, said + text);
      assert.equal(JSON.parse(text).ok, true);
      // The same engine answers again.
      assert.equal(await (await ask()).text(), text);
    } finally {
      runtime.kill();
      await ended;
    }
  });

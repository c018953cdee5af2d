// The package as users get it: packed, installed into an empty project, and used from there.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as esbuild from 'esbuild';
import { at } from '../../wasm/tools/lib/project.mjs';
import { findChromium } from '../support/chromium.mjs';
import { serve } from '../support/server.mjs';
import { call, html, openPages, page, use } from './pages.mjs';
import { createProject } from './project.mjs';

/** The first code of a kind that the README shows. */
const readme = async (kind) =>
  new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``).exec(await readFile(at('README.md'), 'utf8'))[1];
const readmePolicy = {
  schema: 'aftersale/policy/1',
  id: 'shop',
  layer: 'merchant',
  versions: [
    {
      version: '1',
      from: '2020-01-01T00:00:00Z',
      rules: [
        { id: 'always', window: { months: 240, from: 'delivery', transitDays: 5 } },
        { id: 'money', resolutions: [{ resolution: 'original_payment_method' }] },
        { id: 'mail', method: { method: 'by_mail', payer: 'merchant' } },
      ],
    },
  ],
};

let project;
before(async () => {
  project = await createProject();
});
after(() => project?.remove());

const [major, minor] = process.versions.node.split('.').map(Number);
const requiresModules = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);

describe('installed', () => {
  test('holds what it should and nothing else', () => {
    const wanted = [
      'package.json',
      'LICENSE',
      'README.md',
      'dist/aftersale.wasm',
      'dist/node.js',
      'dist/browser.js',
      'dist/aftersale-slim.wasm',
      'dist/aftersale-tools.wasm',
      'dist/tools-node.js',
    ];
    for (const file of wanted) assert.ok(project.files.includes(file), `${file} is missing`);
    const strange = project.files.filter(
      (file) =>
        !/^(dist\/|package\.json$|LICENSE$|README\.md$|CHANGELOG\.md$)/.test(file) || /\.map$/.test(file),
    );
    assert.deepEqual(strange, []);
  });

  test('answers in Node, imported', async () => {
    await project.write('esm.mjs', `import { createAftersale } from 'aftersale';${use}console.log('ok');\n`);
    assert.equal(await project.run('esm.mjs'), 'ok\n');
  });

  test('runs what the README shows for Node', async () => {
    await project.write('readme.mjs', await readme('js'));
    await project.write('policy.json', JSON.stringify(readmePolicy));
    await project.write('order.json', await readFile(at('plugins/shopify/fixtures/order-rest.json')));
    assert.match(
      await project.run('readme.mjs'),
      /^(in)?eligible\w* \{ amount: \d+, currency: '[A-Z]{3}' \} \d+\n$/,
    );
  });

  test('answers in Node, required', {
    skip: !requiresModules && `Node ${process.version} cannot require() ES modules`,
  }, async () => {
    const script = `const { createAftersale } = require('aftersale');
createAftersale().then((aftersale) => console.log(aftersale.dispatch(${call}).ok));\n`;
    await project.write('cjs.cjs', script);
    assert.equal(await project.run('--no-warnings', 'cjs.cjs'), 'true\n');
  });

  test('answers in Node, inline', async () => {
    await project.write(
      'inline.mjs',
      `import { createAftersale } from 'aftersale/inline';${use}console.log('ok');\n`,
    );
    assert.equal(await project.run('inline.mjs'), 'ok\n');
  });

  test('has the tools in Node, apart', async () => {
    const script = `import { createAftersale } from 'aftersale';
import { createAftersale as createTools } from 'aftersale/tools';
const has = async (create) => (await create()).describe().enums.op.includes('lint');
console.log(await has(createAftersale), await has(createTools));\n`;
    await project.write('tools.mjs', script);
    assert.equal(await project.run('tools.mjs'), 'false true\n');
  });

  test('answers in a Node worker thread', async () => {
    const worker = `import { parentPort } from 'node:worker_threads';
import { createAftersale } from 'aftersale';${use}parentPort.postMessage('ok');\n`;
    const script = `import { Worker } from 'node:worker_threads';
const worker = new Worker(new URL('./thread.mjs', import.meta.url));
worker.on('message', (text) => console.log(text));\n`;
    await project.write('thread.mjs', worker);
    await project.write('threads.mjs', script);
    assert.equal(await project.run('threads.mjs'), 'ok\n');
  });

  test('every entry point can be imported', async () => {
    await project.has('react');
    const { exports } = JSON.parse(await readFile(at('package.json'), 'utf8'));
    const names = Object.keys(exports).filter(
      (name) => !name.includes('*') && !/wasm$|json$|define$|script$/.test(name),
    );
    const script = `for (const name of ${JSON.stringify(names)}) await import('aftersale' + name.slice(1));\nconsole.log('ok');\n`;
    await project.write('entries.mjs', script);
    assert.equal(await project.run('entries.mjs'), 'ok\n');
  });

  test('the wasm file, schemas and package.json have addresses', async () => {
    const require = createRequire(join(project.folder, 'shop.js'));
    assert.ok(existsSync(require.resolve('aftersale/wasm')));
    assert.equal(require('aftersale/package.json').name, 'aftersale');
  });

  test('brings the program', async () => {
    const { version } = JSON.parse(await readFile(at('package.json'), 'utf8'));
    const output = await project.command(join(project.folder, 'node_modules/.bin/aftersale'), '--version');
    assert.match(output, new RegExp(version.replaceAll('.', '\\.')));
  });

  test('is typed, for bundlers and for Node', async () => {
    const source = `import { type Aftersale, AftersaleError, createAftersale } from 'aftersale';
import { createAftersale as createInline } from 'aftersale/inline';
import { type AftersaleTools, createAftersale as createTools } from 'aftersale/tools';
const tools: AftersaleTools = await createTools();
const aftersale: Aftersale = await createAftersale({ wasm: new URL('https://shop.example/aftersale.wasm') });
const text: string = aftersale.dispatchText('{}');
const bytes: Uint8Array = aftersale.dispatchBytes(new Uint8Array());
// @ts-expect-error a call is an object
aftersale.dispatch('text');
const code: string = new AftersaleError([]).code;
export { bytes, code, createInline, text, tools };\n`;
    await project.write('typed.ts', source);
    for (const [module, resolution] of [
      ['ESNext', 'Bundler'],
      ['NodeNext', 'NodeNext'],
    ]) {
      const tsc = [at('node_modules/typescript/bin/tsc'), '--noEmit', '--strict', '--target', 'ES2022'];
      const libraries = ['--lib', 'ES2022,DOM'];
      await project.run(
        ...tsc,
        ...libraries,
        '--module',
        module,
        '--moduleResolution',
        resolution,
        'typed.ts',
      );
    }
  });

  test('publint finds nothing to complain about', async () => {
    const { publint } = await import('publint');
    const { messages } = await publint({
      pkgDir: join(project.folder, 'node_modules/aftersale'),
      strict: true,
    });
    assert.deepEqual(
      messages.map(({ code, path }) => `${code} ${path.join('.')}`),
      [],
    );
  });

  test('are the types wrong? no', async () => {
    const attw = at('node_modules/@arethetypeswrong/cli/dist/index.js');
    // The files that are not scripts have no types, and old resolution does not know `exports`.
    const plain = [
      'wasm',
      'aftersale.wasm',
      'slim/wasm',
      'tools/wasm',
      'script',
      'plugins/*',
      'packs/*',
      'platforms/*',
      'policy-texts/*',
      'schemas/*',
      'locales/*',
      'widget/define',
    ];
    const args = ['--profile', 'esm-only', '--no-emoji', '--no-color', '--exclude-entrypoints', ...plain];
    await project.run(attw, project.tarball, ...args);
  });
});

describe('in a browser', { skip: findChromium() ? false : 'there is no Chromium' }, () => {
  let pages;
  before(async () => {
    pages = await openPages();
  });
  after(() => pages?.close());
  const answers = (...args) => pages.answers(...args);

  async function bundle(folder, source, options = {}) {
    await mkdir(join(project.folder, folder), { recursive: true });
    await project.write(`${folder}.js`, source);
    await esbuild.build({
      absWorkingDir: project.folder,
      entryPoints: [`${folder}.js`],
      outfile: join(project.folder, folder, 'page.js'),
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      logLevel: 'silent',
      ...options,
    });
    await project.write(`${folder}/index.html`, html('page.js'));
    return join(project.folder, folder);
  }

  const viteOptions = (extra) => ({
    root: project.folder,
    configFile: false,
    logLevel: 'error',
    ...extra,
  });

  test('built by Vite, with no configuration', async () => {
    const vite = await import('vite');
    await project.write('page.js', page);
    await project.write('index.html', html('/page.js'));
    await vite.build(viteOptions({ build: { outDir: 'vite', target: 'es2022' } }));
    await answers(join(project.folder, 'vite'));
  });

  test('shows what the README shows for a page', async () => {
    const vite = await import('vite');
    const { createAftersale } = await import(at('dist/node.js'));
    const engine = await createAftersale();
    const { order } = engine.readOrder(
      await readFile(at('plugins/shopify/fixtures/order-rest.json'), 'utf8'),
    );
    engine.close();
    const shown = (await readme('html')).replace(
      '</script>',
      `  await wizard.updateComplete;
  document.body.dataset.answer = wizard.shadowRoot.textContent.includes(order.lines[0].title) ? 'ok' : 'no';
</script>`,
    );
    const text = shown.replace('wizard.order = await', 'const order = wizard.order = await');
    await mkdir(join(project.folder, 'public'), { recursive: true });
    await project.write('public/order.json', JSON.stringify(order));
    await project.write('public/policy.json', JSON.stringify(readmePolicy));
    await project.write(
      'index.html',
      `<!doctype html><meta charset="utf-8"><title>shop</title><body>${text}</body>`,
    );
    await vite.build(viteOptions({ build: { outDir: 'vite-readme', target: 'es2022' } }));
    await answers(join(project.folder, 'vite-readme'));
  });

  test('built by Vite, the slim form', async () => {
    const vite = await import('vite');
    await project.write('slim.js', page.replace("'aftersale'", "'aftersale/slim'"));
    await project.write('index.html', html('/slim.js'));
    await vite.build(viteOptions({ build: { outDir: 'vite-slim', target: 'es2022' } }));
    await answers(join(project.folder, 'vite-slim'));
    await project.write('index.html', html('/page.js'));
  });

  test('served by Vite’s development server', async () => {
    const vite = await import('vite');
    const server = await vite.createServer(
      viteOptions({ server: { port: 0, host: '127.0.0.1' }, optimizeDeps: { exclude: ['aftersale'] } }),
    );
    await server.listen();
    try {
      await pages.answersAt(`http://127.0.0.1:${server.httpServer.address().port}/`);
    } finally {
      await server.close();
    }
  });

  test('built by esbuild, with the wasm copied beside the script', async () => {
    const folder = await bundle('esbuild', page);
    await cp(
      createRequire(join(folder, 'page.js')).resolve('aftersale/wasm'),
      join(folder, 'aftersale.wasm'),
    );
    await answers(folder);
  });

  test('built by esbuild, inline: one script and nothing else', async () => {
    await answers(await bundle('single', page.replace("'aftersale'", "'aftersale/inline'")));
  });

  test('by import map, without a bundler', async () => {
    const { exports } = JSON.parse(await readFile(at('package.json'), 'utf8'));
    const entry = exports['.'].browser.replace('./', '/node_modules/aftersale/');
    await mkdir(join(project.folder, 'plain'), { recursive: true });
    await cp(
      join(project.folder, 'node_modules/aftersale'),
      join(project.folder, 'plain/node_modules/aftersale'),
      {
        recursive: true,
      },
    );
    const map = JSON.stringify({ imports: { aftersale: entry } });
    await writeFile(join(project.folder, 'plain/page.js'), page);
    await writeFile(
      join(project.folder, 'plain/index.html'),
      html('page.js').replace('<body>', `<script type="importmap">${map}</script><body>`),
    );
    await answers(join(project.folder, 'plain'));
  });

  test('in a module worker', async () => {
    const worker = page.replace("document.body.dataset.answer = 'ok'", "self.postMessage('ok')");
    const folder = await bundle('worker', worker.replace("'aftersale'", "'aftersale/inline'"));
    const owner = `const worker = new Worker('page.js', { type: 'module' });
worker.onmessage = ({ data }) => { document.body.dataset.answer = data; };\n`;
    await writeFile(join(folder, 'owner.js'), owner);
    await writeFile(join(folder, 'index.html'), html('owner.js'));
    await answers(folder);
  });

  test("under a policy that allows scripts of its own and 'wasm-unsafe-eval' only", async () => {
    const folder = await bundle('policy', page.replace("'aftersale'", "'aftersale/inline'"));
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";
    await answers(folder, { 'content-security-policy': policy });
    const typed = `${policy}; require-trusted-types-for 'script'; trusted-types 'none'`;
    await answers(folder, { 'content-security-policy': typed });
  });

  test('under the same policy, with the wasm fetched', async () => {
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
    await answers(join(project.folder, 'vite'), { 'content-security-policy': policy });
  });

  test('without WebAssembly, under a policy that forbids it and all text that becomes code', async () => {
    const folder = await bundle('no-wasm', page.replace("'aftersale'", "'aftersale/no-wasm'"));
    await answers(folder, {
      'content-security-policy':
        "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
    });
  });

  test('says what is wrong when a policy forbids WebAssembly', async () => {
    const source = page
      .replace("'aftersale'", "'aftersale/inline'")
      .replace(
        'const aftersale = await createAftersale();',
        `const aftersale = await createAftersale().catch((error) => {
        document.body.dataset.answer = error.code === 'wasm_unavailable' && /wasm-unsafe-eval/.test(error.message) ? 'ok' : error.message;
        return { dispatch: () => ({ ok: true }) };
      });`,
      )
      .replace("document.body.dataset.answer = 'ok';", '');
    const folder = await bundle('strict', source);
    const tab = await pages.browser.newPage();
    const server = await serve(folder, {
      headers: { 'content-security-policy': "default-src 'none'; script-src 'self'" },
    });
    try {
      await tab.goto(server.address);
      await tab.waitForSelector('body[data-answer="ok"]', { state: 'attached', timeout: 15_000 });
    } finally {
      await tab.close();
      await server.close();
    }
  });
});

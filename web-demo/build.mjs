// Bundles the demo's pages into web-demo/dist, where something changed: node web-demo/build.mjs

import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { forPages } from '../wasm/tools/lib/pages.mjs';
import { locked } from '../wasm/tools/lib/run.mjs';
import { whenChanged } from '../wasm/tools/lib/stamp.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const pages = ['shop', 'live', 'case', 'desk', 'bring', 'playground'];

const inputs = ['src', 'pages', 'parts', 'public', 'build.mjs'].map((name) => `web-demo/${name}`);
inputs.push('dist', 'package-lock.json');
// Two that want the pages at once get them made once, and neither sees them half done.
await locked(() => whenChanged('demo', { inputs, outputs: ['web-demo/dist/sw.js'] }, bundle));

async function bundle() {
  await rm(at('dist'), { recursive: true, force: true });
  await mkdir(at('dist/assets'), { recursive: true });

  const result = await build({
    absWorkingDir: at('.'),
    entryPoints: {
      ...Object.fromEntries(pages.map((page) => [page, `src/${page}.ts`])),
      app: 'src/styles/app.css',
    },
    outdir: 'dist/assets',
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    sourcemap: 'linked',
    sourcesContent: true,
    metafile: true,
    ...forPages,
  });

  /** What each entry ended up being called. */
  const built = new Map();
  for (const [file, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (entryPoint) built.set(entryPoint, `/${file.replace(/^dist\//, '')}`);
  }

  await cp(at('public'), at('dist'), { recursive: true });
  // Whatever says "./aftersale.wasm" is one of the bundles, so it lies beside them.
  for (const name of ['aftersale', 'aftersale-tools'])
    await cp(at(`../dist/${name}.wasm`), at(`dist/assets/${name}.wasm`));

  // What every page has in common stands once: {{head}} is parts/head.html.
  const parts = new Map();
  for (const file of await readdir(at('parts')))
    parts.set(file.replace('.html', ''), (await readFile(at(`parts/${file}`), 'utf8')).trimEnd());
  const style = built.get('src/styles/app.css');
  for (const file of await readdir(at('pages'))) {
    const name = file.replace('.html', '');
    const script = built.get(`src/${name}.ts`);
    const html = (await readFile(at(`pages/${file}`), 'utf8'))
      .replace(/\{\{(\w+)\}\}/g, (whole, part) => parts.get(part) ?? whole)
      .replaceAll('{{style}}', style)
      .replaceAll('{{script}}', script ?? '');
    await writeFile(at(`dist/${file}`), html);
  }

  // The service worker knows every file of the shell by name, so that the pages open without a network.
  const shell = [
    '/',
    '/live',
    '/desk',
    '/bring',
    '/case/offline',
    ...Object.keys(result.metafile.outputs)
      .filter((file) => !file.endsWith('.map'))
      .map((file) => `/${file.replace(/^dist\//, '')}`),
    '/assets/aftersale.wasm',
    ...(await readdir(at('public/img'))).map((file) => `/img/${file}`),
  ];
  await build({
    absWorkingDir: at('.'),
    entryPoints: { sw: 'src/sw.ts' },
    outdir: 'dist',
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    define: { SHELL: JSON.stringify(shell), VERSION: JSON.stringify(String(Date.now())) },
    logLevel: 'warning',
  });

  const bytes = Object.entries(result.metafile.outputs)
    .filter(([file]) => !file.endsWith('.map'))
    .reduce((sum, [, { bytes: size }]) => sum + size, 0);
  console.log(
    `web-demo/dist: ${pages.length} pages, ${Math.round(bytes / 1024)} kB of script and style before compression`,
  );
}

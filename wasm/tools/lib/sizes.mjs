// What users download, against the budgets. kB are thousands of bytes.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { compactTexts, defines, emscriptenOutput } from './bundle.mjs';
import { at, root } from './project.mjs';
import { scriptTag } from './script.mjs';

const measure = (...parts) => ({
  raw: sum(parts, (bytes) => bytes.length),
  gzip: sum(parts, (bytes) => gzipSync(bytes, { level: 9 }).length),
  brotli: sum(
    parts,
    (bytes) =>
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length,
  ),
});
const sum = (parts, of) => parts.reduce((total, part) => total + of(part), 0);

/**
 * The minified scripts that a page loads at once; what is imported later on, such as other
 * languages, is not among them.
 */
async function scripts(source, options = {}) {
  const esbuild = await import('esbuild');
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: at(),
    entryPoints: [source],
    outdir: 'dist',
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['production'],
    define: await defines(),
    logLevel: 'error',
    plugins: [emscriptenOutput(esbuild), compactTexts],
    ...options,
  });
  const contents = new Map(outputFiles.map((file) => [relative(root, file.path), file.contents]));
  const [entry] = Object.keys(metafile.outputs).filter(
    (path) => metafile.outputs[path].entryPoint === source,
  );
  const loaded = new Set([entry]);
  for (const path of loaded) {
    for (const { path: imported, kind, external } of metafile.outputs[path].imports) {
      if (kind === 'import-statement' && !external) loaded.add(imported);
    }
  }
  return [...loaded].map((path) => contents.get(path));
}

export async function sizes(storefront) {
  const rows = [];
  const module = (name) => readFile(at(`build/wasm/${name}.wasm`));
  rows.push({
    what: 'slim, for pages of shoppers: wasm + glue + API',
    ...measure(await module('aftersale-slim'), ...(await scripts('wasm/src/entrypoints/slim.ts'))),
    budget: ['brotli', 120_000],
    ceiling: 129_200, // the wizard for every kind of case, and for several orders in one go
  });
  const engine = await scripts('wasm/src/entrypoints/browser.ts');
  rows.push({
    what: 'everything, all storefronts',
    ...measure(await module('aftersale'), ...engine),
    budget: ['brotli', 120_000],
    ceiling: 220_200, // several orders in one go, credit lines, and what else mutated documents were misread for
  });
  if (storefront) {
    rows.push({
      what: `everything, ${storefront} alone`,
      ...measure(await module(`aftersale-${storefront}`), ...engine),
      budget: ['brotli', 90_000],
      ceiling: 179_000,
    });
  }
  rows.push({
    what: "the same with the merchants' tools",
    ...measure(await module('aftersale-tools'), ...(await scripts('wasm/src/entrypoints/tools.ts'))),
  });
  rows.push({
    what: 'everything, without WebAssembly',
    ...measure(...(await scripts('wasm/src/entrypoints/no-wasm.ts'))),
  });
  if (existsSync(at('wasm/src/widget/define.ts'))) {
    const widget = await scripts('wasm/src/widget/define.ts', {
      external: ['#glue', '#wasm', 'aftersale', 'aftersale/*'],
      plugins: [compactTexts],
    });
    const tag = await scriptTag({ write: false });
    rows.push({ what: 'one script tag: widget, glue, API, all screens', ...measure(tag) });
    rows.push({ what: 'widget: Lit, one language', ...measure(...widget), budget: ['gzip', 45_000] });
  }
  return rows;
}

/**
 * Prints the table; the names of what is too big. A row that does not keep its budget yet has a ceiling, which goes up by what
 * another storefront adds and otherwise only down: the row is marked until it is within the budget, and the build fails when it
 * grows.
 */
export function report(rows) {
  const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(8);
  const width = Math.max(...rows.map((row) => row.what.length));
  const lines = [`  ${'kB'.padEnd(width)}     raw    gzip  brotli   budget`];
  for (const { what, raw, gzip, brotli, budget } of rows) {
    if (!budget) {
      lines.push(`  ${what.padEnd(width)}${kb(raw)}${kb(gzip)}${kb(brotli)}`);
      continue;
    }
    const over = { gzip, brotli }[budget[0]] - budget[1];
    const mark = over > 0 ? `  over by ${(over / 1000).toFixed(1)}` : '';
    lines.push(
      `  ${what.padEnd(width)}${kb(raw)}${kb(gzip)}${kb(brotli)}${kb(budget[1])} ${budget[0]}${mark}`,
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
  return rows
    .filter((row) => row.budget && row[row.budget[0]] > (row.ceiling ?? row.budget[1]))
    .map((row) => row.what);
}

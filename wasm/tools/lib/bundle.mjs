// The TypeScript part of the build: bundles by esbuild, declarations by tsc.

import { createHash } from 'node:crypto';
import { chmod, readFile, rm } from 'node:fs/promises';
import { entryPoints } from './entries.mjs';
import { at, filesIn, readJson } from './project.mjs';
import { runNode } from './run.mjs';

const wasm = at('build/wasm/aftersale.wasm');
const outputs = {
  '#glue': at('build/wasm/aftersale.mjs'),
  '#glue-no-wasm': at('build/wasm/aftersale-no-wasm-glue.mjs'),
  '#no-wasm': at('build/wasm/aftersale-no-wasm.mjs'),
  '#glue-slim': at('build/wasm/aftersale-slim.mjs'),
  '#glue-tools': at('build/wasm/aftersale-tools.mjs'),
  '#wasm': wasm,
};

/** Resolves the names with a `#` to what Emscripten and Binaryen wrote. */
export function emscriptenOutput(esbuild) {
  return {
    name: 'emscripten-output',
    setup(build) {
      build.onResolve({ filter: /^#(glue(-slim|-tools|-no-wasm)?|wasm|no-wasm)$/ }, ({ path }) => ({
        path: outputs[path],
        sideEffects: false,
      }));
      build.onResolve({ filter: /^#module(-slim)?$/ }, ({ path }) => ({
        path: `./aftersale${path.slice('#module'.length)}.wasm`,
        external: true,
      }));
      build.onLoad(
        { filter: /build[\\/]wasm[\\/]aftersale(-slim|-tools|-no-wasm(-glue)?)?\.mjs$/ },
        async ({ path }) => {
          const { code } = await esbuild.transform(await readFile(path, 'utf8'), {
            minify: true,
            format: 'esm',
          });
          return { contents: code, loader: 'js' };
        },
      );
    },
  };
}

/** Styles and markup of the elements are texts to the bundler; their comments and indentation need not travel. */
export const compactTexts = {
  name: 'compact-texts',
  setup(build) {
    build.onLoad({ filter: /[\\/]wasm[\\/]src[\\/]widget[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8'))
        .replace(/css`([^`]*)`/g, (_, text) => `css\`${compact(text)}\``)
        .replace(/\n[ \t]+/g, '\n'),
      loader: 'ts',
    }));
  },
};

const compact = (text) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};]) ?/g, '$1')
    .replace(/([:,]) /g, '$1')
    .replaceAll(' > ', '>')
    .replace(/([ :,(-])0\./g, '$1.')
    .replaceAll(';}', '}');

export async function defines() {
  const { version } = await readJson(at('package.json'));
  const digest = createHash('sha256')
    .update(await readFile(wasm))
    .digest('base64');
  return {
    AFTERSALE_VERSION: JSON.stringify(version),
    AFTERSALE_WASM_SHA256: JSON.stringify(digest),
  };
}

export async function bundle() {
  const esbuild = await import('esbuild');
  // Names of shared chunks change with their contents, so old ones go first.
  for (const file of await filesIn('dist')) {
    if (file.endsWith('.js') || file.endsWith('.js.map')) await rm(at(file));
  }
  await esbuild.build({
    absWorkingDir: at(),
    entryPoints: await entryPoints(),
    outdir: 'dist',
    bundle: true,
    splitting: true,
    // Beside the entries: whatever says "./aftersale.wasm" is right wherever it ends up.
    chunkNames: '[name]-[hash]',
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    packages: 'external',
    external: ['node:*'],
    loader: { '.wasm': 'binary' },
    define: await defines(),
    plugins: [emscriptenOutput(esbuild), compactTexts],
    sourcemap: 'linked',
    sourcesContent: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  await chmod(at('dist/cli.js'), 0o755);
}

export async function declarations(options) {
  await runNode([at('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], options);
}

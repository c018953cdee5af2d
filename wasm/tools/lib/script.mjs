// The build for a single script tag, and the hashes of everything in dist that a page may load.

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { compactTexts, defines, emscriptenOutput } from './bundle.mjs';
import { at, filesIn } from './project.mjs';

/** Modules that this build has others for: what they import later on, it fetches. */
const replaced = {
  '../generated/packs.js': 'wasm/src/script/packs.ts',
  './languages.js': 'wasm/src/script/languages.ts',
};
const fetching = {
  name: 'fetching',
  setup(build) {
    build.onResolve({ filter: /\/(packs|languages)\.js$/ }, ({ path }) =>
      replaced[path] ? { path: at(replaced[path]) } : undefined,
    );
  },
};

/** The languages as plain data. English is in the script. */
async function writeLanguages() {
  for (const file of await filesIn('dist/locales')) {
    const tag = /locales[\\/]([\w-]+)\.js$/.exec(file)?.[1];
    if (!tag || tag === 'en') continue;
    const [messages] = Object.values(await import(`${pathToFileURL(at(file))}?${Date.now()}`));
    await writeFile(at('dist/locales', `${tag}.json`), JSON.stringify(messages));
  }
}

/** Every file that the script may fetch, with its hash. */
async function pinnedFiles() {
  const files = [...(await filesIn('dist/packs')), ...(await filesIn('dist/locales'))];
  return hashes(['dist/aftersale-slim.wasm', ...files.filter((file) => file.endsWith('.json'))]);
}

async function hashes(files) {
  const entries = files.map(async (file) => {
    const digest = createHash('sha384').update(await readFile(at(file)));
    return [file.slice('dist/'.length).replaceAll('\\', '/'), `sha384-${digest.digest('base64')}`];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Bundles dist/aftersale.js; with `write: false` its bytes are given instead. */
export async function scriptTag({ write = true } = {}) {
  const esbuild = await import('esbuild');
  if (write) await writeLanguages();
  const { outputFiles } = await esbuild.build({
    absWorkingDir: at(),
    entryPoints: { aftersale: 'wasm/src/script/index.ts' },
    outdir: 'dist',
    bundle: true,
    minify: true,
    write,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: ['production'],
    define: { ...(await defines()), AFTERSALE_FILES: JSON.stringify(await pinnedFiles()) },
    plugins: [fetching, emscriptenOutput(esbuild), compactTexts],
    sourcemap: write ? 'linked' : false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  if (!write) return outputFiles[0].contents;
  const pages = (await filesIn('dist')).filter(
    (file) =>
      /\.(js|wasm)$|^dist.(packs|locales).*\.json$/.test(file) &&
      !/(node|workerd)\.js$|(^|\W)cli\.js$/.test(file),
  );
  await writeFile(at('dist/integrity.json'), `${JSON.stringify(await hashes(pages), null, 1)}\n`);
}

// The product's own TypeScript, bundled for a run: the client, the backend and what binds them to the core. IndexedDB and
// the heavy objects of the web are replaced by simulated ones; everything else is what ships. A planted bug is a change of
// its text.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { at } from '../../../wasm/tools/lib/project.mjs';

const entry = `
  export * from './wasm/src/sync/index.ts';
  export { createBackend } from './wasm/src/server/backend.ts';
  export { EffectError, refundsThrough } from './wasm/src/server/effects.ts';
  export { AftersaleError } from './wasm/src/api/errors.ts';
  export { enter } from './tests/simulation/lib/idb.mjs';
`;

/** The text of the bundle; `changes` are of `{ file, find, replace }`, and each has to be found exactly once. */
export async function bundleProduct(changes = []) {
  const open = new Set(changes);
  const plant = {
    name: 'plant',
    setup(build) {
      build.onLoad({ filter: /wasm[\\/]src[\\/](sync|server)[\\/].*\.ts$/ }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const change of changes) {
          if (!path.replaceAll('\\', '/').endsWith(`wasm/src/${change.file}`)) continue;
          const places = contents.split(change.find).length - 1;
          if (places !== 1)
            throw new Error(`planting in ${change.file}: found ${places} times, not once: ${change.find}`);
          contents = contents.replace(change.find, () => change.replace);
          open.delete(change);
        }
        return { contents, loader: 'ts' };
      });
    },
  };
  const { outputFiles } = await esbuild.build({
    absWorkingDir: at(),
    stdin: { contents: entry, resolveDir: at(), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    alias: { idb: join(at('tests/simulation/lib'), 'idb.mjs') },
    inject: [at('tests/simulation/lib/web.mjs'), at('tests/simulation/lib/idb.mjs')],
    external: ['node:*'],
    plugins: [plant],
    logLevel: 'silent',
  });
  for (const { file } of open) throw new Error(`planting: ${file} is no part of the bundle`);
  return outputFiles[0].text;
}

export const importText = (text) =>
  import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);

// The entry points of the package: what each name in `exports` is made of. A source that does not
// exist yet is left out; a `*` stands for one name.

import { existsSync } from 'node:fs';
import { at, filesIn } from './project.mjs';

const table = [
  { name: 'node', source: 'wasm/src/entrypoints/node.ts' },
  { name: 'browser', source: 'wasm/src/entrypoints/browser.ts' },
  { name: 'inline', source: 'wasm/src/entrypoints/inline.ts' },
  { name: 'workerd', source: 'wasm/src/entrypoints/workerd.ts' },
  { name: 'slim-workerd', source: 'wasm/src/entrypoints/slim-workerd.ts' },
  { name: 'slim', source: 'wasm/src/entrypoints/slim.ts' },
  { name: 'slim-node', source: 'wasm/src/entrypoints/slim-node.ts' },
  { name: 'no-wasm', source: 'wasm/src/entrypoints/no-wasm.ts' },
  { name: 'wasm-url', source: 'wasm/src/entrypoints/wasm-url.ts' },
  { name: 'tools', source: 'wasm/src/entrypoints/tools.ts' },
  { name: 'tools-node', source: 'wasm/src/entrypoints/tools-node.ts' },
  { name: 'cli', source: 'wasm/src/cli.ts' },
  { name: 'widget', source: 'wasm/src/widget/index.ts' },
  { name: 'widget-define', source: 'wasm/src/widget/define.ts' },
  { name: 'policy', source: 'wasm/src/policy/index.ts' },
  { name: 'react', source: 'wasm/src/react/index.ts' },
  { name: 'sync', source: 'wasm/src/sync/index.ts' },
  { name: 'server', source: 'wasm/src/server/index.ts' },
  { name: 'backends/medusa', source: 'wasm/src/backends/medusa.ts' },
  { name: 'backends/medusa-plugin', source: 'wasm/src/backends/medusa-plugin.ts' },
  { name: 'backends/vendure', source: 'wasm/src/backends/vendure.ts' },
  { name: 'backends/vendure-plugin', source: 'wasm/src/backends/vendure-plugin.ts' },
  { name: 'backends/durable-objects', source: 'wasm/src/backends/durable-objects/index.ts' },
  { name: 'conformance', source: 'wasm/src/conformance/index.ts' },
  { name: 'testing', source: 'wasm/src/testing/index.ts' },
  { name: 'locales/*', source: 'wasm/src/locales/*.ts' },
  { name: 'plugins/*', source: 'plugins/*/adapter.ts' },
];

/** Entry name to source file, as esbuild wants it. */
export async function entryPoints() {
  const entries = {};
  for (const { name, source } of table) {
    if (!source.includes('*')) {
      if (existsSync(at(source))) entries[name] = source;
      continue;
    }
    const [before, after] = source.split('*');
    for (const file of await filesIn(before)) {
      const middle = file.slice(before.length, -after.length);
      if (file !== before + middle + after || /[/_]|^index$/.test(middle)) continue;
      entries[name.replace('*', middle)] = file;
    }
  }
  return entries;
}

/** The entries that `exports` should offer; the program is in `bin` instead. */
export async function publicEntries() {
  return Object.keys(await entryPoints()).filter((name) => name !== 'cli');
}

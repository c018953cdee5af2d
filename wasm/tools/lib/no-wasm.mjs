// The module as JavaScript, for hosts whose content policy forbids WebAssembly: Binaryen's wasm2js, wrapped so that it takes
// its imports and gives its exports as an instance of a module does.

import { readFile, rm, writeFile } from 'node:fs/promises';
import { at } from './project.mjs';
import { run } from './run.mjs';

const wasm = at('build/wasm/aftersale.wasm');
const raw = at('build/wasm/aftersale.raw.js');

export async function writeNoWasm(options) {
  await run('wasm2js', ['-O2', '--enable-bulk-memory', wasm, '-o', raw], options);
  const text = await readFile(raw, 'utf8');
  await rm(raw);
  const names = [...text.matchAll(/^import \{ (\w+) \} from '(\w+)';$/gm)];
  const from = new Set(names.map(([, , module]) => module));
  if (from.size !== 1)
    throw new Error(`wasm2js: imports from ${[...from].join(', ') || 'nowhere'}, not from one`);
  const body = text
    .replace(/^import .*;$/gm, '')
    .replace(/^export var .*;$/gm, '')
    // What fills a table of base64 digits shares its counter with an import of that name.
    .replace('for (var i = 25; i >= 0; --i) {', 'for (let i = 25; i >= 0; --i) {');
  const script = `export default (imports) => {
const { ${names.map(([, name]) => name).join(', ')} } = imports.${[...from][0]};
${body}
return { exports: retasmFunc };
};
`;
  await writeFile(at('build/wasm/aftersale-no-wasm.mjs'), script);
  // Emscripten's own script refuses to start without WebAssembly, of which it needs nothing but a name of an error.
  const glue = await readFile(at('build/wasm/aftersale.mjs'), 'utf8');
  const needs = 'typeof WebAssembly!="object"';
  if (!glue.includes(needs)) throw new Error('the glue does not ask for WebAssembly as it used to');
  await writeFile(
    at('build/wasm/aftersale-no-wasm-glue.mjs'),
    glue.replace(needs, 'false').replaceAll('WebAssembly.RuntimeError', 'Error'),
  );
}

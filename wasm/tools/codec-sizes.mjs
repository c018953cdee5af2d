// `npm run sizes`: what each storefront adds to the module with all of them, compressed. Its texts (kinds, rules, tables, manifest) are
// cut out of the module that was built, and what is left is compressed again; hooks of code, where a codec has any, are not in it.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import { at, filesIn, foldersIn } from './lib/project.mjs';

const module = at('build/wasm/aftersale.wasm');
if (!existsSync(module)) {
  console.error('there is no module yet: npm run build');
  process.exit(1);
}

/** As core/include/aftersale/minified.hpp leaves it. */
function minified(text) {
  let out = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"' && text[i - 1] !== '\\') quoted = !quoted;
    if (quoted || (char !== ' ' && char !== '\n')) out += char;
  }
  return out;
}

/** The texts of a codec as they stand in the module. */
async function textsOf(name) {
  const source = await readFile(at('plugins', name, 'codec.cpp'), 'utf8');
  const tables = [...source.matchAll(/R"json\(([\s\S]*?)\)json"/g)].map(([, text]) => minified(text));
  const lines = [...source.matchAll(/constexpr char \w+\[\] =\n((?:\s*"(?:[^"\\]|\\.)*"\n?)+);/g)].map(
    ([, text]) =>
      [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part]) => JSON.parse(`"${part}"`)).join(''),
  );
  const manifest = JSON.stringify(JSON.parse(await readFile(at('plugins', name, 'plugin.json'), 'utf8')));
  return [...tables, ...lines, manifest];
}

const size = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
const whole = await readFile(module);
const all = size(whole);
const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(6);

process.stdout.write(`  storefront        raw kB  brotli kB  hooks of code\n`);
let sum = 0;
for (const name of (await foldersIn('plugins')).sort()) {
  if (name.startsWith('_') || !existsSync(at('plugins', name, 'codec.cpp'))) continue;
  let rest = whole;
  let raw = 0;
  for (const text of await textsOf(name)) {
    const bytes = Buffer.from(text);
    const found = rest.indexOf(bytes);
    if (found < 0) continue; // the compiler put it together otherwise
    rest = Buffer.concat([rest.subarray(0, found), rest.subarray(found + bytes.length)]);
    raw += bytes.length;
  }
  const code = (await filesIn(`plugins/${name}`)).filter((file) => file.endsWith('.cpp')).length > 1;
  const hooks = code || /CodecHook/.test(await readFile(at('plugins', name, 'codec.cpp'), 'utf8'));
  const added = all - size(rest);
  sum += added;
  process.stdout.write(`  ${name.padEnd(16)}${kb(raw)}    ${kb(added)}   ${hooks ? 'yes' : ''}\n`);
}
process.stdout.write(`  together ${kb(sum)} kB of ${kb(all)} kB, each beside all the others\n`);

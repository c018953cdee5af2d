// Writes every file that is derived from the tables in core/data, the schemas in core/schemas and the plugins' manifests.
//   node wasm/tools/generate.mjs            writes what changed
//   node wasm/tools/generate.mjs --check    writes nothing; exit code 1 and a list when something would change
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { cppFiles } from './generate/cpp.mjs';
import { schemaFiles } from './generate/schemas.mjs';
import { stateMachineFiles } from './generate/state-machines.mjs';
import { storefrontFiles } from './generate/storefronts.mjs';
import { loadTables } from './generate/tables.mjs';
import { typescriptFiles } from './generate/typescript.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const check = process.argv.includes('--check');

const tables = await loadTables(root);
const files = new Map([
  ...cppFiles(tables),
  ...schemaFiles(tables),
  ...stateMachineFiles(tables.machines),
  ...(await storefrontFiles(root)),
  ...(await typescriptFiles(root, tables)),
]);

const stale = [];
for (const [path, text] of files) {
  const target = join(root, path);
  const before = await readFile(target, 'utf8').catch(() => undefined);
  if (before === text) continue;
  stale.push(`${before === undefined ? 'missing' : 'differs'}: ${path}`);
  if (check) continue;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
}

for (const line of stale) console.log(check ? line : line.replace(/^\w+/, 'wrote'));
if (check && stale.length > 0) {
  console.error('Generated files are not up to date: run `npm run generate`.');
  process.exitCode = 1;
}

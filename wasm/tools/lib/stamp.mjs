// Remembers from which inputs something was made, to skip it when they are the same.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { at, filesIn } from './project.mjs';

/** Does `work` unless inputs and outputs are as they were after the last time. */
export async function whenChanged(name, { inputs, outputs = [] }, work) {
  const file = at('build', 'stamps', name);
  const digest = await digestOf(inputs);
  const same = existsSync(file) && (await readFile(file, 'utf8')) === digest;
  if (same && outputs.every((path) => existsSync(at(path)))) return 'up to date';
  const result = await work();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, digest);
  return result;
}

async function digestOf(inputs) {
  const hash = createHash('sha256').update(process.version);
  for (const input of inputs) {
    for (const path of await filesIn(input)) {
      hash.update(`${path}\0`).update(await readFile(at(path)));
    }
  }
  return hash.digest('hex');
}

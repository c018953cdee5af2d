// The files that the house rules look at: what git tracks or would track.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { at, root } from '../../wasm/tools/lib/project.mjs';

export const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file && existsSync(at(file)))
  .sort();

export const read = (file) => readFileSync(at(file), 'utf8');

export const lines = (file) => read(file).replace(/\n$/, '').split('\n');

/** Written by `npm run generate`; says so in its first lines. */
export const isGenerated = (file) =>
  /(^|\/)generated\//.test(file) || /\bgenerated\b/i.test(read(file).slice(0, 300));

export const isCpp = (file) => /\.(cpp|hpp|inc)$/.test(file);

// Paths of the project, and the few file helpers that all the tools share.

import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const at = (...parts) => join(root, ...parts);

export async function readJson(path) {
  return JSON.parse(await readFile(path, 'utf8'));
}

/** All files below a folder (or the file itself), relative to the root, sorted. */
export async function filesIn(path) {
  const full = at(path);
  if (!existsSync(full)) return [];
  if (!(await stat(full)).isDirectory()) return [path];
  const entries = await readdir(full, { recursive: true, withFileTypes: true });
  return entries
    .filter(
      (entry) => entry.isFile() && !/(^|[\\/])node_modules([\\/]|$)/.test(entry.parentPath ?? entry.path),
    )
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** The names of the folders right below a folder. */
export async function foldersIn(path) {
  if (!existsSync(at(path))) return [];
  const entries = await readdir(at(path), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

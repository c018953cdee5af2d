// The servers' packages, as their lockfiles have them, below build/ and installed once.

import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '../../../wasm/tools/lib/project.mjs';
import { run } from './process.mjs';

/**
 * The folder of a server's project: the files of tests/servers/<name>/project with their packages beside them.
 * AFTERSALE_SERVERS names another place than build/servers, to be shared by several clones.
 */
export async function install(name) {
  const source = at('tests/servers', name, 'project');
  const folder = join(process.env.AFTERSALE_SERVERS ?? at('build/servers'), name);
  mkdirSync(folder, { recursive: true });
  cpSync(source, folder, { recursive: true });
  const stamp = join(folder, '.installed');
  const digest = createHash('sha256')
    .update(readFileSync(join(source, 'package-lock.json')))
    .digest('hex');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest) {
    // Nothing is compiled or fetched afterwards: what the servers need comes with their packages. Not `npm ci`, which asks a
    // lockfile for the optional packages of other machines, and a registry need not have them all.
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
    await run('npm', ['install', '--ignore-scripts', ...quiet], { cwd: folder });
    writeFileSync(stamp, digest);
  }
  return folder;
}

/** The package as it is built, below a server's node_modules as its shop would have it. */
export async function installPackage(name) {
  const to = join(await install(name), 'node_modules/aftersale');
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const part of ['package.json', 'dist']) cpSync(at(part), join(to, part), { recursive: true });
}

// A shop's project that installed the packed package, and knows nothing of this repository.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { at, root } from '../../wasm/tools/lib/project.mjs';

const executeFile = promisify(execFile);

/** What a failed command printed belongs to the error. */
async function execute(program, args, options) {
  try {
    return await executeFile(program, args, options);
  } catch (error) {
    throw new Error(`${error.message}\n${error.stdout}${error.stderr}`);
  }
}

export async function createProject() {
  const folder = await mkdtemp(join(tmpdir(), 'aftersale-shop-'));
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const packed = await execute('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: root,
  });
  const [{ filename, files, size }] = JSON.parse(packed.stdout);
  const manifest = { name: 'shop', private: true, type: 'module' };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await execute('npm', ['install', '--prefer-offline', ...quiet, `./${filename}`], { cwd: folder });
  return {
    folder,
    tarball: join(folder, filename),
    size,
    files: files.map((file) => file.path),
    /** Gives the shop packages of its own, as they are installed here. */
    async has(...names) {
      for (const name of names) {
        const to = join(folder, 'node_modules', name);
        if (existsSync(to)) continue;
        await mkdir(dirname(to), { recursive: true });
        await symlink(at('node_modules', name), to, 'junction');
      }
    },
    /** Writes a file of the shop. */
    write: (name, text) => writeFile(join(folder, name), text),
    /** Runs one of the shop's scripts; resolves to what it printed. */
    run: async (...args) => (await execute(process.execPath, args, { cwd: folder })).stdout,
    command: async (program, ...args) => (await execute(program, args, { cwd: folder })).stdout,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

// Opens the demo's database files. The driver marks an open file with a lock directory, which a crash leaves behind; so a
// file in the folder says which process holds it, and locks of a process that is gone are cleared.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';

export function openDatabases(folder, names, { fresh = false } = {}) {
  mkdirSync(folder, { recursive: true });
  const owner = join(folder, 'owner');
  const holder = readOwner(owner);
  if (holder && holder.pid !== process.pid && startOf(holder.pid) === holder.started) {
    throw new Error(
      `another demo (process ${holder.pid}) has ${folder} open; stop it, or set DATA to another folder`,
    );
  }
  writeFileSync(owner, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }));
  const databases = names.map((name) => {
    if (fresh)
      for (const ending of ['', '-journal']) rmSync(join(folder, `${name}.sqlite${ending}`), { force: true });
    rmSync(join(folder, `${name}.sqlite.lock`), { recursive: true, force: true });
    return new sqlite.Database(join(folder, `${name}.sqlite`));
  });
  const release = () => rmSync(owner, { force: true });
  return { databases, release };
}

function readOwner(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** When a process began, since numbers of processes are used again; undefined when there is none. */
function startOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[19];
  } catch {
    // No such process, or a system without /proc: then only the number can be asked for.
  }
  try {
    process.kill(pid, 0);
    return process.platform === 'linux' ? undefined : 'unknown';
  } catch {
    return undefined;
  }
}

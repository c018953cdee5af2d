// A PostgreSQL of this run's own: fresh data in a temporary folder, a free port of the loopback interface, gone afterwards.

import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, run, startServer } from './process.mjs';

const debian = '/usr/lib/postgresql';

/** Where the programs are: the newest of Debian's, or those on PATH. */
function programs() {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions
    .map((version) => join(debian, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
  return (name) => (found ? join(found, name) : name);
}

/** Whether there is one to start. */
export function hasPostgres() {
  try {
    execFileSync(programs()('postgres'), ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL refuses to run as root, so root lends it the account that its package made. */
function account() {
  if (process.getuid?.() !== 0) return {};
  const number = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

export async function startPostgres() {
  const program = programs();
  const who = account();
  const folder = mkdtempSync(join(tmpdir(), 'aftersale-postgres-'));
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid);
  const options = { ...who, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } };
  const data = join(folder, 'data');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await run(
      program('initdb'),
      ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-sync'],
      options,
    );
    const port = await freePort();
    // Durability is for those who keep their data.
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: folder,
      max_connections: 200,
      fsync: 'off',
      synchronous_commit: 'off',
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = await startServer(program('postgres'), ['-D', data, '-p', `${port}`, ...flags], {
      ...options,
      signal: 'SIGINT',
      seconds: 30,
      ready: () => answers(port),
    });
    return {
      port,
      version: (await run(program('postgres'), ['--version'], options)).trim(),
      url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
      create: (database) =>
        run(program('createdb'), ['-h', '127.0.0.1', '-p', `${port}`, '-U', 'postgres', database], options),
      async stop() {
        await server.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

// A PostgreSQL of this run's own: fresh data in a temporary folder, a free port of the loopback interface, gone afterwards.

import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
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

// What a test loses with the machine, it runs again; those who keep their data set neither.
const hasty = { fsync: 'off', synchronous_commit: 'off' };

/**
 * Starts one. `durable` keeps what it has committed when it is killed. `standbyOf` copies another one and follows it, and that
 * one then answers a commit only when both have it.
 */
export async function startPostgres({ durable = false, standbyOf } = {}) {
  const program = programs();
  const who = account();
  const folder = mkdtempSync(join(tmpdir(), 'aftersale-postgres-'));
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid);
  const options = { ...who, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } };
  const data = join(folder, 'data');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const local = (port) => ['-h', '127.0.0.1', '-p', `${port}`, '-U', 'postgres'];
  try {
    if (standbyOf) {
      const from = ['-D', data, '-R', '-X', 'stream', '-c', 'fast', ...local(standbyOf.port)];
      await run(program('pg_basebackup'), from, options);
    } else {
      const flags = ['-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-sync'];
      await run(program('initdb'), ['-D', data, ...flags], options);
    }
    const port = await freePort();
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: folder,
      max_connections: 200,
      ...(durable || standbyOf ? {} : hasty),
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const start = () =>
      startServer(program('postgres'), ['-D', data, '-p', `${port}`, ...flags], {
        ...options,
        signal: 'SIGINT',
        seconds: 60,
        // Not only that it listens: that it takes connections.
        ready: async () => Boolean(await run(program('pg_isready'), local(port), options)),
      });
    let server = await start();
    return {
      port,
      version: (await run(program('postgres'), ['--version'], options)).trim(),
      url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
      create: (database) => run(program('createdb'), [...local(port), database], options),
      /** Ends it and all its processes where they stand. */
      kill() {
        const children = execFileSync('ps', ['-o', 'pid=', '--ppid', `${server.id}`], { encoding: 'utf8' });
        for (const id of [server.id, ...children.split(/\s+/).filter(Boolean).map(Number)]) {
          try {
            process.kill(id, 'SIGKILL');
          } catch {
            // It is gone already.
          }
        }
      },
      async restart() {
        await server.stop();
        server = await start();
      },
      promote: () => run(program('pg_ctl'), ['promote', '-D', data, '-w'], options),
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

// Servers as child processes: started, waited for, and ended again by their own id.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

// Whoever is asked to stop ends its servers on the way out.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** A port of the loopback interface that nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function spawnQuiet(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      said.text = (said.text + chunk).slice(-20_000);
    });
  }
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      said.text += error.message;
      resolve(-1);
    });
    child.on('close', (code) => resolve(code ?? -1));
  });
  return { child, said, ended };
}

const tail = (text) => text.split('\n').slice(-40).join('\n');

/** Runs a program to its end; resolves to what it printed. */
export async function run(command, args, options = {}) {
  const { said, ended } = spawnQuiet(command, args, options);
  const code = await ended;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${tail(said.text)}`);
  return said.text;
}

/**
 * Starts a server and waits until `ready` resolves to true. `stop` asks it to end by `signal`, and ends it for good when it
 * has not listened after ten seconds.
 */
export async function startServer(command, args, { ready, signal = 'SIGTERM', seconds = 120, ...options }) {
  const { child, said, ended } = spawnQuiet(command, args, options);
  let running = true;
  ended.then(() => {
    running = false;
  });
  const end = () => running && child.kill('SIGKILL');
  process.on('exit', end);
  const stop = async () => {
    process.off('exit', end);
    if (!running) return;
    child.kill(signal);
    if (await Promise.race([ended.then(() => true), pause(10_000)])) return;
    end();
    await ended;
  };
  for (const until = Date.now() + seconds * 1000; running && Date.now() < until; await pause(200)) {
    if (await ready().catch(() => false)) return { stop, output: () => said.text, id: child.pid };
  }
  await stop();
  throw new Error(`${command} did not come up within ${seconds} s\n${tail(said.text)}`);
}

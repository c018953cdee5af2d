// Restate on loopback, one node or three, with the services beside it and a door in this process.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRestateBackend } from 'aftersale/backends/restate';
import { anyOf, createOrderLinks, createTokens } from 'aftersale/server';
import { at } from '../../../wasm/tools/lib/project.mjs';
import { serve } from '../engines/door.mjs';
import { secret } from '../kill/world.mjs';
import { install } from '../support/install.mjs';
import { freePort, startServer } from '../support/process.mjs';

export { secret };

const programs = { arm64: 'linux-arm64', x64: 'linux-x64' };

/** The server's settings; with several nodes everything is on two of them before it counts. */
function settings(node, nodes, folder) {
  const all = nodes.map((each) => `"http://127.0.0.1:${each.port}"`).join(', ');
  return `roles = ["metadata-server", "admin", "worker", "log-server", "http-ingress"]
node-name = "${node.name}"
cluster-name = "aftersale-tests"
auto-provision = ${node === nodes[0]}
default-replication = ${nodes.length > 1 ? 2 : 1}
default-num-partitions = 4
base-dir = "${folder}/${node.name}"
listen-mode = "tcp"
bind-address = "127.0.0.1:${node.port}"
advertised-address = "http://127.0.0.1:${node.port}"
disable-telemetry = true
rocksdb-total-memory-size = "256MiB"
[bifrost]
default-provider = "replicated"
[metadata-client]
addresses = [${all}]
[ingress]
bind-address = "127.0.0.1:${node.ingress}"
[admin]
bind-address = "127.0.0.1:${node.admin}"
`;
}

/** `durable` keeps its data on the disk, not in memory. */
export async function startRestate({ nodes: count = 1, provider, durable = false }) {
  const project = await install('restate');
  const program = `node_modules/@restatedev/restate-server-${programs[process.arch]}/bin/restate-server`;
  const { version } = JSON.parse(
    readFileSync(join(project, 'node_modules/@restatedev/restate-server/package.json'), 'utf8'),
  );
  const place = !durable && existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = mkdtempSync(join(place, 'aftersale-restate-'));
  const closes = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const close of closes.reverse()) await close();
  };
  try {
    const providing = createServer(async (incoming, outgoing) => {
      const chunks = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const { method, url } = incoming;
      const init = { method, ...(chunks.length ? { body: Buffer.concat(chunks) } : {}) };
      const response = await provider.answer(new Request(`http://provider${url}`, init));
      outgoing.writeHead(response.status).end(await response.text());
    });
    await new Promise((resolve) => providing.listen(0, '127.0.0.1', resolve));
    closes.push(() => {
      providing.closeAllConnections();
      providing.close();
    });

    const servicePort = await freePort();
    const listens = async (port) => {
      const answer = await fetch(`http://127.0.0.1:${port}/`).catch((error) => error);
      return answer.cause?.code !== 'ECONNREFUSED';
    };
    const providerUrl = `http://127.0.0.1:${providing.address().port}`;
    const args = [at('tests/servers/restate/services.mjs'), project, `${servicePort}`, providerUrl];
    const services = await startServer(process.execPath, args, {
      cwd: at(),
      env: { ...process.env, RESTATE_LOGGING: 'WARN' },
      ready: () => listens(servicePort),
    });
    closes.push(() => services.stop());

    const nodes = [];
    for (let i = 1; i <= count; i++) {
      const ports = { port: await freePort(), ingress: await freePort(), admin: await freePort() };
      nodes.push({ name: `n${i}`, ...ports });
    }
    const start = async (node) => {
      mkdirSync(join(folder, node.name), { recursive: true });
      const file = join(folder, `${node.name}.toml`);
      writeFileSync(file, settings(node, nodes, folder));
      const health = `http://127.0.0.1:${node.ingress}/restate/health`;
      node.server = await startServer(join(project, program), ['--no-logo', '--config-file', file], {
        cwd: folder,
        env: { ...process.env, RESTATE_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: '1', RUST_LOG: 'warn' },
        ready: async () => (await fetch(health)).ok,
      });
    };
    closes.push(() => Promise.all(nodes.map((node) => node.server?.stop())));
    await Promise.all(nodes.map(start));
    for (let tries = 1; ; tries++) {
      const answer = await fetch(`http://127.0.0.1:${nodes[0].admin}/deployments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ uri: `http://127.0.0.1:${servicePort}` }),
      }).catch((error) => error);
      if (answer.ok) break;
      if (tries === 60) throw new Error(`not registered: ${answer.status} ${await answer.text?.()}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }

    // Each node hears of the services in its own time.
    for (const { ingress } of nodes) {
      const call = () =>
        fetch(`http://127.0.0.1:${ingress}/AftersaleName/ready/placesOf`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: 'null',
          signal: AbortSignal.timeout(5000),
        }).catch(() => ({}));
      for (let tries = 0; tries < 120 && !(await call()).ok; tries++)
        await new Promise((resolve) => setTimeout(resolve, 250));
    }

    const errors = [];
    const tokens = createTokens({ secret });
    const backend = createRestateBackend({
      ingress: nodes.map(({ ingress }) => `http://127.0.0.1:${ingress}`),
      shards: 4,
      auth: anyOf(tokens, createOrderLinks({ secret })),
      onError: (error) => errors.push(error),
    });
    const door = serve(backend, tokens);
    await new Promise((resolve) => door.listen(0, '127.0.0.1', resolve));
    closes.push(() => {
      door.closeAllConnections();
      door.close();
    });
    return {
      url: `http://127.0.0.1:${door.address().port}`,
      version: `Restate ${version}`,
      errors,
      services,
      backend,
      nodes,
      /** Ends a node where it stands. */
      kill(index) {
        process.kill(nodes[index].server.id, 'SIGKILL');
      },
      async revive(index) {
        await nodes[index].server.stop();
        await start(nodes[index]);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

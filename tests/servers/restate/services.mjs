// The services that Restate calls, as a process of their own: node services.mjs PROJECT PORT PROVIDER.

import http2 from 'node:http2';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createAftersale } from 'aftersale';
import { restateServices } from 'aftersale/backends/restate';
import { refundsThrough } from 'aftersale/server';

const [project, port, provider] = process.argv.slice(2);

// The SDK is written for Node 22.
Promise.withResolvers ??= function withResolvers() {
  const parts = {};
  parts.promise = new this((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};
const { resolve } = createRequire(join(project, 'package.json'));
const sdk = await import(pathToFileURL(resolve('@restatedev/restate-sdk')));

const address = (key) => `${provider}/${encodeURIComponent(key)}`;
const services = restateServices(sdk.default ?? sdk, {
  engine: await createAftersale(),
  shards: 4,
  policies: ({ meta }) => meta.policies,
  effects: {
    issue_refund: refundsThrough(
      {
        keyHours: 24,
        refund: async (key, data) =>
          (await fetch(address(key), { method: 'POST', body: JSON.stringify(data) })).json(),
        async find(key) {
          const response = await fetch(address(key));
          return response.ok ? response.json() : undefined;
        },
      },
      Date.now,
    ),
  },
  onError: (error) => console.error(error),
});

http2
  .createServer((sdk.default ?? sdk).createEndpointHandler({ services }))
  .listen(Number(port), '127.0.0.1');

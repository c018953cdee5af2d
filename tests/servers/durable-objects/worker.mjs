// A shop's worker, as the docs have it, with two doors more that only tests have: the kit's, and one that takes orders in.

import { createAftersale } from 'aftersale';
import module from 'aftersale/aftersale.wasm';
import { durableObjects } from 'aftersale/backends/durable-objects';
import { anyOf, createOrderLinks, createTokens, refundsThrough } from 'aftersale/server';

const engine = await createAftersale({ wasm: module });
const tokensOf = (env) => createTokens({ secret: env.SECRET });

function providerOf(env) {
  const ask = async (method, key, data) => {
    const body = data && JSON.stringify(data);
    return env.PROVIDER.fetch(`http://provider/${encodeURIComponent(key)}`, { method, body });
  };
  return {
    keyHours: 24,
    refund: async (key, data) => (await ask('POST', key, data)).json(),
    async find(key) {
      const response = await ask('GET', key);
      return response.ok ? response.json() : undefined;
    },
  };
}

const { OrderObject, FeedObject, NamesObject, backend } = durableObjects((env) => ({
  engine,
  orders: env.ORDERS,
  feeds: env.FEEDS,
  names: env.NAMES,
  shards: 4,
  auth: anyOf(tokensOf(env), createOrderLinks({ secret: env.SECRET })),
  clock: () => Date.now() + env.AHEAD_MS,
  policies: ({ meta }) => meta.policies,
  effects: { issue_refund: refundsThrough(providerOf(env), Date.now) },
  onError: (error) => console.error(error),
}));

export { FeedObject, NamesObject, OrderObject };

const take = async (env, orders) => {
  for (let i = 0; i < orders.length; i += 20)
    await Promise.all(orders.slice(i, i + 20).map((record) => backend(env).putOrder(record)));
};

async function setup(env, { people, policies, orders }) {
  await take(
    env,
    orders.map(({ subject, order }) => ({ id: order.id, subject, order, meta: { policies } })),
  );
  const tokens = {};
  for (const { hours, ...subject } of people) tokens[subject.id] = await tokensOf(env).issue(subject, hours);
  return { tokens };
}

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === '/conformance') return Response.json(await setup(env, await request.json()));
    if (pathname === '/orders') return Response.json((await take(env, await request.json())) ?? {});
    if (pathname === '/erase') return Response.json(await backend(env).eraseOrder(await request.text()));
    return backend(env).fetch(request);
  },
};

// `aftersale/backends/durable-objects`: case-sync/1 with one Durable Object per order, each deciding over its own SQLite.

import { createDoor, type Door } from '../objects/door.js';
import type { FeedPage, NamesPort, Objects, OrderPort } from '../objects/ports.js';
import { shardOf } from '../objects/shards.js';
import { call, send } from './calls.js';
import { FeedObject } from './feed-object.js';
import { NamesObject } from './names-object.js';
import { type DurableOptions, feedName, namesName, SHARDS } from './options.js';
import { OrderObject } from './order-object.js';
import type { DurableState } from './platform.js';

export type { DurableOptions } from './options.js';
export type { DurableNamespace, DurableState, DurableStorage, DurableStub } from './platform.js';
export { createDurableStore } from './store.js';

export type DurableBackend = Door;

/** What the platform wants of a class. */
export interface DurableClass<Env> {
  new (
    state: DurableState,
    env: Env,
  ): {
    fetch(request: Request): Promise<Response>;
    alarm?(): Promise<void>;
  };
}

export interface DurableClasses<Env> {
  /** To be exported by the worker under the names that its bindings have. */
  readonly OrderObject: DurableClass<Env>;
  readonly FeedObject: DurableClass<Env>;
  readonly NamesObject: DurableClass<Env>;
  /** The door: what the worker's `fetch` hands its requests to. */
  backend(env: Env): DurableBackend;
}

/** The classes of a worker, and its door; `configure` is asked in each of them what the shop is. */
export function durableObjects<Env extends object>(
  configure: (env: Env) => DurableOptions,
): DurableClasses<Env> {
  const backends = new WeakMap<Env, DurableBackend>();
  return {
    OrderObject: class extends OrderObject {
      constructor(state: DurableState, env: Env) {
        super(state, configure(env));
      }
    },
    FeedObject,
    NamesObject,
    backend(env) {
      const known = backends.get(env);
      if (known) return known;
      const options = configure(env);
      const made = createDoor(objectsOf(options), options);
      backends.set(env, made);
      return made;
    },
  };
}

/** The objects behind their bindings. */
function objectsOf({ orders, feeds, names, shards = SHARDS }: DurableOptions): Objects {
  const named = <T>(key: string, method: string, body: object): Promise<T> =>
    call(names, namesName(shardOf(key, shards)), method, body);
  const ports: NamesPort = {
    claim: (name, order) => named(name, 'claim', { name, order }),
    bind: (replica, subject, now) => named(replica, 'bind', { replica, subject, now }),
    place: (digest, subject, order) => named(digest, 'place', { digest, subject, order }),
    placesOf: (digest) => named(digest, 'placesOf', { digest }),
  };
  const order = (id: string): OrderPort => ({
    decide: (command, from, now, claimedBy) => call(orders, id, 'decide', { command, from, now, claimedBy }),
    log: (subject, from) => call(orders, id, 'log', { order: id, subject, from }),
    entries: (subject, from, to) => call(orders, id, 'entries', { order: id, subject, from, to }),
    put: (record) => call(orders, id, 'put', { record }),
    erase: (reason) => call(orders, id, 'erase', { order: id, reason }),
    evidence(asked) {
      const { kind, subject } = asked;
      const digest = kind === 'create' ? '' : asked.digest;
      const query = new URLSearchParams({ order: id, subject: JSON.stringify(subject), digest });
      return send(orders, id, `/evidence/${kind}?${query}`, evidenceInit(asked));
    },
  });
  return {
    order,
    feeds: shards,
    names: ports,
    feed: (shard) => {
      const ask = <T>(method: string, body: object, signal?: AbortSignal): Promise<T> =>
        call(feeds, feedName(shard), method, body, signal);
      return {
        append: (notice) => ask('append', notice),
        page: (after, limit, scope) => ask<FeedPage>('page', { after, limit, scope }),
        heads: (scope) => ask('heads', { scope }),
        wait: (after, scope, ms, signal) =>
          ask('wait', { after: { epoch: after.epoch, at: after.at }, scope, ms }, signal),
      };
    },
  };
}

function evidenceInit(asked: Parameters<OrderPort['evidence']>[0]): RequestInit {
  if (asked.kind === 'create') return { method: 'POST', body: JSON.stringify(asked.body) };
  // The answer to HEAD has no body wherever it is made; between objects any method will do.
  if (asked.kind !== 'patch') return { method: 'POST' };
  const { body, headers } = asked.request;
  return { method: 'PATCH', body, headers };
}

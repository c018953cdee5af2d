import type { DecidingOptions } from '../../server/backend.js';
import type { FrontOptions } from '../../server/front.js';
import type { Store } from '../../server/ports.js';
import type { Webhooks } from '../../server/webhooks.js';
import type { DurableNamespace } from './platform.js';

export interface DurableOptions extends Omit<DecidingOptions, 'webhooks'>, FrontOptions {
  /** The bindings of the three classes. */
  readonly orders: DurableNamespace;
  readonly feeds: DurableNamespace;
  readonly names: DurableNamespace;
  /** How many feeds, and as many keepers of names; 8 unless told. Chosen once: another number leads to other objects. */
  readonly shards?: number;
  /** Other systems that are told what happens; each order tells of itself, from the store that it gets. */
  readonly webhooks?: (store: Store) => Webhooks;
}

export const SHARDS = 8;

/** How the objects of a shard are called. */
export const feedName = (shard: number): string => `feed-${shard}`;
export const namesName = (shard: number): string => `names-${shard}`;

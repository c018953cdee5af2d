import type { DecidingOptions } from '../../server/backend.js';
import type { Store } from '../../server/ports.js';
import type { Webhooks } from '../../server/webhooks.js';

export interface RestateOptions extends Omit<DecidingOptions, 'webhooks' | 'leaseMs'> {
  /** Milliseconds since 1970; the clock of this machine unless told. What it says is journaled. */
  readonly clock?: () => number;
  /** How many feeds; 8 unless told, and the same at the door. Chosen once: another number leads to other objects. */
  readonly shards?: number;
  /** Other systems that are told what happens, from a store that holds the one order. */
  readonly webhooks?: (store: Store) => Webhooks;
  /** Told of failures that are the backend's own. */
  readonly onError?: (error: unknown) => void;
}

export const SHARDS = 8;

import { createFront, type FrontOptions } from '../../server/front.js';
import type { OrderRecord } from '../../server/ports.js';
import { createObjectsLedger } from './ledger.js';
import type { Objects } from './ports.js';

/** What stands in front of objects, whichever engine runs them. */
export interface Door {
  /** Answers the requests under `base`. */
  fetch(request: Request): Promise<Response>;
  /** Takes an order in, or its newer state. */
  putOrder(record: OrderRecord): Promise<void>;
  /** Erases who an order is about: the words of every case, all evidence, and the buyer in the order's record. */
  eraseOrder(id: string, reason?: string): Promise<boolean>;
}

export function createDoor(objects: Objects, options: FrontOptions): Door {
  const { onError = () => {} } = options;
  return {
    fetch: createFront(createObjectsLedger(objects, onError), options),
    putOrder: (record) => objects.order(record.id).put(record),
    eraseOrder: (id, reason = 'asked_for') => objects.order(id).erase(reason),
  };
}

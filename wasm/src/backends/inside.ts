// What plugins inside a storefront's own server share: its orders are taken in as they are asked for, each under one lock with
// whatever the server itself may do to that order meanwhile.

import type { Money, Order } from '../generated/types.js';
import type { Backend, BackendOptions } from '../server/backend.js';
import { createBackend } from '../server/backend.js';
import type { Subject } from '../server/ports.js';
import type { PgPool } from '../server/postgres.js';
import { seesAll } from '../server/rights.js';
import type { AftersaleTools } from '../tools/engine.js';

export interface InsideOptions extends Omit<BackendOptions, 'engine'> {
  /** With the account of an order, which the merchants' tools have. */
  readonly engine: AftersaleTools;
  /** Connections of their own for the locks: whoever waits for one must not keep those from work who have one. */
  readonly locks: PgPool;
  /** The order as the storefront has it now, without what the cases themselves have done there; undefined where there is none. */
  read(id: string): Promise<{ readonly subject: string; readonly order: Order } | undefined>;
}

export interface Inside {
  readonly backend: Backend;
  /** Answers a request of the protocol; orders that it is about are read anew first. */
  fetch(request: Request): Promise<Response>;
  /** Waits until nobody else decides about these orders, here or in another process; gives the way to let go. */
  lock(...orders: string[]): Promise<() => Promise<void>>;
  /** Units of each line that no case and no return of the storefront has taken. */
  returnable(order: string): Promise<ReadonlyMap<string, number>>;
  /** Takes an order in as it is now; for somebody, if it is theirs. */
  refresh(order: string, asking?: Subject): Promise<Order | undefined>;
}

/** Waits until nobody else decides about an order; ends with the transaction that asks for it. */
export const ORDER_LOCK = `SELECT pg_advisory_xact_lock(hashtext('aftersale order'), hashtext($1))`;

/** How many orders one request is about, at most; the rest of a larger push is decided by what is known. */
const MANY = 50;

export function createInside(options: InsideOptions): Inside {
  const { engine, store, locks, read, base = '/case-sync/1' } = options;
  const backend = createBackend(options);

  // One connection for all that a request needs, taken in one order by everybody: nobody waits for each other in a circle.
  async function lock(...orders: string[]): Promise<() => Promise<void>> {
    const client = await locks.connect();
    const release = async (): Promise<void> => {
      try {
        await client.query('SELECT pg_advisory_unlock_all()');
        client.release();
      } catch {
        // A connection that ended has let go by that.
        client.release(true);
      }
    };
    try {
      for (const order of [...new Set(orders)].sort())
        await client.query(`SELECT pg_advisory_lock(hashtext('aftersale order'), hashtext($1))`, [order]);
    } catch (error) {
      await release();
      throw error;
    }
    let held = true;
    return async () => {
      if (held) await release();
      held = false;
    };
  }

  async function refresh(id: string, asking?: Subject): Promise<Order | undefined> {
    const found = await read(id);
    if (!found || (asking && !seesAll(asking) && asking.id !== found.subject && asking.order !== id))
      return undefined;
    const { subject, order } = found;
    await backend.putOrder({ id, subject, order });
    return order;
  }

  async function returnable(id: string): Promise<ReadonlyMap<string, number>> {
    const order = await refresh(id);
    if (!order) return new Map();
    const { lines } = engine.account(order, await store.transaction(async (tx) => tx.cases(id)));
    return new Map(lines.map((each) => [each.line, each.returnable]));
  }

  async function fetch(request: Request): Promise<Response> {
    const subject = await options.auth.identify(request);
    const orders = subject ? await ordersOf(request, base) : [];
    const release = orders.length ? await lock(...orders) : undefined;
    try {
      for (const id of orders) await refresh(id, subject);
      return await backend.fetch(request);
    } finally {
      await release?.();
    }
  }

  return { backend, fetch, lock, returnable, refresh };
}

/** The orders that commands of a push are about; none of a body that nobody can read, which the backend says itself. */
async function ordersOf(request: Request, base: string): Promise<string[]> {
  if (request.method !== 'POST' || new URL(request.url).pathname !== `${base}/push`) return [];
  try {
    const { cmds } = (await request.clone().json()) as { cmds: { order?: unknown }[] };
    const names = cmds.flatMap(({ order }) => (typeof order === 'string' ? [order] : []));
    return [...new Set(names)].sort().slice(0, MANY);
  } catch {
    return [];
  }
}

/**
 * An order of a storefront without what its cases have done there, which stands in their own log and would count twice: `paid` in
 * minor units by tender, `returns` by id.
 */
export function without(
  order: Order,
  paid: ReadonlyMap<string, number>,
  returns: ReadonlySet<string>,
): Order {
  const less = (money: Money | undefined, by: number): { refunded?: Money } =>
    money && money.amount > by ? { refunded: { ...money, amount: money.amount - by } } : {};
  const { totals: { refunded, ...totals } = {} } = order;
  const all = [...paid.values()].reduce((sum, each) => sum + each, 0);
  return {
    ...order,
    totals: { ...totals, ...less(refunded, all) },
    returns: (order.returns ?? []).filter(({ id }) => !returns.has(id)),
    tenders: (order.tenders ?? []).map(({ refunded: back, ...tender }) => ({
      ...tender,
      ...less(back, paid.get(tender.id) ?? 0),
    })),
  };
}

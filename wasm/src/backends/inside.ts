// What plugins inside a storefront's own server share: its orders are taken in as they are asked for, each under one lock with
// whatever the server itself may do to that order meanwhile.

import { createAftersale } from '../entrypoints/tools-node.js';
import type { CaseView, Money, Order, Policy } from '../generated/types.js';
import { type Backend, createBackend, type Follower } from '../server/backend.js';
import { BASE } from '../server/front.js';
import { anyOf, createOrderLinks } from '../server/links.js';
import type { Auth, Subject } from '../server/ports.js';
import { createPostgresStore, type PgPool } from '../server/postgres.js';
import { HttpProblem } from '../server/problems.js';
import { seesAll } from '../server/rights.js';
import { isOurs, type RecordedRefund, type RefundCounter, refundsAt } from './refunds.js';

/** What a shop tells its plugin, whatever storefront it is in. */
export interface InsideOptions {
  /** The shop's policies: documents. Statute packs need no mention. */
  readonly policies: readonly Policy[];
  /** Signs the links of guests; without it there are none. */
  readonly linkSecret?: string | readonly string[];
  /** Who else may ask, beside those whom the storefront knows: carriers, insurers, a system of the shop's. */
  readonly auth?: Auth;
  /** The schema of the storefront's database that holds the log; `aftersale` unless told. */
  readonly schema?: string;
  readonly onError?: (error: unknown) => void;
}

/** An order as the storefront has it now. */
export interface Reading {
  readonly subject: string;
  /** As its API tells it: for the codec. */
  readonly document: object;
  readonly refunds: readonly RecordedRefund[];
  /** Ids of returns there that cases have made. */
  readonly returns?: readonly string[];
}

/** What the server of a storefront has to offer. */
export interface Premises {
  /** The name of its codec. */
  readonly storefront: string;
  /** Connections to its database, apart from its own: nobody's queries wait for locks. */
  pool(connections: number): PgPool;
  /** Undefined where there is no such order. */
  read(id: string): Promise<Reading | undefined>;
  readonly pay: RefundCounter['pay'];
  /** Who carries out what cases decide. */
  followers?(inside: Pick<Inside, 'locked' | 'view'>): readonly Follower[];
}

export interface Inside {
  readonly policies: readonly Policy[];
  /** Who asks: whom the storefront has let in, or who says so by other means. */
  identify(request: Request, signedIn?: Subject): Promise<Subject | undefined>;
  /** Answers a request of the protocol; orders that it is about are read anew first. */
  fetch(request: Request, signedIn?: Subject): Promise<Response>;
  /** Waits until nobody else decides about these orders, here or in another process; gives the way to let go. */
  lock(...orders: string[]): Promise<() => Promise<void>>;
  /** Does something while nobody else decides about the order. */
  locked<T>(order: string, work: () => Promise<T>): Promise<T>;
  /** A case as it stands. */
  view(order: string, id: string): Promise<CaseView | undefined>;
  /** Units of each line that no case and no return of the storefront has taken. */
  returnable(order: string): Promise<ReadonlyMap<string, number>>;
  /** Takes an order in as it is now; for somebody, if it is theirs. */
  refresh(order: string, asking?: Subject): Promise<Order | undefined>;
}

const LOCK = `hashtext('aftersale order'), hashtext($1)`;
/** Waits until nobody else decides about an order; ends with the transaction that asks for it. */
export const ORDER_LOCK = `SELECT pg_advisory_xact_lock(${LOCK})`;

/** How many orders one request is about, at most; the rest of a larger push is decided by what is known. */
const MANY = 50;

export async function openInside(options: InsideOptions, premises: Premises): Promise<Inside> {
  const { policies, linkSecret, schema = 'aftersale', onError = () => {} } = options;
  const { storefront, pool, read, pay } = premises;
  const engine = await createAftersale();
  const store = await createPostgresStore(pool(10), { schema, onError });
  // Connections of their own: whoever waits for a lock must not keep those from work who have one.
  const locks = pool(20);

  const known = new WeakMap<Request, Subject>();
  const others = anyOf(
    ...(linkSecret ? [createOrderLinks({ secret: linkSecret })] : []),
    ...(options.auth ? [options.auth] : []),
  );
  const payBack = refundsAt({ recorded: async (id) => (await read(id))?.refunds ?? [], pay });
  const backend: Backend = createBackend({
    engine,
    store,
    auth: { identify: (request) => known.get(request) },
    policies: () => policies,
    effects: { issue_refund: (row) => locked(row.order, () => payBack(row)) },
    followers: premises.followers?.({ locked, view }) ?? [],
    onError,
  });

  const identify = async (request: Request, signedIn?: Subject): Promise<Subject | undefined> =>
    signedIn ?? (await others.identify(request));

  const turn = createTurns();

  // Taken in one order by everybody, so that nobody waits for each other in a circle; and by one of this process at a time, so that
  // ten who want the same order do not keep ten connections waiting.
  async function lock(...orders: string[]): Promise<() => Promise<void>> {
    const ends: (() => unknown)[] = [];
    const release = async (): Promise<void> => {
      for (const end of ends.splice(0).reverse()) await end();
    };
    const sorted = [...new Set(orders)].sort();
    try {
      for (const order of sorted) ends.push(await turn(order));
      const client = await locks.connect();
      ends.push(async () => {
        try {
          await client.query('SELECT pg_advisory_unlock_all()');
          client.release();
        } catch {
          // A connection that ended has let go by that.
          client.release(true);
        }
      });
      for (const order of sorted) await client.query(`SELECT pg_advisory_lock(${LOCK})`, [order]);
    } catch (error) {
      await release();
      throw error;
    }
    return release;
  }

  async function locked<T>(order: string, work: () => Promise<T>): Promise<T> {
    const release = await lock(order);
    try {
      return await work();
    } finally {
      await release();
    }
  }

  const casesOf = (order: string) => store.transaction(async (tx) => tx.cases(order));

  async function view(order: string, id: string): Promise<CaseView | undefined> {
    const found = (await casesOf(order)).find((each) => each.id === id);
    return found && engine.view(found);
  }

  async function refresh(id: string, asking?: Subject): Promise<Order | undefined> {
    const found = await read(id);
    if (!found) return undefined;
    const { subject, document } = found;
    if (asking && !seesAll(asking) && asking.id !== subject && asking.order !== id) return undefined;
    const { order: whole } = engine.readOrder(JSON.stringify({ order: document }), { plugin: storefront });
    if (!whole) return undefined;
    const order = withoutOurs(whole, found);
    await backend.putOrder({ id, subject, order });
    return order;
  }

  async function returnable(id: string): Promise<ReadonlyMap<string, number>> {
    const order = await refresh(id);
    if (!order) return new Map();
    const { lines } = engine.account(order, await casesOf(id));
    return new Map(lines.map((each) => [each.line, each.returnable]));
  }

  async function fetch(request: Request, signedIn?: Subject): Promise<Response> {
    let release = async (): Promise<void> => {};
    try {
      const subject = await identify(request, signedIn);
      if (subject) known.set(request, subject);
      const orders = subject ? await ordersOf(request) : [];
      if (orders.length) release = await lock(...orders);
      for (const id of orders) await refresh(id, subject);
      return await backend.fetch(request);
    } catch (error) {
      onError(error);
      return new HttpProblem(500, 'internal', 'This is our fault; nothing was decided').toResponse();
    } finally {
      await release();
    }
  }

  backend.start();
  return { policies, identify, fetch, lock, locked, view, returnable, refresh };
}

/** Lets one at a time go on for each name, in the order in which they came; each gives the way to let the next one go on. */
function createTurns(): (name: string) => Promise<() => void> {
  const last = new Map<string, Promise<void>>();
  return async (name) => {
    const before = last.get(name);
    let end = (): void => {};
    const mine = new Promise<void>((resolve) => {
      end = resolve;
    });
    last.set(name, mine);
    await before;
    return () => {
      if (last.get(name) === mine) last.delete(name);
      end();
    };
  };
}

/** The orders that commands of a push are about; none of a body that nobody can read, which the backend says itself. */
async function ordersOf(request: Request): Promise<string[]> {
  if (request.method !== 'POST' || new URL(request.url).pathname !== `${BASE}/push`) return [];
  try {
    const { cmds } = (await request.clone().json()) as { cmds: { order?: unknown }[] };
    const names = cmds.flatMap(({ order }) => (typeof order === 'string' ? [order] : []));
    return [...new Set(names)].sort().slice(0, MANY);
  } catch {
    return [];
  }
}

/** What the cases did there stands in their own log; counted from the storefront as well it would count twice. */
function withoutOurs(order: Order, { refunds, returns = [] }: Reading): Order {
  const ours = refunds.filter(isOurs);
  const paid = (...payment: string[]): number =>
    ours
      .filter((each) => !payment.length || payment.includes(each.payment))
      .reduce((sum, { amount }) => sum + amount, 0);
  const less = (money: Money | undefined, by: number): { refunded?: Money } =>
    money && money.amount > by ? { refunded: { ...money, amount: money.amount - by } } : {};
  const made = new Set([...returns, ...ours.map(({ reference }) => reference)]);
  const { totals: { refunded, ...totals } = {} } = order;
  return {
    ...order,
    totals: { ...totals, ...less(refunded, paid()) },
    returns: (order.returns ?? []).filter(({ id }) => !made.has(id)),
    tenders: (order.tenders ?? []).map(({ refunded: back, ...tender }) => ({
      ...tender,
      ...less(back, paid(tender.id)),
    })),
  };
}

import { type Timers, timers } from '../sync/platform.js';
import { LIMITS } from '../sync/protocol.js';
import { blobRoutes } from './blobs.js';
import { type Decider, decide } from './decide.js';
import type { Ledger } from './ledger.js';
import type { OrderRecord, Store, Subject } from './ports.js';
import { maySee, owns, scopeOf, seesAll, shown, takesPart } from './rights.js';

export interface StoreLedger extends Ledger {
  /** Tells everyone who may see the order that there is something to pull. */
  tell(order: string): Promise<void>;
  /** The same, unless the store does so by itself. */
  announce(order: string): Promise<void>;
}

/** The ledger of a store whose transactions reach every order: one database, however many processes serve it. */
export function createStoreLedger(
  on: Decider,
  store: Store,
  base: string,
  onError: (error: unknown) => void,
  { setTimeout, clearTimeout }: Timers = timers,
): StoreLedger {
  const listeners = new Set<(change: Change) => void>();
  // Where several processes serve one store, the store tells what any of them has appended.
  const heard = store.listen?.((id) => void tell(id).catch(onError)).catch(onError);

  async function tell(id: string): Promise<void> {
    if (!listeners.size) return;
    const change = await store.transaction(async (tx): Promise<Change | undefined> => {
      const record = await tx.order(id);
      if (!record) return undefined;
      const parties = [...(await tx.parties([id])).values()];
      return { record, parties: new Set(parties.flatMap((names) => [...names])) };
    });
    if (change) for (const listener of [...listeners]) listener(change);
  }

  async function announce(id: string): Promise<void> {
    if (!heard) await tell(id);
  }

  const pull: Ledger['pull'] = async (subject, given, limit, { ms, signal }) => {
    const known = readCursor(given, store.epoch);
    const position = known ?? 0;
    const scope = scopeOf(subject);
    const read = () =>
      store.transaction(async (tx) => {
        const after = await tx.entriesAfter(position, limit, scope);
        // Ahead of the log: the database is older than it was.
        const lost = after.position < position;
        const found = lost ? await tx.entriesAfter(0, limit, scope) : after;
        return { ...found, lost, events: await shown(tx, subject, found.entries) };
      });
    // Listening begins before reading, so that nothing falls between the two.
    const change = ms ? changed(subject, ms, signal) : undefined;
    let found = await read();
    if (change && !found.entries.length && (await change.promise)) found = await read();
    change?.stop();
    return {
      events: found.events,
      cursor: `${store.epoch}.${found.position}`,
      more: found.entries.length === limit,
      reset: (given !== '' && known === undefined) || found.lost,
    };
  };

  function changed(
    subject: Subject,
    ms: number,
    signal: AbortSignal,
  ): { promise: Promise<boolean>; stop: () => void } {
    let stop = () => {};
    const promise = new Promise<boolean>((resolve) => {
      const end = (value: boolean) => {
        clearTimeout(timer);
        listeners.delete(listener);
        resolve(value);
      };
      const listener = (change: Change) => concerns(subject, change) && end(true);
      const timer = setTimeout(() => end(false), ms);
      signal.addEventListener('abort', () => end(false), { once: true });
      listeners.add(listener);
      stop = () => end(false);
    });
    return { promise, stop };
  }

  return {
    tell,
    announce,
    pull,
    bind: (replica, subject, now) => store.transaction(async (tx) => tx.bindReplica(replica, subject, now)),
    decide: (command, from, now) => store.transaction((tx) => decide(on, tx, command, from, now)),
    decided: async (orders) => {
      for (const id of orders) await announce(id);
    },
    order: (subject, id, from) =>
      store.transaction(async (tx) => {
        if (!(await maySee(tx, subject, await tx.order(id)))) return undefined;
        const head = await tx.lockOrder(id);
        const entries = await tx.entries(id, from, LIMITS.pullEvents);
        return { order: id, events: await shown(tx, subject, entries), head };
      }),
    heads: (subject) => store.transaction(async (tx) => tx.heads(scopeOf(subject))),
    watch: async (subject, told, signal) => {
      const listener = (change: Change) => {
        if (concerns(subject, change)) told();
      };
      if (signal.aborted) return;
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
    },
    evidence: blobRoutes(store, base),
  };
}

/** What listeners are told of: the order, and all who take part in any of its cases. */
interface Change {
  readonly record: OrderRecord;
  readonly parties: ReadonlySet<string>;
}

const concerns = (subject: Subject, { record, parties }: Change): boolean =>
  seesAll(subject) || owns(subject, record) || (subject.role !== 'customer' && takesPart(subject, parties));

/** The position in a cursor; undefined when it is none of this database's. */
function readCursor(cursor: string, epoch: string): number | undefined {
  const [of, position = ''] = cursor.split('.');
  return of === epoch && /^\d{1,15}$/.test(position) ? Number(position) : undefined;
}

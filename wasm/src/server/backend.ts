import type { JsonObject, LogEntry } from '../sync/protocol.js';
import { type Decider, decideSystem, fireDeadlines } from './decide.js';
import { type EffectHandler, LEASE_MS, runEffects } from './effects.js';
import { withoutBuyer } from './erase.js';
import { BASE, createFront, type FrontOptions } from './front.js';
import { createLoop } from './loop.js';
import type { OrderRecord, Store } from './ports.js';
import { createStoreLedger, type StoreLedger } from './store-ledger.js';
import type { Webhooks } from './webhooks.js';
import type { Engine, Rules } from './world.js';

/** How late a deadline has to be to be fired by somebody else than the queue that was to do so. */
const LATE_MS = 300_000;

export interface DecidingOptions extends Rules {
  readonly engine: Engine;
  /** How many hours back a request that was made offline may count; 72 unless told. */
  readonly graceHours?: number;
  /** What to do with each kind of effect; a kind without a handler is only kept. */
  readonly effects?: Readonly<Record<string, EffectHandler>>;
  /** Other systems that are told what happens. */
  readonly webhooks?: Webhooks;
  /** Whoever else goes along with the log: what it puts into the outbox with an entry, and what runs it. */
  readonly followers?: readonly Follower[];
  /** How long a worker keeps what it took before another one may, a minute unless told; longer than any handler takes. */
  readonly leaseMs?: number;
}

/** Something outside that follows the log: each entry may leave effects of its kind, in the transaction that appends it. */
export interface Follower {
  readonly kind: string;
  /** Keys are the follower's own and stay the same for the same entry. */
  rowsFor(entry: LogEntry): readonly { readonly key: string; readonly data: JsonObject }[];
  readonly handler: EffectHandler;
}

export interface BackendOptions extends DecidingOptions, FrontOptions {
  readonly store: Store;
}

/** Decides and works off what follows; whoever asks has been let in by somebody else. */
export interface Office {
  readonly on: Decider;
  readonly ledger: StoreLedger;
  /** Fires the deadlines that are due, and nothing else; gives the orders on which something happened. */
  fire(): Promise<Set<string>>;
  /** The same for one case; true when something happened. */
  fireCase(order: string, id: string): Promise<boolean>;
  /** Takes an order in, or its newer state. */
  putOrder(record: OrderRecord): Promise<void>;
  /** Works off what is due once: deadlines, then effects. */
  work(): Promise<void>;
  /** Erases who an order is about: the words of every case, all evidence, and the buyer in the order's record. */
  eraseOrder(id: string, reason?: string): Promise<boolean>;
}

export interface Backend extends Omit<Office, 'on' | 'ledger' | 'fire' | 'fireCase'> {
  /** Answers the requests under `base`. */
  fetch(request: Request): Promise<Response>;
  /** Does so every `ms`, and after each push, until the function that it returns is called. */
  start(ms?: number): () => void;
  /** Tells everyone who may see the order to pull. */
  poke(order: string): Promise<void>;
}

/** What is done with each kind of effect, whoever asked for it. */
export function handlersOf({
  effects,
  webhooks,
  followers = [],
}: Pick<DecidingOptions, 'effects' | 'webhooks' | 'followers'>): Readonly<Record<string, EffectHandler>> {
  return {
    ...effects,
    ...(webhooks ? { webhook: webhooks.handler } : {}),
    ...Object.fromEntries(followers.map(({ kind, handler }) => [kind, handler])),
  };
}

export function createOffice(options: DecidingOptions & Omit<FrontOptions, 'auth'>, store: Store): Office {
  const { engine, base = BASE, graceHours = 72, leaseMs = LEASE_MS, webhooks } = options;
  const { clock = Date.now, onError = () => {} } = options;
  const followers = options.followers ?? [];
  const effects = handlersOf(options);
  const outgoing = (entry: LogEntry) => [
    ...(webhooks?.rowsFor(entry) ?? []),
    ...followers.flatMap(({ kind, rowsFor }) =>
      rowsFor(entry).map(({ key, data }) => ({ key, kind, data, order: entry.order, case: entry.case })),
    ),
  ];
  const on: Decider = {
    engine,
    rules: options,
    graceHours,
    outgoing,
  };
  const ledger = createStoreLedger(on, store, base, onError, options.timers);

  const fireCase = (order: string, id: string): Promise<boolean> =>
    store.transaction((tx) => fireDeadlines(on, tx, order, id, clock()));

  async function fire(): Promise<Set<string>> {
    const touched = new Set<string>();
    // What a queue wakes is looked for only when it is late: after a backup was put back, say, or from before there was one.
    const before = store.deadlines ? LATE_MS : 0;
    const claim = () =>
      store.transaction(async (tx) => tx.claimCases(clock() - before, clock() + leaseMs, 50));
    for (const due of await claim()) {
      try {
        if (await fireCase(due.order, due.case)) touched.add(due.order);
      } catch (error) {
        // A case that cannot be judged does not keep the others waiting; when the claim has ended it is looked at again.
        onError(error);
      }
    }
    return touched;
  }

  async function work(): Promise<void> {
    const touched = await fire();
    for (const id of await runEffects(on, store, effects, clock, { leaseMs, onError })) touched.add(id);
    for (const id of touched) await ledger.announce(id);
  }

  async function eraseOrder(id: string, reason = 'asked_for'): Promise<boolean> {
    const found = await store.transaction(async (tx) => {
      await tx.lockOrder(id);
      const record = await tx.order(id);
      if (!record) return false;
      for (const { id: caseId, events } of await tx.cases(id)) {
        const command = `erase/${caseId}/${events.length}`;
        await decideSystem(
          on,
          tx,
          { id: command, order: id, case: caseId, type: 'redact', data: { reason } },
          clock(),
        );
      }
      for (const { sha256, subject } of await tx.blobsOf(id)) await tx.dropBlob(sha256, subject);
      await tx.putOrder(withoutBuyer(record));
      return true;
    });
    if (found) await ledger.announce(id);
    return found;
  }

  return {
    on,
    ledger,
    fire,
    fireCase,
    work,
    eraseOrder,
    putOrder: (record) => store.transaction(async (tx) => tx.putOrder(record)),
  };
}

export function createBackend(options: BackendOptions): Backend {
  const { store, clock = Date.now, onError = () => {} } = options;
  const { ledger, fireCase, work, putOrder, eraseOrder } = createOffice(options, store);
  const loop = createLoop(work, onError, options.timers);

  async function decided(orders: ReadonlySet<string>): Promise<void> {
    await ledger.decided?.(orders);
    // What was decided may ask for something to be done at once.
    if (orders.size) loop.nudge();
  }

  function start(ms?: number): () => void {
    const stop = loop.start(ms);
    const queue = store.deadlines?.work(async ({ order, case: id, due }) => {
      // By the database's clock it is time, and by ours it decides: it is asked again.
      if (due > clock()) throw new Error(`the deadline of ${id} is ${due - clock()} ms away`);
      if (!(await fireCase(order, id))) return;
      await ledger.announce(order);
      loop.nudge();
    });
    queue?.catch(onError);
    return () => {
      stop();
      queue?.then((end) => end()).catch(onError);
    };
  }

  return {
    fetch: createFront({ ...ledger, decided }, options),
    work,
    start,
    poke: ledger.tell,
    eraseOrder,
    putOrder,
  };
}

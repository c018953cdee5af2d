import { timers } from '../sync/platform.js';
import type { JsonObject, LogEntry } from '../sync/protocol.js';
import { type Decider, decideSystem, fireDeadlines } from './decide.js';
import { type EffectHandler, LEASE_MS, runEffects } from './effects.js';
import { withoutBuyer } from './erase.js';
import { BASE, createFront, type FrontOptions } from './front.js';
import type { OrderRecord, Store } from './ports.js';
import { createStoreLedger, type StoreLedger } from './store-ledger.js';
import type { Webhooks } from './webhooks.js';
import type { Engine, Rules } from './world.js';

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
  /** Takes an order in, or its newer state. */
  putOrder(record: OrderRecord): Promise<void>;
  /** Works off what is due once: deadlines, then effects. */
  work(): Promise<void>;
  /** Erases who an order is about: the words of every case, all evidence, and the buyer in the order's record. */
  eraseOrder(id: string, reason?: string): Promise<boolean>;
}

export interface Backend extends Omit<Office, 'on' | 'ledger'> {
  /** Answers the requests under `base`. */
  fetch(request: Request): Promise<Response>;
  /** Does so every `ms`, and after each push, until the function that it returns is called. */
  start(ms?: number): () => void;
  /** Tells everyone who may see the order to pull. */
  poke(order: string): Promise<void>;
}

export function createOffice(options: DecidingOptions & Omit<FrontOptions, 'auth'>, store: Store): Office {
  const { engine, base = BASE, graceHours = 72, leaseMs = LEASE_MS, webhooks } = options;
  const { clock = Date.now, onError = () => {} } = options;
  const followers = options.followers ?? [];
  const effects = {
    ...options.effects,
    ...(webhooks ? { webhook: webhooks.handler } : {}),
    ...Object.fromEntries(followers.map(({ kind, handler }) => [kind, handler])),
  };
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

  async function work(): Promise<void> {
    const touched = new Set<string>();
    const claim = () => store.transaction(async (tx) => tx.claimCases(clock(), clock() + leaseMs, 50));
    for (const due of await claim()) {
      try {
        if (await store.transaction((tx) => fireDeadlines(on, tx, due.order, due.case, clock())))
          touched.add(due.order);
      } catch (error) {
        // A case that cannot be judged does not keep the others waiting; when the claim has ended it is looked at again.
        onError(error);
      }
    }
    for (const id of await runEffects(on, store, effects, clock, leaseMs)) touched.add(id);
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
    work,
    eraseOrder,
    putOrder: (record) => store.transaction(async (tx) => tx.putOrder(record)),
  };
}

export function createBackend(options: BackendOptions): Backend {
  const { onError = () => {} } = options;
  const { setTimeout, clearTimeout } = options.timers ?? timers;
  const { ledger, work, putOrder, eraseOrder } = createOffice(options, options.store);
  const nudges = new Set<() => void>();

  function start(ms = 1000): () => void {
    let stopped = false;
    let timer: unknown;
    let busy = false;
    let again = false;
    const turn = async () => {
      clearTimeout(timer);
      busy = true;
      again = false;
      await work().catch(onError);
      busy = false;
      if (!stopped) timer = setTimeout(() => void turn(), again ? 0 : ms);
    };
    const nudge = () => {
      if (busy) again = true;
      else if (!stopped) void turn();
    };
    nudges.add(nudge);
    nudge();
    return () => {
      stopped = true;
      nudges.delete(nudge);
      clearTimeout(timer);
    };
  }

  async function decided(orders: ReadonlySet<string>): Promise<void> {
    await ledger.decided?.(orders);
    // What was decided may ask for something to be done at once.
    if (orders.size) for (const nudge of nudges) nudge();
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

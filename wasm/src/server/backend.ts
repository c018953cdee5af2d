import { type Timers, timers } from '../sync/platform.js';
import {
  type JsonObject,
  LIMITS,
  type LogEntry,
  type OrderAnswer,
  type PullAnswer,
  type Receipt,
} from '../sync/protocol.js';
import { blobRoutes } from './blobs.js';
import { type Decider, decide, decideSystem, fireDeadlines, IdReused } from './decide.js';
import { type EffectHandler, LEASE_MS, runEffects } from './effects.js';
import { withoutBuyer } from './erase.js';
import { createGate, type Limits } from './limits.js';
import type { Auth, OrderRecord, Store, Subject } from './ports.js';
import { HttpProblem, notFound } from './problems.js';
import { isOrderId, readJson, readPush } from './push.js';
import { maySee, owns, scopeOf, seesAll, shown, takesPart } from './rights.js';
import type { Webhooks } from './webhooks.js';
import { type Engine, instant, type Rules } from './world.js';

export interface BackendOptions extends Rules {
  readonly engine: Engine;
  readonly store: Store;
  readonly auth: Auth;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Where the protocol is served. */
  readonly base?: string;
  /** How many hours back a request that was made offline may count; 72 unless told. */
  readonly graceHours?: number;
  /** What to do with each kind of effect; a kind without a handler is only kept. */
  readonly effects?: Readonly<Record<string, EffectHandler>>;
  /** Other systems that are told what happens. */
  readonly webhooks?: Webhooks;
  /** Whoever else goes along with the log: what it puts into the outbox with an entry, and what runs it. */
  readonly followers?: readonly Follower[];
  /** How often who may ask; without it as often as they like. */
  readonly limits?: Limits;
  /** How long a worker keeps what it took before another one may, a minute unless told; longer than any handler takes. */
  readonly leaseMs?: number;
  /** How waiting is done; a simulation brings its own. */
  readonly timers?: Timers;
  /** Told of failures that are the backend's own. */
  readonly onError?: (error: unknown) => void;
}

/** Something outside that follows the log: each entry may leave effects of its kind, in the transaction that appends it. */
export interface Follower {
  readonly kind: string;
  /** Keys are the follower's own and stay the same for the same entry. */
  rowsFor(entry: LogEntry): readonly { readonly key: string; readonly data: JsonObject }[];
  readonly handler: EffectHandler;
}

export interface Backend {
  /** Answers the requests under `base`. */
  fetch(request: Request): Promise<Response>;
  /** Takes an order in, or its newer state. */
  putOrder(record: OrderRecord): Promise<void>;
  /** Works off what is due once: deadlines, then effects. */
  work(): Promise<void>;
  /** Does so every `ms`, and after each push, until the function that it returns is called. */
  start(ms?: number): () => void;
  /** Erases who an order is about: the words of every case, all evidence, and the buyer in the order's record. */
  eraseOrder(id: string, reason?: string): Promise<boolean>;
  /** Tells everyone who may see the order to pull. */
  poke(order: string): Promise<void>;
}

export function createBackend(options: BackendOptions): Backend {
  const {
    engine,
    store,
    auth,
    base = '/case-sync/1',
    graceHours = 72,
    leaseMs = LEASE_MS,
    onError = () => {},
    webhooks,
    timers: { setTimeout, clearTimeout } = timers,
  } = options;
  const clock = options.clock ?? Date.now;
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
  const gate = createGate(options.limits, clock);
  const blobs = blobRoutes(store, base);
  const listeners = new Set<(change: Change) => void>();
  const nudges = new Set<() => void>();

  // Where several processes serve one store, the store tells what any of them has appended.
  const heard = store.listen?.((id) => void tell(id).catch(onError)).catch(onError);
  const announce = async (id: string): Promise<void> => {
    if (!heard) await tell(id);
  };

  async function fetch(request: Request): Promise<Response> {
    try {
      const url = new URL(request.url);
      const [name = '', id = ''] = url.pathname
        .slice(base.length + 1)
        .split('/')
        .map(decoded);
      if (!url.pathname.startsWith(`${base}/`)) throw notFound();
      await gate.address(request);
      const subject = await auth.identify(request);
      if (!subject) throw new HttpProblem(401, 'unauthenticated', 'Sign in first');
      await gate.subject(subject.id);
      return await route(`${request.method} ${name}${id ? '/:id' : ''}`, request, url, subject, id);
    } catch (error) {
      if (error instanceof HttpProblem) return error.toResponse();
      onError(error);
      return new HttpProblem(500, 'internal', 'This is our fault; nothing was decided').toResponse();
    }
  }

  async function route(
    key: string,
    request: Request,
    url: URL,
    subject: Subject,
    id: string,
  ): Promise<Response> {
    switch (key) {
      case 'POST push':
        return push(request, subject);
      case 'GET pull':
        return json(await pull(url.searchParams, subject, request.signal));
      case 'GET order/:id':
        return json(await order(id, entryNumber(url.searchParams.get('from')), subject));
      case 'GET heads':
        return json(await store.transaction(async (tx) => tx.heads(scopeOf(subject))));
      case 'GET poke':
        return poke(subject, request.signal);
      case 'POST blob':
        return json(await blobs.create(subject, await readJson(request)));
      case 'PATCH blob/:id':
        return blobs.patch(subject, id, request);
      case 'HEAD blob/:id':
        return blobs.head(subject, id);
      case 'GET blob/:id':
        return blobs.get(subject, id);
      default:
        throw notFound();
    }
  }

  async function push(request: Request, subject: Subject): Promise<Response> {
    const { replica, commands } = readPush(await readJson(request));
    const now = clock();
    const bound = await store.transaction(async (tx) => tx.bindReplica(replica, subject.id, now));
    if (bound.subject !== subject.id) {
      throw new HttpProblem(403, 'replica_bound', 'This device queue belongs to another account');
    }
    const from = { subject, replica, knownSince: bound.firstSeen };
    const receipts: Receipt[] = [];
    const reused: string[] = [];
    const failed: string[] = [];
    const held = new Set<string>();
    const touched = new Set<string>();
    for (const command of commands) {
      // What follows on a command that is not decided has to wait for it; other cases go on.
      if (held.has(command.case)) continue;
      try {
        const receipt = await store.transaction((tx) => decide(on, tx, command, from, now));
        receipts.push(receipt);
        if (receipt.st === 'applied') touched.add(command.order);
        if (receipt.st === 'retry') held.add(command.case);
      } catch (error) {
        held.add(command.case);
        if (error instanceof IdReused) {
          reused.push(command.id);
        } else {
          failed.push(command.id);
          onError(error);
        }
      }
    }
    for (const id of touched) await announce(id);
    // What was decided may ask for something to be done at once.
    if (touched.size) for (const nudge of nudges) nudge();
    if (failed.length)
      throw new HttpProblem(500, 'internal', 'Some were not decided', { ids: failed, receipts });
    if (reused.length) {
      throw new HttpProblem(422, 'id_reused', 'An id was used before for something else', {
        ids: reused,
        receipts,
      });
    }
    return json({ receipts, now: instant(clock()) });
  }

  async function pull(query: URLSearchParams, subject: Subject, signal: AbortSignal): Promise<PullAnswer> {
    const given = query.get('cursor') ?? '';
    const known = readCursor(given, store.epoch);
    const position = known ?? 0;
    const limit = Math.min(
      LIMITS.pullEvents,
      Math.max(1, Math.floor(Number(query.get('limit'))) || LIMITS.pullEvents),
    );
    const wait = Math.min(LIMITS.pullWaitSeconds, Math.max(0, Number(query.get('wait')) || 0));
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
    const change = wait ? changed(subject, wait * 1000, signal) : undefined;
    let found = await read();
    if (change && !found.entries.length && (await change.promise)) found = await read();
    change?.stop();
    return {
      events: found.events,
      cursor: `${store.epoch}.${found.position}`,
      more: found.entries.length === limit,
      reset: (given !== '' && known === undefined) || found.lost,
      now: instant(clock()),
    };
  }

  async function order(id: string, from: number, subject: Subject): Promise<OrderAnswer> {
    return store.transaction(async (tx) => {
      const record = isOrderId(id) ? await tx.order(id) : undefined;
      if (!(await maySee(tx, subject, record))) throw notFound();
      const head = await tx.lockOrder(id);
      const entries = await tx.entries(id, from, LIMITS.pullEvents);
      return { order: id, events: await shown(tx, subject, entries), head, now: instant(clock()) };
    });
  }

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

  function poke(subject: Subject, signal: AbortSignal): Response {
    const encoder = new TextEncoder();
    let stop = () => {};
    let end = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const send = (text: string) => controller.enqueue(encoder.encode(text));
        const listener = (change: Change) => concerns(subject, change) && send('event: poke\ndata: pull\n\n');
        const beat = (): void => {
          send(': here\n\n');
          timer = setTimeout(beat, 15_000);
        };
        let timer = setTimeout(beat, 15_000);
        stop = () => {
          clearTimeout(timer);
          listeners.delete(listener);
        };
        end = () => {
          stop();
          controller.close();
        };
        signal.addEventListener('abort', end, { once: true });
        listeners.add(listener);
        send('retry: 2000\n\n');
        if (signal.aborted) end();
      },
      cancel: () => {
        signal.removeEventListener('abort', end);
        stop();
      },
    });
    return new Response(body, {
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      },
    });
  }

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
    for (const id of touched) await announce(id);
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
    if (found) await announce(id);
    return found;
  }

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

  return {
    fetch,
    work,
    start,
    poke: tell,
    eraseOrder,
    putOrder: (record) => store.transaction(async (tx) => tx.putOrder(record)),
  };
}

/** What listeners are told of: the order, and all who take part in any of its cases. */
interface Change {
  readonly record: OrderRecord;
  readonly parties: ReadonlySet<string>;
}

const concerns = (subject: Subject, { record, parties }: Change): boolean =>
  seesAll(subject) || owns(subject, record) || (subject.role !== 'customer' && takesPart(subject, parties));

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw notFound(); // no text at all
  }
}

/** A number of an entry as somebody wrote it; the first for anything else. */
function entryNumber(text: string | null): number {
  return text !== null && /^\d{1,15}$/.test(text) ? Math.max(1, Number(text)) : 1;
}

/** The position in a cursor; undefined when it is none of this database's. */
function readCursor(cursor: string, epoch: string): number | undefined {
  const [of, position = ''] = cursor.split('.');
  return of === epoch && /^\d{1,15}$/.test(position) ? Number(position) : undefined;
}

function json(body: unknown): Response {
  return new Response(JSON.stringify(body), {
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}

import { type Timers, timers } from '../sync/platform.js';
import { LIMITS, type Receipt } from '../sync/protocol.js';
import { IdReused } from './decide.js';
import type { Ledger } from './ledger.js';
import { createGate, type Limits } from './limits.js';
import type { Auth, Subject } from './ports.js';
import { HttpProblem, json, notFound } from './problems.js';
import { isOrderId, readJson, readPush } from './push.js';
import { instant } from './world.js';

export interface FrontOptions {
  readonly auth: Auth;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Where the protocol is served. */
  readonly base?: string;
  /** How often who may ask; without it as often as they like. */
  readonly limits?: Limits;
  /** How waiting is done; a simulation brings its own. */
  readonly timers?: Timers;
  /** Told of failures that are the backend's own, and of effects that failed and are tried again (`EffectError`). */
  readonly onError?: (error: unknown) => void;
}

export const BASE = '/case-sync/1';

/** case-sync/1 over HTTP: who is asking, what they send, and what they get; the ledger decides. */
export function createFront(ledger: Ledger, options: FrontOptions): (request: Request) => Promise<Response> {
  const { auth, base = BASE, clock = Date.now, onError = () => {} } = options;
  const { setTimeout, clearTimeout } = options.timers ?? timers;
  const gate = createGate(options.limits, clock);

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
    { searchParams }: URL,
    subject: Subject,
    id: string,
  ): Promise<Response> {
    switch (key) {
      case 'POST push':
        return push(request, subject);
      case 'GET pull':
        return pull(searchParams, subject, request.signal);
      case 'GET order/:id':
        return order(id, entryNumber(searchParams.get('from')), subject);
      case 'GET heads':
        return json(await ledger.heads(subject));
      case 'GET poke':
        return poke(subject, request.signal);
      case 'POST blob':
        return ledger.evidence.create(subject, await readJson(request));
      case 'PATCH blob/:id':
        return ledger.evidence.patch(subject, id, request);
      case 'HEAD blob/:id':
        return ledger.evidence.head(subject, id);
      case 'GET blob/:id':
        return ledger.evidence.get(subject, id);
      default:
        throw notFound();
    }
  }

  async function push(request: Request, subject: Subject): Promise<Response> {
    const { replica, commands } = readPush(await readJson(request));
    const now = clock();
    const bound = await ledger.bind(replica, subject.id, now);
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
        const receipt = await ledger.decide(command, from, now);
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
    await ledger.decided?.(touched);
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

  async function pull(query: URLSearchParams, subject: Subject, signal: AbortSignal): Promise<Response> {
    const limit = Math.min(
      LIMITS.pullEvents,
      Math.max(1, Math.floor(Number(query.get('limit'))) || LIMITS.pullEvents),
    );
    const wait = Math.min(LIMITS.pullWaitSeconds, Math.max(0, Number(query.get('wait')) || 0));
    const waiting = { ms: wait * 1000, signal };
    const page = await ledger.pull(subject, query.get('cursor') ?? '', limit, waiting);
    return json({ ...page, now: instant(clock()) });
  }

  async function order(id: string, from: number, subject: Subject): Promise<Response> {
    const found = isOrderId(id) ? await ledger.order(subject, id, from) : undefined;
    if (!found) throw notFound();
    return json({ ...found, now: instant(clock()) });
  }

  async function poke(subject: Subject, signal: AbortSignal): Promise<Response> {
    const encoder = new TextEncoder();
    const gone = new AbortController();
    let send = (_text: string): void => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        send = (text) => controller.enqueue(encoder.encode(text));
        const beat = (): void => {
          send(': here\n\n');
          timer = setTimeout(beat, 15_000);
        };
        let timer = setTimeout(beat, 15_000);
        const end = () => {
          gone.abort();
          controller.close();
        };
        const stop = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', end);
          send = () => {};
        };
        gone.signal.addEventListener('abort', stop, { once: true });
        signal.addEventListener('abort', end, { once: true });
        send('retry: 2000\n\n');
        if (signal.aborted) end();
      },
      cancel: () => gone.abort(),
    });
    try {
      await ledger.watch(subject, () => send('event: poke\ndata: pull\n\n'), gone.signal);
    } catch (error) {
      gone.abort();
      throw error;
    }
    return new Response(body, {
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      },
    });
  }

  return fetch;
}

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

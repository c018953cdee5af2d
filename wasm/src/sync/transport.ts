import { retryAfter } from './backoff.js';
import { type Timers, timers } from './platform.js';
import {
  type Heads,
  LIMITS,
  type OrderAnswer,
  PROTOCOL,
  type ProblemDetails,
  type PullAnswer,
  type PushAnswer,
  SCHEMA,
  type WireCommand,
} from './protocol.js';
import type { StoredBlob } from './storage.js';

/** The backend was not reached, or it did not decide. It never means that a command is lost. */
export class TransportError extends Error {
  /** 0 when there was no answer at all. */
  readonly status: number;
  readonly problem: ProblemDetails | undefined;
  /** Milliseconds that the backend asks to wait. */
  readonly after: number | undefined;

  constructor(status: number, problem?: ProblemDetails, after?: number, cause?: unknown) {
    super(problem?.title ?? (status ? `HTTP status ${status}` : 'no connection'), { cause });
    this.name = 'TransportError';
    this.status = status;
    this.problem = problem;
    this.after = after;
  }
}

export interface TransportOptions {
  /** Where the protocol is served: `/case-sync/1`. */
  readonly url: string;
  readonly fetch?: typeof fetch;
  /** Headers of every request, an authorization say; asked for each time. */
  readonly headers?: () => Record<string, string> | Promise<Record<string, string>>;
  readonly platform?: Timers;
}

export type Transport = ReturnType<typeof createTransport>;

const TIMEOUT = 30_000;
const CHUNK = 512 * 1024;

export function createTransport({
  url,
  fetch: send = (...args) => fetch(...args),
  headers,
  platform = timers,
}: TransportOptions) {
  /** One request with the reading of its answer, both within the time. */
  async function request<T>(
    path: string,
    init: RequestInit,
    signal: AbortSignal,
    read: (response: Response) => Promise<T>,
    timeout = TIMEOUT,
  ): Promise<T> {
    const address = path.startsWith('/')
      ? new URL(path, new URL(url, globalThis.location?.href)).href
      : `${url}/${path}`;
    const limit = new AbortController();
    const timer = timeout ? platform.setTimeout(() => limit.abort(), timeout) : undefined;
    try {
      let response: Response;
      try {
        response = await send(address, {
          ...init,
          headers: { ...(await headers?.()), ...(init.headers as Record<string, string> | undefined) },
          signal: AbortSignal.any([signal, limit.signal]),
          cache: 'no-store',
          credentials: 'same-origin',
        });
      } catch (cause) {
        throw new TransportError(0, undefined, undefined, cause);
      }
      if (response.ok) return await read(response);
      const problem = await response.json().catch(() => undefined);
      throw new TransportError(response.status, problem as ProblemDetails | undefined, retryAfter(response));
    } finally {
      platform.clearTimeout(timer);
    }
  }

  const get = <T>(path: string, signal: AbortSignal): Promise<T> => request<T>(path, {}, signal, read);

  function post<T>(path: string, body: unknown, signal: AbortSignal): Promise<T> {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    return request<T>(path, init, signal, read);
  }

  /** A login page with status 200 is not an answer either. */
  async function read<T>(response: Response): Promise<T> {
    try {
      return (await response.json()) as T;
    } catch (cause) {
      throw new TransportError(0, undefined, undefined, cause);
    }
  }

  return {
    push: (replica: string, cmds: readonly WireCommand[], signal: AbortSignal) =>
      post<PushAnswer>('push', { proto: PROTOCOL, replica, schema: SCHEMA, cmds }, signal),
    pull: (cursor: string, signal: AbortSignal) =>
      get<PullAnswer>(`pull?cursor=${encodeURIComponent(cursor)}&limit=${LIMITS.pullEvents}`, signal),
    order: (id: string, from: number, signal: AbortSignal) =>
      get<OrderAnswer>(`order/${encodeURIComponent(id)}?from=${from}`, signal),
    heads: (signal: AbortSignal) => get<Heads>('heads', signal),

    /** Brings a piece of evidence to the backend, from where an earlier attempt stopped. */
    async upload(blob: StoredBlob, signal: AbortSignal): Promise<void> {
      const { sha256, order, type, bytes } = blob;
      const start = await post<{ have?: true; url?: string; offset?: number }>(
        'blob',
        { sha256, order, type, size: bytes.length },
        signal,
      );
      if (start.have || !start.url) return;
      for (let offset = start.offset ?? 0; offset < bytes.length; ) {
        const { status, next } = await request(
          start.url,
          {
            method: 'PATCH',
            headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
            body: bytes.subarray(offset, offset + CHUNK),
          },
          signal,
          async ({ status, headers }) => ({ status, next: Number(headers.get('upload-offset')) }),
        );
        if (!(next > offset)) throw new TransportError(status);
        offset = next;
      }
    },

    /** Calls `poked` whenever there is something to pull; resolves when the stream ends. */
    async listen(poked: () => void, signal: AbortSignal): Promise<void> {
      const init = { headers: { accept: 'text/event-stream' } };
      const follow = async (response: Response): Promise<void> => {
        const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
        if (!reader) return;
        if (signal.aborted) return reader.cancel();
        signal.addEventListener('abort', () => void reader.cancel().catch(() => {}), { once: true });
        poked();
        for (;;) {
          const { value, done } = await reader.read();
          if (done) return;
          if (value.includes('event: poke')) poked();
        }
      };
      await request('poke', init, signal, follow, 0);
    },
  };
}

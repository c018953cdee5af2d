// Calls to a storefront's HTTP API: signed by its adapter, kept within its limits, repeated only where that does no harm.

import { Backoff, retryAfter } from '../sync/backoff.js';

export interface Call {
  readonly method: string;
  /** Behind the adapter's address. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** As it is sent: signatures cover it to the byte. */
  readonly body?: string;
  /** It does nothing, or nothing more when it is made again. GET is, unless told. */
  readonly repeatable?: boolean;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** As it was sent: numbers keep their digits. */
  readonly text: string;
}

/** How a storefront is spoken to. */
export interface Api {
  readonly id: string;
  /** `https://shop.example`, with what is in front of every path. */
  readonly base: string;
  /** The call with its credentials; asked for anew with each attempt, since signatures age. */
  authorize(call: Call): Call | Promise<Call>;
  /** Gets another token once the one in use is refused. */
  renew?(): Promise<void>;
  /** What the storefront says went wrong, where it says so in an answer of its own. */
  fault?(answered: Answered): Fault | undefined;
  /** Milliseconds until more is allowed, told by the answer in a way of the storefront's own. */
  pause?(answered: Answered): number | undefined;
}

export interface Fault {
  readonly code: string;
  readonly message: string;
  /** The token is no good any more; it was too much at once. */
  readonly kind?: 'expired' | 'limited';
}

export interface ClientOptions {
  readonly fetch?: typeof fetch;
  /** How often a call is tried that may be made again; 5 unless told. */
  readonly attempts?: number;
  /** For one attempt, in milliseconds. */
  readonly timeout?: number;
  /** The longest that a storefront's limit is waited for; beyond it the call fails and says how long it would have been. */
  readonly patience?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** For tests. */
  readonly wait?: (ms: number) => Promise<void>;
}

/** A call that did not succeed. */
export class StorefrontError extends Error {
  override readonly name = 'StorefrontError';
  readonly storefront: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  /** `no`: nothing was done. `unknown`: perhaps it was, so look before it is asked for again. */
  readonly done: 'no' | 'unknown';
  /** Milliseconds, when it was too much at once. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    of: {
      storefront: string;
      status?: number | undefined;
      code?: string | undefined;
      done: 'no' | 'unknown';
      retryAfter?: number | undefined;
      cause?: unknown;
    },
  ) {
    super(message, { cause: of.cause });
    this.storefront = of.storefront;
    this.status = of.status;
    this.code = of.code;
    this.done = of.done;
    this.retryAfter = of.retryAfter;
  }
}

const longest = 32 << 20;

/** The body as text; one that breaks off, or has no end, is none. */
async function textOf(response: Response): Promise<string> {
  const stated = response.headers.get('content-length');
  if (Number(stated) > longest) throw new RangeError('the answer is too long');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > longest) throw new RangeError('the answer is too long');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** `a=1&b=%20`, in the order given. */
export const queryText = (query: Readonly<Record<string, string>> = {}): string =>
  Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');

export type Send = (call: Call) => Promise<Answered>;

export function createClient(api: Api, options: ClientOptions = {}): Send {
  const { attempts = 5, timeout = 30_000, patience = 60_000 } = options;
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const wait = options.wait ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const base = api.base.replace(/\/$/, '');
  let open = 0; // from when on the storefront takes calls again

  async function attempt(call: Call): Promise<Answered & { pause?: number }> {
    const { method, path, query, headers, body } = await api.authorize(call);
    const question = queryText(query);
    const mark = path.includes('?') ? '&' : '?';
    const response = await send(`${base}${path}${question && mark}${question}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      // Credentials go where they were meant to go, and nowhere that an answer points to.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    const text = await textOf(response);
    const answered = { status: response.status, headers: response.headers, text };
    const pause = response.status === 429 ? retryAfter(response) : undefined;
    return pause === undefined ? answered : { ...answered, pause };
  }

  return async (call) => {
    const repeatable = call.repeatable ?? call.method === 'GET';
    const backoff = new Backoff();
    let renewed = false;
    for (let tried = 1; ; tried++) {
      const early = open - (options.clock ?? Date.now)();
      if (early > 0 && early <= patience) await wait(early);
      let answered: Answered & { pause?: number };
      try {
        answered = await attempt(call);
      } catch (cause) {
        if (cause instanceof StorefrontError) throw cause; // of getting a token
        if (!repeatable || tried >= attempts || cause instanceof RangeError) {
          const message = `${api.id} gave no answer to ${call.method} ${call.path}`;
          throw new StorefrontError(message, {
            storefront: api.id,
            done: call.method === 'GET' ? 'no' : 'unknown',
            cause,
          });
        }
        await wait(backoff.next());
        continue;
      }
      const { status } = answered;
      const fault = api.fault?.(answered);
      if (status >= 200 && status < 300 && !fault) {
        const rest = api.pause?.(answered);
        if (rest) open = (options.clock ?? Date.now)() + rest;
        return answered;
      }
      const failure = (done: 'no' | 'unknown', later?: number): StorefrontError =>
        new StorefrontError(
          `${api.id} answered ${status}${fault ? ` (${fault.code})` : ''} to ${call.method} ${call.path}: ${(fault?.message ?? answered.text).slice(0, 300)}`,
          { storefront: api.id, status, code: fault?.code, done, retryAfter: later },
        );
      // Whoever is told that it was too much, or who he is, has not been served.
      if (status === 429 || fault?.kind === 'limited') {
        const pause = api.pause?.(answered) ?? answered.pause ?? backoff.next();
        if (tried >= attempts || pause > patience) throw failure('no', pause);
        await wait(pause);
        continue;
      }
      if ((status === 401 || fault?.kind === 'expired') && api.renew && !renewed) {
        renewed = true;
        await api.renew();
        continue;
      }
      if (status < 500) throw failure('no');
      if (!repeatable || tried >= attempts) throw failure(call.method === 'GET' ? 'no' : 'unknown');
      await wait(answered.pause ?? backoff.next());
    }
  };
}

import { IdReused } from '../../server/decide.js';
import { HttpProblem, json } from '../../server/problems.js';
import type { DurableNamespace } from './platform.js';

/** Attempts of a call that the platform says may be made again; every call of ours may. */
const TRIES = 3;
const HOST = 'https://object';

/** Sends a request to the object of a name. */
export async function send(
  namespace: DurableNamespace,
  name: string,
  path: string,
  init: RequestInit,
): Promise<Response> {
  for (let tries = 1; ; tries++) {
    try {
      // After an error a stub is of no more use.
      return await namespace.get(namespace.idFromName(name)).fetch(`${HOST}${path}`, init);
    } catch (error) {
      const { retryable, overloaded } = error as { retryable?: boolean; overloaded?: boolean };
      const again = retryable && !overloaded && !(init.body instanceof ReadableStream);
      if (!again || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * 2 ** tries));
    }
  }
}

/** Calls a method of the object of a name: JSON there and back. */
export async function call<T>(
  namespace: DurableNamespace,
  name: string,
  method: string,
  body: object,
  signal?: AbortSignal,
): Promise<T> {
  const init = { method: 'POST', body: JSON.stringify(body), ...(signal ? { signal } : {}) };
  const response = await send(namespace, name, `/${method}`, init);
  const answer = (await response.json()) as { result?: T; failed?: string };
  if (response.ok) return answer.result as T;
  if (response.status === 422) throw new IdReused(answer.failed);
  throw new Error(`${name} failed at ${method}: ${answer.failed}`);
}

// biome-ignore lint/suspicious/noExplicitAny: each method knows what it is called with
export type Methods = Readonly<Record<string, (body: any) => unknown>>;

/** The other end of `call`. */
export async function answer(
  methods: Methods,
  request: Request,
  onError: (error: unknown) => void,
): Promise<Response> {
  const name = new URL(request.url).pathname.slice(1);
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  try {
    if (!method) throw new Error(`there is no method ${name}`);
    return json({ result: await method(await request.json()) });
  } catch (error) {
    if (error instanceof HttpProblem) return error.toResponse();
    const reused = error instanceof IdReused;
    if (!reused) onError(error);
    const failed = error instanceof Error ? error.message : String(error);
    return new Response(JSON.stringify({ failed }), { status: reused ? 422 : 500 });
  }
}

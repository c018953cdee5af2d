// Between servers that speak in Express's requests and answers, and handlers that speak Request and Response.

/** What is used of an Express request whose body nobody has read. */
export interface ExpressRequest extends AsyncIterable<Uint8Array> {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly url: string;
}

export interface ExpressResponse {
  statusCode: number;
  readonly writableEnded: boolean;
  readonly writableFinished: boolean;
  /** Whoever asked has gone, or has everything. */
  readonly closed: boolean;
  setHeader(name: string, value: string): unknown;
  write(chunk: Uint8Array): boolean;
  end(): unknown;
  on(event: string, listener: () => void): unknown;
  flushHeaders?(): void;
}

/** A Request for `path`; it is aborted when the other side hangs up before it has been answered. */
export async function toRequest(
  request: ExpressRequest,
  response: ExpressResponse,
  path: string,
): Promise<Request> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  const controller = new AbortController();
  // Not the request's end, which comes as soon as its body was read.
  response.on('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  const bare = request.method === 'GET' || request.method === 'HEAD';
  return new Request(new URL(path, 'http://inside'), {
    method: request.method,
    headers,
    signal: controller.signal,
    ...(bare ? {} : { body: await read(request) }),
  });
}

/** No body of the protocol is larger; what is gets cut behind it, so that it is refused for its size. */
const LARGEST = 32 * 1024 * 1024;

async function read(request: ExpressRequest): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LARGEST) break;
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Passes an answer on, as it comes: streams stay streams. */
export async function send(answer: Response, response: ExpressResponse): Promise<void> {
  response.statusCode = answer.status;
  answer.headers.forEach((value, name) => {
    response.setHeader(name, value);
  });
  const reader = answer.body?.getReader();
  let { closed } = response;
  let goOn = (): void => {};
  response.on('drain', () => goOn());
  // Whoever has hung up takes nothing any more, and drains nothing either.
  response.on('close', () => {
    closed = true;
    void reader?.cancel().catch(() => {});
    goOn();
  });
  response.flushHeaders?.();
  for (let next = await reader?.read(); next && !next.done && !closed; next = await reader?.read()) {
    if (!response.write(next.value) && !closed) {
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    }
  }
  if (!response.writableEnded) response.end();
}

import type { Head } from '../sync/chain.js';
import type { JsonObject, ProblemDetails, Receipt, WireCommand, WireEntry } from '../sync/protocol.js';
import { uuidv7 } from '../sync/uuid.js';

/** What a check found; its message is for people. */
export class Found extends Error {}

export function expect(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Found(message);
}

const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

export function same(actual: unknown, expected: unknown, what: string): void {
  if (text(actual) !== text(expected))
    throw new Found(`${what}: expected ${text(expected)}, got ${text(actual).slice(0, 300)}`);
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the backend under test sent
  readonly json: any;
}

export type Send = (path: string, init: RequestInit) => Promise<Response>;

/** A person's device: a token and a queue's name of its own. */
export class Device {
  readonly replica: string = uuidv7();
  readonly #send: Send;
  readonly #token: string | undefined;

  constructor(send: Send, token: string | undefined) {
    this.#send = send;
    this.#token = token;
  }

  async raw(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#token !== undefined && !headers.has('authorization'))
      headers.set('authorization', `Bearer ${this.#token}`);
    return this.#send(path, { ...init, method, headers });
  }

  async call(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    // "Later" is a fair answer to many at once.
    for (let tries = 0; ; tries++) {
      const response = await this.raw(method, path, init);
      const body = method === 'HEAD' ? '' : await response.text();
      const { status, headers } = response;
      if ([429, 503].includes(status) && tries < 8) {
        const seconds = Number(headers.get('retry-after')) || 0.05 * 2 ** tries;
        await pause(Math.min(seconds, 5) * 1000);
        continue;
      }
      return { status, headers, body, json: parsed(body) };
    }
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  post(
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.call('POST', path, { body, headers: { 'content-type': 'application/json', ...headers } });
  }

  body(commands: readonly object[], more: object = {}): string {
    return JSON.stringify({ proto: 1, replica: this.replica, schema: 1, cmds: commands, ...more });
  }

  push(commands: readonly object[], more: object = {}): Promise<Answer> {
    return this.post('push', this.body(commands, more));
  }

  /** The receipt of one command; anything but 200 with one receipt is a fault. */
  async receipt(command: object): Promise<Receipt> {
    const { status, json, body } = await this.push([command]);
    expect(status === 200, `a push that follows the protocol was answered ${status}: ${body.slice(0, 200)}`);
    expect(json?.receipts?.length === 1, `a command must get a receipt, got ${body.slice(0, 200)}`);
    return json.receipts[0];
  }

  async applied(command: object, what = 'the command'): Promise<Extract<Receipt, { st: 'applied' }>> {
    const receipt = await this.receipt(command);
    expect(receipt.st === 'applied', `${what} must be applied, got ${text(receipt).slice(0, 300)}`);
    return receipt;
  }

  async rejected(command: object, codes: readonly string[], what = 'the command'): Promise<JsonObject> {
    const receipt = await this.receipt(command);
    expect(receipt.st === 'rejected', `${what} must be rejected, got ${text(receipt).slice(0, 300)}`);
    expect(
      codes.length === 0 || codes.includes(receipt.code),
      `${what} must be rejected with ${codes.join(' or ')}, got ${receipt.code}`,
    );
    return receipt as unknown as JsonObject;
  }

  /** An order's whole log, and its head. */
  async log(order: string): Promise<{ events: WireEntry[]; head: Head }> {
    const events: WireEntry[] = [];
    for (;;) {
      const { status, json } = await this.get(`order/${order}?from=${events.length + 1}`);
      expect(status === 200 && Array.isArray(json?.events), `GET order/${order} was answered ${status}`);
      events.push(...json.events);
      if (!json.events.length || events.length >= json.head.seq) return { events, head: json.head };
    }
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** That an answer is a problem as RFC 9457 and the protocol have it. */
export function expectProblem(answer: Answer, status: number, code?: string): void {
  same(answer.status, status, 'status');
  const type = answer.headers.get('content-type') ?? '';
  expect(type.startsWith('application/problem+json'), `a problem is application/problem+json, not ${type}`);
  const problem = answer.json as ProblemDetails | undefined;
  expect(
    typeof problem?.code === 'string' && typeof problem.title === 'string',
    'a problem has a code and a title',
  );
  same(problem.status, status, 'status in the problem');
  if (code !== undefined) same(problem.code, code, 'code');
}

export function command(t: string, more: Partial<WireCommand> & { order: string }): WireCommand {
  const at = new Date().toISOString();
  return { id: uuidv7(), case: uuidv7(), t: `return.${t}`, v: 1, base: 0, at, p: {}, ...more } as WireCommand;
}

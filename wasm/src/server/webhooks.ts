// What happens to cases, told to other systems: CloudEvents 1.0, signed as Standard Webhooks 1.0 asks for.

import { withoutPersonal } from '../sync/erase.js';
import type { JsonObject, LogEntry } from '../sync/protocol.js';
import type { EffectHandler } from './effects.js';
import type { OutboxRow, Store } from './ports.js';
import { hmacKey, sign } from './seal.js';

export interface Endpoint {
  readonly id: string;
  readonly url: string;
  /** `whsec_` and base64. While a secret is being changed, the new one and the old one: each signs. */
  readonly secret: string | readonly string[];
  /** Event types, `case.opened` say; all unless told. */
  readonly types?: readonly string[];
  /** Whether names and words go along; they do not unless told. */
  readonly personal?: boolean;
}

export interface WebhooksOptions {
  readonly store: Store;
  /** Names this backend: `https://shop.example/case-sync`. */
  readonly source: string;
  readonly endpoints: readonly Endpoint[];
  readonly fetch?: typeof fetch;
  readonly clock?: () => number;
  /** Whether an address may be called; by default https to a public name. */
  readonly allow?: (url: URL) => boolean;
}

export interface Webhooks {
  /** What is put into the outbox with an entry, in the same transaction. */
  rowsFor(entry: LogEntry): Omit<OutboxRow, 'attempts' | 'firstTry'>[];
  readonly handler: EffectHandler;
}

const KIND = 'webhook';
const TIMEOUT = 10_000;
const GIVE_UP = 3 * 86_400_000;

export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { store, source, endpoints, clock = Date.now, allow = isPublic } = options;
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  for (const { id, url } of endpoints) {
    if (!allow(new URL(url)))
      throw new TypeError(`the webhook ${id} must not go to ${url}: https and a public name`);
  }

  return {
    rowsFor({ order, case: id, seq, t }) {
      // By reference: the outbox holds no words, and what is erased before it is sent is not sent.
      return endpoints
        .filter(({ types }) => !types || types.includes(t))
        .map((endpoint) => ({
          key: `${KIND}/${endpoint.id}/${order}/${seq}`,
          order,
          case: id,
          kind: KIND,
          data: { endpoint: endpoint.id, seq },
        }));
    },
    async handler({ order, data, firstTry }) {
      const endpoint = byId.get(data.endpoint as string);
      const [entry] = await store.transaction(async (tx) => tx.entries(order, data.seq as number, 1));
      if (!endpoint || !entry) return { result: { dropped: true } };
      const body = JSON.stringify(cloudEvent(entry, source, endpoint.personal === true));
      const id = `${order}/${entry.seq}`;
      const response = await send(endpoint.url, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/cloudevents+json; charset=utf-8',
          ...(await signedHeaders({ id, secret: endpoint.secret, body, now: clock() })),
        },
        // An answer that leads elsewhere is no delivery, and may lead where nobody ought to look.
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT),
      });
      await response.body?.cancel();
      if (response.ok) return { result: { status: response.status } };
      if (response.status === 410) return { result: { gone: true } };
      if (firstTry !== undefined && clock() - firstTry > GIVE_UP)
        return { result: { gaveUp: response.status } };
      throw new Error(`the webhook ${endpoint.id} answered ${response.status}`);
    },
  };
}

export function cloudEvent(entry: LogEntry, source: string, personal: boolean): JsonObject {
  const { order, seq, case: id, t, cause, at, h, p } = entry;
  return {
    specversion: '1.0',
    id: `${order}/${seq}`,
    source,
    type: `aftersale.${t}`,
    subject: id,
    time: at,
    datacontenttype: 'application/json',
    data: { order, seq, case: id, cause, h, event: personal ? p : withoutPersonal(p) },
  };
}

const bytesOf = (secret: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (char) => char.charCodeAt(0));

async function signature(secret: string, text: string): Promise<string> {
  const bytes = new Uint8Array(await sign(hmacKey(bytesOf(secret)), text));
  return `v1,${btoa(String.fromCharCode(...bytes))}`;
}

export async function signedHeaders(given: {
  id: string;
  secret: string | readonly string[];
  body: string;
  now: number;
}): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(given.now / 1000));
  const text = `${given.id}.${timestamp}.${given.body}`;
  const signatures = await Promise.all([given.secret].flat().map((secret) => signature(secret, text)));
  return {
    'webhook-id': given.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

/** For those who receive them: whether a body is what somebody with the secret signed within the last minutes. */
export async function verifyWebhook(given: {
  readonly secret: string | readonly string[];
  readonly headers: Headers;
  readonly body: string;
  readonly now?: number;
  readonly toleranceSeconds?: number;
}): Promise<boolean> {
  const { headers, body, now = Date.now(), toleranceSeconds = 300 } = given;
  const [id, timestamp = '', sent = ''] = ['id', 'timestamp', 'signature'].map(
    (name) => headers.get(`webhook-${name}`) ?? undefined,
  );
  if (!id || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > toleranceSeconds) return false;
  const text = `${id}.${timestamp}.${body}`;
  const right = await Promise.all([given.secret].flat().map((secret) => signature(secret, text)));
  return sent.split(' ').some((each) => right.some((one) => sameText(one, each)));
}

/** Takes as long wherever the difference is. */
function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

/** Names that lead into one's own house, as far as a name tells. What it resolves to is for the network to guard. */
function isPublic({ protocol, hostname }: URL): boolean {
  if (protocol !== 'https:') return false;
  const bare = hostname.replace(/\.$/, '');
  return (
    bare.includes('.') && !/^[\d.]+$/.test(bare) && !/\.(local|localhost|internal|home|lan|test)$/i.test(bare)
  );
}

// OAuth 1.0a (RFC 5849) with HMAC-SHA256: what a storefront asks of calls that nothing else protects.

import type { Call } from './client.js';
import { base64, hmac } from './signing.js';

export interface OAuth1 {
  readonly base: string;
  readonly key: string;
  readonly secret: string;
  readonly clock?: (() => number) | undefined;
  /** A text that is used once; by chance unless told. */
  readonly nonce?: () => string;
}

/** As RFC 3986 has it: what encodeURIComponent leaves alone is encoded too. */
const percent = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** The call with the signature and what belongs to it in its query. */
export async function signedByOAuth1(
  call: Call,
  { base, key, secret, clock = Date.now, nonce = () => crypto.randomUUID() }: OAuth1,
): Promise<Call> {
  const target = new URL(base.replace(/\/$/, '') + call.path);
  const given: Record<string, string> = {
    ...call.query,
    oauth_consumer_key: key,
    oauth_nonce: nonce(),
    oauth_signature_method: 'HMAC-SHA256',
    oauth_timestamp: String(Math.floor(clock() / 1000)),
    oauth_version: '1.0',
  };
  const pairs = [...target.searchParams, ...Object.entries(given)]
    .map(([name, value]): [string, string] => [percent(name), percent(value)])
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map((pair) => pair.join('='));
  const text = [call.method, target.origin + target.pathname, pairs.join('&')].map(percent).join('&');
  const signature = base64(await hmac(`${percent(secret)}&`, text));
  return { ...call, query: { ...given, oauth_signature: signature } };
}

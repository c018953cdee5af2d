// HTTP message signatures (RFC 9421) with a digest of the body (RFC 9530), as far as storefronts ask for them: one signature of
// some headers and of where the call goes.

import type { Call } from './client.js';
import { base64, bytesOf, digest, fromBase64 } from './signing.js';

export interface SigningKey {
  /** PKCS#8, as PEM or its base64. */
  readonly privateKey: string;
  /** Ed25519 unless told; RSA is RSASSA-PKCS1-v1_5 with SHA-256. */
  readonly algorithm?: 'Ed25519' | 'RSA';
}

const algorithms = { Ed25519: { name: 'Ed25519' }, RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } };

/** Reads the key once; what it gives signs texts. */
export function signer({ privateKey, algorithm = 'Ed25519' }: SigningKey): (text: string) => Promise<string> {
  const how = algorithms[algorithm];
  const bare = privateKey.replace(/-----[A-Z ]+-----|\s/g, '');
  let key: Promise<CryptoKey> | undefined;
  return async (text) => {
    key ??= crypto.subtle.importKey('pkcs8', fromBase64(bare), how, false, ['sign']);
    return base64(await crypto.subtle.sign(how.name, await key, bytesOf(text)));
  };
}

/** The call with `signature` and `signature-input` over its own headers that are named, and over method, path and host. */
export async function signedMessage(
  call: Call,
  {
    base,
    covered,
    created,
    sign,
  }: {
    readonly base: string;
    readonly covered: readonly string[];
    readonly created: number;
    sign(text: string): Promise<string>;
  },
): Promise<Call> {
  const target = new URL(base.replace(/\/$/, '') + call.path);
  const headers: Record<string, string> = { ...call.headers };
  if (call.body !== undefined)
    headers['content-digest'] = `sha-256=:${base64(await digest('SHA-256', call.body))}:`;
  const parts: [string, string][] = [...(call.body === undefined ? [] : ['content-digest']), ...covered].map(
    (name) => [name, headers[name] ?? ''],
  );
  parts.push(['@method', call.method], ['@path', target.pathname], ['@authority', target.host]);
  const params = `(${parts.map(([name]) => `"${name}"`).join(' ')});created=${created}`;
  const text = [...parts, ['@signature-params', params]]
    .map(([name, value]) => `"${name}": ${value}`)
    .join('\n');
  return {
    ...call,
    headers: {
      ...headers,
      'signature-input': `sig1=${params}`,
      signature: `sig1=:${await sign(text)}:`,
    },
  };
}

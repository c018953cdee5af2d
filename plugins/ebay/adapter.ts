// `aftersale/plugins/ebay`: Fulfillment and Post-Order API with a seller's token; notifications by eBay's public keys.
//
// Sellers in the EU and the UK have to sign refunds and answers to returns with a key of their own (`signing`); eBay refuses these
// calls of theirs otherwise, and looks at no signature of anybody else.
import {
  type Adapter,
  type AdapterOptions,
  createAdapter,
  plainly,
} from '../../wasm/src/storefront/adapter.js';
import type { Send } from '../../wasm/src/storefront/client.js';
import { type SigningKey, signedMessage, signer } from '../../wasm/src/storefront/message-signatures.js';
import { bytesOf, digest, fromBase64, hex } from '../../wasm/src/storefront/signing.js';
import { oauth } from '../../wasm/src/storefront/tokens.js';
import { type Delivery, signatureOf, WebhookRefused } from '../../wasm/src/storefront/webhooks.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface EbayOptions extends AdapterOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of the seller; tokens are made from it. */
  readonly refreshToken: string;
  readonly scope?: string;
  readonly url?: string;
  /** The key pair that eBay's Key Management API made: its private key, and the public one as the JWE that it came with. */
  readonly signing?: SigningKey & { readonly jwe: string };
}

/** eBay's ECDSA signatures are DER, WebCrypto's are the two numbers beside each other. */
export function numbersOf(der: Uint8Array, size = 32): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(size * 2);
  let from = (der[1] ?? 0) & 0x80 ? 3 : 2;
  for (let part = 0; part < 2; part++) {
    const length = der[from + 1] ?? 0;
    if (der[from] !== 2 || length === 0 || from + 2 + length > der.length)
      throw new WebhookRefused('wrong_signature', 'the signature is none of ECDSA');
    const number = der.subarray(from + 2, from + 2 + length);
    const bare = number[0] === 0 ? number.subarray(1) : number;
    if (bare.length > size) throw new WebhookRefused('wrong_signature', 'the signature is of another curve');
    out.set(bare, size * (part + 1) - bare.length);
    from += 2 + length;
  }
  return out;
}

/** What eBay wants to hear from an address before it sends notifications there. */
export const ebayChallenge = async (
  code: string,
  verificationToken: string,
  endpoint: string,
): Promise<string> =>
  JSON.stringify({ challengeResponse: hex(await digest('SHA-256', code + verificationToken + endpoint)) });

async function verify(delivery: Delivery, send: Send, keys: Map<string, CryptoKey>): Promise<string> {
  let given: { kid?: unknown; signature?: unknown };
  try {
    given = JSON.parse(atob(signatureOf(delivery, 'x-ebay-signature')));
  } catch (error) {
    if (error instanceof WebhookRefused) throw error;
    throw new WebhookRefused('wrong_signature', 'x-ebay-signature cannot be read');
  }
  const { kid, signature } = given;
  if (typeof kid !== 'string' || typeof signature !== 'string' || !/^[\w-]{1,100}$/.test(kid))
    throw new WebhookRefused('wrong_signature', 'x-ebay-signature names no key');
  let key = keys.get(kid);
  if (!key) {
    const answer = await send({ method: 'GET', path: `/commerce/notification/v1/public_key/${kid}` });
    const pem = (JSON.parse(answer.text) as { key: string }).key.replace(/-----[A-Z ]+-----|\s/g, '');
    key = await crypto.subtle.importKey(
      'spki',
      fromBase64(pem),
      { name: 'ECDSA', namedCurve: 'P-256' },
      false,
      ['verify'],
    );
    keys.set(kid, key);
  }
  let good = false;
  try {
    good = await crypto.subtle.verify(
      { name: 'ECDSA', hash: 'SHA-1' },
      key,
      numbersOf(fromBase64(signature)),
      bytesOf(delivery.body),
    );
  } catch {
    good = false;
  }
  if (!good) throw new WebhookRefused('wrong_signature', 'the signature is not of this body');
  const { notification } = JSON.parse(delivery.body) as { notification?: { notificationId?: string } };
  return notification?.notificationId ?? signature;
}

export function createEbay(options: EbayOptions): Adapter {
  const { clientId, clientSecret, refreshToken, url = 'https://api.ebay.com' } = options;
  const tokens = oauth({
    storefront: 'ebay',
    url: `${url}/identity/v1/oauth2/token`,
    form: {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      ...(options.scope ? { scope: options.scope } : {}),
    },
    basic: [clientId, clientSecret],
    fetch: options.fetch,
    clock: options.clock,
  });
  const keys = new Map<string, CryptoKey>();
  const { signing, clock = Date.now } = options;
  const sign = signing && signer(signing);
  const sell = '/sell/fulfillment/v1/order';
  const post = '/post-order/v2/return';
  return createAdapter(
    {
      id: 'ebay',
      base: url,
      async authorize(call) {
        const headers = {
          ...call.headers,
          // The Post-Order API has a scheme of its own for the same token.
          authorization: `${call.path.startsWith('/post-order/') ? 'IAF' : 'Bearer'} ${await tokens.get()}`,
        };
        if (!sign || call.method === 'GET') return { ...call, headers };
        return signedMessage(
          { ...call, headers: { ...headers, 'x-ebay-signature-key': signing.jwe } },
          { base: url, covered: ['x-ebay-signature-key'], created: Math.floor(clock() / 1000), sign },
        );
      },
      renew: () => tokens.renew(),
      order: (id) => ({ method: 'GET', path: `${sell}/${encodeURIComponent(id)}` }),
      orders: {
        first: ({ since, size = 50 }) => ({
          method: 'GET',
          path: sell,
          query: {
            limit: String(size),
            offset: '0',
            ...(since ? { filter: `lastmodifieddate:[${since.toISOString()}..]` } : {}),
          },
        }),
        next({ text }, last) {
          const { next } = JSON.parse(text) as { next?: string };
          if (!next) return undefined;
          return { ...last, query: Object.fromEntries(new URL(next).searchParams) };
        },
      },
      returnOf: (id) => ({ method: 'GET', path: `${post}/${encodeURIComponent(id)}` }),
      returns: {
        first: ({ since, size = 25 }) => ({
          method: 'GET',
          path: `${post}/search`,
          query: {
            limit: String(size),
            offset: '1',
            ...(since ? { creation_date_range_from: since.toISOString() } : {}),
          },
        }),
        next({ text }, last) {
          const { members = [] } = JSON.parse(text) as { members?: unknown[] };
          const size = Number(last.query?.limit);
          if (members.length < size) return undefined;
          return { ...last, query: { ...last.query, offset: String(Number(last.query?.offset) + 1) } };
        },
      },
      put: plainly,
      verify: (delivery, send) => verify(delivery, send, keys),
    },
    options,
  );
}

// `aftersale/plugins/saleor`: the GraphQL API with an app's token; webhooks by Saleor's own keys (a detached JWS), or by the secret
// that older ones were given.
import { type Adapter, type AdapterOptions, createAdapter } from '../../wasm/src/storefront/adapter.js';
import type { Send } from '../../wasm/src/storefront/client.js';
import { again, dataOf, graphqlFault, operation, posted } from '../../wasm/src/storefront/graphql.js';
import { bytesOf, fromBase64, hex, hmac } from '../../wasm/src/storefront/signing.js';
import { type Delivery, mustBe, signatureOf, WebhookRefused } from '../../wasm/src/storefront/webhooks.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface SaleorOptions extends AdapterOptions {
  /** `https://shop.saleor.cloud`; the API is at /graphql/ below it. */
  readonly url: string;
  readonly token: string;
  /** Of webhooks that have one; without it Saleor's public keys count. */
  readonly webhookSecret?: string;
}

const money = 'amount currency';
const taxed = `net { ${money} } gross { ${money} } tax { ${money} }`;
const fields = `id number created updatedAt status chargeStatus paymentStatus origin externalReference displayGrossPrices
languageCode channel { slug } userEmail user { id } metadata { key value }
shippingAddress { firstName lastName country { code } countryArea }
lines { id productName variantName productSku quantity isShippingRequired isGift taxRate unitDiscountReason
  unitPrice { ${taxed} } undiscountedUnitPrice { ${taxed} } undiscountedTotalPrice { ${taxed} } totalPrice { ${taxed} }
  variant { product { id category { slug } metadata { key value } } } }
shippingPrice { ${taxed} } shippingTaxRate shippingMethodName total { ${taxed} } totalCharged { ${money} }
transactions { id name pspReference chargedAmount { ${money} } refundedAmount { ${money} } }
payments { id gateway capturedAmount { ${money} } transactions { kind isSuccess amount { ${money} } } }
fulfillments { id status created trackingNumber totalRefundedAmount { ${money} } lines { id quantity orderLine { id } } }
grantedRefunds { id status amount { ${money} } lines { quantity orderLine { id } } }`;

interface Jwk extends JsonWebKey {
  kid?: string;
}

/** A JWS whose middle is left out: what it signs is the body itself. */
async function detached(delivery: Delivery, given: string, keys: readonly Jwk[]): Promise<void> {
  const wrong = (why: string): never => {
    throw new WebhookRefused('wrong_signature', why);
  };
  const [head = '', middle, signature = '', ...more] = given.split('.');
  if (middle !== '' || more.length > 0) wrong('saleor-signature is no detached JWS');
  let header: { alg?: string; kid?: string; b64?: boolean; crit?: string[] } = {};
  let bytes = new Uint8Array();
  try {
    header = JSON.parse(new TextDecoder().decode(fromBase64(head)));
    bytes = fromBase64(signature);
  } catch {
    wrong('saleor-signature cannot be read');
  }
  // What a header may ask for is fixed here, never taken from it.
  if (header.alg !== 'RS256' || (header.crit ?? []).some((name) => name !== 'b64'))
    wrong('saleor-signature is not RS256');
  const jwk = keys.find(({ kid }) => kid === header.kid) ?? (header.kid === undefined ? keys[0] : undefined);
  if (!jwk) wrong('saleor-signature names a key that Saleor does not have');
  const { kid: _, use: __, key_ops: ___, ...open } = jwk as Jwk;
  const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('jwk', open, rsa, false, ['verify']);
  const payload =
    header.b64 === false
      ? delivery.body
      : btoa(Array.from(bytesOf(delivery.body), (byte) => String.fromCharCode(byte)).join(''))
          .replaceAll('+', '-')
          .replaceAll('/', '_')
          .replaceAll('=', '');
  if (!(await crypto.subtle.verify(rsa, key, bytes, bytesOf(`${head}.${payload}`))))
    wrong('the signature is not of this body');
}

export function createSaleor(options: SaleorOptions): Adapter {
  const { url, token, webhookSecret } = options;
  const path = '/graphql/';
  let keys: { asked: number; all: readonly Jwk[] } | undefined;
  const clock = options.clock ?? Date.now;
  async function keysOf(send: Send): Promise<readonly Jwk[]> {
    if (!keys || clock() - keys.asked > 3_600_000) {
      const { text } = await send({ method: 'GET', path: '/.well-known/jwks.json' });
      keys = { asked: clock(), all: (JSON.parse(text) as { keys?: Jwk[] }).keys ?? [] };
    }
    return keys.all;
  }
  return createAdapter(
    {
      id: 'saleor',
      base: url,
      authorize: (call) =>
        // Everybody may have the keys; the token is for the API alone.
        call.path === path
          ? { ...call, headers: { ...call.headers, authorization: `Bearer ${token}` } }
          : call,
      fault: graphqlFault,
      order: (id) => operation(path, `query ($id: ID!) { order(id: $id) { ${fields} } }`, { id }),
      orders: {
        first: ({ since, size = 20 }) =>
          operation(
            path,
            `query ($first: Int!, $after: String, $where: OrderWhereInput) {
              orders(first: $first, after: $after, where: $where, sortBy: { field: NUMBER, direction: ASC }) {
                edges { node { ${fields} } } pageInfo { hasNextPage endCursor } } }`,
            { first: size, ...(since ? { where: { updatedAt: { gte: since.toISOString() } } } : {}) },
          ),
        next(answered, last) {
          type Info = { orders?: { pageInfo?: { hasNextPage: boolean; endCursor: string } } };
          const info = dataOf<Info>(answered)?.orders?.pageInfo;
          if (!info?.hasNextPage) return undefined;
          return again(last, (variables) => ({ ...variables, after: info.endCursor }));
        },
      },
      put: posted(path),
      async verify(delivery, send) {
        const given = signatureOf(delivery, 'saleor-signature');
        if (webhookSecret) mustBe(hex(await hmac(webhookSecret, delivery.body)), given.toLowerCase());
        else await detached(delivery, given, await keysOf(send));
        return given;
      },
    },
    options,
  );
}

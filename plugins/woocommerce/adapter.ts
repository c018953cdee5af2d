// `aftersale/plugins/woocommerce`: REST API v3 with a consumer key; webhooks by HMAC. Over https the key goes along; a shop without
// it takes signatures (OAuth 1.0a), so that the secret stays at home.
import { type Adapter, type AdapterOptions, createAdapter } from '../../wasm/src/storefront/adapter.js';
import { signedByOAuth1 } from '../../wasm/src/storefront/oauth1.js';
import { base64, bytesOf, hmac } from '../../wasm/src/storefront/signing.js';
import { headerOf, mustBe, signatureOf } from '../../wasm/src/storefront/webhooks.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface WooCommerceOptions extends AdapterOptions {
  /** `https://shop.example`. */
  readonly url: string;
  readonly key: string;
  readonly secret: string;
  /** Of the webhook, as it was given when the webhook was made. */
  readonly webhookSecret?: string;
}

export function createWooCommerce(options: WooCommerceOptions): Adapter {
  const { url, key, secret, webhookSecret } = options;
  const authorization = `Basic ${base64(bytesOf(`${key}:${secret}`))}`;
  const path = '/wp-json/wc/v3/orders';
  return createAdapter(
    {
      id: 'woocommerce',
      base: url,
      authorize: async (call) =>
        url.startsWith('https:')
          ? { ...call, headers: { ...call.headers, authorization } }
          : signedByOAuth1(call, { base: url, key, secret, clock: options.clock }),
      order: (id) => ({ method: 'GET', path: `${path}/${encodeURIComponent(id)}` }),
      orders: {
        first: ({ since, size = 50 }) => ({
          method: 'GET',
          path,
          query: {
            per_page: String(size),
            page: '1',
            orderby: 'id',
            order: 'asc',
            ...(since ? { modified_after: since.toISOString() } : {}),
          },
        }),
        next({ headers }, last) {
          const page = Number(last.query?.page);
          if (page >= Number(headers.get('x-wp-totalpages') ?? 1)) return undefined;
          return { ...last, query: { ...last.query, page: String(page + 1) } };
        },
      },
      ...(webhookSecret
        ? {
            async verify(delivery) {
              mustBe(
                base64(await hmac(webhookSecret, delivery.body)),
                signatureOf(delivery, 'x-wc-webhook-signature'),
              );
              return (
                headerOf(delivery, 'x-wc-webhook-delivery-id') ??
                signatureOf(delivery, 'x-wc-webhook-signature')
              );
            },
          }
        : {}),
    },
    options,
  );
}

// `aftersale/plugins/shopify`: the Admin API. Orders over REST, requests over GraphQL, webhooks by HMAC.
import {
  type Adapter,
  type AdapterOptions,
  createAdapter,
  plainly,
} from '../../wasm/src/storefront/adapter.js';
import type { Answered, Call } from '../../wasm/src/storefront/client.js';
import { base64, hmac } from '../../wasm/src/storefront/signing.js';
import { headerOf, mustBe, signatureOf } from '../../wasm/src/storefront/webhooks.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface ShopifyOptions extends AdapterOptions {
  /** `example.myshopify.com`, or an address with a scheme. */
  readonly shop: string;
  readonly accessToken: string;
  /** Signs webhooks: the app's client secret. */
  readonly secret?: string;
  readonly version?: string;
}

interface Throttle {
  extensions?: {
    cost?: {
      requestedQueryCost?: number;
      throttleStatus?: { currentlyAvailable: number; restoreRate: number };
    };
  };
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** What a GraphQL answer says about itself; nothing of any other. */
function throttle({ text }: Answered): Throttle {
  if (!/"(throttleStatus|errors)"/.test(text)) return {};
  try {
    return JSON.parse(text) as Throttle;
  } catch {
    return {};
  }
}

/** The address of the next page, as a Link header gives it. */
export function linked(answered: Answered): URL | undefined {
  const next = /<([^>]+)>;\s*rel="?next"?/.exec(answered.headers.get('link') ?? '');
  return next ? new URL(next[1] as string) : undefined;
}

export function createShopify(options: ShopifyOptions): Adapter {
  const { shop, accessToken, secret, version = '2026-07' } = options;
  const path = `/admin/api/${version}`;
  const cut = ({ pathname, searchParams }: URL): Call => ({
    method: 'GET',
    path: pathname,
    query: Object.fromEntries(searchParams),
  });
  return createAdapter(
    {
      id: 'shopify',
      base: shop.includes('://') ? shop : `https://${shop}`,
      authorize: (call) => ({ ...call, headers: { ...call.headers, 'x-shopify-access-token': accessToken } }),
      fault(answered) {
        const [error] = throttle(answered).errors ?? [];
        if (!error || !Array.isArray(throttle(answered).errors)) return undefined;
        const code = error.extensions?.code ?? 'error';
        return {
          code,
          message: error.message,
          ...(code === 'THROTTLED' ? { kind: 'limited' as const } : {}),
        };
      },
      pause(answered) {
        const { cost } = throttle(answered).extensions ?? {};
        const status = cost?.throttleStatus;
        if (!status) return undefined;
        // The bucket fills by so many points a second; the next query will want about as many as this one.
        const short = (cost?.requestedQueryCost ?? 0) - status.currentlyAvailable;
        return short > 0 ? Math.ceil((short / (status.restoreRate || 50)) * 1000) : undefined;
      },
      order: (id) => ({ method: 'GET', path: `${path}/orders/${encodeURIComponent(id)}.json` }),
      orders: {
        first: ({ since, size = 50 }) => ({
          method: 'GET',
          path: `${path}/orders.json`,
          query: {
            status: 'any',
            limit: String(size),
            ...(since ? { updated_at_min: since.toISOString() } : {}),
          },
        }),
        next(answered) {
          const url = linked(answered);
          return url && cut(url);
        },
      },
      put: (request) => {
        const call = plainly(request);
        return { ...call, path: call.path.replace(/^\/admin\/api\/[^/]+/, path) };
      },
      ...(secret
        ? {
            async verify(delivery) {
              mustBe(
                base64(await hmac(secret, delivery.body)),
                signatureOf(delivery, 'x-shopify-hmac-sha256'),
              );
              return (
                headerOf(delivery, 'x-shopify-webhook-id') ?? signatureOf(delivery, 'x-shopify-hmac-sha256')
              );
            },
          }
        : {}),
    },
    options,
  );
}

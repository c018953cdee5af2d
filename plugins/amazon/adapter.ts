// `aftersale/plugins/amazon`: the Selling Partner API with Login with Amazon. Notifications come by SQS or EventBridge, so there
// are no webhooks to check; returns of merchants' own parcels come by report only.
import {
  type Adapter,
  type AdapterOptions,
  createAdapter,
  cursor,
  plainly,
} from '../../wasm/src/storefront/adapter.js';
import { oauth } from '../../wasm/src/storefront/tokens.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface AmazonOptions extends AdapterOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  /** Whose orders are listed. */
  readonly marketplaces: readonly string[];
  /** `https://sellingpartnerapi-eu.amazon.com` and its like. */
  readonly url: string;
  readonly tokenUrl?: string;
}

export function createAmazon(options: AmazonOptions): Adapter {
  const { clientId, clientSecret, refreshToken, marketplaces, url } = options;
  const tokens = oauth({
    storefront: 'amazon',
    url: options.tokenUrl ?? 'https://api.amazon.com/auth/o2/token',
    form: {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: clientId,
      client_secret: clientSecret,
    },
    fetch: options.fetch,
    clock: options.clock,
  });
  const path = '/orders/2026-01-01/orders';
  const returns = '/externalFulfillment/2024-09-11/returns';
  return createAdapter(
    {
      id: 'amazon',
      base: url,
      authorize: async (call) => ({
        ...call,
        headers: { ...call.headers, 'x-amz-access-token': await tokens.get() },
      }),
      renew: () => tokens.renew(),
      pause({ status, headers }) {
        // Calls a second that this operation allows.
        const rate = Number(headers.get('x-amzn-ratelimit-limit'));
        return status === 429 && rate > 0 ? Math.ceil(1000 / rate) : undefined;
      },
      order: (id) => ({ method: 'GET', path: `${path}/${encodeURIComponent(id)}` }),
      orders: {
        first: ({ since = new Date(Date.now() - 30 * 86_400_000), size = 50 }) => ({
          method: 'GET',
          path,
          query: {
            marketplaceIds: marketplaces.join(','),
            lastUpdatedAfter: since.toISOString(),
            maxResultsPerPage: String(size),
          },
        }),
        next({ text }, last) {
          const token = cursor(text, 'pagination.nextToken');
          return token ? { ...last, query: { ...last.query, paginationToken: token } } : undefined;
        },
      },
      returnOf: (id) => ({ method: 'GET', path: `${returns}/${encodeURIComponent(id)}` }),
      returns: {
        first: ({ since, size = 50 }) => ({
          method: 'GET',
          path: returns,
          query: { maxResults: String(size), ...(since ? { lastUpdatedSince: since.toISOString() } : {}) },
        }),
        next({ text }, last) {
          const token = cursor(text, 'nextToken');
          return token ? { ...last, query: { ...last.query, nextToken: token } } : undefined;
        },
      },
      put: plainly,
    },
    options,
  );
}

// `aftersale/plugins/medusa`: the Admin API of Medusa 2 with a secret key, and its Store API for returns that shoppers open. Medusa
// sends no webhooks.
import { medusaOrderFields } from '../../wasm/src/backends/medusa.js';
import {
  type Adapter,
  type AdapterOptions,
  createAdapter,
  type Pages,
  plainly,
} from '../../wasm/src/storefront/adapter.js';
import { base64, bytesOf } from '../../wasm/src/storefront/signing.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface MedusaAdapterOptions extends AdapterOptions {
  readonly url: string;
  /** A secret API key (`sk_…`), or a token of an admin. */
  readonly secretKey?: string;
  readonly token?: string;
  /** For requests to the Store API. */
  readonly publishableKey?: string;
}

export function createMedusa(options: MedusaAdapterOptions): Adapter {
  const { url, secretKey, token, publishableKey } = options;
  const authorization = token ? `Bearer ${token}` : `Basic ${base64(bytesOf(`${secretKey}:`))}`;
  const fields = { fields: medusaOrderFields };
  const pages = (path: string, query: Record<string, string>): Pages => ({
    first: ({ since, size = 50 }) => ({
      method: 'GET',
      path,
      query: {
        ...query,
        limit: String(size),
        offset: '0',
        order: 'created_at',
        ...(since ? { 'updated_at[$gte]': since.toISOString() } : {}),
      },
    }),
    next({ text }, last) {
      const { count = 0 } = JSON.parse(text) as { count?: number };
      const offset = Number(last.query?.offset) + Number(last.query?.limit);
      return offset < count ? { ...last, query: { ...last.query, offset: String(offset) } } : undefined;
    },
  });
  return createAdapter(
    {
      id: 'medusa',
      base: url,
      authorize: (call) => ({
        ...call,
        headers: {
          ...call.headers,
          ...(call.path.startsWith('/store/')
            ? publishableKey
              ? { 'x-publishable-api-key': publishableKey }
              : {}
            : { authorization }),
        },
      }),
      order: (id) => ({ method: 'GET', path: `/admin/orders/${encodeURIComponent(id)}`, query: fields }),
      orders: pages('/admin/orders', fields),
      returnOf: (id) => ({
        method: 'GET',
        path: `/admin/returns/${encodeURIComponent(id)}`,
        query: { fields: '*items' },
      }),
      returns: pages('/admin/returns', { fields: '*items' }),
      put: plainly,
    },
    options,
  );
}

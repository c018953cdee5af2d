// `aftersale/plugins/bigcommerce`: V2 orders and V3 payments with a token. Webhooks carry ids only and no signature of the
// body: what is checked is the header that the shop was told to send, and the order is then read.
import {
  type Adapter,
  type AdapterOptions,
  counted,
  createAdapter,
} from '../../wasm/src/storefront/adapter.js';
import { digest, hex } from '../../wasm/src/storefront/signing.js';
import { mustBe, signatureOf } from '../../wasm/src/storefront/webhooks.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface BigCommerceOptions extends AdapterOptions {
  /** The hash in the store's API path. */
  readonly store: string;
  readonly accessToken: string;
  /** A header that webhooks were told to carry: its name and its secret. */
  readonly webhookHeader?: readonly [name: string, secret: string];
  readonly url?: string;
}

export function createBigCommerce(options: BigCommerceOptions): Adapter {
  const { store, accessToken, webhookHeader, url = 'https://api.bigcommerce.com' } = options;
  const include = 'consignments,consignments.line_items';
  return createAdapter(
    {
      id: 'bigcommerce',
      base: `${url}/stores/${store}`,
      authorize: (call) => ({ ...call, headers: { ...call.headers, 'x-auth-token': accessToken } }),
      pause({ status, headers }) {
        const left = headers.get('x-rate-limit-requests-left');
        const reset = Number(headers.get('x-rate-limit-time-reset-ms'));
        return (status === 429 || left === '0') && reset > 0 ? reset : undefined;
      },
      order: (id) => ({ method: 'GET', path: `/v2/orders/${encodeURIComponent(id)}`, query: { include } }),
      orders: {
        first: ({ since, size = 50 }) => ({
          method: 'GET',
          path: '/v2/orders',
          query: {
            include,
            limit: String(size),
            page: '1',
            sort: 'id:asc',
            ...(since ? { min_date_modified: since.toISOString() } : {}),
          },
        }),
        next: (answered, last) =>
          // Behind the last page there is nothing: 204 without a body.
          answered.status === 204
            ? undefined
            : counted('', Number(last.query?.limit), () => ({
                ...last,
                query: { ...last.query, page: String(Number(last.query?.page) + 1) },
              }))(answered, last),
      },
      ...(webhookHeader
        ? {
            async verify(delivery) {
              const [name, secret] = webhookHeader;
              mustBe(secret, signatureOf(delivery, name.toLowerCase()));
              return hex(await digest('SHA-256', delivery.body));
            },
          }
        : {}),
    },
    options,
  );
}

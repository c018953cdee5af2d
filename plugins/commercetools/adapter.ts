// `aftersale/plugins/commercetools`: the HTTP API with client credentials. Messages are read from a queue of the project's own
// or by `call`; commercetools has no webhooks to check.
import { type Adapter, type AdapterOptions, createAdapter } from '../../wasm/src/storefront/adapter.js';
import type { Answered, Call } from '../../wasm/src/storefront/client.js';
import { oauth } from '../../wasm/src/storefront/tokens.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface CommercetoolsOptions extends AdapterOptions {
  readonly project: string;
  /** `europe-west1.gcp`. */
  readonly region?: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** `manage_orders:project` unless told. */
  readonly scope?: string;
  /** In place of the region's addresses. */
  readonly urls?: { readonly api: string; readonly auth: string };
}

export function createCommercetools(options: CommercetoolsOptions): Adapter {
  const { project, region = 'europe-west1.gcp', clientId, clientSecret } = options;
  const { api, auth } = options.urls ?? {
    api: `https://api.${region}.commercetools.com`,
    auth: `https://auth.${region}.commercetools.com`,
  };
  const tokens = oauth({
    storefront: 'commercetools',
    url: `${auth}/oauth/token`,
    form: { grant_type: 'client_credentials', scope: options.scope ?? `manage_orders:${project}` },
    basic: [clientId, clientSecret],
    fetch: options.fetch,
    clock: options.clock,
  });
  const query = { expand: 'paymentInfo.payments[*]' };
  const page = (size: number, where: string[]): Call => ({
    method: 'GET',
    path: '/orders',
    query: {
      ...query,
      limit: String(size),
      sort: 'id asc',
      ...(where.length ? { where: where.join(' and ') } : {}),
    },
  });
  const changed = (since?: Date): string[] => (since ? [`lastModifiedAt > "${since.toISOString()}"`] : []);
  let asked: Date | undefined;
  return createAdapter(
    {
      id: 'commercetools',
      base: `${api}/${encodeURIComponent(project)}`,
      authorize: async (call) => ({
        ...call,
        headers: { ...call.headers, authorization: `Bearer ${await tokens.get()}` },
      }),
      renew: () => tokens.renew(),
      order: (id) => ({ method: 'GET', path: `/orders/${encodeURIComponent(id)}`, query }),
      orders: {
        first({ since, size = 50 }) {
          asked = since;
          return page(size, changed(since));
        },
        // By the last id: offsets end at 10,000 and shift while orders are made.
        next(answered: Answered, last) {
          const size = Number(last.query?.limit);
          const { results = [] } = JSON.parse(answered.text) as { results?: { id: string }[] };
          const end = results.at(-1);
          return end && results.length >= size
            ? page(size, [...changed(asked), `id > "${end.id}"`])
            : undefined;
        },
      },
      // An update names the version that it saw: made twice, the second is refused (409).
      put: ({ path, body }) => ({ method: 'POST', path, body: JSON.stringify(body), repeatable: true }),
    },
    options,
  );
}

// `aftersale/plugins/magento`: the REST API of Adobe Commerce and Magento with an integration's or admin's token; GraphQL requests
// of the codec go the same way. Magento signs no webhooks.
import {
  type Adapter,
  type AdapterOptions,
  createAdapter,
  type Pages,
  plainly,
} from '../../wasm/src/storefront/adapter.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface MagentoOptions extends AdapterOptions {
  readonly url: string;
  readonly token: string;
  /** Store view, for GraphQL. */
  readonly store?: string;
}

export function createMagento(options: MagentoOptions): Adapter {
  const { url, token, store } = options;
  const pages = (path: string, changed: string): Pages => ({
    first: ({ since, size = 50 }) => ({
      method: 'GET',
      path,
      query: {
        'searchCriteria[pageSize]': String(size),
        'searchCriteria[currentPage]': '1',
        'searchCriteria[sortOrders][0][field]': 'entity_id',
        'searchCriteria[sortOrders][0][direction]': 'ASC',
        ...(since
          ? {
              'searchCriteria[filterGroups][0][filters][0][field]': changed,
              'searchCriteria[filterGroups][0][filters][0][conditionType]': 'gteq',
              // Magento's own times: UTC, without a zone.
              'searchCriteria[filterGroups][0][filters][0][value]': since
                .toISOString()
                .slice(0, 19)
                .replace('T', ' '),
            }
          : {}),
      },
    }),
    next({ text }, last) {
      const { total_count = 0 } = JSON.parse(text) as { total_count?: number };
      const size = Number(last.query?.['searchCriteria[pageSize]']);
      const page = Number(last.query?.['searchCriteria[currentPage]']);
      // Magento gives the last page again for every page behind it.
      if (page * size >= total_count) return undefined;
      return { ...last, query: { ...last.query, 'searchCriteria[currentPage]': String(page + 1) } };
    },
  });
  return createAdapter(
    {
      id: 'magento',
      base: url,
      authorize: (call) => ({
        ...call,
        headers: { ...call.headers, authorization: `Bearer ${token}`, ...(store ? { store } : {}) },
      }),
      order: (id) => ({ method: 'GET', path: `/rest/V1/orders/${encodeURIComponent(id)}` }),
      orders: pages('/rest/V1/orders', 'updated_at'),
      returnOf: (id) => ({ method: 'GET', path: `/rest/V1/returns/${encodeURIComponent(id)}` }),
      returns: pages('/rest/V1/returns', 'date_requested'),
      put: plainly,
    },
    options,
  );
}

// `aftersale/plugins/vendure`: the Admin API with a session's token, in a channel. Vendure sends no webhooks of its own.
import { type Adapter, type AdapterOptions, createAdapter } from '../../wasm/src/storefront/adapter.js';
import { again, dataOf, graphqlFault, operation, posted } from '../../wasm/src/storefront/graphql.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface VendureAdapterOptions extends AdapterOptions {
  readonly url: string;
  /** The bearer token of an administrator's session. */
  readonly token: string;
  /** The channel's token, where there are several. */
  readonly channel?: string;
}

const fields = `id code state active orderPlacedAt createdAt updatedAt currencyCode channels { code pricesIncludeTax }
total totalWithTax subTotal subTotalWithTax shipping shippingWithTax
customer { id firstName lastName emailAddress groups { name } }
shippingAddress { fullName province countryCode } billingAddress { fullName province countryCode }
surcharges { description price priceWithTax }
shippingLines { id shippingMethod { id code name } price priceWithTax discountedPrice discountedPriceWithTax
  discounts { description amount amountWithTax } }
lines { id quantity orderPlacedQuantity unitPrice unitPriceWithTax linePrice linePriceWithTax proratedLinePrice proratedLinePriceWithTax
  discounts { description amount amountWithTax } taxLines { description taxRate } featuredAsset { preview }
  productVariant { id name sku facetValues { code } product { id name facetValues { code } } } }
payments { id method amount state transactionId createdAt
  refunds { id paymentId state total reason createdAt lines { orderLineId quantity } } }
fulfillments { id state method trackingCode createdAt updatedAt lines { orderLineId quantity } }
history(options: { filter: { type: { eq: "ORDER_FULFILLMENT_TRANSITION" } } }) { items { type createdAt data } }`;

export function createVendure(options: VendureAdapterOptions): Adapter {
  const { url, token, channel } = options;
  const path = '/admin-api';
  return createAdapter(
    {
      id: 'vendure',
      base: url,
      authorize: (call) => ({
        ...call,
        headers: {
          ...call.headers,
          authorization: `Bearer ${token}`,
          ...(channel ? { 'vendure-token': channel } : {}),
        },
      }),
      fault: graphqlFault,
      order: (id) => operation(path, `query ($id: ID!) { order(id: $id) { ${fields} } }`, { id }),
      orders: {
        first: ({ since, size = 20 }) =>
          operation(
            path,
            `query ($options: OrderListOptions) { orders(options: $options) { items { ${fields} } totalItems } }`,
            {
              options: {
                take: size,
                skip: 0,
                sort: { id: 'ASC' },
                ...(since ? { filter: { updatedAt: { after: since.toISOString() } } } : {}),
              },
            },
          ),
        next(answered, last) {
          const total = dataOf<{ orders?: { totalItems?: number } }>(answered)?.orders?.totalItems ?? 0;
          let skip = 0;
          const call = again(last, ({ options: given }: { options: { take: number; skip: number } }) => {
            skip = given.skip + given.take;
            return { options: { ...given, skip } };
          });
          return skip < total ? call : undefined;
        },
      },
      put: posted(path),
    },
    options,
  );
}

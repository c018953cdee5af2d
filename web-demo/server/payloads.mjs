// The shop's orders as two storefronts would send them. The backend reads them through the plugins, as it would read a
// real shop's; nothing here knows the core's own order.

import { catalog, taxes, taxInside } from './catalog.mjs';

const decimal = (minor) => (minor / 100).toFixed(2);
const iso = (ms) => new Date(ms).toISOString().replace(/\.\d+Z/, 'Z');

/** Largest remainder, as storefronts allocate a discount over lines. */
function spread(total, weights) {
  const sum = weights.reduce((a, b) => a + b, 0);
  const shares = weights.map((weight) => Math.floor((total * weight) / sum));
  let rest = total - shares.reduce((a, b) => a + b, 0);
  const order = weights.map((weight, i) => [((total * weight) % sum) * -1, i]).sort((a, b) => a[0] - b[0]);
  for (const [, i] of order) if (rest-- > 0) shares[i] += 1;
  return shares;
}

/** Lines with their money worked out: price, discount, tax. */
function priced({ lines, currency, discount }) {
  const goods = lines.map(([sku, quantity = 1]) => ({
    sku,
    quantity,
    ...catalog[sku],
    unit: catalog[sku].price[currency],
  }));
  const gross = goods.map(({ unit, quantity }) => unit * quantity);
  const off = discount ? Math.round((gross.reduce((a, b) => a + b, 0) * discount.percent) / 100) : 0;
  const shares = off ? spread(off, gross) : gross.map(() => 0);
  return goods.map((line, i) => ({
    ...line,
    gross: gross[i],
    off: shares[i],
    tax: taxInside(gross[i] - shares[i], currency),
  }));
}

/** An order as Shopify's REST API gives it to a webhook. */
export function shopifyOrder(spec) {
  const { id, number, customer, currency, placed, shipped, delivered, discount, freight = 490, live } = spec;
  const lines = priced(spec);
  const goods = lines.reduce((sum, line) => sum + line.gross, 0);
  const off = lines.reduce((sum, line) => sum + line.off, 0);
  const tax = lines.reduce((sum, line) => sum + line.tax, 0) + taxInside(freight, currency);
  const total = goods - off + freight;
  const { rate, title } = taxes[currency];
  const [first, ...rest] = customer.name.split(' ');
  const address = {
    first_name: first,
    last_name: rest.join(' '),
    name: customer.name,
    address1: customer.street,
    city: customer.city,
    zip: customer.zip,
    country_code: customer.country,
  };
  const ids = lines.map((_, i) => id * 10 + i + 1);
  return {
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    name: `#${number}`,
    order_number: number,
    created_at: iso(placed),
    processed_at: iso(placed),
    updated_at: iso(delivered ?? shipped ?? placed),
    currency,
    presentment_currency: currency,
    taxes_included: true,
    financial_status: 'paid',
    fulfillment_status: shipped ? 'fulfilled' : null,
    cancelled_at: null,
    closed_at: null,
    source_name: live ? 'live' : 'web',
    customer_locale: customer.locale,
    email: customer.email,
    tags: live ? 'live' : '',
    note_attributes: live
      ? [
          { name: 'live_platform', value: 'marenmoss' },
          { name: 'live_room', value: live.room },
          { name: 'live_stream', value: live.stream },
          { name: 'live_host', value: live.host },
          { name: 'live_moment', value: iso(placed) },
        ]
      : [],
    customer: {
      id: customer.number,
      first_name: first,
      last_name: rest.join(' '),
      email: customer.email,
      tags: customer.tags ?? '',
    },
    shipping_address: address,
    billing_address: address,
    payment_gateway_names: [spec.gateway ?? 'shopify_payments'],
    transactions: [
      {
        id: id * 100,
        kind: 'sale',
        status: 'success',
        gateway: spec.gateway ?? 'shopify_payments',
        amount: decimal(total),
        currency,
        created_at: iso(placed),
      },
    ],
    total_line_items_price: decimal(goods),
    total_discounts: decimal(off),
    total_tax: decimal(tax),
    total_price: decimal(total),
    discount_codes: discount ? [{ code: discount.code, amount: decimal(off), type: 'percentage' }] : [],
    discount_applications: discount
      ? [
          {
            type: 'discount_code',
            code: discount.code,
            title: discount.code,
            value: String(discount.percent),
            value_type: 'percentage',
            allocation_method: 'across',
            target_type: 'line_item',
            target_selection: 'all',
          },
        ]
      : [],
    line_items: lines.map((line, i) => ({
      id: ids[i],
      admin_graphql_api_id: `gid://shopify/LineItem/${ids[i]}`,
      title: line.title,
      variant_title: line.variant,
      sku: line.sku,
      product_id: 700000 + Object.keys(catalog).indexOf(line.sku),
      product_type: line.type,
      vendor: 'Maren & Moss',
      quantity: line.quantity,
      current_quantity: line.quantity,
      price: decimal(line.unit),
      total_discount: '0.00',
      requires_shipping: true,
      gift_card: false,
      properties: Object.entries(line.traits ?? {}).map(([name, value]) => ({ name: `_${name}`, value })),
      discount_allocations: line.off ? [{ amount: decimal(line.off), discount_application_index: 0 }] : [],
      tax_lines: [{ title, rate, price: decimal(line.tax) }],
    })),
    shipping_lines: freight
      ? [
          {
            id: id * 1000,
            title: 'Standard',
            code: 'standard',
            price: decimal(freight),
            discounted_price: decimal(freight),
            discount_allocations: [],
            tax_lines: [{ title, rate, price: decimal(taxInside(freight, currency)) }],
          },
        ]
      : [],
    fulfillments: shipped
      ? [
          {
            id: id + 1,
            status: 'success',
            created_at: iso(shipped),
            updated_at: iso(delivered ?? shipped),
            shipment_status: delivered ? 'delivered' : 'in_transit',
            tracking_company: spec.carrier ?? 'DHL',
            tracking_number: `0034${id}`,
            events: delivered ? [{ status: 'delivered', happened_at: iso(delivered) }] : [],
            line_items: lines.map((line, i) => ({ id: ids[i], quantity: line.quantity })),
          },
        ]
      : [],
    refunds: [],
    returns: [],
  };
}

/** An order as Medusa's admin API gives it. */
export function medusaOrder(spec) {
  const {
    id,
    number,
    customer,
    currency,
    placed,
    shipped,
    delivered,
    discount,
    freight = 490,
    live,
    giftCard = 0,
  } = spec;
  const lines = priced(spec);
  const { rate } = taxes[currency];
  const total = lines.reduce((sum, line) => sum + line.gross - line.off, 0) + freight;
  const [first, ...rest] = customer.name.split(' ');
  const taxLine = [{ rate: rate * 100, code: taxes[currency].title }];
  const address = {
    first_name: first,
    last_name: rest.join(' '),
    address_1: customer.street,
    city: customer.city,
    postal_code: customer.zip,
    country_code: customer.country.toLowerCase(),
  };
  const item = (line, i) => ({
    id: `ordli_${id}_${i + 1}`,
    title: line.variant,
    product_title: line.title,
    variant_title: line.variant,
    variant_sku: line.sku,
    product_id: `prod_${line.sku.toLowerCase()}`,
    product_type: line.type,
    thumbnail: null,
    quantity: line.quantity,
    unit_price: line.unit / 100,
    is_tax_inclusive: true,
    is_discountable: true,
    requires_shipping: true,
    metadata: line.traits ?? {},
    adjustments: line.off
      ? [
          {
            id: `ordliadj_${id}_${i + 1}`,
            code: discount.code,
            amount: line.off / 100,
            is_tax_inclusive: true,
          },
        ]
      : [],
    tax_lines: taxLine,
    detail: {
      quantity: line.quantity,
      fulfilled_quantity: shipped ? line.quantity : 0,
      shipped_quantity: shipped ? line.quantity : 0,
      delivered_quantity: delivered ? line.quantity : 0,
      return_requested_quantity: 0,
      return_received_quantity: 0,
      return_dismissed_quantity: 0,
      written_off_quantity: 0,
    },
  });
  const payment = (suffix, provider, amount) => ({
    id: `pay_${id}_${suffix}`,
    amount: amount / 100,
    currency_code: currency.toLowerCase(),
    provider_id: provider,
    captured_at: iso(placed),
    captures: [{ id: `capt_${id}_${suffix}`, amount: amount / 100 }],
    refunds: [],
  });
  return {
    order: {
      id: `order_${id}`,
      display_id: number,
      status: 'pending',
      created_at: iso(placed),
      currency_code: currency.toLowerCase(),
      locale: customer.locale,
      email: customer.email,
      customer_id: `cus_${customer.id}`,
      customer: {
        id: `cus_${customer.id}`,
        first_name: first,
        last_name: rest.join(' '),
        email: customer.email,
        has_account: true,
      },
      shipping_address: address,
      billing_address: address,
      payment_status: 'captured',
      fulfillment_status: delivered ? 'delivered' : shipped ? 'shipped' : 'not_fulfilled',
      metadata: live
        ? {
            live_platform: 'marenmoss',
            live_room: live.room,
            live_stream: live.stream,
            live_host: live.host,
            live_moment: iso(placed),
          }
        : {},
      items: lines.map(item),
      shipping_methods: freight
        ? [
            {
              id: `ordsm_${id}`,
              name: 'Standard',
              amount: freight / 100,
              is_tax_inclusive: true,
              tax_lines: taxLine,
              adjustments: [],
            },
          ]
        : [],
      payment_collections: [
        {
          id: `pay_col_${id}`,
          amount: total / 100,
          captured_amount: total / 100,
          refunded_amount: 0,
          payments: [
            ...(giftCard ? [payment('gift', 'pp_giftcard', giftCard)] : []),
            payment('card', spec.gateway ?? 'pp_stripe_card', total - giftCard),
          ],
        },
      ],
      fulfillments: shipped
        ? [
            {
              id: `ful_${id}`,
              shipped_at: iso(shipped),
              delivered_at: delivered ? iso(delivered) : null,
              canceled_at: null,
              provider: { name: spec.carrier ?? 'DHL' },
              labels: [{ tracking_number: `JJD${id}` }],
              items: lines.map((line, i) => ({
                id: `fulit_${id}_${i + 1}`,
                line_item_id: `ordli_${id}_${i + 1}`,
                quantity: line.quantity,
              })),
            },
          ]
        : [],
      returns: [],
      summary: { paid_total: total / 100, refunded_total: 0, current_order_total: total / 100 },
    },
  };
}

// The shop of orders.mjs in Medusa, made and bought from by its own HTTP API.

import { randomUUID } from 'node:crypto';
import { markets, products, vouchers } from '../orders.mjs';

const entries = Object.entries;

export async function openShop({ call, sell }) {
  const post = (path, body) => call('POST', path, body);
  const [store] = (await call('GET', '/admin/stores')).stores;
  const currencies = [...new Set(Object.values(markets).map(({ currency }) => currency.toLowerCase()))];
  const { sales_channel: channel } = await post('/admin/sales-channels', { name: 'Shop' });
  await post(`/admin/stores/${store.id}`, {
    supported_currencies: currencies.map((code, i) => ({ currency_code: code, is_default: i === 0 })),
    default_sales_channel_id: channel.id,
  });
  const { api_key: key } = await post('/admin/api-keys', { title: 'Shop', type: 'publishable' });
  await post(`/admin/api-keys/${key.id}/sales-channels`, { add: [channel.id] });
  sell(key.token);

  const { stock_location: location } = await post('/admin/stock-locations', { name: 'Warehouse' });
  await post(`/admin/stock-locations/${location.id}/sales-channels`, { add: [channel.id] });
  await post(`/admin/stock-locations/${location.id}/fulfillment-providers`, { add: ['manual_manual'] });
  const { stock_location: placed } = await post(
    `/admin/stock-locations/${location.id}/fulfillment-sets?fields=*fulfillment_sets`,
    { name: 'Delivery', type: 'shipping' },
  );
  const [set] = placed.fulfillment_sets;
  const { shipping_profile: profile } = await post('/admin/shipping-profiles', {
    name: 'Goods',
    type: 'goods',
  });

  const shop = {
    location: location.id,
    profile: profile.id,
    regions: {},
    zones: {},
    delivery: {},
    variants: {},
  };
  for (const [id, market] of entries(markets)) {
    const country = market.country.toLowerCase();
    const { region } = await post('/admin/regions', {
      name: market.name,
      currency_code: market.currency.toLowerCase(),
      countries: [country],
      payment_providers: ['pp_system_default'],
      is_tax_inclusive: market.inclusive,
      automatic_taxes: true,
    });
    shop.regions[id] = region.id;
    const { fulfillment_set: zoned } = await post(`/admin/fulfillment-sets/${set.id}/service-zones`, {
      name: market.name,
      geo_zones: [{ type: 'country', country_code: country }],
    });
    const zone = zoned.service_zones.find(({ name }) => name === market.name);
    shop.zones[id] = zone.id;
    const { shipping_option: option } = await post('/admin/shipping-options', {
      name: 'Delivery',
      price_type: 'flat',
      provider_id: 'manual_manual',
      service_zone_id: zone.id,
      shipping_profile_id: profile.id,
      type: { label: 'Delivery', description: 'Delivery', code: `delivery-${id}` },
      prices: [{ region_id: region.id, amount: Number(market.delivery) }],
      rules: [
        { attribute: 'enabled_in_store', operator: 'eq', value: 'true' },
        { attribute: 'is_return', operator: 'eq', value: 'false' },
      ],
    });
    shop.delivery[id] = option.id;
  }

  const ids = {};
  for (const [sku, { title, prices }] of entries(products)) {
    const { product } = await post('/admin/products?fields=*variants', {
      title,
      status: 'published',
      shipping_profile_id: profile.id,
      sales_channels: [{ id: channel.id }],
      options: [{ title: 'Kind', values: ['one'] }],
      variants: [
        {
          title,
          sku,
          manage_inventory: false,
          options: { Kind: 'one' },
          prices: entries(prices).map(([market, amount]) => ({
            currency_code: markets[market].currency.toLowerCase(),
            amount: Number(amount),
            rules: { region_id: shop.regions[market] },
          })),
        },
      ],
    });
    ids[sku] = product.id;
    shop.variants[sku] = product.variants[0].id;
  }

  for (const { country, standard, reduced } of Object.values(markets)) {
    const { tax_region: region } = await post('/admin/tax-regions', {
      country_code: country.toLowerCase(),
      provider_id: 'tp_system',
      default_tax_rate: { name: 'standard', code: 'standard', rate: Number(standard) },
    });
    if (reduced === standard) continue;
    await post('/admin/tax-rates', {
      tax_region_id: region.id,
      name: 'reduced',
      code: 'reduced',
      rate: Number(reduced),
      rules: entries(products)
        .filter(([, product]) => product.reduced)
        .map(([sku]) => ({ reference: 'product', reference_id: ids[sku] })),
    });
  }

  for (const [code, { percent, amount, product }] of entries(vouchers)) {
    for (const [id, market] of entries(markets)) {
      const currency = { currency_code: market.currency.toLowerCase() };
      await post('/admin/promotions', {
        code: `${code}-${id}`,
        type: 'standard',
        status: 'active',
        is_automatic: false,
        is_tax_inclusive: market.inclusive,
        application_method: {
          type: percent ? 'percentage' : 'fixed',
          value: Number(percent ?? amount[id]),
          ...currency,
          target_type: 'items',
          allocation: 'across',
          ...(product && {
            target_rules: [{ attribute: 'items.product.id', operator: 'in', values: [ids[product]] }],
          }),
        },
      });
    }
  }
  return shop;
}

/** A free way back from a market; resolves to its id. */
export async function returnOption({ call }, shop, market) {
  const { shipping_option: option } = await call('POST', '/admin/shipping-options', {
    name: 'Return',
    price_type: 'flat',
    provider_id: 'manual_manual',
    service_zone_id: shop.zones[market],
    shipping_profile_id: shop.profile,
    type: { label: 'Return', description: 'Return', code: `return-${market}` },
    prices: [{ region_id: shop.regions[market], amount: 0 }],
    rules: [
      { attribute: 'enabled_in_store', operator: 'eq', value: 'true' },
      { attribute: 'is_return', operator: 'eq', value: 'true' },
    ],
  });
  return option.id;
}

/** A signed-in customer: how it calls the store, with its name and its token. */
export async function signUp({ asks }, name) {
  const email = `${name}@example.com`;
  const anybody = (path, body, token) => asks('POST', path, body, token);
  const secret = { email, password: randomUUID() };
  const { token: first } = await anybody('/auth/customer/emailpass/register', secret);
  const { customer: made } = await anybody('/store/customers', { email, first_name: name }, first);
  const { token } = await anybody('/auth/customer/emailpass', secret);
  return { id: made.id, token, call: (method, path, body) => asks(method, path, body, token) };
}

/** Buys, pays and gets the goods; resolves to the id of the order and those of its lines by sku. */
export async function placeOrder({ call }, shop, { market, lines, vouchers: codes = [] }) {
  const post = (path, body) => call('POST', path, body);
  const address = {
    first_name: 'Ada',
    last_name: 'Buyer',
    address_1: 'Main Street 1',
    city: 'Town',
    postal_code: '10115',
    country_code: markets[market].country.toLowerCase(),
  };
  const { cart } = await post('/store/carts', {
    region_id: shop.regions[market],
    email: 'ada@example.com',
    shipping_address: address,
    billing_address: address,
  });
  for (const [sku, quantity] of entries(lines)) {
    await post(`/store/carts/${cart.id}/line-items`, { variant_id: shop.variants[sku], quantity });
  }
  await post(`/store/carts/${cart.id}/shipping-methods`, { option_id: shop.delivery[market] });
  if (codes.length > 0) {
    await post(`/store/carts/${cart.id}/promotions`, {
      promo_codes: codes.map((code) => `${code}-${market}`),
    });
  }
  const { payment_collection: payment } = await post('/store/payment-collections', { cart_id: cart.id });
  await post(`/store/payment-collections/${payment.id}/payment-sessions`, {
    provider_id: 'pp_system_default',
  });
  const { order } = await post(`/store/carts/${cart.id}/complete`, {});
  const items = order.items.map(({ id, quantity }) => ({ id, quantity }));
  await post(`/admin/orders/${order.id}/fulfillments`, { items, location_id: shop.location });
  const { order: packed } = await call(
    'GET',
    `/admin/orders/${order.id}?fields=*fulfillments,*payment_collections.payments`,
  );
  const parcel = `/admin/orders/${order.id}/fulfillments/${packed.fulfillments[0].id}`;
  await post(`${parcel}/shipments`, { items, labels: [] });
  await post(`${parcel}/mark-as-delivered`, {});
  const [paid] = packed.payment_collections[0].payments;
  await post(`/admin/payments/${paid.id}/capture`, {});
  const line = Object.fromEntries(order.items.map((item) => [item.variant_sku, item.id]));
  return { id: order.id, payment: paid.id, line };
}

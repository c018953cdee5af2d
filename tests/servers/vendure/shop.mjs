// The shop of orders.mjs in Vendure, made and bought from by its own GraphQL API: one channel for each market.

import { randomUUID } from 'node:crypto';
import { markets, products, vouchers } from '../orders.mjs';

const entries = Object.entries;
const error = '... on ErrorResult { errorCode message }';
const texts = (name, more = {}) => [{ languageCode: 'en', name, ...more }];

/** Vendure's own minor units: hundredths, whatever the currency. */
export const cents = (amount) => Math.round(Number(amount) * 100);

export async function openShop(server) {
  const admin = await server.admin();
  const create = async (name, input, type = `Create${name}Input!`) => {
    const mutation = `mutation ($input: ${type}) { answer: create${name}(input: $input) { __typename ... on Node { id } } }`;
    return (await admin(mutation, { input })).id;
  };
  const standard = await create('TaxCategory', { name: 'standard', isDefault: true });
  const reduced = await create('TaxCategory', { name: 'reduced' });
  const shop = {};
  for (const [id, market] of entries(markets)) {
    const country = await create('Country', {
      code: market.country,
      enabled: true,
      translations: texts(market.name),
    });
    const zone = await create('Zone', { name: market.name, memberIds: [country] });
    const rate = (categoryId, value) =>
      create('TaxRate', {
        name: `${market.name} ${value}`,
        value: Number(value),
        enabled: true,
        categoryId,
        zoneId: zone,
      });
    await rate(standard, market.standard);
    await rate(reduced, market.reduced);
    await create('Channel', {
      code: id,
      token: `token-${id}`,
      defaultLanguageCode: 'en',
      availableLanguageCodes: ['en'],
      defaultCurrencyCode: market.currency,
      availableCurrencyCodes: [market.currency],
      pricesIncludeTax: market.inclusive,
      defaultTaxZoneId: zone,
      defaultShippingZoneId: zone,
    });
    shop[id] = await fill(await server.admin(`token-${id}`), id, market, { standard, reduced });
  }
  return shop;
}

/** What a channel sells and takes. */
async function fill(admin, id, market, category) {
  const channel = await admin('{ activeChannel { id } }');
  const roleless = (name, input) =>
    admin(
      `mutation ($input: Create${name}Input!) { create${name}(input: $input) { __typename ... on Node { id } ${/Promotion/.test(name) ? error : ''} } }`,
      { input },
    );
  await roleless('PaymentMethod', {
    code: `card-${id}`,
    enabled: true,
    handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'true' }] },
    translations: texts('Pay', { description: '' }),
  });
  await roleless('ShippingMethod', {
    code: `delivery-${id}`,
    fulfillmentHandler: 'manual-fulfillment',
    checker: {
      code: 'default-shipping-eligibility-checker',
      arguments: [{ name: 'orderMinimum', value: '0' }],
    },
    calculator: {
      code: 'default-shipping-calculator',
      arguments: [
        { name: 'rate', value: `${cents(market.delivery)}` },
        { name: 'includesTax', value: market.inclusive ? 'include' : 'exclude' },
        { name: 'taxRate', value: market.standard },
      ],
    },
    translations: texts('Delivery', { description: '' }),
  });
  const variants = {};
  for (const [sku, product] of entries(products)) {
    const made = await roleless('Product', {
      enabled: true,
      translations: texts(product.title, { slug: `${sku}-${id}`, description: '' }),
    });
    const [variant] = await admin(
      'mutation ($input: [CreateProductVariantInput!]!) { createProductVariants(input: $input) { id } }',
      {
        input: [
          {
            productId: made.id,
            sku,
            price: cents(product.prices[id]),
            taxCategoryId: product.reduced ? category.reduced : category.standard,
            trackInventory: 'FALSE',
            translations: texts(product.title),
          },
        ],
      },
    );
    variants[sku] = variant.id;
  }
  for (const [code, { percent, amount, product }] of entries(vouchers)) {
    const action = product
      ? [
          'products_percentage_discount',
          { discount: percent, productVariantIds: JSON.stringify([variants[product]]) },
        ]
      : percent
        ? ['order_percentage_discount', { discount: percent }]
        : ['order_fixed_discount', { discount: `${cents(amount[id])}` }];
    await roleless('Promotion', {
      enabled: true,
      couponCode: `${code}-${id}`,
      conditions: [],
      actions: [{ code: action[0], arguments: entries(action[1]).map(([name, value]) => ({ name, value })) }],
      translations: texts(code),
    });
  }
  return { admin, channel: channel.id, token: `token-${id}`, variants };
}

/** A customer who has signed in: a session of the market. */
export async function signUp(server, shop, { market }, name) {
  const call = server.session('shop-api', shop[market].token);
  const emailAddress = `${name}@example.com`;
  const password = randomUUID();
  await call(
    `mutation ($input: RegisterCustomerInput!) { registerCustomerAccount(input: $input) { __typename ${error} } }`,
    { input: { emailAddress, firstName: name, password } },
  );
  await call(
    `mutation ($username: String!, $password: String!) { login(username: $username, password: $password) { __typename ${error} } }`,
    { username: emailAddress, password },
  );
  return call;
}

/** Buys, pays and gets the goods, as a guest or in a session; resolves to the ids that the order has. */
export async function placeOrder(server, shop, { market, lines, vouchers: codes = [] }, signedIn) {
  const { admin, token, variants } = shop[market];
  const call = signedIn ?? server.session('shop-api', token);
  for (const [sku, quantity] of entries(lines)) {
    await call(
      `mutation ($id: ID!, $quantity: Int!) { addItemToOrder(productVariantId: $id, quantity: $quantity) { __typename ${error} } }`,
      { id: variants[sku], quantity },
    );
  }
  const guest = `mutation { setCustomerForOrder(input: { firstName: "Ada", lastName: "Buyer", emailAddress: "ada@example.com" }) { __typename ${error} } }`;
  if (!signedIn) await call(guest);
  await call(
    `mutation ($input: CreateAddressInput!) { setOrderShippingAddress(input: $input) { __typename ${error} } }`,
    {
      input: {
        streetLine1: 'Main Street 1',
        city: 'Town',
        postalCode: '10115',
        countryCode: markets[market].country,
      },
    },
  );
  const [method] = await call('{ eligibleShippingMethods { id } }');
  await call(
    `mutation ($id: [ID!]!) { setOrderShippingMethod(shippingMethodId: $id) { __typename ${error} } }`,
    {
      id: [method.id],
    },
  );
  for (const code of codes) {
    await call(`mutation ($code: String!) { applyCouponCode(couponCode: $code) { __typename ${error} } }`, {
      code: `${code}-${market}`,
    });
  }
  await call(`mutation { transitionOrderToState(state: "ArrangingPayment") { __typename ${error} } }`);
  const order = await call(
    `mutation ($method: String!) { addPaymentToOrder(input: { method: $method, metadata: {} }) { __typename ... on Order { id payments { id } lines { id quantity productVariant { sku } } } ${error} } }`,
    { method: `card-${market}` },
  );
  const fulfillment = await admin(
    `mutation ($input: FulfillOrderInput!) { addFulfillmentToOrder(input: $input) { __typename ... on Fulfillment { id } ${error} } }`,
    {
      input: {
        lines: order.lines.map(({ id, quantity }) => ({ orderLineId: id, quantity })),
        handler: {
          code: 'manual-fulfillment',
          arguments: [
            { name: 'method', value: 'Post' },
            { name: 'trackingCode', value: 'T-1' },
          ],
        },
      },
    },
  );
  for (const state of ['Shipped', 'Delivered']) {
    await admin(
      `mutation ($id: ID!, $state: String!) { transitionFulfillmentToState(id: $id, state: $state) { __typename ${error} } }`,
      { id: fulfillment.id, state },
    );
  }
  return {
    id: order.id,
    market,
    payment: order.payments[0].id,
    line: Object.fromEntries(order.lines.map((line) => [line.productVariant.sku, line.id])),
  };
}

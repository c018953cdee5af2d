// An order of Vendure's in the words of its Admin API: what the codec reads, whether it came over GraphQL or out of the server.

/** Fields of an order as the Admin API's query names them. */
export const vendureOrderFields = `
  id code state active type orderPlacedAt createdAt updatedAt currencyCode couponCodes
  channels { code pricesIncludeTax }
  subTotal subTotalWithTax shipping shippingWithTax total totalWithTax
  customer { id firstName lastName emailAddress }
  shippingAddress { fullName province countryCode }
  surcharges { id description price priceWithTax }
  shippingLines {
    id shippingMethod { id code name } price priceWithTax discountedPrice discountedPriceWithTax
    discounts { adjustmentSource type description amount amountWithTax }
  }
  lines {
    id quantity orderPlacedQuantity unitPrice unitPriceWithTax proratedUnitPrice proratedUnitPriceWithTax
    linePrice linePriceWithTax proratedLinePrice proratedLinePriceWithTax
    productVariant { id name sku product { id name } }
    discounts { adjustmentSource type description amount amountWithTax }
    taxLines { description taxRate }
  }
  payments {
    id method amount state transactionId createdAt
    refunds { id paymentId state total reason createdAt lines { orderLineId quantity } }
  }
  fulfillments { id state method trackingCode createdAt updatedAt lines { orderLineId quantity } }
`;

/** What has to be loaded for it inside the server. */
export const vendureOrderRelations: readonly string[] = [
  ...['channels', 'customer', 'surcharges', 'shippingLines', 'shippingLines.shippingMethod', 'lines'],
  ...[
    'shippingLines.shippingMethod.translations',
    'lines.productVariant',
    'lines.productVariant.translations',
  ],
  ...['lines.productVariant.product', 'lines.productVariant.product.translations'],
  ...['payments', 'payments.refunds', 'payments.refunds.lines', 'fulfillments', 'fulfillments.lines'],
];

interface Selection {
  [field: string]: Selection | true;
}

/** The tree of a selection: names, and braces for what is below them. */
function selectionOf(text: string): Selection {
  const root: Selection = {};
  const path: Selection[] = [root];
  let last = '';
  for (const [word] of text.matchAll(/[{}]|\w+/g)) {
    const here = path.at(-1) as Selection;
    if (word === '}') path.pop();
    else if (word === '{') {
      const below: Selection = {};
      here[last] = below;
      path.push(below);
    } else {
      here[word] = true;
      last = word;
    }
  }
  return root;
}

const selection = selectionOf(vendureOrderFields);

/** The selected fields of what the server has in its memory, as its API would answer: ids are text there. */
export const asAnswered = (order: object): Record<string, unknown> =>
  pick(order, selection) as Record<string, unknown>;

function pick(value: unknown, chosen: Selection | true): unknown {
  if (Array.isArray(value)) return value.map((each) => pick(each, chosen));
  if (value instanceof Date) return value.toISOString();
  if (chosen === true || value === null || typeof value !== 'object') return value ?? null;
  const from = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(chosen).map(([name, below]) => {
      // Names are told in one language by the API, and kept in all of them.
      const found = pick(from[name] ?? translated(from)?.[name], below);
      return [name, /(^i|I)d$/.test(name) && found !== null ? `${found}` : found];
    }),
  );
}

function translated({ translations }: Record<string, unknown>): Record<string, unknown> | undefined {
  return Array.isArray(translations) ? translations[0] : undefined;
}

// What Vendure itself pays back for units, and the refund carried out.

const refunding = `mutation ($input: RefundOrderInput!) {
  refundOrder(input: $input) { __typename ... on Refund { id state total } ... on ErrorResult { errorCode message } }
}`;

/** All that the core wants to know of an order, in Vendure's own words. */
const document = `query ($id: ID!) {
  order(id: $id) {
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
    history(options: { take: 100, sort: { createdAt: ASC } }) { items { type createdAt data } }
  }
}`;

export const readOrder = async (shop, { id, market }) => ({
  order: await shop[market].admin(document, { id }),
});

const lines = ({ line }, units) =>
  Object.entries(units).map(([sku, quantity]) => ({ orderLineId: line[sku], quantity }));

/** A refund of units whose amount Vendure works out by itself; hundredths, whatever the currency. */
export const refundLines = async (shop, placed, units, shipping = 0) =>
  (
    await shop[placed.market].admin(refunding, {
      input: {
        paymentId: placed.payment,
        lines: lines(placed, units),
        shipping,
        adjustment: 0,
        reason: 'return',
      },
    })
  ).total;

/** A refund of an amount that is given, for units. */
export const refundAmount = async (shop, placed, units, amount) =>
  (
    await shop[placed.market].admin(refunding, {
      input: {
        paymentId: placed.payment,
        amount,
        lines: lines(placed, units),
        shipping: 0,
        adjustment: 0,
        reason: 'return',
      },
    })
  ).total;

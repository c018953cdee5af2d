// What Vendure itself pays back for units, and the refund carried out.

import { vendureOrderFields } from 'aftersale/backends/vendure';

const refunding = `mutation ($input: RefundOrderInput!) {
  refundOrder(input: $input) { __typename ... on Refund { id state total } ... on ErrorResult { errorCode message } }
}`;

/** All that the core wants to know of an order, in Vendure's own words. */
const document = `query ($id: ID!) {
  order(id: $id) {
    ${vendureOrderFields}
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

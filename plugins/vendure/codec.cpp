// Vendure 3: orders and refunds of its Shop and Admin GraphQL APIs; refunds for the latter.
#include "vendure.hpp"

namespace aftersale::vendure {
namespace {

constexpr char kinds[] =
    "order order an order\n"
    "cart other an order that was not placed yet\n"
    "refund update a refund\n"
    "fulfillment update a fulfillment\n"
    "change other an answer to a change of an order\n"
    "failure other a refusal of Vendure's\n";
constexpr char rules[] =
    "refund 100 refundOrder refundOrder.__typename=Refund\n"
    "refund 100 settleRefund settleRefund.__typename=Refund\n"
    "refund 90 . __typename=Refund paymentId total\n"
    "fulfillment 100 transitionFulfillmentToState transitionFulfillmentToState.__typename=Fulfillment\n"
    "fulfillment 100 addFulfillmentToOrder addFulfillmentToOrder.__typename=Fulfillment\n"
    "failure 80 refundOrder refundOrder.errorCode\n"
    "change 80 cancelOrder cancelOrder.__typename\n"
    "change 80 transitionOrderToState transitionOrderToState.__typename\n"
    "cart 100 activeOrder activeOrder.currencyCode\n"
    "cart 100 . $active $code:string $currencyCode:string $lines:array\n"
    "order 100 orderByCode orderByCode.code orderByCode.currencyCode orderByCode.lines:array\n"
    "order 100 orders.items orders.items.0.code orders.items.0.currencyCode orders.items.0.totalWithTax\n"
    "order 100 . $code:string $currencyCode:string $lines:array $totalWithTax\n"
    "order 90 . $code:string $currencyCode:string $lines.0.productVariant\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "payment state": {"Created":"ok","Authorized":"ok","Settled":"ok","Declined":"ok","Error":"ok","Cancelled":"ok"},
    "fulfillment state": {"Created":"pending","Pending":"pending","Shipped":"shipped","Delivered":"delivered","Cancelled":"canceled"},
    "refund state": {"Pending":"approved","Settled":"refunded","Failed":"canceled"}
  },
  "unrounded": true,
  "order": {
    "currency": "currencyCode!",
    "#digits": ".",
    "taxMode": "channels[--pricesIncludeTax]?'inclusive'|channels.0?'exclusive'|'inclusive'",
    "id": "id!",
    "number": "code",
    "createdAt": "orderPlacedAt|createdAt!",
    "status": "state=Cancelled?'canceled'",
    "native": ["state"],
    "notes": ["customFields.", "customFields"],
    "buyer": {
      "id": "customer.id",
      "name": "customer.firstName+customer.lastName",
      "email": "customer.emailAddress",
      "tags": ["customer.groups", "name"],
      "@": ["shippingAddress|billingAddress", {"country": "countryCode", "region": "province", "name": "fullName", "known": ["fullName"]}]
    },
    "lines": ["lines", {
      "id": "id!",
      "title": "productVariant.product.name|productVariant.name|productVariant.sku",
      "variant": "productVariant.name",
      "sku": "productVariant.sku",
      "product": "productVariant.product.id",
      "image": "featuredAsset.preview|productVariant.featuredAsset.preview|productVariant.product.featuredAsset.preview",
      "check": "quantity!quantity",
      "quantity": "quantity>?quantity|orderPlacedQuantity",
      "canceled": "quantity>?|orderPlacedQuantity",
      "attributes": ["productVariant.product.customFields", "productVariant.customFields", "customFields"],
      "flags": ["productVariant.facetValues", "code"],
      "flags2": ["productVariant.product.facetValues", "code"],
      "known": ["orderPlacedQuantity", "proratedUnitPrice", "proratedUnitPriceWithTax"]
    }, "ask for the order with its lines"],
    "shipping": ["shippingLines", {"id": "id", "title": "shippingMethod.name|shippingMethod.code"}],
    "#charges": ".",
    "@": ["surcharges", {"say": ["priceWithTax", "charge_left_out|the order's total holds % that belongs to no line: surcharge %", "description"]}],
    "payments": [["payments", {
      "check": "state!state~payment state",
      "skip": "-state=Settled",
      "id": "id",
      "label": "method~payment method",
      "in": "amount"
    }]],
    "giveBack": ["payments*refunds", {"check": "state!state~refund state", "skip": "state=Failed", "parent": "paymentId", "out": "total"}],
    "shipments": ["fulfillments", {
      "id": "id",
      "status": "state~fulfillment state",
      "#times": ".",
      "arrived": ["state", "updatedAt"],
      "carrier": "method",
      "tracking": "trackingCode",
      "lines": ["lines", {"line": "orderLineId|orderLine.id", "quantity": "quantity"}]
    }],
    "returns": ["payments*refunds", {
      "skip": "state=Failed",
      "id": "id",
      "native": "state",
      "status": "state~refund state",
      "lines": ["lines", {"line": "orderLineId|orderLine.id", "quantity": "quantity"}],
      "refunded": "total"
    }],
    "#what_is_left": "."
  },
  "update": {"order": "order.id"},
  "updates": {
    "order": {"order": "id", "native": "state", "currency": "currencyCode", "status": "state=Cancelled?'canceled'", "at": "updatedAt"},
    "refund": {"return": "id", "native": "state", "status": "state~refund state", "at": "updatedAt|createdAt",
      "lines": ["lines", {"line": "orderLineId|orderLine.id", "quantity": "quantity"}]},
    "fulfillment": {"native": "state", "at": "updatedAt|createdAt"}
  },
  "graphql": "/admin-api",
  "write": {
    "refund": [
      {"need": "quote.resolution=store_credit",
       "error": "!not_supported|Vendure refunds to the payment that was made; store credit is the shop's own plugin|issue the credit there"},
      {"need": "-order.source.native.moneyStrategyPrecision=own",
       "error": "!not_supported|Vendure counts this currency in other units than its own|refund by hand, or give the order's moneyStrategyPrecision before reading it"},
      {"need": "quote.tenders.0", "requests": ["*quote.tenders", {
        "need": "tender~/quote.tenders.0.tender",
        "operation": "refundOrder",
        "query": "mutation RefundOrder($paymentId: ID!, $amount: Money!, $reason: String, $lines: [OrderLineInput!]) { refundOrder(input: { paymentId: $paymentId, amount: $amount, reason: $reason, lines: $lines, shipping: 0, adjustment: 0 }) { __typename ... on Refund { id paymentId state total transactionId lines { orderLineId quantity } createdAt } ... on ErrorResult { errorCode message } } }",
        "variables": {"paymentId": "</ids.payments[tender]|tender>", "amount": "<amount.amount>", "reason": "</case>",
          "lines": ["*/quote.items", {"orderLineId": "<line>", "quantity": "<quantity>"}]}
      }, {
        "operation": "refundOrder",
        "query": "mutation RefundOrder($paymentId: ID!, $amount: Money!, $reason: String, $lines: [OrderLineInput!]) { refundOrder(input: { paymentId: $paymentId, amount: $amount, reason: $reason, lines: $lines, shipping: 0, adjustment: 0 }) { __typename ... on Refund { id paymentId state total transactionId lines { orderLineId quantity } createdAt } ... on ErrorResult { errorCode message } } }",
        "variables": {"paymentId": "</ids.payments[tender]|tender>", "amount": "<amount.amount>", "reason": "</case>"}
      }]}
    ],
    "*": [{"error": "!not_supported|Vendure has no returns, only refunds of a payment|keep the case beside it and write its refund"}]
  }
})json"; });

constexpr CodecHook hooks[] = {{"digits", digits}, {"charges", charges}, {"times", times}, {"what_is_left", what_is_left}, {}};

}  // namespace
}  // namespace aftersale::vendure

namespace aftersale::plugins {
extern const Codec codec_vendure;
const Codec codec_vendure = {.id = "vendure", .kinds = vendure::kinds, .rules = vendure::rules, .tables = vendure::tables.data(), .hooks = vendure::hooks};
}  // namespace aftersale::plugins

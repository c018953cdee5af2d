// Saleor: orders, returned fulfillments, granted refunds of its GraphQL API and webhooks; returns and refunds for the same.
#include "aftersale/codec_tools.hpp"

namespace aftersale::saleor {
namespace {

constexpr char kinds[] =
    "order order an order\n"
    "return return a returned fulfillment\n"
    "grant update a granted refund\n"
    "refund update a refunded order\n"
    "fulfillment update a fulfillment\n"
    "transaction update a payment's transaction\n"
    "draft other a draft or checkout, which is no order yet\n"
    "refusal other a request's errors\n"
    "request other a GraphQL request\n"
    "failure other an error answer\n";
constexpr char rules[] =
    "request 70 . query^mutation variables:object\n"
    "request 70 . query^query variables:object\n"
    "refusal 100 . orderFulfillmentReturnProducts.errors.0\n"
    "refusal 100 . orderGrantRefundCreate.errors.0\n"
    "refusal 100 . orderFulfillmentRefundProducts.errors.0\n"
    "refusal 100 . orderRefund.errors.0\n"
    "return 100 orderFulfillmentReturnProducts orderFulfillmentReturnProducts.order\n"
    "return 90 orderFulfillmentReturnProducts orderFulfillmentReturnProducts.returnFulfillment\n"
    "grant 100 orderGrantRefundCreate orderGrantRefundCreate.grantedRefund\n"
    "grant 100 orderGrantRefundUpdate orderGrantRefundUpdate.grantedRefund\n"
    "grant 90 . shippingCostsIncluded status:string amount:object\n"
    "fulfillment 100 orderFulfillmentRefundProducts.fulfillment orderFulfillmentRefundProducts.fulfillment.status\n"
    "refund 100 orderRefund.order orderRefund.order.id\n"
    "transaction 100 transactionRequestRefundForGrantedRefund.transaction transactionRequestRefundForGrantedRefund.transaction.id\n"
    "transaction 90 transaction transaction.id action.actionType\n"
    "transaction 90 transaction transaction.pspReference transaction.chargedAmount\n"
    "draft 100 checkout checkout.id checkout.lines:array\n"
    "draft 100 . $status=DRAFT $total.gross.amount $lines:array\n"
    "order 100 . $total.gross.amount $lines:array $created:string\n"
    "order 100 orders orders.edges.0.node.total.gross.amount\n"
    "order 100 me.orders me.orders.edges.0.node.total.gross.amount\n"
    "order 100 . $total_gross_amount $lines:array $created:string\n"
    "order 90 . $id^T3JkZXI6 $total.gross.currency\n"
    "order 60 . $id^T3JkZXI6 $status:string\n"
    "fulfillment 90 fulfillment fulfillment.status:string fulfillment.id\n"
    "fulfillment 90 . id^RnVsZmlsbG1lbnQ status:string\n"
    "failure 40 . errors.0.extensions.exception\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "fulfillment status": {"FULFILLED":"shipped","WAITING_FOR_APPROVAL":"pending","CANCELED":"canceled","RETURNED":"shipped","REFUNDED_AND_RETURNED":"shipped","REPLACED":"shipped","REFUNDED":"pending"},
    "return status": {"WAITING_FOR_APPROVAL":"requested","FULFILLED":"requested","RETURNED":"received","REFUNDED_AND_RETURNED":"refunded","REFUNDED":"refunded","REPLACED":"closed","CANCELED":"canceled",
      "NONE":"approved","PENDING":"approved","SUCCESS":"refunded","FAILURE":"approved"},
    "charge status": {"NONE":"ok","PARTIAL":"ok","FULL":"ok","OVERCHARGED":"ok"},
    "payment status": {"NOT_CHARGED":"ok","PENDING":"ok","PARTIALLY_CHARGED":"ok","FULLY_CHARGED":"ok","PARTIALLY_REFUNDED":"ok","FULLY_REFUNDED":"ok","REFUSED":"ok","CANCELLED":"ok"},
    "order status": {"DRAFT":"open","UNCONFIRMED":"open","UNFULFILLED":"open","PARTIALLY_FULFILLED":"open","PARTIALLY_RETURNED":"open","RETURNED":"closed","FULFILLED":"closed","CANCELED":"canceled","EXPIRED":"canceled"}
  },
  "unrounded": true,
  "money": ["amount"],
  "order": {
    "currency": "total.gross.currency|total.currency|currency!total",
    "id": "id!",
    "number": "number",
    "createdAt": "created|createdAt!created",
    "taxMode": "displayGrossPrices=false?'exclusive'|channel.taxConfiguration.displayGrossPrices=false?'exclusive'|'inclusive'",
    "status": "status~order status",
    "locale": "languageCode",
    "native": ["status", "chargeStatus", "paymentStatus", "origin", "externalReference", "channel=channel.slug"],
    "notes": ["meta.", ["metadata", "key", "value"]],
    "buyer": {
      "id": "user.id",
      "guest": "user?'false'|userEmail?'true'",
      "email": "userEmail|user_email|user.email",
      "@": ["shippingAddress|shipping_address|billingAddress|billing_address", {"country": "country.code|country", "region": "countryArea|country_area", "name": "firstName+lastName", "name2": "first_name+last_name"}]
    },
    "lines": ["lines", {
      "id": "id!",
      "title": "productName|product_name|variant.product.name|productSku",
      "variant": "variantName|variant_name",
      "sku": "productSku|product_sku|variant.sku",
      "product": "variant.product.id|productVariantId|product_variant_id",
      "image": "thumbnail.url",
      "quantity": "quantity",
      "requiresShipping": "isShippingRequired|is_shipping_required",
      "category": "variant.product.category.slug|variant.product.category.name|variant.product.productType.slug",
      "giftCard": "isGiftCard|is_gift_card",
      "gift": "isGift",
      "attributes": [["metadata", "key", "value"], ["variant.metadata", "key", "value"], ["variant.product.metadata", "key", "value"]],
      "flags": ["variant.product.collections", "slug"]
    }, "ask for the order with its lines"],
    "shipping": ["shippingPrice?.|shipping_price_gross_amount?.", {"id": "'shipping'", "title": "shippingMethodName|shipping_method_name|deliveryMethod.name|'shipping'"}],
    "charges": {
      "line": {"need": "unitPrice",
        "unit": "/displayGrossPrices=false?undiscountedUnitPrice.net|undiscountedUnitPrice.gross|undiscounted_unit_price_gross_amount",
        "gross": "/displayGrossPrices=false?undiscountedTotalPrice.net|undiscountedTotalPrice.gross|undiscountedUnitPrice?|undiscounted_total_price_gross_amount|unitPrice?|totalPrice.gross|total_price_gross_amount",
        "discounts": ["discounts", "total", {"title": "name"}],
        "paid": "/displayGrossPrices=false?totalPrice.net|totalPrice.gross|total_price_gross_amount",
        "taxes": ["totalPrice.net?.|total_price_net_amount?.", "totalPrice.tax|totalPrice.gross+-totalPrice.net|total_price_gross_amount+-total_price_net_amount", {"rate": "taxRate|tax_rate"}]},
      "shipping": {"need": "shippingPrice",
        "gross": "/displayGrossPrices=false?shippingPrice.net|shippingPrice.gross|shipping_price_gross_amount",
        "taxes": ["shippingPrice.net?.|shipping_price_net_amount?.", "shippingPrice.tax|shippingPrice.gross+-shippingPrice.net|shipping_price_gross_amount+-shipping_price_net_amount", {"rate": "shippingTaxRate|shipping_tax_rate"}]},
      "total": "total.gross|total_gross_amount"
    },
    "totals": {"tax": "total.tax|total.gross+-total.net|total_gross_amount+-total_net_amount"},
    "payments": [["transactions", {
      "id": "id|token",
      "label": "name|pspReference",
      "in": "chargedAmount+refundedAmount",
      "out": "refundedAmount"
    }], ["payments", {
      "id": "id",
      "label": "gateway~payment gateway",
      "in": "capturedAmount+transactions*amount{kind=REFUND isSuccess=true}|captured_amount",
      "out": "transactions*amount{kind=REFUND isSuccess=true}"
    }]],
    "unlisted": {
      "when": ["chargeStatus", {"check": "chargeStatus~charge status"}],
      "when2": ["paymentStatus", {"check": "paymentStatus~payment status"}],
      "totals": {"paid": "totalCharged|totalCaptured|chargeStatus=FULL?total.gross|chargeStatus=NONE?'0'|paymentStatus=FULLY_CHARGED?total.gross|paymentStatus=NOT_CHARGED?'0'|isPaid=true?total.gross"},
      "paidBy": "payments.0.gateway|transactions.0.name"
    },
    "shipments": ["fulfillments", {
      "id": "id",
      "status": "status~fulfillment status",
      "shippedAt": "status=WAITING_FOR_APPROVAL?|status=RETURNED?|status=REFUNDED?|status=REFUNDED_AND_RETURNED?|status=REPLACED?|created",
      "tracking": "trackingNumber|tracking_number",
      "lines": ["lines", {"line": "orderLine.id|order_line", "quantity": "quantity", "ref": "id"}]
    }],
    "returns": ["fulfillments", {
      "skip": "-status=RETURNED -status=REFUNDED -status=REFUNDED_AND_RETURNED -status=REPLACED",
      "id": "id",
      "native": "status",
      "status": "status~return status",
      "refunded": "totalRefundedAmount",
      "lines": ["lines", {"line": "orderLine.id|order_line", "quantity": "quantity"}]
    }],
    "when": ["-fulfillments[status=RETURNED].status -fulfillments[status=REFUNDED_AND_RETURNED].status -fulfillments[status=REFUNDED].status", {
      "returns": ["grantedRefunds", {
        "id": "id",
        "native": "status",
        "status": "status~return status",
        "refunded": "status=SUCCESS?amount",
        "lines": ["lines", {"line": "orderLine.id", "quantity": "quantity"}]
      }]
    }]
  },
  "updates": {
    "order": {"order": "id", "native": "status", "when": ["paymentStatus", {"check": "paymentStatus~payment status"}], "currency": "total.gross.currency|currency", "at": "updatedAt|created",
      "status": "status=CANCELED?'canceled'|paymentStatus=FULLY_REFUNDED?'refunded'|paymentStatus=PARTIALLY_REFUNDED?'refunded'|status=RETURNED?'received'|status=PARTIALLY_RETURNED?'received'", "refunded": "totalRefunded"},
    "return": {"order": "order.id", "return": "returnFulfillment.id|replaceFulfillment.id", "native": "returnFulfillment.status|replaceFulfillment.status", "status": "returnFulfillment.status|replaceFulfillment.status~return status",
      "at": "returnFulfillment.created|replaceFulfillment.created", "currency": "returnFulfillment.totalRefundedAmount.currency", "refunded": "returnFulfillment.totalRefundedAmount",
      "lines": ["returnFulfillment.lines", {"line": "orderLine.id", "quantity": "quantity"}],
      "lines2": ["replaceFulfillment.lines", {"line": "orderLine.id", "quantity": "quantity"}]},
    "grant": {"@": ["grantedRefund|.", {"check": "status!status", "return": "id", "native": "status", "status": "status~return status", "at": "updatedAt|createdAt", "currency": "amount.currency", "refunded": "status=SUCCESS?amount",
      "lines": ["lines", {"line": "orderLine.id", "quantity": "quantity"}]}], "order": "order.id"},
    "refund": {"order": "id", "native": "paymentStatus|status", "status": "'refunded'", "at": "updatedAt"},
    "fulfillment": {"order": "order.id", "return": "id", "native": "status", "at": "created", "currency": "totalRefundedAmount.currency", "refunded": "totalRefundedAmount",
      "when": ["-status=FULFILLED -status=WAITING_FOR_APPROVAL", {"status": "status~return status", "lines": ["lines", {"line": "orderLine.id", "quantity": "quantity"}]}]},
    "transaction": {"order": "order.id", "native": "events.0.type|actions.0", "currency": "refundedAmount.currency|chargedAmount.currency", "status": "refundedAmount.amount>?'refunded'", "refunded": "refundedAmount"}
  },
  "graphql": "/graphql/",
  "units": "fulfillmentLines",
  "write": {
    "create_return": [{"requests": [{
      "operation": "orderFulfillmentReturnProducts",
      "note": "Saleor takes the units for returned as soon as this is written; write it when the goods are there.",
      "query": "mutation Return($order: ID!, $input: OrderReturnProductsInput!) { orderFulfillmentReturnProducts(order: $order, input: $input) { returnFulfillment { id status lines { id quantity orderLine { id } } } replaceFulfillment { id status lines { id quantity orderLine { id } } } order { id status } errors { field code message } } }",
      "variables": {"order": "<order.id>", "input": {
        "refund": false,
        "fulfillmentLines": ["*units", {"if": "id~id", "fulfillmentLineId": "<id>", "quantity": "<quantity>", "replace": false}],
        "orderLines": ["*units", {"if": "-id~id", "orderLineId": "<line>", "quantity": "<quantity>", "replace": false}]
      }}
    }]}],
    "refund": [
      {"need": "quote.resolution=store_credit", "error": "!not_supported|Saleor refunds to the payment that was made; store credit would be a gift card|create the gift card there"},
      {"need": "quote.tenders.0.tender^VHJhbnNhY3Rpb25JdGVt", "requests": ["+quote.tenders", {
        "operation": "orderGrantRefundCreate",
        "note": "Then send the money: transactionRequestRefundForGrantedRefund with the id of the answer.",
        "need": "tender~/quote.tenders.0.tender",
        "query": "mutation Grant($id: ID!, $input: OrderGrantRefundCreateInput!) { orderGrantRefundCreate(id: $id, input: $input) { grantedRefund { id status amount { amount currency } lines { id quantity orderLine { id } } } order { id chargeStatus } errors { field code message } } }",
        "variables": {"id": "</order.id>", "input": {"amount": "<amount.amount:#$>", "reason": "</case>", "transactionId": "<tender>",
          "lines": ["*/quote.items", {"id": "<line>", "quantity": "<quantity>"}]}}
      }, {
        "operation": "orderGrantRefundCreate",
        "note": "Then send the money: transactionRequestRefundForGrantedRefund with the id of the answer.",
        "query": "mutation Grant($id: ID!, $input: OrderGrantRefundCreateInput!) { orderGrantRefundCreate(id: $id, input: $input) { grantedRefund { id status amount { amount currency } lines { id quantity orderLine { id } } } order { id chargeStatus } errors { field code message } } }",
        "variables": {"id": "</order.id>", "input": {"amount": "<amount.amount:#$>", "reason": "</case>", "transactionId": "<tender>"}}
      }]},
      {"need": "quote.total.amount>", "requests": [{
        "operation": "orderRefund",
        "query": "mutation Refund($id: ID!, $amount: PositiveDecimal!) { orderRefund(id: $id, amount: $amount) { order { id status paymentStatus } errors { field code message } } }",
        "variables": {"id": "<order.id>", "amount": "<quote.total.amount:#$>"}
      }]},
      {"error": "!nothing_to_refund|the quote gives nothing back, and a refund needs an amount"}
    ],
    "receive": [{"error": "!not_supported|a return of Saleor is of units that are back already|write create_return when the goods are there"}],
    "*": [{"error": "!not_supported|Saleor has no request of a return that could be answered or withdrawn, only returned units|keep the case beside it, and write create_return when the goods are there"}]
  }
})json"; });

}  // namespace
}  // namespace aftersale::saleor

namespace aftersale::plugins {
extern const Codec codec_saleor;
const Codec codec_saleor = {.id = "saleor", .kinds = saleor::kinds, .rules = saleor::rules, .tables = saleor::tables.data()};
}  // namespace aftersale::plugins

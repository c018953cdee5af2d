// eBay: orders and shipments of the Sell Fulfillment API, returns of the Post-Order API, payment disputes; answers and refunds.
#include "aftersale/codec_tools.hpp"

namespace aftersale::ebay {
namespace {

constexpr char kinds[] =
    "order order an order\n"
    "return return a return\n"
    "fulfillment update a shipment; put it into the order's \"fulfillments\"\n"
    "dispute update a payment dispute\n"
    "refund update an order's refund\n"
    "request other a request\n"
    "list other an empty list\n"
    "failure other an error answer\n";
constexpr char rules[] =
    "return 100 . summary.returnId\n"
    "return 100 members.0 members.0.returnId\n"
    "return 90 . returnId creationInfo:object\n"
    "order 100 . $orderId $pricingSummary:object $lineItems:array\n"
    "order 90 . $orderId $lineItems.0.lineItemId\n"
    "order 90 . $orderId $creationDate $orderFulfillmentStatus:string\n"
    "fulfillment 100 . fulfillmentId shippedDate\n"
    "fulfillment 100 fulfillments.-1 fulfillments.0.fulfillmentId -lineItems -pricingSummary\n"
    "dispute 100 . paymentDisputeId orderId\n"
    "dispute 100 paymentDisputeSummaries.0 paymentDisputeSummaries.0.paymentDisputeId\n"
    "refund 90 . refundId refundStatus:string\n"
    "request 90 . returnRequest.itemId\n"
    "request 90 . reasonForRefund:string\n"
    "request 60 . decision:string comments:object\n"
    "list 50 . orders:array orders#0 limit\n"
    "list 50 . members:array members#0\n"
    "failure 80 . errors.0.errorId errors.0.domain\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "return state": {
      "AUTO_REFUND_INITIATED":"approved","CLOSED":"closed","INITIAL":"requested","ITEM_DELIVERED":"received","ITEM_KEPT":"refunded","ITEM_READY_TO_SHIP":"approved","ITEM_SHIPPED":"approved",
      "LESS_THAN_A_FULL_REFUND_ISSUED":"refunded","PARTIAL_REFUND_AS_PAYOUT_INITIATED":"approved","PARTIAL_REFUND_DECLINED":"requested","PARTIAL_REFUND_FAILED":"approved","PARTIAL_REFUND_INITIATED":"approved",
      "PARTIAL_REFUND_NON_PAYPAL_INITIATED":"approved","PARTIAL_REFUND_REQUESTED":"requested","PARTIAL_REFUNDED":"refunded","PAYOUT_INITIATED":"approved","REFUND_AS_PAYOUT_INITIATED":"approved","REFUND_FAILED":"approved",
      "REFUND_INITIATED":"approved","REFUND_SENT_PENDING_CONFIRMATION":"approved","REFUND_TIMEOUT":"approved","REPLACED":"closed","REPLACEMENT_CLOSED":"closed","REPLACEMENT_DELIVERED":"closed","REPLACEMENT_LABEL_PENDING":"approved",
      "REPLACEMENT_LABEL_PENDING_TIMEOUT":"approved","REPLACEMENT_LABEL_REQUESTED":"approved","REPLACEMENT_LABEL_REQUESTED_TIMEOUT":"approved","REPLACEMENT_OFFER_PENDING":"requested","REPLACEMENT_REQUEST_TIMEOUT":"requested",
      "REPLACEMENT_REQUESTED":"requested","REPLACEMENT_RMA_PENDING":"approved","REPLACEMENT_SHIPPED":"closed","REPLACEMENT_STARTED":"approved","RETURN_LABEL_PENDING":"approved","RETURN_LABEL_PENDING_TIMEOUT":"approved",
      "RETURN_LABEL_REQUESTED":"approved","RETURN_LABEL_REQUESTED_TIMEOUT":"approved","RETURN_REJECTED":"refused","RETURN_REQUEST_TIMEOUT":"requested","RETURN_REQUESTED":"requested","RMA_PENDING":"approved","UNKNOWN":"requested"
    },
    "return reason": {
      "ARRIVED_DAMAGED":"damaged_in_transit","ARRIVED_LATE":"arrived_late","BUYER_CANCEL_ORDER":"changed_mind","BUYER_NO_SHOW":"other","BUYER_NOT_SCHEDULED":"other","BUYER_REFUSED_TO_PICKUP":"other","DEFECTIVE_ITEM":"defective",
      "DIFFERENT_FROM_LISTING":"not_as_described","EXPIRED_ITEM":"quality","FAKE_OR_COUNTERFEIT":"not_as_described","FOUND_BETTER_PRICE":"found_better_price","IN_STORE_RETURN":"other","MISSING_PARTS":"missing_parts",
      "NO_LONGER_NEED_ITEM":"no_longer_needed","NO_REASON":"changed_mind","NOT_AS_DESCRIBED":"not_as_described","ORDERED_ACCIDENTALLY":"ordered_by_mistake","ORDERED_DIFFERENT_ITEM":"wrong_item","ORDERED_WRONG_ITEM":"ordered_by_mistake",
      "OTHER":"other","OUT_OF_STOCK":"other","RETURNING_GIFT":"no_longer_needed","VALET_DELIVERY_ISSUES":"arrived_late","VALET_UNAVAILABLE":"other","WRONG_SIZE":"size_too_small"
    },
    "reasons": {
      "arrived_late":"ARRIVED_LATE","changed_mind":"NO_REASON","color":"NO_REASON","damaged_in_transit":"ARRIVED_DAMAGED","defective":"DEFECTIVE_ITEM","found_better_price":"FOUND_BETTER_PRICE","missing_parts":"MISSING_PARTS",
      "no_longer_needed":"NO_LONGER_NEED_ITEM","not_as_described":"NOT_AS_DESCRIBED","ordered_by_mistake":"ORDERED_ACCIDENTALLY","other":"OTHER","quality":"NOT_AS_DESCRIBED","size_too_large":"WRONG_SIZE","size_too_small":"WRONG_SIZE",
      "style":"NO_REASON","wrong_item":"ORDERED_DIFFERENT_ITEM"
    },
    "fulfillment status": {"NOT_STARTED":"open","IN_PROGRESS":"open","FULFILLED":"closed","CANCELED":"canceled"},
    "payment status": {"PAID":"ok","PARTIALLY_REFUNDED":"ok","FULLY_REFUNDED":"ok","PENDING":"ok","FAILED":"ok"},
    "refund status": {"REFUNDED":"ok","PENDING":"ok","FAILED":"ok"},
    "types": {"exchange":"EXCHANGE","replacement":"REPLACEMENT"}
  },
  "unrounded": true,
  "money": ["value"],
  "order": {
    "currency": "pricingSummary.total.currency|lineItems.0.lineItemCost.currency!pricingSummary",
    "id": "orderId!",
    "number": "salesRecordReference",
    "createdAt": "creationDate!",
    "taxMode": "'exclusive'",
    "status": "cancelStatus.cancelState=CANCELED?cancelStatus.cancelState|orderFulfillmentStatus~fulfillment status",
    "native": ["legacyOrderId", "orderFulfillmentStatus", "orderPaymentStatus", "sellerId", "cancelState=cancelStatus.cancelState", "marketplace=lineItems.0.purchaseMarketplaceId"],
    "buyer": {
      "id": "buyer.username",
      "@": ["fulfillmentStartInstructions.0.shippingStep.shipTo|buyer.buyerRegistrationAddress", {"name": "fullName", "email": "email", "country": "contactAddress.countryCode", "region": "contactAddress.stateOrProvince"}],
      "country": "buyer.taxAddress.countryCode",
      "region": "buyer.taxAddress.stateOrProvince"
    },
    "lines": ["lineItems", {
      "id": "lineItemId!",
      "title": "title|sku",
      "sku": "sku",
      "variant": "legacyVariationId",
      "product": "legacyItemId",
      "quantity": "quantity",
      "check": "lineItemFulfillmentStatus!lineItemFulfillmentStatus~fulfillment status",
      "attributes": [["variationAspects", "name", "value"]],
      "values": ["soldFormat", "listingMarketplaceId", "legacyItemId"],
      "say": ["-taxes.0?ebayCollectAndRemitTaxes.0.amount", "tax_collected|eBay took tax of % from the buyer itself; it is no part of the order", "ebayCollectAndRemitTaxes.0.amount.value"]
    }, "ask for the whole order"],
    "shipping": ["pricingSummary", {"skip": "-deliveryCost", "id": "'shipping'", "title": "/fulfillmentStartInstructions.0.shippingStep.shippingServiceCode|'shipping'"}],
    "charges": {
      "line": {"need": "lineItemCost",
        "gross": "lineItemCost",
        "discounts": ["appliedPromotions", "discountAmount.value^-?-discountAmount|discountAmount", {"title": "description", "code": "promotionId"}],
        "paid": "discountedLineItemCost",
        "taxes": ["taxes", "amount", {"title": "taxType"}]},
      "shipping": {"need": "deliveryCost",
        "gross": "deliveryCost",
        "discounts": ["deliveryDiscount?.", "deliveryDiscount.value^-?-deliveryDiscount|deliveryDiscount", {}]},
      "total": "pricingSummary.total"
    },
    "check": "orderPaymentStatus!orderPaymentStatus~payment status",
    "@": ["paymentSummary.refunds", {"check": "refundStatus!refundStatus~refund status"}],
    "say": ["pricingSummary.adjustment.value", "charge_left_out|the order's total holds % that belongs to no line: an adjustment"],
    "totals": {
      "goods": "pricingSummary.priceSubtotal",
      "tax": "pricingSummary.tax+pricingSummary.fee|pricingSummary.fee",
      "paid": "orderPaymentStatus=PAID?pricingSummary.total|orderPaymentStatus=PARTIALLY_REFUNDED?pricingSummary.total|orderPaymentStatus=FULLY_REFUNDED?pricingSummary.total|orderPaymentStatus?'0'"
    },
    "tenders": ["orderPaymentStatus=PAID?.|orderPaymentStatus=PARTIALLY_REFUNDED?.|orderPaymentStatus=FULLY_REFUNDED?.", {
      "id": "paymentSummary.payments.0.paymentReferenceId|'payment'",
      "label": "paymentSummary.payments.0.paymentMethod",
      "amount": "pricingSummary.total",
      "refunded": "paymentSummary.refunds*amount{-refundStatus=FAILED}"
    }],
    "shipments": ["fulfillments", {
      "id": "fulfillmentId",
      "status": "'shipped'",
      "shippedAt": "shippedDate",
      "carrier": "shippingCarrierCode",
      "tracking": "shipmentTrackingNumber",
      "lines": ["lineItems", {"line": "lineItemId", "quantity": "quantity"}]
    }],
    "shipments2": ["fulfillments.0?|lineItems[lineItemFulfillmentStatus=FULFILLED].lineItemId?.", {
      "id": "'shipped'",
      "status": "'shipped'",
      "lines": ["lineItems", {"skip": "-lineItemFulfillmentStatus=FULFILLED", "line": "lineItemId", "quantity": "quantity"}]
    }],
    "returns": ["returns", {
      "id": "summary.returnId|returnId",
      "native": "summary.state|state",
      "status": "summary.state|state~return state",
      "refunded": "summary.sellerTotalRefund.actualRefundAmount|sellerTotalRefund.actualRefundAmount",
      "lines": ["summary.creationInfo.item|creationInfo.item", {"line": "transactionId", "quantity": "returnQuantity"}]
    }]
  },
  "updates": {
    "order": {"order": "orderId", "native": "orderPaymentStatus", "currency": "pricingSummary.total.currency", "at": "lastModifiedDate",
      "check": "orderPaymentStatus!orderPaymentStatus~payment status",
      "@": ["paymentSummary.refunds", {"check": "refundStatus!refundStatus~refund status"}],
      "status": "cancelStatus.cancelState=CANCELED?'canceled'|orderPaymentStatus=FULLY_REFUNDED?'refunded'|orderPaymentStatus=PARTIALLY_REFUNDED?'refunded'", "refunded": "paymentSummary.refunds*amount{-refundStatus=FAILED}"},
    "return": {
      "@": ["summary|.", {
        "order": "orderId", "return": "returnId", "native": "state", "status": "state~return state",
        "currency": "sellerTotalRefund.actualRefundAmount.currency|sellerTotalRefund.estimatedRefundAmount.currency", "refunded": "sellerTotalRefund.actualRefundAmount",
        "lines": ["creationInfo.item", {"line": "transactionId", "quantity": "returnQuantity"}],
        "due": "sellerResponseDue.respondByDate.value|buyerResponseDue.respondByDate.value|timeoutDate.value",
        "reason": "creationInfo.reason~return reason", "nativeReason": "creationInfo.reason"}],
      "at": "detail.responseHistory.-1.creationDate.value|summary.creationInfo.creationDate.value|creationInfo.creationDate.value"},
    "fulfillment": {"native": "'shipped'", "at": "shippedDate"},
    "dispute": {"order": "orderId", "native": "paymentDisputeStatus", "at": "openDate"},
    "refund": {"return": "refundId", "native": "refundStatus", "status": "refundStatus=REFUNDED?'refunded'"}
  },
  "write": {
    "create_return": [{"requests": ["*request.items", {
      "method": "POST", "path": "/post-order/v2/return", "note": "With the buyer's token only: a seller cannot open a return.", "body": {"returnRequest": {
        "itemId": "</ids.items[line]|/order.lines[id==line].attributes.values.legacyItemId!>", "transactionId": "</ids.transactions[line]|line>", "returnQuantity": "<quantity>",
        "reason": "<$reasons[reason]|'OTHER'>", "type": "<$types[/request.resolution]|'MONEY_BACK'>", "comments": {"content": "<note|'-'>"}}}
    }]}, {"error": "!missing_id|eBay's item id is needed|give it as ids.items"}],
    "approve": [
      {"requests": [{"method": "POST", "path": "/post-order/v2/return/<ids.return!>/decide", "body": {"decision": "APPROVE", "comments": {"content": "<case>"}, "RMANumber": "<ids.rma>"}}]},
      {"error": "!missing_id|eBay's id of the return is needed|give it as ids.return"}
    ],
    "refuse": [
      {"requests": [{"method": "POST", "path": "/post-order/v2/return/<ids.return!>/decide", "body": {"decision": "DECLINE", "comments": {"content": "<refused.note|refused.reason|case>"}}}]},
      {"error": "!missing_id|eBay's id of the return is needed|give it as ids.return"}
    ],
    "receive": [
      {"requests": [{"method": "POST", "path": "/post-order/v2/return/<ids.return!>/mark_as_received", "body": {"comments": {"content": "<case>"}}}]},
      {"error": "!missing_id|eBay's id of the return is needed|give it as ids.return"}
    ],
    "cancel": [
      {"requests": [{"method": "POST", "path": "/post-order/v2/return/<ids.return!>/cancel", "body": {"comments": {"content": "<case>"}}}]},
      {"error": "!missing_id|eBay's id of the return is needed|give it as ids.return"}
    ],
    "refund": [
      {"need": "quote.resolution=store_credit", "error": "!not_supported|eBay pays back to where the money came from|offer credit of your own beside it"},
      {"need": "ids.return", "requests": [{"method": "POST", "path": "/post-order/v2/return/<ids.return>/issue_refund", "body": {"comments": {"content": "<case>"}, "refundDetail": {
        "totalAmount": {"value": "<quote.total.amount:#$>", "currency": "<order.currency>"},
        "itemizedRefundDetail": [
          {"refundFeeType": "PURCHASE_PRICE", "refundAmount": {"value": "<quote.total.amount+-shipping:#$>", "currency": "<order.currency>"}},
          {"if": "shipping>", "refundFeeType": "ORIGINAL_SHIPPING", "refundAmount": {"value": "<shipping:#$>", "currency": "<order.currency>"}}]}}}]},
      {"need": "quote.items.0 -shipping>", "requests": [{"method": "POST", "path": "/sell/fulfillment/v1/order/<order.id>/issue_refund", "body": {"reasonForRefund": "BUYER_RETURN", "comment": "<case>",
        "refundItems": ["*quote.items", {"lineItemId": "<line>", "refundAmount": {"value": "<total.amount:$>", "currency": "</order.currency>"}}]}}]},
      {"need": "quote.total.amount>", "requests": [{"method": "POST", "path": "/sell/fulfillment/v1/order/<order.id>/issue_refund", "body": {"reasonForRefund": "BUYER_RETURN", "comment": "<case>",
        "orderLevelRefundAmount": {"value": "<quote.total.amount:$>", "currency": "<order.currency>"}}}]},
      {"error": "!nothing_to_refund|the quote gives nothing back, and a refund needs an amount"}
    ]
  }
})json"; });

}  // namespace
}  // namespace aftersale::ebay

namespace aftersale::plugins {
extern const Codec codec_ebay;
const Codec codec_ebay = {.id = "ebay", .kinds = ebay::kinds, .rules = ebay::rules, .tables = ebay::tables.data()};
}  // namespace aftersale::plugins

// commercetools: orders, returns, payments and messages of its HTTP and GraphQL APIs; update actions for orders.
#include "aftersale/codec_tools.hpp"

namespace aftersale::commercetools {
namespace {

constexpr char kinds[] =
    "order order an order\n"
    "return return news of a return\n"
    "return_set return all returns of an order\n"
    "return_state update a changed return item\n"
    "state update a changed order\n"
    "payment update a payment\n"
    "transaction update a payment's transaction\n"
    "edit other an edit of an order, which shows a preview only\n"
    "cart other a cart\n"
    "import other an order that is to be imported\n"
    "action other an update action\n"
    "request other a request of update actions\n"
    "notice other a notice that something changed; ask for the order\n"
    "list other an empty list\n"
    "failure other an error answer\n";
constexpr char rules[] =
    "order 100 . type=OrderCreated order.totalPrice.centAmount\n"
    "order 100 . type=OrderImported order.totalPrice.centAmount\n"
    "return 100 . type=ReturnInfoAdded returnInfo:object\n"
    "return_set 100 . type=ReturnInfoSet returnInfo:array\n"
    "return_state 100 . type=OrderReturnShipmentStateChanged returnItemId\n"
    "return_state 100 . type=OrderReturnPaymentStateChanged returnItemId\n"
    "return_state 100 . type=ReturnInfoReturnItemStateChanged returnItemId\n"
    "state 100 . type=OrderStateChanged orderState:string\n"
    "state 100 . type=OrderShipmentStateChanged shipmentState:string\n"
    "state 100 . type=OrderPaymentStateChanged paymentState:string\n"
    "transaction 100 . type=PaymentTransactionAdded transaction.amount.centAmount\n"
    "transaction 100 . type=PaymentTransactionStateChanged transactionId\n"
    "payment 100 payment payment.amountPlanned.centAmount payment.transactions:array\n"
    "payment 100 . amountPlanned.centAmount transactions:array\n"
    "edit 100 . resource.typeId=order stagedActions:array\n"
    "notice 90 . notificationType:string resource.typeId:string\n"
    "notice 90 . resource.typeId:string type:string sequenceNumber\n"
    "cart 100 . cartState totalPrice.centAmount\n"
    "cart 100 . type=Cart\n"
    "cart 100 cart cart.totalPrice.centAmount cart.version\n"
    "order 100 . $type=Order $totalPrice.centAmount\n"
    "order 100 . $totalPrice.centAmount $orderState:string\n"
    "order 100 results results.0.totalPrice.centAmount results.0.orderState\n"
    "order 100 orders.results orders.results.0.totalPrice.centAmount\n"
    "order 100 updateOrder updateOrder.totalPrice.centAmount\n"
    "order 100 me.order me.order.totalPrice.centAmount\n"
    "order 100 me.orders.results me.orders.results.0.totalPrice.centAmount\n"
    "order 90 . $totalPrice.centAmount $version $lineItems:array\n"
    "order 60 . $type=Order $orderState:string\n"
    "order 60 . $orderState:string $lineItems:array\n"
    "import 90 . totalPrice.centAmount -id\n"
    "request 90 . version actions.0.action\n"
    "action 60 . action:string\n"
    "list 60 . results:array results#0 limit offset\n"
    "list 60 orders orders.results:array orders.results#0\n"
    "failure 60 . statusCode message errors.0.code\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "return state": {"Advised":"approved","Returned":"received","BackInStock":"received","Unusable":"received",
      "NonRefundable":"approved","Initial":"received","Refunded":"refunded","NotRefunded":"refused"},
    "order state": {"Open":"open","Confirmed":"open","Complete":"closed","Cancelled":"canceled"},
    "payment state": {"BalanceDue":"ok","CreditOwed":"ok","Failed":"ok","Paid":"ok","Pending":"ok"},
    "transaction type": {"Authorization":"ok","CancelAuthorization":"ok","Charge":"ok","Refund":"ok","Chargeback":"ok"},
    "transaction state": {"Initial":"ok","Pending":"ok","Success":"ok","Failure":"ok"},
    "shipment state": {"Pending":"pending","Ready":"pending","Backorder":"pending","Delayed":"pending","Partial":"shipped","Shipped":"shipped","Delivered":"delivered","Canceled":"canceled"}
  },
  "unrounded": true,
  "money": ["preciseAmount|centAmount", "fractionDigits"],
  "order": {
    "currency": "totalPrice.currencyCode!",
    "id": "id!",
    "number": "orderNumber",
    "createdAt": "createdAt!",
    "status": "orderState~order state",
    "locale": "locale",
    "taxMode": "lineItems[--taxRate.includedInPrice]?'inclusive'|customLineItems[--taxRate.includedInPrice]?'inclusive'|shippingInfo.taxRate.includedInPrice?'inclusive'|'exclusive'",
    "native": ["version", "orderState", "shipmentState", "paymentState", "purchaseOrderNumber", "store=store.key"],
    "notes": ["custom.", "custom.fields|custom.customFieldsRaw"],
    "notes2": ["custom.", ["custom.customFieldsRaw", "name", "value"]],
    "buyer": {
      "id": "customerId|customer.id",
      "guest": "customerId?'false'|anonymousId?'true'",
      "consumer": "businessUnit?'false'",
      "email": "customerEmail",
      "@": ["shippingAddress|billingAddress", {"country": "country", "region": "region|state", "name": "firstName+lastName", "email": "email"}],
      "country": "country",
      "tags": ["customerGroup", "key"]
    },
    "lines": ["lineItems", {
      "id": "id!",
      "title": "name:string?name|name[/locale]|name.en|name[*]|nameAllLocales.0.value|variant.sku",
      "sku": "variant.sku",
      "variant": "variant.key",
      "product": "productId",
      "image": "variant.images.0.url",
      "quantity": "quantity",
      "attributes": [["variant.attributes", "name", "value"], ["variant.attributesRaw", "name", "value"], "custom.fields", ["custom.customFieldsRaw", "name", "value"]],
      "gift": "lineItemMode=GiftLineItem?'true'",
      "values": ["productKey", "productType=productType.key"],
      "known": ["addedAt", "lastModifiedAt", "productSlug", "priceMode", "lineItemMode", "state"]
    }, "ask for the order with its lineItems"],
    "lines2": ["customLineItems", {
      "id": "id!",
      "title": "name:string?name|name[/locale]|name.en|name[*]|nameAllLocales.0.value|slug",
      "sku": "key|slug",
      "quantity": "quantity",
      "attributes": ["custom.fields", ["custom.customFieldsRaw", "name", "value"]],
      "values": ["customLineItem=slug"]
    }],
    "shipping": ["shippingInfo|shipping", {
      "id": "shippingMethod.id|shippingInfo.shippingMethod.id|shippingKey",
      "title": "shippingMethodName|shippingInfo.shippingMethodName"
    }],
    "charges": {
      "line": {"unit": "price.value|money", "paid": "totalPrice", "need": "totalPrice",
        "taxes": ["taxedPrice?.", "taxedPrice.totalTax|taxedPrice.totalGross+-taxedPrice.totalNet", {"rate": "taxRate.amount", "title": "taxRate.name"}]},
      "shipping": {"unit": "price|shippingInfo.price", "paid": "discountedPrice.value|shippingInfo.discountedPrice.value", "need": "price",
        "taxes": ["taxedPrice?.|shippingInfo.taxedPrice?shippingInfo", "taxedPrice.totalTax|taxedPrice.totalGross+-taxedPrice.totalNet", {"rate": "taxRate.amount", "title": "taxRate.name"}]},
      "discount": ["discountOnTotalPrice.discountedAmount", {"title": "'discount on the order'"}],
      "total": "taxedPrice.totalGross|totalPrice"
    },
    "totals": {"tax": "taxedPrice.totalTax|taxedPrice.totalGross+-taxedPrice.totalNet"},
    "when": ["shipmentState", {"check": "shipmentState~shipment state"}],
    "payments": [["paymentInfo.payments", {
      "@": ["obj.transactions", {"check": "type!type~transaction type", "check2": "state!state~transaction state", "say": ["amount.centAmount^-?amount.centAmount", "below_nothing|% counts as nothing"]}],
      "@2": ["transactions", {"check": "type!type~transaction type", "check2": "state!state~transaction state", "say": ["amount.centAmount^-?amount.centAmount", "below_nothing|% counts as nothing"]}],
      "id": "id",
      "label": "obj.paymentMethodInfo.method|obj.paymentMethodInfo.paymentInterface|paymentMethodInfo.method|paymentMethodInfo.paymentInterface~payment method",
      "in": "obj.transactions*amount{type=Charge state=Success}|transactions*amount{type=Charge state=Success}",
      "out": "obj.transactions*amount{type=Refund state=Success}|transactions*amount{type=Refund state=Success}"
    }], ["paymentInfo.paymentRefs", {"skip": "-obj -transactions", "id": "id"}]],
    "unlisted": {
      "when": ["paymentState", {"check": "paymentState~payment state"}],
      "totals": {"paid": "paymentState=Paid?taxedPrice.totalGross|paymentState=CreditOwed?taxedPrice.totalGross|paymentState?'0'"},
      "totals2": {"paid": "paymentState=Paid?totalPrice|paymentState=CreditOwed?totalPrice"},
      "paidBy": "paymentInfo.payments.0.obj.paymentMethodInfo.method"
    },
    "shipments": ["shippingInfo.deliveries|shipping*shippingInfo.deliveries", {
      "id": "id",
      "shippedAt": "createdAt",
      "status": "'shipped'",
      "arrived": ["/shipmentState", "/lastModifiedAt"],
      "carrier": "parcels.0.trackingData.carrier",
      "tracking": "parcels.0.trackingData.trackingId",
      "lines": ["items", {"line": "id", "quantity": "quantity"}]
    }],
    "shipments2": ["shippingInfo.deliveries.0?|shipping.0.shippingInfo.deliveries.0?|shipmentState=Shipped?.|shipmentState=Delivered?.", {
      "id": "'order'",
      "status": "shipmentState~shipment state",
      "lines": ["lineItems", {"line": "id", "quantity": "quantity"}],
      "lines2": ["customLineItems", {"line": "id", "quantity": "quantity"}]
    }],
    "returns": ["returnInfo*items", {
      "id": "id",
      "native": "paymentState=Refunded?paymentState|paymentState=NotRefunded?paymentState|shipmentState",
      "status": "paymentState=Refunded?paymentState|paymentState=NotRefunded?paymentState|shipmentState~return state",
      "@": [".", {"check": "paymentState~return state"}],
      "lines": [".", {"line": "lineItemId|customLineItemId", "quantity": "quantity"}]
    }]
  },
  "updates": {
    "order": {"order": "id", "native": "orderState", "at": "lastModifiedAt",
      "status": "orderState=Cancelled?'canceled'",
      "return": "returnInfo.-1.items.-1.id",
      "lines": ["returnInfo*items", {"line": "lineItemId|customLineItemId", "quantity": "quantity"}],
      "when": ["returnInfo.0 -orderState=Cancelled", {
        "@": ["returnInfo.-1.items.-1", {"status": "paymentState=Refunded?paymentState|paymentState=NotRefunded?paymentState|shipmentState~return state"}]}]},
    "return": {"order": "resource.id", "return": "returnInfo.items.0.id", "native": "returnInfo.items.0.shipmentState", "status": "returnInfo.items.0.shipmentState~return state",
      "at": "returnInfo.returnDate|createdAt", "lines": ["returnInfo.items", {"line": "lineItemId|customLineItemId", "quantity": "quantity"}]},
    "return_set": {"order": "resource.id", "return": "returnInfo.-1.items.-1.id", "native": "returnInfo.-1.items.-1.shipmentState", "status": "returnInfo.-1.items.-1.shipmentState~return state",
      "at": "createdAt", "lines": ["returnInfo*items", {"line": "lineItemId|customLineItemId", "quantity": "quantity"}]},
    "return_state": {"order": "resource.id", "return": "returnItemId", "native": "returnShipmentState|returnPaymentState|shipmentState|paymentState",
      "status": "returnShipmentState|returnPaymentState|shipmentState|paymentState~return state", "at": "createdAt"},
    "state": {"order": "resource.id", "native": "orderState|shipmentState|paymentState", "status": "orderState=Cancelled?'canceled'", "at": "createdAt"},
    "payment": {"native": "transactions.-1.type", "currency": "amountPlanned.currencyCode", "refunded": "transactions*amount{type=Refund state=Success}",
      "status": "transactions[type=Refund].state=Success?'refunded'", "at": "transactions.-1.timestamp|lastModifiedAt"},
    "transaction": {"native": "transaction.type|state", "currency": "transaction.amount.currencyCode", "at": "transaction.timestamp|createdAt",
      "when": ["transaction.type=Refund transaction.state=Success", {"status": "'refunded'", "refunded": "transaction.amount"}]}
  },
  "write": {
    "create_return": [
      {"need": "order.source.native.version", "requests": [{"method": "POST", "path": "/orders/<order.id>", "body": {"version": "<ids.version|order.source.native.version:#>", "actions": [{
        "action": "addReturnInfo",
        "returnTrackingId": "<ids.tracking>",
        "items": ["*request.items", {
          "need": "/order.lines[id==line].attributes.values.customLineItem",
          "customLineItemId": "<line>", "quantity": "<quantity>", "comment": "<note|reason>", "shipmentState": "Advised"
        }, {"lineItemId": "<line>", "quantity": "<quantity>", "comment": "<note|reason>", "shipmentState": "Advised"}]
      }]}}]},
      {"error": "!missing_id|an update needs the version of the order|give it as ids.version, or read the order anew"}
    ],
    "receive": [
      {"requests": [{"method": "POST", "path": "/orders/<order.id>", "body": {"version": "<ids.version|order.source.native.version:#>", "actions": ["+items", {
        "action": "setReturnShipmentState", "returnItemId": "</ids.returnItems[line]|/order.returns[lines.0.line==line].id!>",
        "shipmentState": "<disposition=restock?'BackInStock'|disposition=refurbish?'Unusable'|disposition=recycle?'Unusable'|disposition=dispose?'Unusable'|'Returned'>"
      }]}}]},
      {"error": "!missing_id|the ids of the order's return items are needed|read the order anew, or give them as ids.returnItems"}
    ],
    "refuse": [
      {"requests": [{"method": "POST", "path": "/orders/<order.id>", "note": "Only items that were returned can be refused their refund.", "body": {"version": "<ids.version|order.source.native.version:#>", "actions": ["+items", {
        "action": "setReturnPaymentState", "returnItemId": "</ids.returnItems[line]|/order.returns[lines.0.line==line].id!>", "paymentState": "NotRefunded"
      }]}}]},
      {"error": "!not_supported|commercetools knows no request that could be refused, only return items whose refund is|refuse before anything is written to it"}
    ],
    "refund": [
      {"need": "quote.resolution=store_credit", "error": "!not_supported|commercetools has no store credit|issue it where it is kept"},
      {"requests": [
        {"method": "POST", "path": "/orders/<order.id>", "body": {"version": "<ids.version|order.source.native.version:#>", "actions": ["+quote.items", {
          "action": "setReturnPaymentState", "returnItemId": "</ids.returnItems[line]|/order.returns[lines.0.line==line].id!>", "paymentState": "Refunded"}]},
         "note": "This states that money went back; the payment provider sends it."},
        {"optional": true, "method": "POST", "path": "/payments/<quote.tenders.0.tender>", "body": {"version": "<ids.paymentVersion!>", "actions": [{"action": "addTransaction", "transaction": {
          "type": "Refund", "state": "Initial", "interactionId": "<case>", "amount": {"currencyCode": "<order.currency>", "centAmount": "<quote.tenders.0.amount.amount>"}}}]}}
      ]},
      {"error": "!missing_id|the ids of the order's return items are needed|read the order anew, or give them as ids.returnItems"}
    ],
    "approve": [{"error": "!not_supported|a return of commercetools is advised once it is written; there is nothing to approve|write create_return when the case is approved"}],
    "*": [{"error": "!not_supported|commercetools keeps what was returned for good|leave the return as it is, and write no refund"}]
  }
})json"; });

}  // namespace
}  // namespace aftersale::commercetools

namespace aftersale::plugins {
extern const Codec codec_commercetools;
const Codec codec_commercetools = {.id = "commercetools", .kinds = commercetools::kinds, .rules = commercetools::rules, .tables = commercetools::tables.data()};
}  // namespace aftersale::plugins

// Amazon's Selling Partner API: orders (2026-01-01 and v0), external fulfillment returns, returns of multi-channel fulfillment.
#include "aftersale/codec_tools.hpp"

namespace aftersale::amazon {
namespace {

constexpr char kinds[] =
    "order order an order\n"
    "return return a return of external fulfillment\n"
    "fba_return return a return of multi-channel fulfillment\n"
    "fulfillment update a fulfillment order\n"
    "change update news of an order\n"
    "header update an order's header without its items and amounts\n"
    "items other the items of an order without the order\n"
    "part other a part of an order that tells of no goods and no money\n"
    "reasons other a list of reasons\n"
    "notification other a notification that is about no order\n"
    "request other a request to the API\n"
    "failure other an error answer\n";
constexpr char rules[] =
    "order 100 . $orderId:string $orderItems:array $createdTime\n"
    "order 100 payload payload.AmazonOrderId payload.PurchaseDate payload.OrderTotal\n"
    "order 100 payload payload.AmazonOrderId payload.PurchaseDate payload.OrderItems.0.ItemPrice\n"
    "order 100 payload.Orders payload.Orders.0.AmazonOrderId payload.Orders.0.OrderTotal\n"
    "order 90 . AmazonOrderId PurchaseDate OrderTotal\n"
    "order 90 . AmazonOrderId PurchaseDate OrderItems.0.ItemPrice\n"
    "header 100 payload payload.AmazonOrderId payload.PurchaseDate\n"
    "header 100 payload.Orders payload.Orders:array\n"
    "header 90 . AmazonOrderId PurchaseDate\n"
    "header 90 . $orderId:string $createdTime $salesChannel\n"
    "items 100 . payload.OrderItems.0.QuantityOrdered\n"
    "part 90 . payload.AmazonOrderId\n"
    "part 90 . payload.OrderItemId\n"
    "return 100 returns returns.0.marketplaceChannelDetails\n"
    "return 100 . marketplaceChannelDetails returnType numberOfUnits\n"
    "return 100 return return.marketplaceChannelDetails\n"
    "fba_return 100 returnItems returnItems:array returnAuthorizations:array -fulfillmentOrder\n"
    "fulfillment 100 . fulfillmentOrder.sellerFulfillmentOrderId\n"
    "fulfillment 100 payload payload.fulfillmentOrder.sellerFulfillmentOrderId\n"
    "fulfillment 100 fulfillmentOrders fulfillmentOrders.0.sellerFulfillmentOrderId\n"
    "reasons 100 . reasonCodeDetails:array\n"
    "change 100 Payload.OrderChangeNotification Payload.OrderChangeNotification.AmazonOrderId\n"
    "notification 80 . NotificationType NotificationVersion\n"
    "notification 80 . notificationType notificationVersion\n"
    "request 60 . items.0.sellerReturnItemId\n"
    "failure 40 . errors.0.code errors.0.message -errors.0.extensions -data\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "parcel": {"DELIVERED":"delivered","IN_TRANSIT":"shipped","SHIPPED":"shipped","PENDING":"pending","CANCELLED":"canceled","*":"shipped"},
    "status": {
      "CREATED": "approved",
      "CARRIER_NOTIFIED_TO_PICK_UP_FROM_CUSTOMER": "approved",
      "CARRIER_OUT_FOR_PICK_UP_FROM_CUSTOMER": "approved",
      "CUSTOMER_CANCELLED_PICK_UP": "approved",
      "CUSTOMER_RESCHEDULED_PICK_UP": "approved",
      "PICKED_FROM_CUSTOMER": "in_transit",
      "CUSTOMER_DROPPED_OFF": "in_transit",
      "IN_TRANSIT": "in_transit",
      "OUT_FOR_DELIVERY": "in_transit",
      "REPLANNED": "in_transit",
      "DELIVERED": "received",
      "PARTIALLY_PROCESSED": "inspected",
      "PROCESSED": "inspected",
      "REJECTED": "refused",
      "CANCELLED": "canceled",
      "New": "approved"
    },
    "reason": {
      "*UNWANTED": "no_longer_needed",
      "*BAD-DESC": "not_as_described",
      "*NOT_AS_DESCRIBED": "not_as_described",
      "*DEFECTIVE": "defective",
      "*ORDERED_WRONG": "ordered_by_mistake",
      "*BETTER_PRICE": "found_better_price",
      "*DAMAGED": "damaged_in_transit",
      "*MISSED_ESTIMATED": "arrived_late",
      "*NEVER_ARRIVED": "arrived_late",
      "*UNDELIVERABLE": "arrived_late",
      "*MISSING_PARTS": "missing_parts",
      "*SWITCHEROO": "wrong_item",
      "*EXTRA_ITEM": "wrong_item",
      "*TOO-SMALL": "size_too_small",
      "*TOO_SMALL": "size_too_small",
      "*TOO-LARGE": "size_too_large",
      "*TOO_LARGE": "size_too_large",
      "*STYLE": "style",
      "*QUALITY": "quality",
      "*UNAUTHORIZED": "other",
      "*NO_REASON": "changed_mind",
      "*OTHER": "other"
    },
    "reasons": {
      "arrived_late": "CR-MISSED_ESTIMATED_DELIVERY",
      "changed_mind": "CR-UNWANTED_ITEM",
      "color": "AMZ-PG-BAD-DESC",
      "damaged_in_transit": "CR-DAMAGED_BY_CARRIER",
      "defective": "CR-DEFECTIVE",
      "found_better_price": "CR-FOUND_BETTER_PRICE",
      "missing_parts": "CR-MISSING_PARTS",
      "no_longer_needed": "CR-UNWANTED_ITEM",
      "not_as_described": "AMZ-PG-BAD-DESC",
      "ordered_by_mistake": "CR-ORDERED_WRONG_ITEM",
      "other": "CR-UNWANTED_ITEM",
      "quality": "CR-DEFECTIVE",
      "size_too_large": "CR-UNWANTED_ITEM",
      "size_too_small": "CR-UNWANTED_ITEM",
      "style": "CR-UNWANTED_ITEM",
      "wrong_item": "CR-SWITCHEROO"
    }
  },
  "zone": "Z",
  "order": {
    "currency": "proceeds.grandTotal.currencyCode|orderItems.0.product.price.unitPrice.currencyCode|OrderTotal.CurrencyCode|OrderItems.0.ItemPrice.CurrencyCode!proceeds",
    "taxMode": "salesChannel.marketplaceId=ATVPDKIKX0DER?'exclusive'|salesChannel.marketplaceId=A2EUQ1WTGCTBG2?'exclusive'|MarketplaceId=ATVPDKIKX0DER?'exclusive'|MarketplaceId=A2EUQ1WTGCTBG2?'exclusive'|'inclusive'",
    "id": "orderId|AmazonOrderId!orderId",
    "number": "orderAliases[aliasType=SELLER_ORDER_ID].aliasId|SellerOrderId",
    "createdAt": "createdTime|PurchaseDate!createdTime",
    "status": "fulfillment.fulfillmentStatus=CANCELLED?'canceled'|OrderStatus=Canceled?'canceled'",
    "native": ["status=fulfillment.fulfillmentStatus|OrderStatus", "fulfilledBy=fulfillment.fulfilledBy|FulfillmentChannel", "marketplaceId=salesChannel.marketplaceId|MarketplaceId",
      "replacementFor=associatedOrders[associationType=REPLACEMENT_ORIGINAL_ID].orderId|ReplacedOrderId", "exchangeFor=associatedOrders[associationType=EXCHANGE_ORIGINAL_ID].orderId", "fulfillmentOrder=fulfillmentOrders.0.fulfillmentOrderId"],
    "buyer": {
      "name": "buyer.buyerName|BuyerInfo.BuyerName",
      "email": "buyer.buyerEmail|BuyerInfo.BuyerEmail",
      "country": "recipient.deliveryAddress.countryCode|ShippingAddress.CountryCode",
      "region": "recipient.deliveryAddress.stateOrRegion|ShippingAddress.StateOrRegion",
      "consumer": "programs[.=AMAZON_BUSINESS]?'false'|IsBusinessOrder=true?'false'"
    },
    "lines": ["orderItems|OrderItems", {
      "id": "orderItemId|OrderItemId!orderItemId",
      "title": "product.title|Title|product.sellerSku|SellerSKU",
      "sku": "product.sellerSku|SellerSKU",
      "product": "product.asin|ASIN",
      "quantity": "quantityOrdered|QuantityOrdered",
      "unitPrice": "product.price.unitPrice.amount",
      "gross": "proceeds.breakdowns[type=ITEM].subtotal.amount|ItemPrice.Amount",
      "discounts": ["proceeds.breakdowns", {"skip": "-type=DISCOUNT", "amount": "subtotal.amount^-?+-subtotal.amount|subtotal.amount", "title": "'promotion'"}],
      "discounts2": ["PromotionDiscount", {"amount": "Amount"}],
      "taxes": ["proceeds.breakdowns[type=TAX]", {"amount": "detailedBreakdowns[subtype=ITEM].value.amount|detailedBreakdowns.0?|subtotal.amount"}],
      "taxes2": ["ItemTax?.", {"amount": "ItemTax.Amount+-PromotionDiscountTax.Amount"}],
      "gift": "IsGift",
      "values": ["condition=product.condition.conditionType|ConditionId"]
    }, "ask for getOrderItems as well, and put its OrderItems into the order"],
    "shipping": ["orderItems", {
      "skip": "-proceeds.breakdowns[type=SHIPPING]",
      "price": "proceeds.breakdowns[type=SHIPPING].subtotal.amount",
      "taxes": ["proceeds.breakdowns[type=TAX].detailedBreakdowns[subtype=SHIPPING]", {"amount": "value.amount"}]
    }],
    "shipping2": ["orderItems", {
      "skip": "-proceeds.breakdowns[type=GIFT_WRAP]",
      "title": "'gift wrap'",
      "price": "proceeds.breakdowns[type=GIFT_WRAP].subtotal.amount",
      "taxes": ["proceeds.breakdowns[type=TAX].detailedBreakdowns[subtype=GIFT_WRAP]", {"amount": "value.amount"}]
    }],
    "shipping3": ["proceeds.breakdowns[type=DELIVERY_TIP]", {"id": "'delivery_tip'", "price": "subtotal.amount"}],
    "shipping4": ["proceeds.breakdowns[type=COD_FEE]", {"id": "'cod_fee'", "price": "subtotal.amount"}],
    "shipping5": ["OrderItems", {"skip": "-ShippingPrice", "price": "ShippingPrice.Amount", "discount": "ShippingDiscount.Amount",
      "taxes": ["ShippingTax?.", {"amount": "ShippingTax.Amount+-ShippingDiscountTax.Amount"}]}],
    "shipping6": ["OrderItems", {"skip": "-BuyerInfo.GiftWrapPrice", "skip2": "-BuyerInfo.GiftWrapPrice.CurrencyCode~ItemPrice.CurrencyCode", "title": "'gift wrap'", "price": "BuyerInfo.GiftWrapPrice.Amount",
      "taxes": ["BuyerInfo.GiftWrapTax", {"amount": "Amount"}]}],
    "shipping7": ["OrderItems", {"skip": "-CODFee", "title": "'cash on delivery'", "price": "CODFee.Amount", "discount": "CODFeeDiscount.Amount"}],
    "@": ["OrderItems", {"say": ["-BuyerInfo.GiftWrapPrice?|-BuyerInfo.GiftWrapPrice.CurrencyCode~ItemPrice.CurrencyCode?BuyerInfo.GiftWrapPrice.CurrencyCode", "charge_left_out|a gift wrap in %, another currency than its item's, was left out"]}],
    "shipments": ["packages", {
      "id": "packageReferenceId",
      "status": "packageStatus.status~parcel",
      "shippedAt": "shipTime",
      "arrived": ["packageStatus.status", "/lastUpdatedTime"],
      "carrier": "carrier",
      "tracking": "trackingNumber",
      "lines": ["packageItems", {"line": "orderItemId", "quantity": "quantity"}]
    }],
    "payments": [
      ["payment.paymentExecutions", {"label": "paymentMethod~payment method", "in": "paymentAmount.amount"}],
      ["PaymentExecutionDetail", {"label": "PaymentMethod~payment method", "in": "Payment.Amount"}]
    ],
    "totals": {
      "total": "proceeds.grandTotal.amount|OrderTotal.Amount",
      "paid": "fulfillment.fulfillmentStatus^PENDING?'0'|OrderStatus^Pending?'0'|proceeds.grandTotal.amount|OrderTotal.Amount"
    },
    "unlisted": {"paidBy": "PaymentMethodDetails"},
    "fit": "."
  },
  "updates": {
    "order": {"order": "orderId|AmazonOrderId", "native": "fulfillment.fulfillmentStatus|OrderStatus", "status": "fulfillment.fulfillmentStatus=CANCELLED?'canceled'|OrderStatus=Canceled?'canceled'", "at": "lastUpdatedTime|LastUpdateDate"},
    "header": {"order": "orderId|AmazonOrderId", "native": "fulfillment.fulfillmentStatus|OrderStatus", "status": "fulfillment.fulfillmentStatus=CANCELLED?'canceled'|OrderStatus=Canceled?'canceled'", "at": "lastUpdatedTime|LastUpdateDate"},
    "change": {"order": "AmazonOrderId", "native": "Summary.OrderStatus|OrderChangeType", "status": "Summary.OrderStatus=Canceled?'canceled'", "at": "OrderChangeTrigger.TimeOfOrderChange"},
    "return": {
      "order": "marketplaceChannelDetails.customerOrderId",
      "return": "id",
      "native": "status",
      "status": "status~status",
      "kind": "'return'",
      "nativeReason": "returnMetadata.returnReason",
      "reason": "returnMetadata.returnReason~reason",
      "say": ["merchantSku", "lines_unknown|the return names its goods by the SKU %, not by the order's line|find the line by it"],
      "at": "lastUpdatedDateTime|creationDateTime"
    },
    "fba_return": {
      "return": "returnAuthorizationId|sellerReturnItemId",
      "native": "status",
      "status": "status~status",
      "kind": "'return'",
      "nativeReason": "amazonReturnReasonCode|sellerReturnReasonCode",
      "reason": "amazonReturnReasonCode|sellerReturnReasonCode~reason",
      "lines": [".", {"line": "sellerFulfillmentOrderItemId", "quantity": "'1'"}],
      "at": "statusChangedDate"
    },
    "fulfillment": {"@": ["fulfillmentOrder|.", {"order": "displayableOrderId", "native": "fulfillmentOrderStatus", "at": "statusUpdatedDate"}]},
    "failure": {"say": [".", "!storefront_error|Amazon refused: #", "errors.0.message"]}
  },
  "pieces": "",
  "write": {
    "create_return": [
      {"need": "kind=refund_before_dispatch", "requests": [{"method": "PUT", "path": "/fba/outbound/2020-07-01/fulfillmentOrders/<ids.fulfillmentOrder!>/cancel", "body": {}}]},
      {"requests": [{"method": "PUT", "path": "/fba/outbound/2020-07-01/fulfillmentOrders/<ids.fulfillmentOrder!>/return", "body": {"items": ["*pieces", {
        "sellerReturnItemId": "</case>-<line>-<n>",
        "sellerFulfillmentOrderItemId": "</ids.items[line]|line>",
        "amazonShipmentId": "</ids.shipments[line]!>",
        "returnReasonCode": "</ids.reasons[reason]|$reasons[reason]|'CR-UNWANTED_ITEM'>",
        "returnComment": "<note:950>"
      }]}}]},
      {"need": "ids.fulfillmentOrder", "requests": [{"method": "GET", "path": "/fba/outbound/2020-07-01/fulfillmentOrders/<ids.fulfillmentOrder>", "body": {},
        "note": "Run this first, then write again with ids.shipments: {line id: amazonShipmentId} and, where they differ, ids.items: {line id: sellerFulfillmentOrderItemId}."}]},
      {"error": "!not_supported|the API opens returns of multi-channel fulfillment only; a buyer returns an Amazon order at Amazon|give ids.fulfillmentOrder where Amazon delivered for another channel"}
    ],
    "refund": [{"error": "!not_supported|Amazon refunds its buyers itself; a seller adjusts a payment by the feed POST_PAYMENT_ADJUSTMENT_DATA or in Seller Central|refund there"}],
    "cancel": [{"error": "!not_supported|a return cannot be taken back by the API|ask the buyer not to send it"}],
    "*": [{"error": "!not_supported|the API has no answers to returns; Amazon authorises and receives them|answer in Seller Central"}]
  }
})json"; });

}  // namespace
}  // namespace aftersale::amazon

namespace aftersale::plugins {
extern const Codec codec_amazon;
const Codec codec_amazon = {.id = "amazon", .kinds = amazon::kinds, .rules = amazon::rules, .tables = amazon::tables.data()};
}  // namespace aftersale::plugins

// TikTok Shop: orders, returns and cancellations of its Open API (202309 and later) and its webhooks; a seller's requests.
#include "aftersale/codec_tools.hpp"

namespace aftersale::tiktok_shop {
namespace {

constexpr char kinds[] =
    "order order an order\n"
    "return return a return\n"
    "cancellation update a cancellation\n"
    "order_status update news of an order's status\n"
    "webhook other a webhook that is about no order and no return\n"
    "price other the calculation of an order's price\n"
    "calculation other the calculation of a refund\n"
    "eligibility other a list of what may be sent back or decided\n"
    "reasons other a list of reasons to reject\n"
    "records other the history of a return\n"
    "packages other a package\n"
    "legacy other a document of the API before 202309\n"
    "request other a request to the API\n"
    "failure other an error answer\n";
constexpr char rules[] =
    "order 100 . $line_items:array $payment.currency $id:digits\n"
    "order 90 . $line_items.0.sku_id $line_items.0.sale_price $id:digits\n"
    "order 80 . orders:array next_page_token:string\n"
    "return 100 return_orders return_orders:array\n"
    "return 100 . return_id return_status\n"
    "return 100 data type data.return_id data.return_status\n"
    "cancellation 100 cancellations cancellations:array\n"
    "cancellation 100 . cancel_id cancel_status\n"
    "cancellation 100 data type data.cancel_id data.cancel_status\n"
    "order_status 100 data type data.order_id data.order_status shop_id\n"
    "webhook 90 data tts_notification_id type\n"
    "price 90 . net_price_amount line_items.0.sku_list_price\n"
    "calculation 100 . order_refund_amount.refund_total\n"
    "eligibility 100 . sku_eligibility:array\n"
    "eligibility 100 . decisions.0.decision\n"
    "reasons 60 . reasons.0.name reasons.0.text\n"
    "records 90 . records.0.event\n"
    "packages 60 . packages.0.line_item_ids\n"
    "legacy 90 . order_list:array\n"
    "legacy 90 . reverse_list:array\n"
    "legacy 60 . reverse_order_id\n"
    "request 60 . decision^APPROVE_\n"
    "request 60 . decision^REJECT_\n"
    "request 60 . decision^OFFER_\n"
    "request 60 . decision^ISSUE_\n"
    "request 50 . reject_reason:string comment\n"
    "request 60 . order_id:digits return_type return_reason\n"
    "request 60 . order_id:digits cancel_reason\n"
    "request 60 . order_id:digits request_type reason_name\n"
    "request 60 . order_id_list:array .#1\n"
    "request 50 . create_time_ge\n"
    "request 50 . update_time_ge\n"
    "failure 40 . code -code=0 message:string request_id:string\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "order status": {"CANCELLED":"canceled","COMPLETED":"closed","UNPAID":"open","ON_HOLD":"open","AWAITING_SHIPMENT":"open","PARTIALLY_SHIPPING":"open","AWAITING_COLLECTION":"open","IN_TRANSIT":"open","DELIVERED":"open"},
    "parcel": {"CANCELLED":"canceled","COMPLETED":"delivered","DELIVERED":"delivered","IN_TRANSIT":"shipped","UNPAID":"pending","ON_HOLD":"pending","AWAITING_SHIPMENT":"pending","PARTIALLY_SHIPPING":"pending","AWAITING_COLLECTION":"pending","*":"pending"},
    "status": {
      "RETURN_OR_REFUND_REQUEST_PENDING": "requested",
      "REFUND_OR_RETURN_REQUEST_REJECT": "refused",
      "RETURN_OR_REFUND_REQUEST_REJECT": "refused",
      "AWAITING_BUYER_SHIP": "approved",
      "BUYER_SHIPPED_ITEM": "in_transit",
      "REJECT_RECEIVE_PACKAGE": "refused",
      "AWAITING_BUYER_RESPONSE": "proposed",
      "RETURN_OR_REFUND_REQUEST_SUCCESS": "refund_pending",
      "RETURN_OR_REFUND_REQUEST_COMPLETE": "refunded",
      "RETURN_OR_REFUND_REQUEST_CANCEL": "canceled",
      "REPLACEMENT_REQUEST_PENDING": "requested",
      "REPLACEMENT_REQUEST_REJECT": "refused",
      "REPLACEMENT_REQUEST_REFUND_SUCCESS": "refunded",
      "REPLACEMENT_REQUEST_CANCEL": "canceled",
      "REPLACEMENT_REQUEST_COMPLETE": "sent",
      "AWAITING_BUYER_CONFIRM_RECEIVE": "sent"
    },
    "cancellation": {
      "CANCELLATION_REQUEST_PENDING": "requested",
      "CANCELLATION_REQUEST_SUCCESS": "refund_pending",
      "CANCELLATION_REQUEST_CANCEL": "canceled",
      "CANCELLATION_REQUEST_COMPLETE": "refunded"
    },
    "arbitration": {"IN_PROGRESS":"disputed","SUPPORT_BUYER":"disputed","SUPPORT_SELLER":"disputed","CLOSED":"closed"},
    "reason": {
      "*missing": "missing_parts",
      "*not_received": "arrived_late",
      "*missed_delivery": "arrived_late",
      "*miss_estimated": "arrived_late",
      "*on_time": "arrived_late",
      "*package_lost": "arrived_late",
      "*delivery_failed": "arrived_late",
      "*damaged": "damaged_in_transit",
      "*defective": "defective",
      "*not_match": "not_as_described",
      "*counterfeit": "not_as_described",
      "*wrong_product": "wrong_item",
      "*too_big": "size_too_large",
      "*too_small": "size_too_small",
      "*incorrect_size": "ordered_by_mistake",
      "*by_mistake": "ordered_by_mistake",
      "*multiple_sizes": "changed_mind",
      "*not_suit": "style",
      "*quality": "quality",
      "*expired": "quality",
      "*not_frozen": "quality",
      "*no_need": "no_longer_needed",
      "*no_longer": "no_longer_needed",
      "*better_price": "found_better_price",
      "*high_delivery": "found_better_price",
      "*change": "changed_mind",
      "*other": "other",
      "*adjustment": "other",
      "*unauthori": "other",
      "*address": "other",
      "*delivery_info": "other",
      "*proxy": "other",
      "*out_of_stock": "other"
    },
    "kinds": {"REFUND":"return","RETURN_AND_REFUND":"return","REPLACEMENT":"return"},
    "seller": {"missing_parts":"missing_product","defective":"not_match_description","not_as_described":"not_match_description","damaged_in_transit":"damaged","wrong_item":"wrong_product","arrived_late":"missed_delivery_date"},
    "closed": {"MY":"1","PH":"1","SG":"1","TH":"1"}
  },
  "zone": "Z",
  "order": {
    "currency": "payment.currency|line_items.0.currency!payment",
    "taxMode": "recipient_address.region_code=US?'exclusive'|'inclusive'",
    "id": "id!",
    "createdAt": "create_time|paid_time|update_time!create_time",
    "when": ["-status=UNPAID -status=DELIVERED -status=COMPLETED", {"check": "is_cod!is_cod"}],
    "say2": ["payment_method_name:string?|payment_method_name", "odd_type|it is no word; it counts as nothing"],
    "say": ["-create_time update_time?update_time", "created_unknown|the document does not say when the order was made; % is its last change|ask for the whole order"],
    "status": "status~order status",
    "channel": "auto_combine_group_id?'live'|order_type=ZERO_LOTTERY?'live'",
    "live": {"platform": "auto_combine_group_id?'tiktok'|order_type=ZERO_LOTTERY?'tiktok'", "stream": "auto_combine_group_id"},
    "native": ["status", "order_type", "fulfillment_type", "replaced_order_id", "exchange_source_order_id", "is_sample_order",
      "tax=payment.tax", "shipping_fee_platform_discount=payment.shipping_fee_platform_discount", "shipping_fee_cofunded_discount=payment.shipping_fee_cofunded_discount"],
    "buyer": {"id": "user_id", "name": "recipient_address.name", "email": "buyer_email", "country": "recipient_address.region_code"},
    "lines": ["line_items", {
      "id": "id!",
      "title": "product_name|seller_sku|sku_id",
      "variant": "sku_name",
      "sku": "seller_sku",
      "product": "product_id",
      "image": "sku_image",
      "quantity": "quantity|'1'",
      "check": "display_status!display_status~parcel",
      "canceled": "-display_status=CANCELLED?|quantity|'1'",
      "unitPrice": "original_price|sale_price!sale_price",
      "discounts": ["seller_discount>?.", {"amount": "seller_discount", "title": "'seller'"}],
      "discounts2": ["platform_discount>?.", {"amount": "platform_discount", "title": "'platform'", "fundedBy": "'platform'"}],
      "taxes": ["item_tax", {"rate": "tax_rate", "title": "tax_type", "amount": "tax_amount"}],
      "gift": "is_gift",
      "digital": "/delivery_type=VIRTUAL?'true'",
      "values": ["sku_id", "sku_type", "gift_retail_price=gift_retail_price>?gift_retail_price", "is_unboxing_item"]
    }, "ask for the order's detail"],
    "shipping": ["payment", {
      "skip": "-original_shipping_fee -shipping_fee",
      "id": "'shipping'",
      "title": "/delivery_option_name",
      "price": "original_shipping_fee|shipping_fee",
      "left": "shipping_fee",
      "taxes": ["shipping_fee_tax>?.", {"amount": "shipping_fee_tax"}]
    }],
    "shipping2": ["payment.small_order_fee>?payment", {"id": "'small_order_fee'", "price": "small_order_fee"}],
    "shipping3": ["payment.buyer_service_fee>?payment", {"id": "'buyer_service_fee'", "price": "buyer_service_fee"}],
    "shipping4": ["payment.handling_fee>?payment", {"id": "'handling_fee'", "price": "handling_fee"}],
    "shipping5": ["payment.retail_delivery_fee>?payment", {"id": "'retail_delivery_fee'", "price": "retail_delivery_fee"}],
    "shipping6": ["payment.item_insurance_fee>?payment", {"id": "'item_insurance_fee'", "price": "item_insurance_fee", "taxes": ["item_insurance_tax>?.", {"amount": "item_insurance_tax"}]}],
    "shipping7": ["payment.shipping_insurance_fee>?payment", {"id": "'shipping_insurance_fee'", "price": "shipping_insurance_fee"}],
    "shipping8": ["payment.distance_fee>?payment", {"id": "'distance_fee'", "price": "distance_fee"}],
    "shipments": ["line_items", {
      "skip": "-package_id",
      "id": "package_id",
      "status": "display_status~parcel",
      "carrier": "shipping_provider_name|/shipping_provider",
      "tracking": "tracking_number|/tracking_number",
      "when": ["-display_status=UNPAID -display_status=ON_HOLD -display_status=AWAITING_SHIPMENT -display_status=AWAITING_COLLECTION -display_status=CANCELLED", {
        "shippedAt": "/collection_time|rts_time|/rts_time",
        "delivered": "display_status=DELIVERED?/delivery_time|display_status=COMPLETED?/delivery_time"
      }],
      "lines": [".", {"line": "id", "quantity": "quantity|'1'"}]
    }],
    "totals": {
      "goods": "payment.original_total_product_price",
      "total": "payment.total_amount",
      "tax": "line_items.0.item_tax?payment.tax",
      "paid": "status=UNPAID?'0'|is_cod=true -status=DELIVERED -status=COMPLETED?'0'|payment.total_amount"
    },
    "paidBy": "is_cod=true?'cash on delivery'|payment_method_name",
    "fit": "."
  },
  "update": {"order": "order_id", "at": "update_time|create_time|/timestamp", "currency": "refund_amount.currency|return_line_items.0.refund_amount.currency|cancel_line_items.0.refund_amount.currency"},
  "updates": {
    "order": {"order": "id", "native": "status", "status": "status=CANCELLED?'canceled'", "currency": "payment.currency"},
    "order_status": {"native": "order_status", "status": "order_status=CANCELLED?'canceled'"},
    "return": {
      "return": "return_id",
      "check": "return_status!return_status",
      "native": "return_status",
      "status": "arbitration_status=IN_PROGRESS?'disputed'|return_status~status",
      "when": ["arbitration_status", {"check": "arbitration_status~arbitration"}],
      "kind": "return_type~kinds",
      "nativeReason": "return_reason|return_reason_text",
      "reason": "return_reason~reason",
      "due": "seller_next_action_response.0.deadline",
      "lines": ["return_line_items", {"line": "order_line_item_id", "quantity": "quantity|'1'"}],
      "asked": "return_status=RETURN_OR_REFUND_REQUEST_COMPLETE?|refund_amount.refund_total",
      "refunded": "return_status=RETURN_OR_REFUND_REQUEST_COMPLETE?refund_amount.refund_total"
    },
    "cancellation": {
      "return": "cancel_id",
      "native": "cancel_status",
      "status": "cancel_status~cancellation",
      "kind": "'refund_before_dispatch'",
      "nativeReason": "cancel_reason|cancel_reason_text",
      "reason": "cancel_reason~reason",
      "due": "seller_next_action_response.0.deadline",
      "lines": ["cancel_line_items", {"line": "order_line_item_id", "quantity": "quantity|'1'"}],
      "asked": "cancel_status=CANCELLATION_REQUEST_COMPLETE?|refund_amount.refund_total",
      "refunded": "cancel_status=CANCELLATION_REQUEST_COMPLETE?refund_amount.refund_total"
    },
    "failure": {"say": [".", "!storefront_error|TikTok Shop refused: #", "message"]}
  },
  "write": {
    "create_return": [
      {"need": "kind=refund_before_dispatch", "requests": [{"method": "POST", "path": "/return_refund/202309/cancellations", "body": {
        "order_id": "<order.id>",
        "cancel_reason": "<ids.cancelReason!>",
        "order_line_item_ids": ["*request.items", "<line>"]
      }}]},
      {"need": "kind=refund_before_dispatch", "error": "!missing_id|TikTok Shop wants one of its seller's reasons to cancel, by market|give it as ids.cancelReason"},
      {"need": "$closed[/order.buyer.country]", "error": "!not_supported|in this market TikTok Shop lets no seller open a return|the buyer opens it in the app; answer it by approve or refuse"},
      {"need": "order.buyer.country=ID -request.items.0.reason=missing_parts", "error": "!not_supported|in Indonesia a seller may only refund missing products|the buyer opens it in the app; answer it by approve or refuse"},
      {"requests": [{"method": "POST", "path": "/return_refund/202309/returns", "body": {
        "order_id": "<order.id>",
        "order_line_item_ids": ["*request.items", "<line>"],
        "return_reason": "<ids.reason!>",
        "return_type": "<request.method=keep?'REFUND'|request.resolution=keep_item?'REFUND'|'RETURN_AND_REFUND'>",
        "refund_total": "<quote.total.amount:$>",
        "currency": "<order.currency>",
        "shipment_type": "<request.method=keep?|request.resolution=keep_item?|ids.shipmentType|'PLATFORM'>",
        "handover_method": "<request.method=keep?|request.resolution=keep_item?|request.method=pickup?'PICKUP'|'DROP_OFF'>"
      }}]},
      {"requests": [{"method": "POST", "path": "/return_refund/202309/returns", "body": {
        "order_id": "<order.id>",
        "order_line_item_ids": ["*request.items", "<line>"],
        "return_reason": "ecom_order_delivered_refund_reason_<$seller[request.items.0.reason]!>_seller<order.buyer.country=GB?'_uk'|order.buyer.country=UK?'_uk'>",
        "return_type": "<request.method=keep?'REFUND'|request.resolution=keep_item?'REFUND'|'RETURN_AND_REFUND'>",
        "refund_total": "<quote.total.amount:$>",
        "currency": "<order.currency>",
        "shipment_type": "<request.method=keep?|request.resolution=keep_item?|ids.shipmentType|'PLATFORM'>",
        "handover_method": "<request.method=keep?|request.resolution=keep_item?|request.method=pickup?'PICKUP'|'DROP_OFF'>"
      }}]},
      {"error": "!not_supported|TikTok Shop has no reason for this that a seller may give|the buyer opens such a return in the app, or give ids.reason"}
    ],
    "approve": [
      {"need": "kind=refund_before_dispatch", "requests": [{"method": "POST", "path": "/return_refund/202309/cancellations/<ids.return!>/approve", "body": {}}]},
      {"requests": [{"method": "POST", "path": "/return_refund/202309/returns/<ids.return!>/approve", "body": {
        "decision": "<request.method=keep?'APPROVE_REFUND'|request.resolution=partial_refund?'OFFER_PARTIAL_REFUND'|request.resolution=exchange?'APPROVE_REPLACEMENT'|request.resolution=replacement?'APPROVE_REPLACEMENT'|request.resolution=reship?'APPROVE_REPLACEMENT'|'APPROVE_RETURN'>",
        "buyer_keep_item": "<ids.buyerKeepItem>",
        "partial_refund": {"if": "request.resolution=partial_refund -request.method=keep", "amount": "<quote.total.amount:$>", "currency": "<order.currency>"}
      }}]},
      {"error": "!missing_id|TikTok Shop's id of the return or cancellation is needed|give it as ids.return"}
    ],
    "refuse": [
      {"need": "kind=refund_before_dispatch", "requests": [{"method": "POST", "path": "/return_refund/202309/cancellations/<ids.return!>/reject", "body": {
        "reject_reason": "<ids.rejectReason!>", "comment": "<refused.note:500>"
      }}]},
      {"requests": [{"method": "POST", "path": "/return_refund/202309/returns/<ids.return!>/reject", "body": {
        "decision": "<ids.decision|request.method=keep?'REJECT_REFUND'|request.resolution=exchange?'REJECT_REPLACEMENT'|request.resolution=replacement?'REJECT_REPLACEMENT'|'REJECT_RETURN'>",
        "reject_reason": "<ids.rejectReason!>",
        "comment": "<refused.note:500>"
      }}]},
      {"requests": [{"method": "GET", "path": "/return_refund/202309/reject_reasons?return_or_cancel_id=<ids.return!>", "body": {},
        "note": "Run this first, then write again with ids.rejectReason: one of the names that it gives."}]},
      {"error": "!missing_id|TikTok Shop's id of the return or cancellation is needed|give it as ids.return"}
    ],
    "receive": [
      {"requests": [{"method": "POST", "path": "/return_refund/202309/returns/<ids.return!>/approve", "body": {"decision": "APPROVE_RECEIVED_PACKAGE"},
        "note": "With this TikTok Shop pays the buyer."}]},
      {"error": "!missing_id|TikTok Shop's id of the return is needed|give it as ids.return"}
    ],
    "refund": [{"error": "!not_supported|TikTok Shop pays by itself when a refund or a received parcel is approved|write approve or receive"}],
    "*": [{"error": "!not_supported|only the buyer takes a return back at TikTok Shop|refuse it, or ask the buyer to cancel it"}]
  }
})json"; });

}  // namespace
}  // namespace aftersale::tiktok_shop

namespace aftersale::plugins {
extern const Codec codec_tiktok_shop;
const Codec codec_tiktok_shop = {.id = "tiktok-shop", .kinds = tiktok_shop::kinds, .rules = tiktok_shop::rules, .tables = tiktok_shop::tables.data()};
}  // namespace aftersale::plugins

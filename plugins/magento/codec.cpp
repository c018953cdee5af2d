// Adobe Commerce and Magento: orders, shipments, credit memos and returns (RMA) of the REST and GraphQL APIs; returns and refunds.
#include "aftersale/codec_tools.hpp"

namespace aftersale::magento {
namespace {

constexpr char kinds[] =
    "order order an order\n"
    "return return a return\n"
    "refund update a credit memo\n"
    "memos update credit memos of an order\n"
    "shipment update a shipment\n"
    "tracking update the tracking number of a return\n"
    "invoice other an invoice\n"
    "part other a part of an order; ask for its total, and its items with id and price\n"
    "draft other an order that is to be placed\n"
    "request other a request\n"
    "attributes other reasons, conditions and resolutions of returns\n"
    "failure other an error answer\n";
constexpr char rules[] =
    "request 50 . query:string -variables\n"
    "return 100 requestReturn.return requestReturn.return.uid\n"
    "return 100 requestGuestReturn.return requestGuestReturn.return.uid\n"
    "return 100 confirmReturn.return confirmReturn.return.uid\n"
    "return 100 cancelReturn.return cancelReturn.return.uid\n"
    "return 100 addReturnComment.return addReturnComment.return.uid\n"
    "return 100 removeReturnTracking.return removeReturnTracking.return.uid\n"
    "return 100 customer.returns.items.0 customer.returns.items.0.number\n"
    "return 100 customer.return customer.return.uid customer.return.items\n"
    "return 100 customer.returns.items.0 customer.returns.items.0.uid\n"
    "tracking 100 addReturnTracking addReturnTracking.return_shipping_tracking\n"
    "memos 100 customer.orders.items.0 customer.orders.items.0.credit_memos:array -customer.orders.items.0.total\n"
    "order 100 customer.orders.items customer.orders.items.0.total.grand_total.value\n"
    "order 100 customer.orders.items customer.orders.items.0.total.base_grand_total.value\n"
    "part 90 . customer.orders.items.0\n"
    "order 100 guestOrder guestOrder.total.grand_total.value\n"
    "order 100 guestOrderByToken guestOrderByToken.total.grand_total.value\n"
    "part 90 . guestOrder.number\n"
    "part 90 . guestOrderByToken.number\n"
    "order 90 . order_date:string total.grand_total.value items:array\n"
    "return 100 . items.0.qty_requested order_id\n"
    "return 100 items.0 items.0.items.0.qty_requested\n"
    "return 100 rmaDataObject rmaDataObject.items.0.qty_requested\n"
    "order 100 . entity_id increment_id order_currency_code items:array -order_id\n"
    "order 100 items items.0.increment_id items.0.order_currency_code -items.0.order_id\n"
    "order 100 . increment_id base_currency_code grand_total state:string\n"
    "refund 100 . order_id items.0.order_item_id adjustment\n"
    "refund 100 . order_id items.0.order_item_id adjustment_negative\n"
    "refund 100 items.0 items.0.order_id items.0.items.0.order_item_id items.0.adjustment\n"
    "shipment 100 . order_id items.0.order_item_id tracks:array\n"
    "shipment 100 items.0 items.0.order_id items.0.items.0.order_item_id items.0.tracks:array\n"
    "invoice 100 . order_id items.0.order_item_id grand_total\n"
    "invoice 90 . items.0.order_id items.0.items.0.order_item_id items.0.grand_total\n"
    "request 60 . items.0.order_item_id -order_id -entity_id\n"
    "draft 60 . paymentMethod.method\n"
    "draft 50 . addressInformation:object\n"
    "draft 50 . cartItem:object\n"
    "draft 50 . payment_methods:array totals.grand_total\n"
    "draft 40 . 0.carrier_code 0.method_code\n"
    "draft 40 . address.country_id\n"
    "attributes 60 . 0.attribute_code 0.frontend_label\n"
    "failure 30 . message:string trace:string\n"
    "failure 30 . message:string parameters\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "return status": {"PENDING":"requested","UNCONFIRMED":"requested","AUTHORIZED":"approved","PARTIALLY_AUTHORIZED":"approved","RECEIVED":"received","PARTIALLY_RECEIVED":"received",
      "APPROVED":"received","PARTIALLY_APPROVED":"received","REJECTED":"refused","PARTIALLY_REJECTED":"refused","DENIED":"refused","PROCESSED_AND_CLOSED":"closed","CLOSED":"closed"},
    "order status": {"new":"open","pending":"open","pending_payment":"open","processing":"open","complete":"closed","closed":"closed","canceled":"canceled","holded":"open","payment_review":"open",
      "On Hold":"open","Pending Payment":"open","Payment Review":"open","Suspected Fraud":"open"},
    "payment method": {"checkmo":"other","banktransfer":"bank_transfer","cashondelivery":"cash_on_delivery","purchaseorder":"other","free":"other","braintree":"card","payment_services_paypal_hosted_fields":"card",
      "stripe_payments":"card","adyen_cc":"card","braintree_paypal":"wallet","paypal_express":"wallet","payment_services_paypal_smart_buttons":"wallet","":"other","*":"other"}
  },
  "unrounded": true,
  "zone": "Z",
  "money": ["value"],
  "order": {
    "currency": "order_currency_code|total.grand_total.currency|total.base_grand_total.currency!order_currency_code",
    "id": "entity_id|id!entity_id",
    "number": "increment_id|number|order_number",
    "createdAt": "created_at|order_date!",
    "taxMode": "'exclusive'",
    "status": "state|status~order status",
    "native": ["state", "status", "quote_id", "store_id", "token", "payment_method=payment.method|payment_methods.0.type"],
    "buyer": {
      "id": "customer_id",
      "guest": "customer_is_guest=1?'true'|customer_is_guest=true?'true'",
      "name": "customer_firstname+customer_lastname",
      "email": "customer_email|email|billing_address.email",
      "@": ["extension_attributes.shipping_assignments.0.shipping.address|shipping_address|billing_address", {"country": "country_id|country_code", "region": "region_code|region", "name": "firstname+lastname"}],
      "known": ["billing_address.email"]
    },
    "lines": ["items", {
      "skip": "parent_item_id>",
      "skip2": "parent_item:object",
      "id": "item_id|id|product_sku!item_id",
      "say": ["-item_id -id?product_sku", "no_line_id|the line has no id; its SKU % stands for it, which no request can name|ask for items { id }"],
      "title": "name|product_name|sku|product_sku",
      "sku": "sku|product_sku",
      "product": "product_id",
      "quantity": "qty_ordered|quantity_ordered",
      "canceled": "qty_canceled|quantity_canceled",
      "requiresShipping": "is_virtual=1?'false'|product_type=virtual?'false'|product_type=downloadable?'false'",
      "digital": "product_type=downloadable?'true'",
      "giftCard": "product_type=giftcard?'true'",
      "attributes": [["selected_options", "label", "value"], ["entered_options", "label", "value"], ["product_option.extension_attributes.configurable_item_options", "option_id", "option_value"]],
      "values": ["product_type", "status", "eligible_for_return"]
    }, "ask for the order with its items"],
    "shipping": ["shipping_amount?.|total.total_shipping?.", {"id": "'shipping'", "title": "shipping_description|shipping_method|carrier|'shipping'"}],
    "charges": {
      "line": {"need": "price",
        "unit": "price|product_sale_price",
        "gross": "row_total",
        "discounts": ["discounts", "amount", {"title": "label"}],
        "paid": "row_total?row_total+-discount_amount+discount_tax_compensation_amount",
        "taxes": ["tax_amount>?.", "tax_amount", {"percent": "tax_percent"}]},
      "shipping": {"need": "shipping_amount",
        "gross": "shipping_amount|total.shipping_handling.amount_excluding_tax|total.total_shipping",
        "discounts": ["total.shipping_handling.discounts", "amount", {"title": "label"}],
        "paid": "shipping_amount?shipping_amount+-shipping_discount_amount+shipping_discount_tax_compensation_amount",
        "taxes": ["shipping_tax_amount>?.|total.shipping_handling.taxes", "shipping_tax_amount|amount", {"percent": "rate", "title": "title"}]},
      "discount": ["items.0.discounts:array?|total.discounts*amount", {"title": "total.discounts.0.label"}],
      "tax": ["total.total_tax+-total.shipping_handling.taxes*amount", {"percent": "total.taxes#1?total.taxes.0.rate", "title": "total.taxes#1?total.taxes.0.title"}],
      "total": "grand_total+extension_attributes.gift_cards_amount+extension_attributes.customer_balance_amount+extension_attributes.reward_currency_amount|total.grand_total|total.base_grand_total"
    },
    "totals": {
      "goods": "subtotal|total.subtotal",
      "tax": "tax_amount|total.total_tax",
      "paid": "total_paid+extension_attributes.gift_cards_amount+extension_attributes.customer_balance_amount+extension_attributes.reward_currency_amount|total_due>?'0'|-grand_total?|'0'",
      "refunded": "total_refunded"
    },
    "tenders": ["total_paid>?.", {"id": "payment.entity_id|'payment'", "kind": "payment.method~payment method", "label": "payment.additional_information.0|payment.method", "amount": "total_paid", "refunded": "total_refunded"}],
    "@": ["extension_attributes", {
      "tenders": ["gift_cards_amount>?.", {"id": "'gift-card'", "kind": "'gift_card'", "amount": "gift_cards_amount", "refunded": "gift_cards_refunded"}],
      "tenders2": ["customer_balance_amount>?.", {"id": "'store-credit'", "kind": "'store_credit'", "amount": "customer_balance_amount", "refunded": "customer_balance_refunded"}]
    }],
    "shipments": ["shipments|extension_attributes.shipments", {
      "id": "entity_id|id",
      "status": "'shipped'",
      "shippedAt": "created_at",
      "carrier": "tracks.0.title|tracks.0.carrier_code|tracking.0.title|tracking.0.carrier",
      "tracking": "tracks.0.track_number|tracking.0.number",
      "lines": ["items", {"say": ["order_item_id?|order_item.id?|.", "unknown_line|no line of the order is named; its units are left out"], "skip": "-order_item_id -order_item.id", "line": "order_item_id|order_item.id", "quantity": "qty|quantity_shipped"}]
    }],
    "shipments2": ["shipments.0?|items[qty_shipped>].item_id?.", {
      "id": "'shipped'",
      "status": "'shipped'",
      "lines": ["items", {"skip": "parent_item_id>", "skip2": "-qty_shipped>", "line": "item_id", "quantity": "qty_shipped"}]
    }],
    "returns": ["returns.items|returns", {
      "id": "entity_id|uid",
      "native": "status",
      "status": "status~return status",
      "lines": ["items", {"line": "order_item_id|order_item.id", "quantity": "qty_requested|request_quantity"}]
    }],
    "returns2": ["returns.items.0?|returns.0?|creditmemos|credit_memos", {
      "id": "entity_id|id",
      "native": "'credit memo'",
      "status": "'refunded'",
      "refunded": "grand_total|total.grand_total",
      "lines": ["items", {"say": ["order_item_id?|order_item.id?|.", "unknown_line|no line of the order is named; its units are left out"], "skip": "-order_item_id -order_item.id", "line": "order_item_id|order_item.id", "quantity": "qty|quantity_refunded"}]
    }],
    "when": ["-returns.items.0 -returns.0 -creditmemos.0 -credit_memos.0", {"returns": ["items", {
      "skip": "parent_item_id>",
      "skip2": "-qty_refunded> -quantity_refunded>",
      "id": "item_id|id",
      "native": "'refunded'",
      "status": "'refunded'",
      "refunded": "amount_refunded+tax_refunded+-discount_refunded",
      "lines": [".", {"line": "item_id|id", "quantity": "qty_refunded|quantity_refunded"}]
    }]}]
  },
  "updates": {
    "order": {"order": "entity_id|id", "native": "status|state", "currency": "order_currency_code|total.grand_total.currency", "at": "updated_at",
      "status": "state=canceled?'canceled'|status=canceled?'canceled'|total_refunded>?'refunded'", "refunded": "total_refunded"},
    "return": {"order": "order_id|order.id|order_increment_id", "return": "entity_id|uid", "native": "status", "status": "status~return status", "at": "date_requested|created_at|comments.-1.created_at",
      "lines": ["items", {"line": "order_item_id|order_item.id", "quantity": "qty_requested|request_quantity"}],
      "@": ["items", {"check": "status~return status"}]},
    "refund": {"order": "order_id", "return": "entity_id", "native": "'credit memo'", "status": "'refunded'", "currency": "order_currency_code", "refunded": "grand_total", "at": "created_at",
      "lines": ["items", {"skip": "-qty>", "line": "order_item_id", "quantity": "qty"}]},
    "memos": {"order": "id", "return": "credit_memos.-1.id", "native": "'credit memo'", "status": "credit_memos.0?'refunded'", "currency": "credit_memos.-1.total.grand_total.currency", "refunded": "credit_memos.-1.total.grand_total",
      "lines": ["credit_memos*items", {"line": "order_item.id|product_sku", "quantity": "quantity_refunded"}]},
    "shipment": {"order": "order_id", "native": "'shipped'", "at": "created_at"},
    "tracking": {"native": "'tracking'", "status": "'in_transit'", "return": "return.uid"}
  },
  "graphql": "/graphql",
  "write": {
    "create_return": [
      {"need": "ids.guestToken", "requests": [{
        "operation": "requestGuestReturn",
        "query": "mutation RequestGuestReturn($input: RequestGuestReturnInput!) { requestGuestReturn(input: $input) { return { uid number status items { uid status request_quantity order_item { id } } } } }",
        "variables": {"input": {"token": "<ids.guestToken>", "contact_email": "<ids.email|order.buyer.email!>", "comment_text": "<request.items.0.note|case>", "items": ["*request.items", {
          "order_item_uid": "<line:uid>", "quantity_to_return": "<quantity>",
          "selected_custom_attributes": ["=/ids.reasons", {"attribute_code": "reason", "value": "</ids.reasons[reason]>"}]}]}}
      }]},
      {"need": "ids.admin", "requests": [{"method": "POST", "path": "/rest/V1/returns", "body": {"rmaDataObject": {
        "order_id": "<order.id:#number>", "order_increment_id": "<order.number>", "store_id": "<order.source.native.store_id:#>", "customer_id": "<order.buyer.id:#>", "status": "pending",
        "items": ["*request.items", {"order_item_id": "<line:#number>", "qty_requested": "<quantity>", "reason": "</ids.reasons[reason]>", "condition": "</ids.condition>", "resolution": "</ids.resolution>", "status": "pending"}]}}}]},
      {"requests": [{
        "operation": "requestReturn",
        "query": "mutation RequestReturn($input: RequestReturnInput!) { requestReturn(input: $input) { return { uid number status items { uid status request_quantity order_item { id } } } } }",
        "variables": {"input": {"order_uid": "<order.id:uid>", "contact_email": "<ids.email|order.buyer.email!>", "comment_text": "<request.items.0.note|case>", "items": ["*request.items", {
          "order_item_uid": "<line:uid>", "quantity_to_return": "<quantity>",
          "selected_custom_attributes": ["=/ids.reasons", {"attribute_code": "reason", "value": "</ids.reasons[reason]>"}]}]}}
      }]},
      {"error": "!missing_id|a return needs the buyer's e-mail address|give it as ids.email"}
    ],
    "approve": [
      {"requests": [{"method": "PUT", "path": "/rest/V1/returns/<ids.return!>", "body": {"rmaDataObject": {"entity_id": "<ids.return:#number>", "order_id": "<order.id:#number>", "status": "authorized", "items": ["+items", {
        "entity_id": "</ids.returnItems[line]:#number!>", "order_item_id": "<line:#number>", "qty_authorized": "<quantity>", "status": "authorized"}]}}}]},
      {"error": "!missing_id|the ids of the return and of its items are needed|give them as ids.return and ids.returnItems"}
    ],
    "refuse": [
      {"requests": [{"method": "PUT", "path": "/rest/V1/returns/<ids.return!>", "body": {"rmaDataObject": {"entity_id": "<ids.return:#number>", "order_id": "<order.id:#number>", "status": "denied", "items": ["+items", {
        "entity_id": "</ids.returnItems[line]:#number!>", "order_item_id": "<line:#number>", "status": "denied"}]}}}]},
      {"error": "!missing_id|the ids of the return and of its items are needed|give them as ids.return and ids.returnItems"}
    ],
    "receive": [
      {"requests": [{"method": "PUT", "path": "/rest/V1/returns/<ids.return!>", "body": {"rmaDataObject": {"entity_id": "<ids.return:#number>", "order_id": "<order.id:#number>", "status": "received", "items": ["+items", {
        "entity_id": "</ids.returnItems[line]:#number!>", "order_item_id": "<line:#number>", "qty_returned": "<quantity>", "status": "received"}]}}}]},
      {"error": "!missing_id|the ids of the return and of its items are needed|give them as ids.return and ids.returnItems"}
    ],
    "cancel": [
      {"need": "ids.return", "requests": [{"method": "PUT", "path": "/rest/V1/returns/<ids.return>", "body": {"rmaDataObject": {"entity_id": "<ids.return:#number>", "order_id": "<order.id:#number>", "status": "closed"}}}]},
      {"error": "!missing_id|the id of the return is needed|give it as ids.return"}
    ],
    "refund": [
      {"need": "quote.resolution=store_credit", "error": "!not_supported|store credit is given with a credit memo in the back office|refund it there"},
      {"need": "ids.invoice", "requests": [{"method": "POST", "path": "/rest/V1/invoice/<ids.invoice>/refund", "note": "Magento works out the amount; isOnline lets the payment's provider send it.", "body": {
        "items": ["*quote.items", {"order_item_id": "<line:#number>", "qty": "<quantity>"}], "isOnline": true, "notify": true,
        "arguments": {"shipping_amount": "<shipping:#$>", "adjustment_positive": 0, "adjustment_negative": 0}}}]},
      {"requests": [{"method": "POST", "path": "/rest/V1/order/<order.id:number>/refund", "note": "Magento works out the amount and only books it; give ids.invoice for a refund that is sent.", "body": {
        "items": ["*quote.items", {"order_item_id": "<line:#number>", "qty": "<quantity>"}], "notify": true,
        "arguments": {"shipping_amount": "<shipping:#$>", "adjustment_positive": 0, "adjustment_negative": 0}}}]}
    ]
  }
})json"; });

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool digits(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos; }

/// The same id for both APIs: "3" for REST ("number"), base64 of it, "Mw==", for GraphQL ("uid").
std::string id_for(std::string_view api, std::string_view id) {
  std::string out;
  unsigned bits = 0;
  int have = 0;
  if (digits(id) == (api == "number")) return std::string(id);
  if (api == "uid") {
    for (const char c : id) {
      bits = (bits << 8u) | static_cast<unsigned char>(c);
      for (have += 8; have >= 6; have -= 6) out += letters[(bits >> static_cast<unsigned>(have - 6)) & 63u];
    }
    if (have > 0) out += letters[(bits << static_cast<unsigned>(6 - have)) & 63u];
    while (out.size() % 4 != 0) out += '=';
    return out;
  }
  for (const char c : id) {
    const std::size_t value = letters.find(c);
    if (value == std::string_view::npos) break;
    bits = (bits << 6u) | static_cast<unsigned>(value);
    for (have += 6; have >= 8; have -= 8) out += static_cast<char>((bits >> static_cast<unsigned>(have - 8)) & 255u);
  }
  return digits(out) ? out : std::string();
}

}  // namespace
}  // namespace aftersale::magento

namespace aftersale::plugins {
extern const Codec codec_magento;
const Codec codec_magento = {.id = "magento", .kinds = magento::kinds, .rules = magento::rules, .tables = magento::tables.data(), .global = magento::id_for};
}  // namespace aftersale::plugins

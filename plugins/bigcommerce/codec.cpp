// BigCommerce: V2 orders with their products, shipments and V3 refunds, transactions and returns; V3 refunds and beta returns.
#include "aftersale/codec_tools.hpp"

namespace aftersale::bigcommerce {
namespace {

constexpr char kinds[] =
    "order order an order\n"
    "return return a return\n"
    "refund update a refund\n"
    "product update a product of an order; put it into the order's \"products\"\n"
    "shipment update a shipment; put it into the order's \"shipments\"\n"
    "transaction update payment transactions; put them into the order's \"transactions\"\n"
    "hook update a webhook's notice; ask for the order\n"
    "address other shipping addresses of an order\n"
    "consignment other consignments of an order\n"
    "coupon other coupons of an order\n"
    "fee other fees of an order\n"
    "state other a list of order statuses\n"
    "quote other a quote of a refund\n"
    "mail other the data of an e-mail template, which names no line of the order\n"
    "tax other taxes of an order\n"
    "message other messages about an order\n"
    "setting other a setting or metafield\n"
    "draft other an order that is to be created\n"
    "parcel other a shipment that is to be created\n"
    "request other a request for a refund\n"
    "failure other an error answer\n";
constexpr char rules[] =
    "hook 100 . scope^store/ data.id\n"
    "mail 100 . return:object store.domain_name translations:object\n"
    "order 100 . $status_id $total_inc_tax $date_created\n"
    "order 90 . $status_id $total_inc_tax $subtotal_ex_tax\n"
    "product 100 . order_id order_address_id price_inc_tax\n"
    "product 100 . 0.order_address_id 0.price_inc_tax\n"
    "shipment 100 . order_id order_address_id items.0.order_product_id\n"
    "shipment 100 . 0.order_address_id 0.items.0.order_product_id\n"
    "refund 100 . order_id total_amount items.0.item_type\n"
    "refund 100 data.0 data.0.order_id data.0.total_amount data.0.items.0.item_type\n"
    "refund 100 0 0.order_id 0.total_amount 0.items.0.item_type\n"
    "quote 100 . refund_methods:array\n"
    "quote 100 . data.0.refund_methods:array\n"
    "transaction 90 data.-1 data.0.event:string data.0.gateway\n"
    "return 100 . items.0.reference_id.type status:string\n"
    "return 100 data.0 data.0.items.0.reference_id.type data.0.status:string\n"
    "request 90 . items.0.reference_id.type\n"
    "request 90 . items.0.item_type:string -id\n"
    "request 90 . merchant_calculated_override\n"
    "request 90 . 0.items.0.item_type:string -0.id\n"
    "transaction 80 . event:string gateway:string amount\n"
    "parcel 80 . items.0.order_product_id -id\n"
    "tax 90 . 0.tax_rate_id 0.line_amount\n"
    "message 90 . 0.staff_id 0.message:string\n"
    "message 90 . staff_id message:string\n"
    "setting 60 . permission_set:string namespace:string\n"
    "setting 60 . data.0.permission_set:string\n"
    "setting 40 . notifications:object\n"
    "address 90 . 0.order_id 0.shipping_method 0.cost_inc_tax\n"
    "address 90 . order_id shipping_method cost_inc_tax street_1\n"
    "consignment 90 . pickups.0.pickup_method_id\n"
    "consignment 80 . 0.line_items 0.order_address_id\n"
    "consignment 80 . shipping:array downloads:array\n"
    "consignment 60 . 0.shipping_provider_id 0.rate_id\n"
    "consignment 60 . 0.resource^/orders/ 0.url\n"
    "consignment 60 . downloads:array\n"
    "coupon 90 . 0.coupon_id 0.order_id\n"
    "fee 90 . fees.0.base_cost\n"
    "state 90 . system_label custom_label\n"
    "state 90 . count statuses.0.system_label\n"
    "state 90 . 0.system_label 0.custom_label\n"
    "draft 60 . products.0.quantity billing_address:object -id\n"
    "draft 60 . status_id products:array -id\n"
    "failure 40 . status title:string type^https://developer.bigcommerce\n"
    "failure 40 . status title:string type^/api-docs\n"
    "failure 40 . data.0.status data.0.title:string\n"
    "failure 40 . data.0.order_id data.0.error:string\n"
    "failure 40 . errors.0.order_id errors.0.error:string\n"
    "failure 40 . 0.status 0.message:string\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "order status": {"0":"open","1":"open","2":"open","3":"open","4":"closed","5":"canceled","6":"canceled","7":"open","8":"open","9":"open","10":"closed","11":"open","12":"open","13":"open","14":"open"},
    "item type": {"PRODUCT":"ok","GIFT_WRAPPING":"ok","SHIPPING":"ok","HANDLING":"ok","ORDER":"ok","TIP":"ok","FEE":"ok","TAX":"ok"},
    "return status": {"OPEN":"requested","CLOSED":"closed","REMOVED":"canceled"},
    "payment gateway": {"bankdeposit":"bank_transfer","cheque":"other","cod":"cash_on_delivery","moneyorder":"other","instore":"other","*":"other"}
  },
  "unrounded": true,
  "counted": true,
  "order": {
    "currency": "currency_code|default_currency_code|store_default_currency_code!",
    "id": "id!",
    "createdAt": "date_created!",
    "taxMode": "is_tax_inclusive_pricing=true?'inclusive'|'exclusive'",
    "status": "status_id~order status",
    "locale": "customer_locale",
    "native": ["status", "status_id", "payment_status", "payment_provider_id", "external_order_id", "external_source", "channel=channel_id"],
    "notes": ["note.", ["form_fields", "name", "value"]],
    "buyer": {
      "id": "customer_id>?customer_id",
      "guest": "customer_id=0?'true'",
      "@": ["shipping_addresses:array?shipping_addresses.0|billing_address", {"country": "country_iso2", "region": "state", "name": "first_name+last_name", "email": "email"}],
      "email": "billing_address.email",
      "country": "billing_address.country_iso2|geoip_country_iso2"
    },
    "lines": ["products:array?products|consignments.0.shipping*line_items|consignments.shipping*line_items", {
      "id": "id!",
      "title": "name|name_customer|sku",
      "sku": "sku",
      "variant": "variant_id",
      "product": "product_id",
      "quantity": "quantity",
      "dependsOn": "parent_order_product_id",
      "requiresShipping": "type=digital?'false'|type=giftcertificate?'false'",
      "digital": "type=digital?'true'",
      "giftCard": "type=giftcertificate?'true'",
      "attributes": [["product_options", "display_name", "display_value"], ["configurable_fields", "name", "value"]],
      "values": ["brand", "option_set=option_set_id"]
    }, "put the answer of /orders/{id}/products into the order as \"products\""],
    "shipping": ["shipping_cost_inc_tax?.", {"id": "'shipping'", "title": "shipping_addresses.0.shipping_method|'shipping'"}],
    "shipping2": ["fees.fees|fees", {"skip": "url", "id": "id", "title": "display_name_customer"}],
    "charges": {
      "line": {"need": "total_ex_tax",
        "unit": "/is_tax_inclusive_pricing=true?price_inc_tax|price_ex_tax", "gross": "/is_tax_inclusive_pricing=true?total_inc_tax|total_ex_tax",
        "discounts": ["applied_discounts", "amount", {"code": "code", "title": "name"}],
        "taxes": ["total_tax?.", "discounted_total_inc_tax -/is_tax_inclusive_pricing=true?discounted_total_inc_tax+-total_ex_tax+applied_discounts*amount|total_tax", {}]},
      "shipping": {"need": "shipping_cost_ex_tax",
        "gross": "cost_inc_tax /is_tax_inclusive_pricing=true?cost_inc_tax|cost_ex_tax|cost_exc_tax|/is_tax_inclusive_pricing=true?shipping_cost_inc_tax+handling_cost_inc_tax+wrapping_cost_inc_tax|shipping_cost_ex_tax+handling_cost_ex_tax+wrapping_cost_ex_tax",
        "taxes": [".", "cost_inc_tax?cost_tax|shipping_cost_tax+handling_cost_tax+wrapping_cost_tax", {}]},
      "total": "total_inc_tax"
    },
    "totals": {
      "goods": "products:array -is_tax_inclusive_pricing=true?subtotal_ex_tax|products:array?subtotal_inc_tax",
      "discounts": "discount_amount+coupon_discount",
      "tax": "total_tax",
      "refunded": "refunded_amount"
    },
    "@": [".", {"when": ["transactions:object -transactions.data:array", {"known": ["transactions"]}]}],
    "payments": [["transactions:array?transactions|transactions.data", {
      "skip": "status -status=ok",
      "id": "id",
      "label": "gateway|method~payment gateway",
      "in": "event=purchase?amount|event=capture?amount|event=settled?amount",
      "out": "event=refund?amount",
      "parent": "reference_transaction_id"
    }]],
    "unlisted": {
      "totals": {"paid": "payment_status=captured?total_inc_tax|payment_status=paid?total_inc_tax|payment_status=refunded?total_inc_tax|payment_status^partially?total_inc_tax|payment_status:string -payment_status^?'0'|status_id=2?total_inc_tax|status_id=3?total_inc_tax|status_id=4?total_inc_tax|status_id=8?total_inc_tax|status_id=9?total_inc_tax|status_id=10?total_inc_tax|status_id=11?total_inc_tax|status_id=13?total_inc_tax|status_id=14?total_inc_tax|'0'"},
      "#paid": "."
    },
    "shipments": ["shipments", {
      "id": "id",
      "status": "'shipped'",
      "shippedAt": "date_created",
      "carrier": "shipping_provider_display_name|shipping_provider|tracking_carrier",
      "tracking": "tracking_number",
      "lines": ["items", {"line": "order_product_id", "quantity": "quantity"}]
    }],
    "shipments2": ["shipments:array?|status_id=2?.|status_id=10?.", {
      "skip": "-products:array",
      "id": "'order'",
      "status": "'shipped'",
      "shippedAt": "date_shipped",
      "lines": ["products", {"line": "id", "quantity": "quantity"}]
    }],
    "returns": ["refunds.data|refunds", {
      "id": "id",
      "native": "'refund'",
      "status": "'refunded'",
      "refunded": "total_amount",
      "lines": ["items", {"check": "item_type!item_type~item type", "skip": "-item_type=PRODUCT", "line": "item_id", "quantity": "quantity"}]
    }],
    "returns2": ["refunds.data:array?|refunds:array?|products:array?products", {
      "skip": "-quantity_refunded>",
      "id": "return_id>?return_id|id",
      "native": "'refunded'",
      "status": "'refunded'",
      "refunded": "refund_amount",
      "lines": [".", {"line": "id", "quantity": "quantity_refunded"}]
    }]
  },
  "updates": {
    "order": {"order": "id", "native": "status", "currency": "currency_code|default_currency_code", "at": "date_modified", "refunded": "refunded_amount", "when": ["status_id", {"check": "status_id~order status"}],
      "status": "status_id=4?'refunded'|status_id=14?'refunded'|status_id=5?'canceled'|status_id=6?'canceled'"},
    "return": {"order": "order_id", "return": "id|return_id", "native": "status", "status": "status~return status", "currency": "currency", "at": "date_modified",
      "lines": ["items", {"line": "reference_id.value", "quantity": "quantity"}]},
    "refund": {"order": "order_id", "return": "id", "native": "'refund'", "status": "'refunded'", "at": "created", "refunded": "total_amount", "currency": "currency",
      "lines": ["items", {"check": "item_type!item_type~item type", "skip": "-item_type=PRODUCT", "line": "item_id", "quantity": "quantity"}]},
    "product": {"@": [".", {"order": "order_id", "native": "quantity_refunded>?'refunded'|'product'", "status": "quantity_refunded>?'refunded'"}],
      "lines": [".:array?.|.", {"skip": "-quantity_refunded>", "line": "id", "quantity": "quantity_refunded"}]},
    "shipment": {"@": [".", {"order": "order_id", "native": "'shipped'", "at": "date_created"}]},
    "transaction": {"order": "order_id", "native": "event", "currency": "currency", "at": "date_created",
      "when": ["event=refund -status=error", {"status": "'refunded'", "refunded": "amount"}]},
    "hook": {"order": "data.order_id|data.id", "return": "data.refund.refund_id", "native": "scope", "at": "created_at", "when": ["data.status.new_status_id", {"check": "data.status.new_status_id~order status"}],
      "status": "data.refund?'refunded'|data.status.new_status_id=4?'refunded'|data.status.new_status_id=14?'refunded'|data.status.new_status_id=5?'canceled'"}
  },
  "write": {
    "create_return": [
      {"need": "ids.outcome", "requests": [{"method": "POST", "path": "/v3/orders/<order.id>/returns", "body": {"comment": "<case>", "items": ["*request.items", {
        "reference_id": {"type": "ORDER_PRODUCT", "value": "<line>"}, "quantity": "<quantity>", "preferred_outcome_id": "</ids.outcome:#>", "reason_id": "</ids.reasons[reason]:#!>"}]}}]},
      {"error": "!not_supported|BigCommerce has published no returns, only a beta that stores are let into|keep the case beside it and write its refund; in the beta give ids.outcome and ids.reasons"}
    ],
    "approve": [
      {"requests": [{"method": "PUT", "path": "/v3/orders/<order.id>/returns/<ids.return!>/reviewed-items", "body": ["+items", {"item_id": "</ids.returnItems[line]:#!>", "authorized_quantity": "<quantity>", "rejected_quantity": 0, "pending_quantity": 0}]}]},
      {"error": "!not_supported|BigCommerce has published no returns, only a beta that stores are let into|in the beta give ids.return and ids.returnItems"}
    ],
    "refuse": [
      {"requests": [{"method": "PUT", "path": "/v3/orders/<order.id>/returns/<ids.return!>/reviewed-items", "body": ["+items", {"item_id": "</ids.returnItems[line]:#!>", "authorized_quantity": 0, "rejected_quantity": "<quantity>", "pending_quantity": 0}]}]},
      {"error": "!not_supported|BigCommerce has published no returns, only a beta that stores are let into|in the beta give ids.return and ids.returnItems"}
    ],
    "receive": [
      {"requests": [{"method": "PUT", "path": "/v3/orders/<order.id>/return/<ids.return!>/received-items", "body": ["+items", {"item_id": "</ids.returnItems[line]:#!>", "received_quantity": "<quantity>", "pending_quantity": 0}]}]},
      {"error": "!not_supported|BigCommerce has published no returns, only a beta that stores are let into|in the beta give ids.return and ids.returnItems"}
    ],
    "cancel": [
      {"need": "ids.return", "requests": [{"method": "POST", "path": "/v3/orders/returns/status-updates", "body": [{"return_id": "<ids.return:#>", "new_status": "REMOVED"}]}]},
      {"error": "!not_supported|BigCommerce has published no returns, only a beta that stores are let into|in the beta give ids.return"}
    ],
    "refund": [
      {"need": "quote.resolution=store_credit", "requests": [{"method": "POST", "path": "/v3/orders/<order.id>/payment_actions/refunds", "body": {
        "items": ["*quote.items", {"item_type": "PRODUCT", "item_id": "<line:#>", "quantity": "<quantity>", "reason": "</case>"}],
        "payments": [{"provider_id": "storecredit", "amount": "<quote.total.amount:#$>", "offline": false}]}}]},
      {"requests": [{"method": "POST", "path": "/v3/orders/<order.id>/payment_actions/refunds",
        "note": "BigCommerce works out what the items are worth; what the payments give has to come to the same.", "body": {
        "items": ["*quote.items", {"item_type": "PRODUCT", "item_id": "<line:#>", "quantity": "<quantity>", "reason": "</case>"}],
        "payments": ["+quote.tenders",
          {"need": "/ids.offline", "provider_id": "</ids.providers[tender]|/ids.provider!>", "amount": "<amount.amount:#$>", "offline": true},
          {"provider_id": "<tender=store-credit?'storecredit'|/ids.providers[tender]|/ids.provider!>", "amount": "<amount.amount:#$>", "offline": false}]}}]},
      {"requests": [{"method": "POST", "path": "/v3/orders/<order.id>/payment_actions/refund_quotes",
        "note": "Run this first, then write again with ids.provider: a provider_id of the answer's refund_methods.", "body": {
        "items": ["*quote.items", {"item_type": "PRODUCT", "item_id": "<line:#>", "quantity": "<quantity>", "reason": "</case>"}]}}]}
    ]
  }
})json"; });

/// What an order without its transactions was paid with: credit and gift certificates are stated, the rest is the payment's.
void paid(Reading& r, Value order, void*) {
  Order& o = *r.order;
  if (o.totals.paid.value_or(0) <= 0) return;
  Minor rest = *o.totals.paid;
  const auto add = [&](const char* id, TenderKind kind, const char* member) {
    const Minor amount = member == nullptr ? rest : r.amounts.positive(order[member]);
    if (amount > rest) say(r.problems, order[member], "totals_differ|% is more than was paid, and was left out", order[member].text());
    if (amount <= 0 || amount > rest) return;
    rest -= amount;
    Tender& t = o.tenders.emplace_back();
    t.id = id;
    t.kind = kind;
    t.amount = amount;
  };
  add("store-credit", TenderKind::store_credit, "store_credit_amount");
  add("gift-certificate", TenderKind::gift_card, "gift_certificate_amount");
  const std::string_view method = order["payment_method"].text();
  bool known = true;
  const TenderKind kind = tender_kind(method, known);
  if (rest > 0 && !known) unknown_code(r.problems, order["payment_method"], "payment method");
  add("payment", kind, nullptr);
  if (rest == 0 && o.tenders.back().id == "payment") o.tenders.back().label = std::string(method);
  // What went back is told as a sum: to the payment as far as that reaches, then to what was credited.
  Minor back = o.totals.refunded.value_or(0);
  for (std::size_t i = o.tenders.size(); i-- > 0 && back > 0;) {
    Tender& t = o.tenders[i];
    t.refunded = back < t.amount || i == 0 ? back : t.amount;
    back -= t.refunded;
  }
}

constexpr CodecHook hooks[] = {{"paid", paid}, {}};

}  // namespace
}  // namespace aftersale::bigcommerce

namespace aftersale::plugins {
extern const Codec codec_bigcommerce;
const Codec codec_bigcommerce = {.id = "bigcommerce", .kinds = bigcommerce::kinds, .rules = bigcommerce::rules, .tables = bigcommerce::tables.data(), .hooks = bigcommerce::hooks};
}  // namespace aftersale::plugins

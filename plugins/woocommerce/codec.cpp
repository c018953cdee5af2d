// WooCommerce: orders and refunds of its REST API (v2, v3, also through Jetpack) and of its webhooks; refunds for the same.
#include "aftersale/codec_tools.hpp"

namespace aftersale::woocommerce {
namespace {

constexpr char kinds[] =
    "order order an order\n"
    "refund update a refund\n"
    "note other a note on an order\n"
    "tracking other a list of parcels' tracking numbers; it names no order\n"
    "hook other the settings of a webhook\n"
    "store_order other an order of the Store API; ask the REST API for it\n"
    "draft other an order that is to be created\n"
    "request other a request for a refund\n"
    "ping other a webhook's ping\n"
    "failure other an error answer\n";
constexpr char rules[] =
    "hook 90 . delivery_url topic:string\n"
    "hook 90 0 0.delivery_url 0.topic:string\n"
    "hook 90 create.0 create.0.delivery_url\n"
    "hook 90 update.0 update.0.delivery_url\n"
    "hook 90 data data.0.delivery_url\n"
    "order 100 . $line_items:array $date_created_gmt:string $currency:string\n"
    "order 95 . $line_items:array $date_created:string $currency:string $order_key\n"
    "order 95 . $line_items:array $date_created:string $payment_method:string\n"
    "order 100 data data.0.line_items:array data.0.date_created_gmt:string\n"
    "order 90 . $date_created_gmt:string $currency:string $total:string\n"
    "refund 100 . refunded_by amount\n"
    "refund 100 0 0.refunded_by 0.amount\n"
    "refund 100 data.0 data.0.refunded_by data.0.amount\n"
    "request 60 . amount:string line_items:array -id\n"
    "refund 90 . amount reason:string line_items:array -currency -date_paid\n"
    "refund 90 data.0 data.0.amount data.0.reason:string data.0.line_items:array\n"
    "tracking 90 . tracking_number tracking_provider\n"
    "tracking 90 0 0.tracking_number 0.tracking_provider\n"
    "tracking 90 data data.0.tracking_number data.0.tracking_provider\n"
    "store_order 80 . items:array totals.currency_minor_unit\n"
    "draft 60 . line_items:array set_paid:string -id\n"
    "draft 50 . line_items.0.product_id payment_method:string -id\n"
    "request 60 . amount:string api_refund\n"
    "request 40 . line_items.0.refund_total\n"
    "note 60 . note:string date_created\n"
    "note 60 . 0.note:string 0.date_created\n"
    "note 60 . data.0.note:string data.0.date_created\n"
    "note 40 . note:string .#1\n"
    "hook 60 . request_url response_code\n"
    "hook 60 . 0.request_url 0.response_code\n"
    "ping 60 . webhook_id .#1\n"
    "failure 80 . code^woocommerce_ message\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "order status": {"pending":"open","processing":"open","on-hold":"open","completed":"closed","cancelled":"canceled","refunded":"closed","failed":"canceled","trash":"canceled","auto-draft":"open","checkout-draft":"open"},
    "payment method": {"bacs":"bank_transfer","cheque":"other","cod":"cash_on_delivery","stripe":"card","woocommerce_payments":"card","square_credit_card":"card",
      "paypal":"wallet","ppcp-gateway":"wallet","amazon_payments_advanced":"wallet","klarna_payments":"other","":"other","*":"other"}
  },
  "unrounded": true,
  "zone": "Z",
  "order": {
    "currency": "currency!",
    "id": "id!",
    "number": "number",
    "createdAt": "date_created_gmt|date_created!",
    "say": ["-date_created_gmt:string?date_created", "time_without_zone|% is the shop's own time and has no zone; it was read as UTC|ask for date_created_gmt"],
    "taxMode": "prices_include_tax=true?'inclusive'|'exclusive'",
    "check": "status!status",
    "status": "status~order status",
    "native": ["status", "payment_method", "transaction_id", "order_key", "created_via"],
    "notes": ["meta.", ["meta_data", "key", "value"]],
    "buyer": {
      "id": "customer_id>?customer_id",
      "guest": "customer_id=0?'true'",
      "@": ["shipping|billing", {"country": "country", "region": "state", "name": "first_name+last_name", "known": ["first_name", "last_name"]}],
      "email": "billing.email"
    },
    "lines": ["line_items", {
      "id": "id!",
      "title": "name|parent_name|sku",
      "sku": "sku",
      "variant": "variation_id>?variation_id",
      "product": "product_id",
      "image": "image.src",
      "quantity": "quantity",
      "dependsOn": "bundled_by|composite_parent",
      "attributes": [["meta_data", "key", "value"]],
      "values": ["taxRate=taxes#1?taxes.0.id", "variation=variation_id>?variation_id"],
      "known": ["price", "tax_class", "subtotal_tax", "bundled_items"]
    }, "ask for the whole order"],
    "shipping": ["shipping_lines:array?shipping_lines|shipping_total>?.", {"id": "shipping_total?'shipping'|id", "title": "method_title|shipping_total?'shipping'|method_id"}],
    "shipping2": ["fee_lines", {"skip": "-total>", "id": "id", "title": "name"}],
    "@": ["fee_lines", {"say": ["total^-?total", "discount_left_out|a fee of % takes something off the order as a whole and belongs to no line: %", "name"]}],
    "charges": {
      "line": {"need": "total",
        "gross": "/prices_include_tax=true?subtotal+subtotal_tax|subtotal", "paid": "/prices_include_tax=true?total+total_tax|total",
        "taxes": ["total_tax>?.", "/prices_include_tax=true?total_tax|taxes.0?taxes*total{total>}|total_tax", {"percent": "taxes#1?/tax_lines[rate_id==taxes.0.id].rate_percent", "title": "taxes#1?/tax_lines[rate_id==taxes.0.id].label"}]},
      "shipping": {"need": "total",
        "gross": "shipping_total /prices_include_tax=true?shipping_total+shipping_tax|shipping_total?shipping_total|/prices_include_tax=true?total+total_tax|total",
        "taxes": [".", "shipping_total?shipping_tax|total_tax", {"percent": "taxes#1?/tax_lines[rate_id==taxes.0.id].rate_percent", "title": "taxes#1?/tax_lines[rate_id==taxes.0.id].label"}]},
      "total": "total"
    },
    "totals": {
      "discounts": "prices_include_tax=true?discount_total+discount_tax|discount_total",
      "shipping": "fee_lines.0?|prices_include_tax=true?shipping_total+shipping_tax|shipping_total",
      "tax": "total_tax",
      "paid": "date_paid_gmt?total|date_paid?total|status=completed?total|status=refunded?total|'0'"
    },
    "tenders": ["date_paid_gmt?.|date_paid?.|status=completed?.|status=refunded?.", {
      "id": "'payment'",
      "kind": "payment_method~payment method",
      "label": "payment_method_title|payment_method",
      "amount": "total",
      "refunded": "refunds.0.amount?refunds*amount|refunds*total<",
      "@": ["refunds", {"say": ["amount?|total^-?|total=0.00?|total=0?|total", "above_nothing|% counts as nothing"]}]
    }],
    "shipments": ["status=completed?.", {
      "id": "'completed'",
      "status": "'shipped'",
      "shippedAt": "date_completed_gmt|date_completed",
      "carrier": "meta_data[key=_wc_shipment_tracking_items].value.0.tracking_provider",
      "tracking": "meta_data[key=_wc_shipment_tracking_items].value.0.tracking_number",
      "lines": ["line_items", {"line": "id", "quantity": "quantity"}]
    }],
    "returns": ["refunds", {
      "id": "id",
      "native": "'refund'",
      "status": "'refunded'",
      "refunded": "amount|-total",
      "lines": ["line_items", {"line": "meta_data[key=_refunded_item_id].value", "quantity": "-quantity"}]
    }]
  },
  "updates": {
    "order": {"order": "id", "native": "status", "currency": "currency", "at": "date_modified_gmt|date_completed_gmt|date_paid_gmt|date_created_gmt",
      "status": "status=refunded?'refunded'|status=cancelled?'canceled'|refunds.0?'refunded'", "return": "refunds.0.id", "refunded": "refunds*total<",
      "@": ["refunds", {"say": ["total^-?|total=0.00?|total=0?|total", "above_nothing|% counts as nothing"]}]},
    "refund": {"return": "id", "native": "'refund'", "status": "'refunded'", "at": "date_created_gmt|date_created", "order": "parent_id", "#order": "_links.up.0.href", "currency": "currency", "refunded": "amount|-total",
      "lines": ["line_items", {"line": "meta_data[key=_refunded_item_id].value", "quantity": "-quantity"}]}
  },
  "write": {
    "refund": [
      {"need": "quote.resolution=store_credit", "error": "!not_supported|WooCommerce has no store credit of its own|issue a coupon or use the shop's own plugin"},
      {"need": "quote.total.amount>", "requests": [{"method": "POST", "path": "/wp-json/wc/v3/orders/<order.id>/refunds", "body": {
        "amount": "<quote.total.amount:$>", "reason": "<case>", "api_refund": true,
        "line_items": ["*quote.items", {
          "need": "components[kind=tax].amount.amount> /order.lines[id==line].attributes.values.taxRate",
          "id": "<line:#>", "quantity": "<quantity>", "refund_total": "<total.amount+-components[kind=tax].amount.amount:$>",
          "refund_tax": [{"id": "</order.lines[id==line].attributes.values.taxRate:#>", "refund_total": "<components[kind=tax].amount.amount:$>"}]
        }, {"id": "<line:#>", "quantity": "<quantity>", "refund_total": "<total.amount:$>"}]
      }, "note": "With api_refund the payment gateway sends the money; one that cannot answers with an error."}]},
      {"error": "!nothing_to_refund|the quote gives nothing back, and a refund needs an amount"}
    ],
    "*": [{"error": "!not_supported|WooCommerce has no returns, only refunds of an order|keep the case beside it and write its refund"}]
  }
})json"; });

/// Refunds name their order by a link only: ".../orders/723".
void order(Reading& r, Value link, void* record) {
  Update& u = *static_cast<Update*>(record);
  if (!u.order.empty() || !link.present()) return;
  const std::string_view text = link.text();
  const std::size_t at = text.rfind("/orders/");
  const std::string_view id = at == std::string_view::npos ? std::string_view() : text.substr(at + 8);
  if (!id.empty() && id.find_first_not_of("0123456789") == std::string_view::npos) u.order = std::string(id);
  else say(r.problems, link, "odd_type|this link names no order");
}

constexpr CodecHook hooks[] = {{"order", order}, {}};

}  // namespace
}  // namespace aftersale::woocommerce

namespace aftersale::plugins {
extern const Codec codec_woocommerce;
const Codec codec_woocommerce = {.id = "woocommerce", .kinds = woocommerce::kinds, .rules = woocommerce::rules, .tables = woocommerce::tables.data(), .hooks = woocommerce::hooks};
}  // namespace aftersale::plugins

// Medusa 2: orders, returns, exchanges and claims of its store and admin APIs; requests for both.
#include "medusa.hpp"

namespace aftersale::medusa {

Value raw(Value object, std::string_view name) {
  const Value exact = object[join({"raw_", name})];
  const Value value = exact["value"];
  if (value.present()) {
    exact["precision"].take();
    object[name].take();
    return value;
  }
  return exact.is_string() || exact.is_number() ? exact : object[name];
}

namespace {

// What a document holds besides its order decides what it is, so orders are asked last.
constexpr char kinds[] =
    "order order an order\n"
    "return return a return\n"
    "exchange update an exchange\n"
    "claim update a claim\n"
    "payment update a payment\n"
    "preview other a preview of an order\n"
    "draft other a draft order\n"
    "list other a list of reasons or options\n"
    "request other a request\n"
    "error other an error answer\n";
constexpr char rules[] =
    "return 100 return return.id^return_\n"
    "return 100 return return.order_id^order_\n"
    "return 100 . id^return_\n"
    "exchange 100 exchange exchange.id^oexc_\n"
    "exchange 100 . id^oexc_\n"
    "claim 100 claim claim.id^claim_\n"
    "claim 100 . id^claim_\n"
    // Whose own id cannot be read: what comes with an order is not the order for that, nor the claim that a return comes with.
    "exchange 90 exchange exchange.order_id^order_\n"
    "claim 90 claim claim.order_id^order_\n"
    "payment 100 payment payment.id^pay_\n"
    "payment 100 . id^pay_\n"
    "draft 100 draft_order draft_order.id^order_\n"
    "draft 100 $. $id^order_ $items:array $currency_code:string $is_draft_order\n"
    "draft 100 $. $id^order_ $items:array $currency_code:string $status=draft\n"
    "order 100 . $id^order_ $items:array $currency_code:string $items.0.id^ordli_\n"
    "order 80 . $id^order_ $items:array $currency_code:string\n"
    "preview 100 order_preview order_preview.id^order_\n"
    "order 50 . $id^order_\n"
    "list 80 . return_reasons.0.id^rr_\n"
    "list 80 . shipping_options.0.id^so_\n"
    "request 60 . order_id^order_ items.0.id^ordli_\n"
    "error 20 . .#2 type:string message:string\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "claim reason": {"missing_item":"missing_parts","wrong_item":"wrong_item","production_failure":"defective","other":"other"},
    "claim type": {"refund":"ok","replace":"ok"},
    "return status": {"open":"requested","requested":"approved","partially_received":"received","received":"received","canceled":"canceled"},
    "order status": {"pending":"open","requires_action":"open","completed":"closed","archived":"closed","canceled":"canceled"}
  },
  "unrounded": true,
  "within": "order.items:array order.total",
  "order": {
    "currency": "currency_code|payment_collections.0.currency_code|region.currency_code!",
    "taxMode": "items[-is_tax_inclusive]?'exclusive'|items.0?'inclusive'|'exclusive'",
    "id": "id!",
    "number": "display_id",
    "createdAt": "created_at!",
    "status": "status~order status",
    "locale": "locale",
    "notes": ["metadata.", "metadata"],
    "native": ["region_id", "sales_channel_id", "payment_status", "fulfillment_status"],
    "buyer": {
      "id": "customer_id|customer.id",
      "email": "email",
      "guest": "customer.has_account=false?'true'",
      "@": ["shipping_address|billing_address|customer", {"country": "country_code", "region": "province", "name": "first_name+last_name", "known": ["first_name", "last_name"]}],
      "tags": ["customer.groups", "name"]
    },
    "lines": ["items", {
      "id": "id!",
      "title": "product_title|title|variant_sku",
      "variant": "variant_title",
      "sku": "variant_sku",
      "product": "product_id",
      "image": "thumbnail",
      "quantity": "quantity",
      "requiresShipping": "requires_shipping",
      "attributes": ["product?product.metadata|variant.product.metadata", "variant.metadata", "metadata"],
      "flags": ["product?product.tags|variant.product.tags", "value"],
      "category": "product_type|product?product.type.value|variant.product.type.value",
      "values": ["product_collection", "product_handle"],
      "giftCard": "is_giftcard"
    }, "ask for fields=*items"],
    "shipping": ["shipping_methods", {
      "id": "shipping_method.id|id",
      "title": "shipping_method.name|name",
      "standardPrice": "shipping_method return_id?'0'|-shipping_method detail.return_id?'0'",
      "say": ["shipping_method return_id?shipping_method|-shipping_method detail.return_id?.",
        "return_freight|this shipping is the freight of return %; it counts as paid, not as delivery to the buyer", "return_id|detail.return_id"]
    }],
    "#charges": ".",
    "totals": {"paid": "summary.paid_total", "refunded": "summary.refunded_total"},
    "payments": [
      ["payment_collections*payments|payment_collections", {
        "id": "id",
        "label": "provider_id~payment provider",
        "in": "captures:array?captures*amount|captured_at?amount|captured_amount",
        "out": "refunds:array?refunds*amount|refunded_amount"
      }],
      [".", {"id": "'payment'", "in": "transactions*amount>", "out": "transactions*amount<"}]
    ],
    "#credit": ".",
    "shipments": ["fulfillments", {
      "id": "id",
      "shippedAt": "shipped_at",
      "status": "shipped_at?'shipped'",
      "delivered": "delivered_at",
      "status2": "canceled_at?'canceled'",
      "tracking": "labels.0.tracking_number",
      "carrier": "provider.name",
      "lines": ["items", {"line": "line_item_id", "quantity": "quantity", "ref": "id"}]
    }],
    "#place": "items",
    "returns": ["returns", {
      "id": "id",
      "native": "status",
      "status": "status~return status",
      "lines": ["items", {"line": "item_id", "quantity": "quantity"}],
      "refunded": "refund_amount"
    }],
    "#counted": "items"
  },
  "update": {"order": "order_id"},
  "updates": {
    "return": {
      "check": "status!status",
      "return": "id",
      "native": "status",
      "status": "status~return status",
      "currency": "order?order.currency_code|/order.currency_code",
      "lines": ["status=received?items|status=partially_received?items", {"line": "item_id", "quantity": "received_quantity"}],
      "lines2": ["status=received?|status=partially_received?|items", {"line": "item_id", "quantity": "quantity"}],
      "refunded": "refund_amount",
      "at": "canceled_at|received_at|requested_at|updated_at"
    },
    "exchange": {"return": "return_id", "native": "'exchange'", "#type": "type", "status": "canceled_at?'canceled'|additional_items.0?'approved'|'requested'", "at": "canceled_at|created_at"},
    "claim": {"return": "return_id", "native": "'claim'", "#type": "type", "when": ["type", {"check": "type~claim type"}],
      "nativeReason": "claim_items[reason].reason", "reason": "claim_items[reason].reason~claim reason", "status": "canceled_at?'canceled'|claim_items.0?'approved'|additional_items.0?'approved'|'requested'", "at": "canceled_at|created_at",
      "lines": ["claim_items", {"line": "item_id", "quantity": "quantity"}]},
    "payment": {"native": "refunds.0?'payment.refunded'|'payment'", "status": "refunds.0?'refunded'", "currency": "currency_code", "refunded": "refunds*amount", "at": "refunds.-1.created_at"},
    "order": {"order": "id", "native": "payment_status|status", "currency": "currency_code", "status": "status=canceled?'canceled'|summary.refunded_total>?'refunded'",
      "refunded": "summary.refunded_total>?summary.refunded_total", "at": "updated_at"}
  },
  "write": {
    "create_return": [{"requests": [{"method": "POST", "path": "/store/returns", "body": {
      "items": ["*request.items", {"id": "<line>", "note": "<note>", "quantity": "<quantity>", "reason_id": "</ids.reasons[reason]>"}],
      "location_id": "<ids.location>",
      "order_id": "<order.id>",
      "return_shipping": {"if": "ids.returnShippingOption", "option_id": "<ids.returnShippingOption>"}
    }, "note": "<note>"}]}],
    "receive": [
      {"requests": [
        {"method": "POST", "path": "/admin/returns/<ids.return!>/receive", "body": {"internal_note": "<case>"}},
        {"optional": true, "method": "POST", "path": "/admin/returns/<ids.return>/receive-items", "body": {"items": ["+items", {
          "need": "-disposition=dispose -disposition=recycle -disposition=return_to_sender -disposition=missing", "id": "<line>", "quantity": "<quantity>"}]}},
        {"optional": true, "method": "POST", "path": "/admin/returns/<ids.return>/dismiss-items", "body": {"items": ["+items", {
          "need": "disposition -disposition=restock -disposition=refurbish -disposition=missing", "id": "<line>", "quantity": "<quantity>"}]}},
        {"method": "POST", "path": "/admin/returns/<ids.return>/receive/confirm", "body": {}}
      ]},
      {"error": "!missing_id|Medusa's id of the return is needed|give it as ids.return"}
    ],
    "cancel": [
      {"requests": [{"method": "POST", "path": "/admin/returns/<ids.return!>/cancel", "body": {}}]},
      {"error": "!missing_id|Medusa's id of the return is needed|give it as ids.return"}
    ],
    "refund": [
      {"need": "quote.resolution=store_credit",
       "error": "!not_supported|Medusa's refund goes to the payment that was made; store credit is the shop's own module|issue the credit there"},
      {"need": "quote.tenders.0", "requests": ["*quote.tenders", {
        "method": "POST", "path": "/admin/payments/</ids.payments[tender]|tender^pay_col_?|tender^pay_?tender!>/refund",
        "body": {"amount": "</left[tender]:#|amount.amount:#$>", "note": "</case>", "refund_reason_id": "</ids.refundReason>"}}]},
      {"requests": ["1quote.tenders", {
        "need": "-tender^pay_ -/ids.payments[tender]",
        "method": "GET", "path": "/admin/orders/</order.id>?fields=*payment_collections.payments", "body": {},
        "note": "Run this first, then write again with ids.payments: {\"<tender>\": the payment's id}."}, {
        "need": "tender^pay_col_ -/ids.payments[tender]",
        "method": "GET", "path": "/admin/orders/</order.id>?fields=*payment_collections.payments", "body": {},
        "note": "Run this first, then write again with ids.payments: {\"<tender>\": the payment's id}."}]},
      {"error": "!nothing_to_refund|the case's quote pays nothing back to a payment"}
    ],
    "refuse": [{"error": "!not_supported|Medusa has no refusal: a return stands as soon as it is made|cancel the return (intent cancel) and tell the buyer why"}],
    "approve": [{"error": "!not_supported|Medusa has no approval: a return stands as soon as it is made|nothing has to be sent; go on with receive"}]
  }
})json"; });

void add_type(Reading&, Value type, void* record) {
  if (type.is_string()) static_cast<Update*>(record)->native += join({".", type.text()});
}

/// What the host has to look up before Medusa takes a return.
std::string note(const WriteInput& input) {
  std::string out;
  for (const RequestItem& item : input.return_case->state.request.items) {
    if (input.ids["reasons"][item.reason].present() || out.find(item.reason) != std::string::npos) continue;
    out += join({out.empty() ? "No reason id for " : ", ", item.reason});
  }
  if (!out.empty()) out += ": give ids.reasons, from GET /store/return-reasons. ";
  if (input.ids["returnShippingOption"].id().empty()) {
    out += "Medusa wants return_shipping.option_id: give ids.returnShippingOption, from GET /store/shipping-options with is_return=true.";
  }
  return out;
}

constexpr CodecHook hooks[] = {{"charges", charges}, {"credit", credit_lines}, {"place", place_lines}, {"counted", counted_returns}, {"type", add_type}, {nullptr, nullptr}};

}  // namespace
}  // namespace aftersale::medusa

namespace aftersale::plugins {
extern const Codec codec_medusa;
const Codec codec_medusa = {.id = "medusa", .kinds = medusa::kinds, .rules = medusa::rules, .tables = medusa::tables.data(), .hooks = medusa::hooks, .amount = medusa::raw, .note = medusa::note};
}  // namespace aftersale::plugins

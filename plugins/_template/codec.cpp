// A storefront's codec, to be copied. It reads and writes for a made-up shop whose order looks like fixtures/order.json.
// What a codec is: tables that say where a document has what, read by one interpreter for all storefronts. It keeps nothing,
// fetches nothing and never throws. docs/plugins.md walks through this file and lists what tables can say.
#include "aftersale/codec_tools.hpp"

// One namespace per storefront, so that plugins can be linked together. A folder "tiktok-shop" gives "tiktok_shop".
namespace aftersale::template_ {
namespace {

// 1. What documents there are: a name, how the document is to be taken (order, return, update, other), and in words.
constexpr char kinds[] =
    "order order an order\n"
    "return return a return\n";

// 2. Is it ours? Each line: kind, how sure (100 is certain, below 30 is never used without being told to), where the thing
// itself stands, and conditions. Ask for members that no other storefront has. The first line whose conditions hold counts.
constexpr char rules[] =
    "order 100 shop_order shop_order:object\n"
    "return 100 shop_return shop_return:object\n";

// 3. Where everything stands. Rows are read from top to bottom; the currency comes first, without it no amount can be read.
constexpr auto tables = minified([] { return R"json({
  "words": {
    "return state": {"NEW":"requested","OK":"approved","ARRIVED":"received","PAID":"refunded","NO":"refused"},
    "payment": {"CARD":"card","VOUCHER":"gift_card","BANK":"bank_transfer"},
    "reasons": {"size_too_small":"TOO_SMALL","size_too_large":"TOO_LARGE","defective":"BROKEN","damaged_in_transit":"BROKEN","other":"OTHER"}
  },
  "order": {
    "currency": "currency!",
    "id": "order_no!",
    "createdAt": "placed!",
    "taxMode": "vat_included=true?'inclusive'|'exclusive'",
    "buyer": {"country": "buyer.country", "email": "buyer.mail"},
    "lines": ["rows", {
      "id": "row!",
      "title": "name",
      "sku": "article",
      "quantity": "pcs",
      "unitPrice": "price!",
      "discount": "reduction",
      "taxes": [".", {"amount": "vat", "rate": "vat_rate"}],
      "attributes": ["labels"]
    }],
    "shipping": ["delivery?.", {"id": "'delivery'", "price": "delivery"}],
    "shipments": ["parcels", {
      "id": "no!",
      "shippedAt": "sent",
      "delivered": "arrived",
      "status": "arrived?'delivered'|sent?'shipped'",
      "lines": ["rows", {"line": "row", "quantity": "pcs"}]
    }],
    "tenders": ["payments", {"id": "id!", "kind": "by~payment", "label": "by", "amount": "sum", "refunded": "given_back"}],
    "totals": {"total": "sum"}
  },
  "updates": {
    "return": {"order": "order_no", "return": "return_no", "native": "state", "status": "state~return state", "at": "changed"}
  },
  "write": {
    "create_return": [{"requests": [{"method": "POST", "path": "/api/returns", "body": {
      "order_no": "<order.id>",
      "rows": ["*request.items", {"row": "<line>", "pcs": "<quantity>", "why": "<$reasons[reason]|'OTHER'>"}]
    }}]}],
    "*": [{"error": "!not_supported|the shop's API only opens returns|do the rest in its back office"}]
  }
})json"; });

}  // namespace
}  // namespace aftersale::template_

// 4. What the build looks for: codec_<folder>, with '_' for '-'. Hooks of code for what no table can say are named here too.
namespace aftersale::plugins {
extern const Codec codec_template_;
const Codec codec_template_ = {.id = "template", .kinds = template_::kinds, .rules = template_::rules, .tables = template_::tables.data()};
}  // namespace aftersale::plugins

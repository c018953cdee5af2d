// Douyin shops (抖店): orders, after-sale orders and messages of its Open Platform; a seller's answers. Amounts are fen.
#include "aftersale/codec_tools.hpp"

namespace aftersale::douyin {
namespace {

constexpr char kinds[] =
    "order order an order\n"
    "aftersale return an after-sale order\n"
    "refund_event return news of an after-sale order\n"
    "trade_event update news of an order\n"
    "message other a message whose data is a text; send its JSON as an object\n"
    "answer other an answer to an operation\n"
    "channel other what a buyer may apply for\n"
    "intercept other the interception of a parcel\n"
    "reasons other a list of reasons to refuse\n"
    "request other a request to the API\n"
    "failure other an error answer\n";
constexpr char rules[] =
    "order 100 shop_order_list shop_order_list.0.order_id shop_order_list.0.sku_order_list:array\n"
    "order 90 shop_order_list shop_order_list:array shop_order_list#0\n"
    "order 100 shop_order_detail shop_order_detail.order_id shop_order_detail.sku_order_list:array\n"
    "order 100 . order_id sku_order_list:array pay_amount shop_id\n"
    "aftersale 100 items items.0.aftersale_info\n"
    "aftersale 100 . aftersale_info order_info\n"
    "aftersale 100 . process_info.after_sale_info\n"
    "refund_event 100 . tag data.aftersale_id data.shop_id\n"
    "refund_event 100 . 0.tag 0.data.aftersale_id 0.data.shop_id\n"
    "trade_event 100 . tag data.p_id data.shop_id -data.refund_amount\n"
    "trade_event 100 . data.p_id data.shop_id data.s_ids:array -data.refund_amount\n"
    "trade_event 90 . data.p_id data.shop_id -data.refund_amount\n"
    "trade_event 100 . 0.data.p_id 0.data.shop_id -0.data.refund_amount\n"
    "message 60 . tag data:string\n"
    "message 60 . 0.tag 0.data:string\n"
    "answer 60 . items.0.aftersale_id items.0.status_msg\n"
    "channel 60 . conclusion.match_message:string\n"
    "intercept 60 . intercept_results:array\n"
    "reasons 60 . items.0.reject_reason_code\n"
    "request 60 . items.0.aftersale_id type\n"
    "request 60 . after_sale_id intercept_targets\n"
    "request 70 . aftersale_id logistics_code company_code\n"
    "request 50 . aftersale_id sms_id\n"
    "request 50 . aftersale_id evidence:array\n"
    "request 50 . aftersale_id .#1\n"
    "request 50 . combine_status\n"
    "request 50 . order_by start_time end_time\n"
    "request 40 . shop_order_id .#1\n"
    "failure 50 . err_no -err_no=0 message\n"
    "failure 50 . sub_code:string -code=10000 msg\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "order status": {"1":"open","105":"open","2":"open","101":"open","3":"open","4":"canceled","5":"closed","21":"canceled","22":"closed","39":"closed"},
    "payment": {"0":"cash_on_delivery","1":"wallet","2":"wallet","3":"wallet","4":"bank_transfer","5":"wallet","7":"other","8":"wallet","9":"wallet","*":"other"},
    "status": {
      "6": "requested",
      "7": "approved",
      "8": "approved",
      "3": "in_transit",
      "11": "in_transit",
      "12": "refunded",
      "13": "in_transit",
      "14": "sent",
      "27": "refused",
      "28": "closed",
      "29": "refused",
      "51": "canceled",
      "53": "closed",
      "200": "requested",
      "201": "approved",
      "202": "approved",
      "203": "in_transit",
      "204": "refused",
      "205": "refused",
      "206": "refunded",
      "207": "closed",
      "208": "requested"
    },
    "refund": {"1":"refund_pending","2":"refund_pending","3":"refunded","4":"refund_pending"},
    "arbitration": {"0":"closed","1":"disputed","2":"closed","3":"closed","4":"disputed","5":"disputed","6":"closed","255":"closed"},
    "types": {"return":101,"noReturn":102,"received":111,"refund":201,"noRefund":202,"exchange":301,"sendExchange":311},
    "kinds": {"0":"return","1":"return","2":"refund_before_dispatch","3":"return","4":"refund_before_dispatch","5":"refund_before_dispatch","6":"price_protection","7":"reship","8":"repair"},
    "reason": {
      "*破损": "damaged_in_transit",
      "*损坏": "damaged_in_transit",
      "*少件": "missing_parts",
      "*漏发": "missing_parts",
      "*少发": "missing_parts",
      "*发错": "wrong_item",
      "*错发": "wrong_item",
      "*质量": "quality",
      "*不符": "not_as_described",
      "*假": "not_as_described",
      "*颜色": "color",
      "*大": "size_too_large",
      "*小": "size_too_small",
      "*拍错": "ordered_by_mistake",
      "*多拍": "ordered_by_mistake",
      "*未收到": "arrived_late",
      "*没收到": "arrived_late",
      "*物流": "arrived_late",
      "*快递": "arrived_late",
      "*发货": "arrived_late",
      "*降价": "found_better_price",
      "*价": "found_better_price",
      "*不喜欢": "style",
      "*效果": "style",
      "*不想要": "changed_mind",
      "*无理由": "changed_mind",
      "*缺货": "other",
      "*协商": "other",
      "*其": "other"
    }
  },
  "zone": "+08:00",
  "order": {
    "currency": "'CNY'",
    "digits": "2",
    "id": "order_id!",
    "createdAt": "create_time!",
    "status": "order_status~order status",
    "channel": "sku_order_list.0.room_id_str>?'live'|sku_order_list.0.room_id>?'live'",
    "live": {
      "platform": "sku_order_list.0.room_id_str>?'douyin'|sku_order_list.0.room_id>?'douyin'",
      "room": "sku_order_list.0.room_id_str>?sku_order_list.0.room_id_str|sku_order_list.0.room_id>?sku_order_list.0.room_id",
      "host": "sku_order_list.0.author_id>?sku_order_list.0.author_id"
    },
    "native": ["order_status", "main_status", "order_type", "trade_type", "b_type", "author_name=sku_order_list.0.author_name", "video_id=sku_order_list.0.video_id", "theme_type=sku_order_list.0.theme_type"],
    "buyer": {"id": "doudian_open_id|open_id", "country": "'CN'", "region": "post_addr.province.name"},
    "lines": ["sku_order_list", {
      "id": "order_id!",
      "title": "product_name|sku_id",
      "variant": "spec.0.value",
      "sku": "code|out_sku_id|sku_id",
      "product": "product_id_str|product_id",
      "image": "product_pic",
      "quantity": "item_num",
      "unitPrice": "origin_amount!origin_amount",
      "gross": "sum_amount",
      "discounts": ["promotion_shop_amount>?.", {"amount": "promotion_shop_amount", "title": "'shop'"}],
      "discounts2": ["promotion_platform_amount>?.", {"amount": "promotion_platform_amount", "title": "'platform'", "fundedBy": "'platform'"}],
      "discounts3": ["promotion_talent_amount>?.", {"amount": "promotion_talent_amount", "title": "'talent'", "fundedBy": "'host'"}],
      "#rest": ".",
      "dependsOn": "master_sku_order_id_list.0",
      "gift": "given_product_type=FREE?'true'",
      "values": ["sku_id", "first_cid", "second_cid", "third_cid", "fourth_cid", "goods_type", "room_id=room_id_str|room_id>?room_id", "author_id=author_id>?author_id"]
    }, "ask for the order's detail"],
    "shipping": ["post_amount>?.", {"id": "'shipping'", "price": "post_amount"}],
    "shipping2": ["post_insurance_amount>?.", {"id": "'post_insurance'", "price": "post_insurance_amount"}],
    "shipments": ["logistics_info", {
      "id": "delivery_id|tracking_no",
      "status": "'shipped'",
      "shippedAt": "ship_time",
      "carrier": "company_name|company",
      "tracking": "tracking_no",
      "lines": ["product_info", {"line": "sku_order_id", "quantity": "product_count"}],
      "#arrival": "."
    }],
    "returns": ["sku_order_list", {
      "skip": "-after_sale_info.after_sale_status>",
      "id": "after_sale_info.aftersale_id",
      "native": "after_sale_info.after_sale_status",
      "status": "after_sale_info.after_sale_status~status",
      "lines": [".", {"line": "order_id", "quantity": "item_num"}]
    }],
    "totals": {"total": "pay_amount", "paid": "pay_time>?pay_amount|'0'"},
    "tenders": ["pay_time>?.", {"id": "'payment'", "kind": "pay_type~payment", "label": "channel_payment_no", "amount": "pay_amount"}]
  },
  "update": {"currency": "'CNY'", "digits": "2"},
  "updates": {
    "order": {"order": "order_id", "native": "order_status", "status": "order_status=4?'canceled'|order_status=21?'canceled'", "at": "update_time"},
    "aftersale": {
      "order": "order_info.shop_order_id",
      "@": ["aftersale_info|process_info.after_sale_info", {
        "return": "aftersale_id|after_sale_id",
        "native": "aftersale_status|after_sale_status",
        "status": "arbitrate_status=1?'disputed'|arbitrate_status=4?'disputed'|arbitrate_status=5?'disputed'|aftersale_status|after_sale_status~status",
        "when": ["arbitrate_status>", {"check": "arbitrate_status~arbitration"}],
        "kind": "aftersale_type|after_sale_type~kinds",
        "due": "status_deadline",
        "at": "update_time|apply_time",
        "asked": "refund_status=3?|refund_amount|refund_total_amount",
        "refunded": "refund_status=3?refund_amount|refund_status=3?refund_total_amount"
      }],
      "when": ["aftersale_info.refund_status>", {"check": "aftersale_info.refund_status~refund"}],
      "nativeReason": "text_part.reason_text|process_info.after_sale_info.reason",
      "reason": "text_part.reason_text|process_info.after_sale_info.reason|aftersale_info.reason_second_labels.0.name~reason",
      "lines": ["order_info.related_order_info|order_info.sku_order_infos", {"line": "sku_order_id", "quantity": "aftersale_item_num|after_sale_item_count"}]
    },
    "refund_event": {
      "check": "tag!tag",
      "order": "data.p_id",
      "return": "data.aftersale_id",
      "native": "data.aftersale_status",
      "status": "tag=209?data.aftersale_status|tag|data.aftersale_status~status",
      "kind": "data.aftersale_type~kinds",
      "nativeReason": "data.reason_code",
      "due": "data.status_deadline",
      "at": "data.modify_time|data.apply_time|data.agree_time|data.return_time|data.refuse_time|data.success_time|data.close_time|data.update_time",
      "asked": "tag=206?|data.refund_amount>?data.refund_amount",
      "refunded": "tag=206?data.refund_amount"
    },
    "trade_event": {"order": "data.p_id", "native": "data.order_status|tag", "status": "data.order_status=4?'canceled'",
      "at": "data.update_time|data.modify_time|data.complete_time|data.pay_time|data.create_time|data.cancel_time"},
    "failure": {"say": [".", "!storefront_error|Douyin refused: #", "message|msg"]}
  },
  "write": {
    "approve": [
      {"requests": [{"method": "POST", "path": "/afterSale/operate", "body": {
        "type": "<ids.type|kind=refund_before_dispatch?$types.refund|request.method=keep?$types.refund|request.resolution=exchange?$types.exchange|$types.return>",
        "items": [{"aftersale_id": "<ids.return!>", "update_time": "<ids.updateTime>",
          "logistics": {"if": "ids.returnAddress", "receiver_address_id": "<ids.returnAddress>"}}]
      }}]},
      {"error": "!missing_id|Douyin's id of the after-sale order is needed|give it as ids.return"}
    ],
    "refuse": [
      {"requests": [{"method": "POST", "path": "/afterSale/operate", "body": {
        "type": "<ids.type|kind=refund_before_dispatch?$types.noRefund|request.method=keep?$types.noRefund|$types.noReturn>",
        "items": [{"aftersale_id": "<ids.return!>", "reject_reason_code": "<ids.rejectReason!>", "remark": "<refused.note:200>", "evidence": "<ids.evidence>", "update_time": "<ids.updateTime>"}]
      }}]},
      {"need": "ids.return", "requests": [{"method": "POST", "path": "/afterSale/rejectReasonCodeList", "body": {"aftersale_id": "<ids.return>"},
        "note": "Run this first, then write again with ids.rejectReason: one of the codes that it gives."}]},
      {"error": "!missing_id|Douyin's id of the after-sale order is needed|give it as ids.return"}
    ],
    "receive": [
      {"requests": [{"method": "POST", "path": "/afterSale/operate", "body": {
        "type": "<ids.type|request.resolution=exchange?$types.sendExchange|$types.received>",
        "items": [{"aftersale_id": "<ids.return!>", "update_time": "<ids.updateTime>",
          "logistics": {"if": "ids.tracking", "company_code": "<ids.carrier>", "logistics_code": "<ids.tracking>"}}]
      }, "note": "With this Douyin pays the buyer; of an exchange it takes the parcel that goes out."}]},
      {"error": "!missing_id|Douyin's id of the after-sale order is needed|give it as ids.return"}
    ],
    "create_return": [{"error": "!not_supported|only the buyer opens an after-sale order at Douyin|open the buyer's entry by afterSale/OpenAfterSaleChannel, and answer by approve or refuse"}],
    "refund": [{"error": "!not_supported|Douyin pays by itself when a refund or a received parcel is agreed to|write approve or receive"}],
    "*": [{"error": "!not_supported|only the buyer takes an after-sale order back at Douyin|refuse it, or ask the buyer to cancel it"}]
  }
})json"; });

/// Samples of the documentation put ids into quotes once more.
std::string bare_id(const Scope&, Value value) {
  std::string id = value.id();
  if (id.size() > 2 && id.front() == '"' && id.back() == '"') id = id.substr(1, id.size() - 2);
  return id;
}

/// What is between a line's price and what was paid for it beyond the discounts that always count: a payment's discount and
/// red packets count in some orders and not in others, so the line's own sum decides. A change of price is one of the shop's.
void rest(Reading& r, Value line, void* record) {
  Line& one = *static_cast<Line*>(record);
  if (!line["pay_amount"].present()) return;
  const auto figure = [&](const char* name) { return r.amounts.minor(line[name]); };
  const Minor modified = figure("modify_amount"), pay = figure("promotion_pay_amount"), talent = figure("promotion_redpack_talent_amount");
  const Minor packets = line["promotion_redpack_amount"].present() ? figure("promotion_redpack_amount") : figure("promotion_redpack_platform_amount") + talent;
  const Minor over = one.gross() - one.discount_total() + figure("post_amount") + figure("post_insurance_amount") + modified - figure("pay_amount");
  const auto off = [&](Minor amount, const char* title, FundedBy by) {
    if (amount <= 0) return;
    Discount& d = one.discounts.emplace_back();
    d.amount = amount;
    d.title = title;
    d.funded_by = by;
  };
  if (modified < 0) off(-modified, "modify", FundedBy::merchant);
  else if (modified > 0) one.gross_given = one.gross() + modified;
  if (over == pay || over == pay + packets) off(pay, "pay", FundedBy::platform);
  if (packets == 0 || (over != packets && over != pay + packets)) return;
  off(packets - talent, "redpack", FundedBy::platform);
  off(talent, "redpack", FundedBy::host);
}

/// When a parcel arrived is told of the goods in it.
void arrival(Reading& r, Value, void* record) {
  Shipment& parcel = *static_cast<Shipment*>(record);
  for (const ShipmentLine& part : parcel.lines) {
    for (std::size_t i = 0; i < r.lines.size(); ++i) {
      if (r.order->lines[i].id != part.line) continue;
      const std::optional<Instant> at = time_of(r, r.lines[i], "logistics_receipt_time|confirm_receipt_time");
      if (!at || *at <= parcel.delivered.at) continue;
      parcel.status = ShipmentStatus::delivered;
      parcel.delivered = {Delivery::Kind::known, *at, *at};
    }
  }
}

constexpr CodecHook hooks[] = {{"rest", rest}, {"arrival", arrival}, {nullptr, nullptr}};

}  // namespace
}  // namespace aftersale::douyin

namespace aftersale::plugins {
extern const Codec codec_douyin;
const Codec codec_douyin = {.id = "douyin", .kinds = douyin::kinds, .rules = douyin::rules, .tables = douyin::tables.data(), .hooks = douyin::hooks, .ident = douyin::bare_id};
}  // namespace aftersale::plugins

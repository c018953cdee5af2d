// Weixin shops (微信小店, 视频号): orders, after-sale orders, complaints and events; a seller's requests. Amounts are fen.
#include "aftersale/codec_tools.hpp"

namespace aftersale::weixin {
namespace {

constexpr char kinds[] =
    "order order an order\n"
    "aftersale return an after-sale order\n"
    "made return an after-sale order that was just made\n"
    "aftersale_event return news of an after-sale order\n"
    "present_event return news of a present's after-sale order\n"
    "guarantee return a guarantee order\n"
    "complaint update a complaint\n"
    "order_event update news of an order\n"
    "event other an event that is about no order\n"
    "ids other a list of ids\n"
    "reasons other a list of reasons\n"
    "phone other a telephone number\n"
    "answer other an answer to an operation\n"
    "request other a request to the API\n"
    "failure other an error answer\n";
constexpr char rules[] =
    "order 100 order order.order_id order.order_detail\n"
    "order 90 / order_id order_detail.product_infos:array\n"
    "order 90 orders orders.0.order_detail.product_infos\n"
    "aftersale 100 after_sale_order after_sale_order.after_sale_order_id after_sale_order.status\n"
    "aftersale 90 . after_sale_order_id status openid refund_info\n"
    "guarantee 90 guarantee_order guarantee_order.guarantee_order_id\n"
    "aftersale_event 100 . finder_shop_aftersale_status_update.after_sale_order_id\n"
    "present_event 100 . finder_shop_present_aftersale_status_update.after_sale_order_id\n"
    "order_event 100 . Event^channels_ec_order order_info.order_id\n"
    "event 90 . Event^channels_ec\n"
    "event 60 . MsgType=event ToUserName\n"
    "complaint 100 . after_sale_order_id history:array order_id\n"
    "phone 60 . virtual_tel_number\n"
    "ids 60 . order_id_list:array errcode\n"
    "ids 60 . after_sale_order_id_list:array\n"
    "ids 60 . guarantee_order_id_list:array\n"
    "reasons 60 . reason_list:array errcode\n"
    "failure 50 . errcode -errcode=0 errmsg\n"
    "made 60 . errcode after_sale_order_id errmsg\n"
    "answer 40 . errcode errmsg .#2\n"
    "request 60 . request_id order_id product_id sku_id\n"
    "request 50 . after_sale_order_id -errcode -status\n"
    "request 50 . complaint_id -errcode\n"
    "request 50 . guarantee_order_id -errcode\n"
    "request 50 . begin_create_time end_create_time\n"
    "request 40 . next_key begin_update_time\n"
    "request 35 . order_id:digits .#1\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "order status": {"10":"open","12":"open","13":"open","20":"open","21":"open","30":"open","100":"closed","190":"open","200":"canceled","250":"canceled"},
    "payment": {"1":"wallet","2":"wallet","3":"other","4":"other","5":"other","*":"other"},
    "status": {
      "MERCHANT_PROCESSING": "requested",
      "USER_WAIT_CONFIRM": "proposed",
      "USER_WAIT_CONFIRM_UPDATE": "proposed",
      "USER_WAIT_HANDLE_MERCHANT_AFTER_SALE": "proposed",
      "USER_WAIT_RETURN": "approved",
      "MERCHANT_WAIT_RECEIPT": "in_transit",
      "MERCHANT_REJECT_REFUND": "refused",
      "MERCHANT_REJECT_RETURN": "refused",
      "MERCHANT_REJECT_EXCHANGE": "refused",
      "MERCHANT_REJECT_RESHIP": "refused",
      "PLATFORM_REFUNDING": "refund_pending",
      "MERCHANT_OVERDUE_REFUND": "refund_pending",
      "MERCHANT_REFUND_SUCCESS": "refunded",
      "MERCHANT_RETURN_SUCCESS": "refunded",
      "PLATFORM_REFUND_FAIL": "refund_pending",
      "MERCHANT_REFUND_RETRY_FAIL": "refund_pending",
      "MERCHANT_FAIL": "refund_pending",
      "MERCHANT_WAIT_RESHIP": "received",
      "USER_WAIT_RECEIPT": "sent",
      "MERCHANT_EXCHANGE_SUCCESS": "sent",
      "RETURN_CLOSED": "closed",
      "USER_CANCELD": "canceled",
      "USER_CANCELED": "canceled"
    },
    "kinds": {"REFUND":"return","RETURN":"return","EXCHANGE":"return"},
    "reason": {
      "INCORRECT_SELECTION": "ordered_by_mistake",
      "NO_LONGER_WANT": "no_longer_needed",
      "NO_EXPRESS_INFO": "arrived_late",
      "EMPTY_PACKAGE": "missing_parts",
      "REJECT_RECEIVE_PACKAGE": "changed_mind",
      "NOT_DELIVERED_TOO_LONG": "arrived_late",
      "NOT_MATCH_PRODUCT_DESC": "not_as_described",
      "QUALITY_ISSUE": "quality",
      "SEND_WRONG_GOODS": "wrong_item",
      "THREE_NO_PRODUCT": "not_as_described",
      "FAKE_PRODUCT": "not_as_described",
      "NO_REASON_7_DAYS": "changed_mind",
      "INITIATE_BY_PLATFORM": "other",
      "OTHERS": "other",
      "10000000": "changed_mind",
      "10000001": "other",
      "10000002": "ordered_by_mistake",
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
  "repeats": "",
  "order": {
    "currency": "'CNY'",
    "digits": "2",
    "id": "order_id!",
    "createdAt": "create_time!",
    "status": "status~order status",
    "channel": "order_detail.ext_info.live_id?'live'|order_detail.ext_info.order_scene=2?'live'",
    "live": {
      "platform": "order_detail.ext_info.live_id?'weixin'|order_detail.ext_info.order_scene=2?'weixin'",
      "stream": "order_detail.ext_info.live_id",
      "host": "order_detail.ext_info.finder_id"
    },
    "native": ["status", "order_scene=order_detail.ext_info.order_scene", "finder_id=order_detail.ext_info.finder_id", "finder_discount=order_detail.price_info.finder_discounted_price"],
    "buyer": {"id": "openid", "name": "order_detail.delivery_info.address_info.user_name", "country": "'CN'", "region": "order_detail.delivery_info.address_info.province_name"},
    "lines": ["order_detail.product_infos", {
      "id": "sku_id|product_id!sku_id",
      "title": "title|product_id",
      "variant": "sku_attrs.0.attr_value",
      "sku": "sku_code|out_sku_id|sku_id",
      "product": "product_id",
      "image": "thumb_img",
      "quantity": "sku_cnt",
      "unitPrice": "sale_price!sale_price",
      "#paid": ".",
      "gift": "is_free_gift",
      "requiresShipping": "/order_detail.delivery_info.deliver_method=1?'false'",
      "values": ["sku_id", "product_id", "out_product_id"]
    }, "ask for the order by its id"],
    "when": ["-order_detail.product_infos.0.real_price", {
      "spread": ["order_detail.price_info.discounted_price>?order_detail.price_info", {"amount": "discounted_price+-finder_discounted_price", "title": "'shop'"}],
      "spread2": ["order_detail.price_info.finder_discounted_price>?order_detail.price_info", {"amount": "finder_discounted_price", "title": "'finder'", "fundedBy": "'host'"}],
      "spread3": ["order_detail.price_info.change_down_price>?order_detail.price_info", {"amount": "change_down_price", "title": "'change'"}]
    }],
    "shipping": ["order_detail.price_info.freight>?order_detail.price_info", {"id": "'shipping'", "price": "freight"}],
    "shipments": ["order_detail.delivery_info.delivery_product_info", {
      "id": "waybill_id",
      "status": "'shipped'",
      "shippedAt": "delivery_time",
      "delivered": "/order_detail.ext_info.confirm_receipt_time",
      "carrier": "delivery_name|delivery_id",
      "tracking": "waybill_id",
      "lines": ["product_infos", {"line": "sku_id|product_id", "quantity": "product_cnt"}]
    }],
    "returns": ["order_detail.product_infos", {
      "skip": "-finish_aftersale_sku_cnt>",
      "status": "'refunded'",
      "native": "'finish_aftersale_sku_cnt'",
      "lines": [".", {"line": "sku_id|product_id", "quantity": "finish_aftersale_sku_cnt"}]
    }],
    "returns2": ["order_detail.product_infos", {
      "skip": "-on_aftersale_sku_cnt>",
      "status": "'requested'",
      "native": "'on_aftersale_sku_cnt'",
      "lines": [".", {"line": "sku_id|product_id", "quantity": "on_aftersale_sku_cnt"}]
    }],
    "totals": {
      "goods": "order_detail.price_info.product_price",
      "total": "order_detail.price_info.order_price",
      "paid": "order_detail.pay_info.pay_time>?order_detail.price_info.order_price|'0'"
    },
    "tenders": ["order_detail.pay_info.pay_time>?.", {
      "id": "'payment'",
      "kind": "order_detail.pay_info.payment_method~payment",
      "label": "order_detail.pay_info.transaction_id",
      "amount": "order_detail.price_info.order_price"
    }]
  },
  "update": {"currency": "'CNY'", "digits": "2"},
  "updates": {
    "order": {"order": "order_id", "native": "status", "status": "status=200?'canceled'|status=250?'canceled'", "at": "update_time"},
    "aftersale": {
      "order": "order_id",
      "return": "after_sale_order_id",
      "native": "status",
      "status": "status~status",
      "kind": "type~kinds",
      "nativeReason": "reason_text|reason",
      "reason": "reason|reason_text~reason",
      "at": "update_time|create_time",
      "lines": ["product_info", {"line": "sku_id|product_id", "quantity": "count"}],
      "asked": "status=MERCHANT_REFUND_SUCCESS?|status=MERCHANT_RETURN_SUCCESS?|refund_info.amount",
      "refunded": "status=MERCHANT_REFUND_SUCCESS?refund_info.amount|status=MERCHANT_RETURN_SUCCESS?refund_info.amount"
    },
    "made": {"return": "after_sale_order_id", "native": "'made'", "status": "'requested'"},
    "aftersale_event": {"@": ["finder_shop_aftersale_status_update", {"order": "order_id", "return": "after_sale_order_id", "native": "status", "status": "status~status"}], "at": "CreateTime"},
    "present_event": {"@": ["finder_shop_present_aftersale_status_update", {"order": "order_id", "return": "after_sale_order_id", "native": "status", "status": "status~status"}], "at": "CreateTime"},
    "guarantee": {"order": "order_id", "return": "guarantee_order_id", "native": "status", "at": "update_time|create_time"},
    "complaint": {"order": "order_id", "return": "after_sale_order_id", "native": "history.0.item_type", "status": "'disputed'", "at": "history.0.time"},
    "order_event": {"order": "order_info.order_id", "native": "Event", "status": "Event=channels_ec_order_cancel?'canceled'", "at": "CreateTime"},
    "failure": {"say": [".", "!storefront_error|Weixin refused: #", "errmsg"]}
  },
  "write": {
    "create_return": [
      {"need": "kind=price_protection", "requests": ["*quote.items", {"method": "POST", "path": "/channels/ec/aftersale/refundpricediff", "body": {
        "request_id": "</case>-<line>", "order_id": "</order.id>", "product_id": "</lines[line].product_id!>", "sku_id": "</lines[line].sku_id!>",
        "amount": "<total.amount>", "reason": "</ids.reason|'OTHERS'>", "desc": "</request.items.0.note:200>"
      }}]},
      {"need": "request.resolution=exchange", "error": "!not_supported|a seller opens refunds at Weixin, no exchanges|the buyer asks for an exchange in the app"},
      {"need": "quote.items.0", "requests": ["*quote.items", {"method": "POST", "path": "/channels/ec/aftersale/genaftersaleorder", "body": {
        "request_id": "</case>-<line>", "order_id": "</order.id>", "product_id": "</lines[line].product_id!>", "sku_id": "</lines[line].sku_id!>",
        "count": "<quantity>", "amount": "<total.amount>", "reason": "</ids.reason|/request.items.0.note:200|/request.items.0.reason>", "type": "REFUND"
      }, "note": "Weixin pays this without the goods: what is to come back has to be agreed with the buyer."}]},
      {"error": "!missing_quote|the case has no quote that says what goes back|quote the case first"}
    ],
    "approve": [
      {"requests": [{"method": "POST", "path": "/channels/ec/aftersale/acceptapply", "body": {"after_sale_order_id": "<ids.return!>", "address_id": "<ids.returnAddress>"}}]},
      {"error": "!missing_id|Weixin's id of the after-sale order is needed|give it as ids.return"}
    ],
    "refuse": [
      {"requests": [{"method": "POST", "path": "/channels/ec/aftersale/rejectapply", "body": {
        "after_sale_order_id": "<ids.return!>", "reject_reason": "<refused.note:500|refused.reason>", "reject_reason_type": "<ids.rejectReason>"
      }}]},
      {"error": "!missing_id|Weixin's id of the after-sale order is needed|give it as ids.return"}
    ],
    "receive": [
      {"need": "request.resolution=exchange", "requests": [{"method": "POST", "path": "/channels/ec/aftersale/acceptexchangereship", "body": {
        "after_sale_order_id": "<ids.return!>", "waybill_id": "<ids.tracking!>", "delivery_id": "<ids.carrier!>"
      }}]},
      {"requests": [{"method": "POST", "path": "/channels/ec/aftersale/acceptapply", "body": {"after_sale_order_id": "<ids.return!>"}, "note": "With this Weixin pays the buyer."}]},
      {"error": "!missing_id|Weixin's id of the after-sale order is needed|give it as ids.return, of an exchange also ids.tracking and ids.carrier"}
    ],
    "refund": [
      {"need": "quote.resolution=partial_refund ids.return", "requests": [{"method": "POST", "path": "/channels/ec/aftersale/merchantupdateaftersale", "body": {
        "after_sale_order_id": "<ids.return>", "type": 1, "amount": "<quote.total.amount>", "merchant_update_desc": "<ids.remark>", "update_reason_type": "<ids.updateReason>"
      }, "note": "An offer: the buyer has to agree to it."}]},
      {"error": "!not_supported|Weixin pays by itself when an application is accepted|write approve or receive"}
    ],
    "*": [{"error": "!not_supported|only the buyer takes an application back at Weixin|refuse it, or ask the buyer to cancel it"}]
  }
})json"; });

/// `real_price` is what was paid for all units of a line; what is missing to their price came off, the host's part by name.
void paid(Reading& r, Value line, void* record) {
  Line& one = *static_cast<Line*>(record);
  if (!line["real_price"].present()) return;
  const Minor off = one.gross() - r.amounts.minor(line["real_price"]), host = r.amounts.minor(line["finder_discounted_price"]);
  const Minor of_host = host > 0 && host <= off ? host : 0;
  if (off < 0) one.gross_given = one.gross() - off;      // the price was raised
  for (const auto& part : {std::pair{off - of_host, FundedBy::merchant}, std::pair{of_host, FundedBy::host}}) {
    if (part.first <= 0) continue;
    Discount& d = one.discounts.emplace_back();
    d.amount = part.first;
    d.funded_by = part.second;
    d.title = part.second == FundedBy::host ? "finder" : "shop";
  }
}

constexpr CodecHook hooks[] = {{"paid", paid}, {nullptr, nullptr}};

}  // namespace
}  // namespace aftersale::weixin

namespace aftersale::plugins {
extern const Codec codec_weixin;
const Codec codec_weixin = {.id = "weixin", .kinds = weixin::kinds, .rules = weixin::rules, .tables = weixin::tables.data(), .hooks = weixin::hooks};
}  // namespace aftersale::plugins

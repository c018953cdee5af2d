// Pinduoduo (拼多多): orders, after-sale orders and messages of its open platform. Orders and lists of refunds are in yuan,
// the detail of a refund in fen; times are China's, seconds or milliseconds.
#include "aftersale/codec_tools.hpp"

namespace aftersale::pinduoduo {
namespace {

constexpr char kinds[] =
    "order order an order\n"
    "skeleton other a sample that holds types in place of values\n"
    "refund return an after-sale order of a list\n"
    "refund_detail return the detail of an after-sale order\n"
    "refund_message return a message about an after-sale order\n"
    "trade_message update a message about an order\n"
    "message other a message whose content is a text; send its JSON as an object\n"
    "status update how an order stands\n"
    "answer other an answer to an operation\n"
    "request other a request to the gateway\n"
    "failure other an error answer\n";
constexpr char rules[] =
    "skeleton 100 . order_info.order_sn=str order_info.created_time=str\n"
    "order 100 order_info order_info.order_sn order_info.item_list:array\n"
    "order 100 order_list order_list.0.order_sn order_list.0.item_list:array\n"
    "order 90 / order_sn item_list:array goods_amount\n"
    "refund 100 refund_list refund_list.0.order_sn refund_list.0.after_sales_status\n"
    "refund 60 refund_list refund_list:array total_count\n"
    "refund_detail 100 . order_sn after_sales_status after_sales_type refund_amount\n"
    "status 100 order_sn_list order_sn_list.0.order_sn\n"
    "status 100 order_status_list order_status_list.0.orderSn\n"
    "refund_message 100 . type^pdd_refund content.refund_id\n"
    "trade_message 100 . type^pdd_trade content.tid\n"
    "message 60 . type^pdd_ content:string\n"
    "answer 50 . is_success request_id\n"
    "request 40 . type^pdd. client_id\n"
    "failure 60 . error_code error_msg\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "payment": {"QQ":"wallet","WEIXIN":"wallet","ALIPAY":"wallet","LIANLIANPAY":"wallet","PDD":"wallet","*":"other"},
    "status": {
      "2": "requested",
      "3": "requested",
      "4": "refund_pending",
      "5": "refund_pending",
      "6": "refused",
      "7": "approved",
      "8": "disputed",
      "9": "closed",
      "10": "refunded",
      "11": "canceled",
      "12": "closed",
      "13": "closed",
      "14": "requested",
      "15": "approved",
      "16": "sent",
      "17": "closed",
      "18": "sent",
      "21": "requested",
      "22": "approved",
      "24": "closed",
      "25": "closed",
      "27": "in_transit",
      "31": "approved",
      "32": "approved",
      "33": "approved"
    },
    "kinds": {"1":"return","2":"return","3":"return","4":"reship","5":"repair"},
    "operator": {"0":"system","1":"buyer","2":"seller","3":"platform","4":"system","5":"host","6":"carrier","7":"system"},
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
  "repeats": "",
  "order": {
    "currency": "'CNY'",
    "id": "order_sn!",
    "createdAt": "created_time|confirm_time|pay_time!created_time",
    "status": "order_status=1 refund_status=4?'canceled'",
    "native": ["order_status", "refund_status", "after_sales_status", "group_order_id", "only_support_replace", "return_freight_payer", "risk_control_status", "trade_type"],
    "buyer": {"name": "receiver_name_mask", "country": "'CN'", "region": "province"},
    "lines": ["item_list", {
      "id": "sku_id|goods_id!sku_id",
      "title": "goods_name|outer_id",
      "variant": "goods_spec",
      "sku": "outer_id|outer_goods_id|sku_id",
      "product": "goods_id",
      "image": "goods_img",
      "quantity": "goods_count",
      "unitPrice": "goods_price!goods_price",
      "canceled": "/order_status=1 /refund_status=4?goods_count",
      "values": ["cat_id=/cat_id_1", "goods_id", "sku_id"]
    }, "ask for pdd.order.information.get"],
    "lines2": ["gift_list", {
      "id": "sku_id|goods_id",
      "title": "goods_name",
      "variant": "goods_spec",
      "sku": "outer_id|sku_id",
      "product": "goods_id",
      "quantity": "goods_count",
      "unitPrice": "'0'",
      "gift": "'true'"
    }],
    "spread": ["seller_discount>?.", {"amount": "seller_discount", "title": "'seller'"}],
    "spread2": ["platform_discount>?.", {"amount": "platform_discount", "title": "'platform'", "fundedBy": "'platform'"}],
    "spread3": ["capital_free_discount>?.", {"amount": "capital_free_discount", "title": "'group leader free'"}],
    "spread4": ["order_change_amount>?.", {"amount": "order_change_amount", "title": "'change'"}],
    "shipping": ["postage>?.", {"id": "'shipping'", "price": "postage"}],
    "shipping2": ["service_fee_detail", {"skip": "-service_fee>", "title": "service_name", "price": "service_fee"}],
    "shipments": ["shipping_time?.|tracking_number?.", {
      "id": "tracking_number|'parcel'",
      "status": "order_status=1?'pending'|'shipped'",
      "shippedAt": "shipping_time",
      "delivered": "receive_time",
      "carrier": "logistics_name|logistics_id",
      "tracking": "tracking_number",
      "lines": ["item_list", {"line": "sku_id|goods_id", "quantity": "goods_count"}]
    }],
    "returns": ["after_sales_status>?.", {
      "skip": "after_sales_status=1",
      "native": "after_sales_status",
      "status": "after_sales_status~status",
      "lines": ["item_list", {"line": "sku_id|goods_id", "quantity": "goods_count"}]
    }],
    "totals": {"goods": "goods_amount", "discounts": "discount_amount", "total": "pay_amount", "paid": "pay_amount"},
    "tenders": ["pay_amount>?.", {"id": "'payment'", "kind": "pay_type~payment", "label": "pay_no", "amount": "pay_amount"}]
  },
  "update": {"currency": "'CNY'"},
  "updates": {
    "order": {"order": "order_sn", "native": "order_status", "status": "order_status=1 refund_status=4?'canceled'", "at": "updated_at"},
    "status": {"order": "order_sn|orderSn", "native": "order_status|orderStatus", "at": "updated_at"},
    "refund": {
      "order": "order_sn",
      "return": "id",
      "native": "after_sales_status",
      "status": "after_sales_status~status",
      "nativeReason": "after_sale_reason|after_sales_reason",
      "reason": "after_sale_reason|after_sales_reason~reason",
      "at": "updated_time|created_time",
      "when": ["refund_operator_role", {"check": "refund_operator_role~operator"}],
      "lines": ["sku_id?.|goods_id?.", {"line": "sku_id|goods_id", "quantity": "goods_number"}],
      "asked": "after_sales_status=10?|refund_amount",
      "refunded": "after_sales_status=10?refund_amount"
    },
    "refund_detail": {
      "digits": "2",
      "order": "order_sn",
      "return": "id",
      "native": "after_sales_status",
      "status": "after_sales_status~status",
      "kind": "after_sales_type~kinds",
      "nativeReason": "after_sales_reason",
      "reason": "after_sales_reason~reason",
      "when": ["refund_operator_role", {"check": "refund_operator_role~operator"}],
      "due": "expire_time",
      "at": "updated_time:digits?updated_time|updated_time^2?updated_time|recreated_at|confirm_time",
      "say9": ["sku_id?|goods_number?.", "unknown_line|no line of the order is named; its units are left out"],
      "lines": ["sku_id?.", {"line": "sku_id", "quantity": "goods_number"}],
      "asked": "after_sales_status=10?|refund_amount",
      "refunded": "after_sales_status=10?refund_amount"
    },
    "refund_message": {
      "order": "content.tid|content.order_sn",
      "return": "content.refund_id",
      "native": "type",
      "status": "type=pdd_refund_RefundCreated?'requested'|type=pdd_refund_RefundAgreeAgreement?'refund_pending'|type=pdd_refund_RefundReturnGoodsAgreeAgreement?'approved'|type=pdd_refund_RefundBuyerReturnGoods?'in_transit'|type=pdd_refund_RefundSuccess?'refunded'|type=pdd_refund_RefundClosed?'closed'|type=pdd_refund_RefundRefuse?'refused'",
      "at": "content.modified"
    },
    "trade_message": {"order": "content.tid|content.order_sn", "native": "type", "at": "content.modified"},
    "failure": {"say": [".", "!storefront_error|Pinduoduo refused: #", "error_msg"]}
  },
  "write": {
    "approve": [
      {"need": "-kind=refund_before_dispatch -request.method=keep", "error": "!not_supported|the open platform only agrees to refunds; that goods may come back is agreed to in the seller's back office|agree there, then write receive or refund"},
      {"requests": [{"method": "POST", "path": "/api/router?type=pdd.refund.agree", "body": {"after_sales_id": "<ids.return!>", "order_sn": "<order.id>"}}]},
      {"error": "!missing_id|Pinduoduo's id of the after-sale order is needed|give it as ids.return"}
    ],
    "receive": [
      {"requests": [{"method": "POST", "path": "/api/router?type=pdd.refund.agree", "body": {"after_sales_id": "<ids.return!>", "order_sn": "<order.id>"}, "note": "With this Pinduoduo pays the buyer."}]},
      {"error": "!missing_id|Pinduoduo's id of the after-sale order is needed|give it as ids.return"}
    ],
    "refund": [
      {"need": "quote.resolution=store_credit", "error": "!not_supported|Pinduoduo refunds to what was paid with|issue the credit elsewhere"},
      {"requests": [{"method": "POST", "path": "/api/router?type=pdd.refund.agree", "body": {"after_sales_id": "<ids.return!>", "order_sn": "<order.id>"}}]},
      {"error": "!missing_id|Pinduoduo's id of the after-sale order is needed|give it as ids.return"}
    ],
    "refuse": [{"error": "!not_supported|the open platform has no refusal|refuse it in the seller's back office"}],
    "create_return": [{"error": "!not_supported|only the buyer opens an after-sale order at Pinduoduo|answer it when it comes"}],
    "*": [{"error": "!not_supported|only the buyer takes an after-sale order back at Pinduoduo|ask the buyer to cancel it"}]
  }
})json"; });

}  // namespace
}  // namespace aftersale::pinduoduo

namespace aftersale::plugins {
extern const Codec codec_pinduoduo;
const Codec codec_pinduoduo = {.id = "pinduoduo", .kinds = pinduoduo::kinds, .rules = pinduoduo::rules, .tables = pinduoduo::tables.data()};
}  // namespace aftersale::plugins

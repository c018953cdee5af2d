// Kuaishou shops (快手小店): orders, after-sale orders and messages of its open platform; a seller's answers. Amounts are fen.
#include "aftersale/codec_tools.hpp"

namespace aftersale::kuaishou {
namespace {

constexpr char kinds[] =
    "order order an order\n"
    "refund return an after-sale order\n"
    "refund_push return news of an after-sale order\n"
    "refund_message return a message about an after-sale order\n"
    "order_event update news of an order\n"
    "order_message update a message about an order\n"
    "message other a message whose info is a text; send its JSON as an object\n"
    "reasons other a list of reasons to reject\n"
    "answer other an answer to an operation\n"
    "request other a request to the API\n"
    "failure other an error answer\n";
constexpr char rules[] =
    "order 100 orderList orderList.0.orderBaseInfo.oid\n"
    "order 60 orderList orderList:array cursor\n"
    "order 100 / orderBaseInfo.oid orderBaseInfo.status\n"
    "refund 100 refundOrderInfoList refundOrderInfoList.0.refundId\n"
    "refund_push 100 . refundId oid sellerId status\n"
    "refund 100 . refundId oid status\n"
    "order_event 100 . oid sellerId status beforeStatus\n"
    "refund_message 100 info event^kwaishop info.refundId\n"
    "order_message 100 info event^kwaishop info.oid\n"
    "message 60 . event^kwaishop info:string\n"
    "reasons 60 . refundRejectReasons:array\n"
    "request 50 . refundId refundVersion\n"
    "request 50 . orderViewStatus beginTime\n"
    "failure 50 . result -result=1 error_msg\n"
    "failure 50 . result -result=1 errorMsg\n"
    "answer 35 . result=1 .#1\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "order status": {"10":"open","30":"open","40":"open","50":"open","70":"closed","80":"canceled"},
    "payment": {"1":"wallet","2":"wallet","*":"other"},
    "status": {
      "10": "requested",
      "11": "requested",
      "12": "refused",
      "20": "disputed",
      "21": "disputed",
      "22": "approved",
      "30": "approved",
      "40": "in_transit",
      "45": "sent",
      "50": "refund_pending",
      "60": "refunded",
      "70": "closed"
    },
    "kinds": {"1":"return","3":"return","4":"reship","5":"repair","10":"return"},
    "negotiation": {"0":"unknown","1":"seller","2":"agreed","3":"buyer"},
    "receipt": {"0":"unknown","1":"no","2":"yes"},
    "reason": {
      "3": "quality",
      "4": "wrong_item",
      "5": "arrived_late",
      "7": "other",
      "8": "not_as_described",
      "10": "ordered_by_mistake",
      "11": "changed_mind",
      "12": "ordered_by_mistake",
      "13": "other",
      "14": "arrived_late",
      "15": "not_as_described",
      "16": "missing_parts",
      "17": "damaged_in_transit",
      "18": "other",
      "19": "changed_mind",
      "20": "changed_mind",
      "21": "changed_mind",
      "22": "changed_mind",
      "23": "changed_mind",
      "24": "changed_mind",
      "25": "changed_mind"
    }
  },
  "zone": "+08:00",
  "repeats": "",
  "order": {
    "currency": "'CNY'",
    "digits": "2",
    "id": "orderBaseInfo.oid!orderBaseInfo",
    "createdAt": "orderBaseInfo.createTime|orderBaseInfo.payTime|orderBaseInfo.updateTime!orderBaseInfo",
    "check": "orderBaseInfo.status!orderBaseInfo",
    "status": "orderBaseInfo.status~order status",
    "live": {"platform": "orderCpsInfo.distributorId>?'kuaishou'", "host": "orderCpsInfo.distributorId>?orderCpsInfo.distributorId"},
    "native": ["status=orderBaseInfo.status", "cpsType=orderBaseInfo.cpsType", "activityType=orderBaseInfo.allActivityType", "activityUserId=orderCpsInfo.activityUserId"],
    "buyer": {"id": "orderBaseInfo.buyerOpenId", "country": "'CN'", "region": "orderAddress.province"},
    "lines": ["orderItemInfo", {
      "id": "orderItemId|skuId|itemId!orderItemId",
      "title": "itemTitle|skuNick|itemId",
      "variant": "skuDesc|skuNick",
      "sku": "goodsCode|skuId",
      "product": "itemId",
      "image": "itemPicUrl",
      "quantity": "num",
      "unitPrice": "price!price",
      "values": ["skuId", "relSkuId", "itemId"]
    }, "ask for open.order.detail"],
    "spread": ["orderBaseInfo.discountFee>?orderBaseInfo", {"amount": "discountFee", "title": "'discount'"}],
    "shipping": ["orderBaseInfo.expressFee>?orderBaseInfo", {"id": "'shipping'", "price": "expressFee"}],
    "shipments": ["orderBaseInfo.sendTime>?.", {
      "id": "orderLogisticsInfo.0.expressNo|orderLogisticsInfo.expressNo|'parcel'",
      "status": "'shipped'",
      "shippedAt": "orderBaseInfo.sendTime",
      "delivered": "orderBaseInfo.recvTime",
      "carrier": "orderLogisticsInfo.0.expressCode|orderLogisticsInfo.expressCode",
      "tracking": "orderLogisticsInfo.0.expressNo|orderLogisticsInfo.expressNo",
      "lines": ["orderItemInfo", {"line": "orderItemId|skuId|itemId", "quantity": "num"}]
    }],
    "returns": ["orderRefundList", {
      "id": "refundId",
      "native": "refundStatus|status",
      "status": "refundStatus|status~status",
      "lines": ["/orderItemInfo", {"line": "orderItemId|skuId|itemId", "quantity": "num"}]
    }],
    "totals": {"total": "orderBaseInfo.totalFee", "paid": "orderBaseInfo.payTime>?orderBaseInfo.totalFee|orderBaseInfo.status=10?'0'|orderBaseInfo.status=80?'0'|orderBaseInfo.totalFee"},
    "tenders": ["orderBaseInfo.payTime>?orderBaseInfo", {"id": "'payment'", "kind": "payType~payment", "amount": "totalFee"}]
  },
  "update": {"currency": "'CNY'", "digits": "2", "order": "oid", "at": "updateTime"},
  "updates": {
    "order": {"order": "orderBaseInfo.oid", "native": "orderBaseInfo.status", "status": "orderBaseInfo.status=80?'canceled'", "at": "orderBaseInfo.updateTime"},
    "order_event": {"native": "status", "status": "status=80?'canceled'"},
    "order_message": {"native": "status|/event", "status": "status=80?'canceled'"},
    "refund": {
      "return": "refundId",
      "native": "status",
      "status": "status~status",
      "kind": "handlingWay~kinds",
      "nativeReason": "refundReasonDesc|refundReason",
      "reason": "refundReason~reason",
      "when": ["negotiateStatus", {"check": "negotiateStatus~negotiation"}],
      "due": "expireTime",
      "at": "submitTime|createTime",
      "@": [".", {"when": ["receiptStatus", {"check": "receiptStatus~receipt"}]}],
      "lines": ["skuId?.", {"line": "orderItemId|skuId", "quantity": "num|skuNum"}],
      "asked": "status=60?|refundFee",
      "refunded": "status=60?refundFee"
    },
    "refund_push": {
      "return": "refundId",
      "native": "status",
      "status": "status~status",
      "kind": "handlingWay~kinds",
      "nativeReason": "refundReason",
      "reason": "refundReason~reason",
      "asked": "status=60?|refundFee",
      "refunded": "status=60?refundFee"
    },
    "refund_message": {"return": "refundId", "native": "status|/event", "status": "status~status", "kind": "handlingWay~kinds"},
    "failure": {"say": [".", "!storefront_error|Kuaishou refused: #", "error_msg|errorMsg"]}
  },
  "write": {
    "approve": [
      {"need": "-kind=refund_before_dispatch -request.method=keep", "requests": [{"method": "POST", "path": "/open/seller/order/refund/returngoods/approve", "body": {
        "refundId": "<ids.return!>", "addressId": "<ids.returnAddress>", "status": "<ids.status>", "negotiateStatus": "<ids.negotiateStatus>"
      }}]},
      {"requests": [{"method": "POST", "path": "/open/seller/order/refund/approve", "body": {
        "refundId": "<ids.return!>", "refundAmount": "<quote.total.amount>", "status": "<ids.status>", "negotiateStatus": "<ids.negotiateStatus>", "refundHandingWay": 10
      }}]},
      {"error": "!missing_id|Kuaishou's id of the after-sale order is needed|give it as ids.return"}
    ],
    "refuse": [
      {"requests": [{"method": "POST", "path": "/open/refund/reject", "body": {
        "refundId": "<ids.return!>", "reasonCode": "<ids.rejectReason!>", "rejectDesc": "<refused.note:200>", "rejectImages": "<ids.images>", "refundVersion": "<ids.version>"
      }}]},
      {"requests": [{"method": "GET", "path": "/open/refund/reject/reason?refundId=<ids.return!>", "body": {},
        "note": "Run this first, then write again with ids.rejectReason: one of the codes that it gives."}]},
      {"error": "!missing_id|Kuaishou's id of the after-sale order is needed|give it as ids.return"}
    ],
    "receive": [
      {"need": "request.resolution=exchange", "requests": [{"method": "POST", "path": "/open/refund/confirm/and/send", "body": {
        "refundId": "<ids.return!>", "expressNo": "<ids.tracking!>", "expressCode": "<ids.carrier!>"
      }}]},
      {"requests": [{"method": "POST", "path": "/open/seller/order/refund/confirm/receipt", "body": {"refundId": "<ids.return!>", "status": "<ids.status>"},
        "note": "With this Kuaishou pays the buyer. It is allowed while the after-sale order stands at 22, 30 or 40."}]},
      {"error": "!missing_id|Kuaishou's id of the after-sale order is needed|give it as ids.return, of an exchange also ids.tracking and ids.carrier"}
    ],
    "refund": [
      {"need": "quote.resolution=store_credit", "error": "!not_supported|Kuaishou refunds to what was paid with|issue the credit elsewhere"},
      {"requests": [{"method": "POST", "path": "/open/refund/direct/refund", "body": {"refundId": "<ids.return!>", "refundVersion": "<ids.version>"}, "note": "Pays without waiting for the goods."}]},
      {"error": "!missing_id|Kuaishou's id of the after-sale order is needed|give it as ids.return"}
    ],
    "create_return": [{"error": "!not_supported|only the buyer opens an after-sale order at Kuaishou|answer it by approve or refuse"}],
    "*": [{"error": "!not_supported|only the buyer takes an after-sale order back at Kuaishou|refuse it, or ask the buyer to cancel it"}]
  }
})json"; });

}  // namespace
}  // namespace aftersale::kuaishou

namespace aftersale::plugins {
extern const Codec codec_kuaishou;
const Codec codec_kuaishou = {.id = "kuaishou", .kinds = kuaishou::kinds, .rules = kuaishou::rules, .tables = kuaishou::tables.data()};
}  // namespace aftersale::plugins

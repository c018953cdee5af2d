// Taobao and Tmall: trades and refunds of the TOP gateway, their messages; a seller's answers. Amounts are yuan, times China's.
#include "aftersale/codec_tools.hpp"

namespace aftersale::taobao {
namespace {

constexpr char kinds[] =
    "order order a trade\n"
    "refund return a refund\n"
    "refund_message return a message about a refund\n"
    "trade_message update a message about a trade\n"
    "message other a message whose content is a text; send its JSON as an object\n"
    "reasons other a list of reasons to refuse\n"
    "answer other an answer to an operation\n"
    "request other a request to the gateway\n"
    "failure other an error answer\n";
constexpr char rules[] =
    "order 100 trades.trade trades.trade.0.tid\n"
    "order 100 trade trade.tid trade.created\n"
    "order 90 trades trades.0.tid\n"
    "order 90 / tid orders created\n"
    "refund 100 refunds.refund refunds.refund.0.refund_id\n"
    "refund 100 refund refund.refund_id refund.tid\n"
    "refund 90 refunds refunds.0.refund_id refunds.0.tid\n"
    "refund 90 . refund_id tid oid status refund_fee\n"
    "order 60 trades.trade trades.trade:array\n"
    "refund 60 refunds.refund refunds.refund:array\n"
    "refund_message 100 . topic^taobao_refund content.refund_id\n"
    "refund_message 100 . content.refund_id content.tid content.seller_nick\n"
    "trade_message 100 . topic^taobao_trade content.tid\n"
    "message 60 . topic^taobao content:string\n"
    "reasons 60 . reasons.reason.0.reason_text\n"
    "answer 60 . result.success\n"
    "answer 40 . request_id:string is_success\n"
    "request 50 . refund_infos\n"
    "request 50 . fields session\n"
    "failure 60 . sub_code msg code request_id\n"
    "failure 60 error_response error_response.msg error_response.code\n";

constexpr auto tables = minified([] { return R"json({
  "words": {
    "trade status": {
      "TRADE_NO_CREATE_PAY": "open",
      "WAIT_BUYER_PAY": "open",
      "SELLER_CONSIGNED_PART": "open",
      "WAIT_SELLER_SEND_GOODS": "open",
      "WAIT_BUYER_CONFIRM_GOODS": "open",
      "TRADE_BUYER_SIGNED": "open",
      "PAY_PENDING": "open",
      "WAIT_PRE_AUTH_CONFIRM": "open",
      "PAID_FORBID_CONSIGN": "open",
      "TRADE_FINISHED": "closed",
      "TRADE_CLOSED": "canceled",
      "TRADE_CLOSED_BY_TAOBAO": "canceled"
    },
    "status": {
      "WAIT_SELLER_AGREE": "requested",
      "WAIT_BUYER_RETURN_GOODS": "approved",
      "WAIT_SELLER_CONFIRM_GOODS": "in_transit",
      "SELLER_REFUSE_BUYER": "refused",
      "CLOSED": "closed",
      "SUCCESS": "refunded"
    },
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
    "id": "tid!",
    "createdAt": "created!",
    "status": "status~trade status",
    "native": ["status", "type", "trade_from", "seller_nick", "alipay_no", "point_fee", "received_payment", "platform_subsidy_fee"],
    "buyer": {"id": "buyer_open_uid|buyer_nick", "name": "receiver_name", "country": "'CN'", "region": "receiver_state"},
    "lines": ["orders.order|orders", {
      "id": "oid!",
      "title": "title|oid",
      "variant": "sku_properties_name",
      "sku": "outer_sku_id|outer_iid|sku_id",
      "product": "num_iid",
      "image": "pic_path",
      "quantity": "num",
      "unitPrice": "price!price",
      "gross": "-adjust_fee^- adjust_fee>?total_fee+discount_fee",
      "discounts": ["discount_fee>?.", {"amount": "discount_fee", "title": "'discount'"}],
      "discounts2": ["adjust_fee^-?.", {"amount": "+-adjust_fee", "title": "'adjust'"}],
      "discounts3": ["part_mjz_discount>?.", {"amount": "part_mjz_discount", "title": "'promotion'"}],
      "canceled": "status=TRADE_CLOSED_BY_TAOBAO?num",
      "when": ["status", {"check": "status~trade status"}],
      "check": "refund_status!refund_status",
      "say": ["refund_status:string?|refund_status", "odd_type|it is no word; it counts as nothing"],
      "requiresShipping": "/type=eticket?'false'",
      "digital": "/type=eticket?'true'",
      "values": ["cid", "sku_id", "num_iid"]
    }, "ask for taobao.trade.fullinfo.get with its orders"],
    "shipping": ["post_fee>?.", {"id": "'shipping'", "price": "post_fee"}],
    "shipping2": ["buyer_cod_fee>?.", {"id": "'cod_fee'", "price": "buyer_cod_fee"}],
    "shipping3": ["service_orders.service_order|service_orders", {"id": "oid", "title": "title", "price": "total_fee"}],
    "shipments": ["orders.order|orders", {
      "skip": "-consign_time -invoice_no",
      "id": "invoice_no|oid",
      "status": "'shipped'",
      "shippedAt": "consign_time|/consign_time",
      "carrier": "logistics_company",
      "tracking": "invoice_no",
      "when": ["status=TRADE_FINISHED", {"delivered": "end_time"}],
      "lines": [".", {"line": "oid", "quantity": "num"}]
    }],
    "returns": ["orders.order|orders", {
      "skip": "-refund_status",
      "skip2": "refund_status=NO_REFUND",
      "id": "refund_id",
      "native": "refund_status",
      "status": "refund_status~status",
      "lines": [".", {"line": "oid", "quantity": "num"}]
    }],
    "totals": {"total": "payment", "paid": "pay_time?payment|'0'"},
    "tenders": ["pay_time?.", {"id": "'payment'", "kind": "type=cod?'cash_on_delivery'|'wallet'", "label": "alipay_no", "amount": "payment"}]
  },
  "update": {"currency": "'CNY'"},
  "updates": {
    "order": {"order": "tid", "native": "status", "status": "status=TRADE_CLOSED?'canceled'|status=TRADE_CLOSED_BY_TAOBAO?'canceled'", "at": "modified"},
    "refund": {
      "order": "tid",
      "return": "refund_id",
      "check": "status!status",
      "native": "status",
      "status": "cs_status=2?'disputed'|cs_status=3?'disputed'|status~status",
      "kind": "refund_phase=onsale -has_good_return=true?'refund_before_dispatch'|order_status=WAIT_SELLER_SEND_GOODS?'refund_before_dispatch'|'return'",
      "nativeReason": "reason",
      "reason": "reason~reason",
      "due": "refund_remind_timeout.exist_timeout=false?|refund_remind_timeout.timeout",
      "at": "modified|created",
      "lines": ["oid?.", {"line": "oid", "quantity": "num|'1'"}],
      "say": ["oid -num?oid", "units_unknown|the refund names line % without a number of units; it is taken as one|look at the trade"],
      "asked": "status=SUCCESS?|refund_fee",
      "refunded": "status=SUCCESS?refund_fee"
    },
    "refund_message": {
      "order": "content.tid",
      "return": "content.refund_id",
      "native": "topic|content.bill_type",
      "status": "topic^taobao_refund_RefundCreated?'requested'|topic^taobao_refund_RefundSuccess?'refunded'|topic^taobao_refund_RefundClosed?'closed'|topic^taobao_refund_RefundSellerRefuse?'refused'|topic^taobao_refund_RefundSellerAgree?'approved'|topic^taobao_refund_RefundBuyerReturn?'in_transit'|topic^taobao_refund_RefundBuyerModify?'requested'|content.status~status",
      "kind": "content.refund_phase=onsale?'refund_before_dispatch'|'return'",
      "at": "content.modified",
      "asked": "topic^taobao_refund_RefundSuccess?|content.refund_fee",
      "refunded": "topic^taobao_refund_RefundSuccess?content.refund_fee"
    },
    "trade_message": {"order": "content.tid", "native": "topic", "status": "topic^taobao_trade_TradeClose?'canceled'", "at": "content.modified|content.created"},
    "failure": {"say": [".", "!storefront_error|Taobao refused: #", "sub_msg|msg"]}
  },
  "write": {
    "approve": [
      {"need": "-kind=refund_before_dispatch -request.method=keep", "requests": [{"method": "POST", "path": "/router/rest?method=taobao.rp.returngoods.agree", "body": {
        "refund_id": "<ids.return!>", "refund_phase": "<ids.phase|'aftersale'>", "refund_version": "<ids.version!>", "seller_address_id": "<ids.returnAddress>", "remark": "<ids.remark>"
      }}]},
      {"need": "-kind=refund_before_dispatch -request.method=keep", "error": "!missing_id|Taobao's refund and its version are needed|give them as ids.return and ids.version"},
      {"requests": [{"method": "POST", "path": "/router/rest?method=taobao.rp.refunds.agree", "body": {
        "refund_infos": "<ids.return!>|<quote.total.amount>|<ids.version!>|<ids.phase|kind=refund_before_dispatch?'onsale'|'aftersale'>"
      }, "note": "The amount is in fen. Taobao may ask for the seller's code: then write it into the body as code."}]},
      {"error": "!missing_id|Taobao's refund and its version are needed|give them as ids.return and ids.version"}
    ],
    "refuse": [
      {"need": "-kind=refund_before_dispatch -request.method=keep", "requests": [{"method": "POST", "path": "/router/rest?method=taobao.rp.returngoods.refuse", "body": {
        "refund_id": "<ids.return!>", "refund_phase": "<ids.phase|'aftersale'>", "refund_version": "<ids.version!>", "refuse_proof": "<ids.proof>", "refuse_reason_id": "<ids.rejectReason>"
      }}]},
      {"requests": [{"method": "POST", "path": "/router/rest?method=taobao.refund.refuse", "body": {
        "refund_id": "<ids.return!>", "refund_phase": "<ids.phase|'onsale'>", "refund_version": "<ids.version!>", "refuse_message": "<refused.note:200>", "refuse_proof": "<ids.proof>", "refuse_reason_id": "<ids.rejectReason>"
      }}]},
      {"error": "!missing_id|Taobao's refund and its version are needed|give them as ids.return and ids.version"}
    ],
    "receive": [
      {"requests": [{"method": "POST", "path": "/router/rest?method=taobao.nextone.logistics.warehouse.update", "body": {"refund_id": "<ids.return!>", "warehouse_status": 1},
        "note": "Tells that the goods are in the warehouse. Paying is a refund of its own (intent refund)."}]},
      {"error": "!missing_id|Taobao's refund is needed|give it as ids.return"}
    ],
    "refund": [
      {"need": "quote.resolution=store_credit", "error": "!not_supported|Taobao refunds to what was paid with|issue the credit elsewhere"},
      {"requests": [{"method": "POST", "path": "/router/rest?method=taobao.rp.refunds.agree", "body": {
        "refund_infos": "<ids.return!>|<quote.total.amount>|<ids.version!>|<ids.phase|kind=refund_before_dispatch?'onsale'|'aftersale'>"
      }, "note": "The amount is in fen. Taobao may ask for the seller's code: then write it into the body as code."}]},
      {"error": "!missing_id|Taobao's refund and its version are needed|give them as ids.return and ids.version"}
    ],
    "create_return": [{"error": "!not_supported|only the buyer opens a refund at Taobao|answer it by approve or refuse"}],
    "*": [{"error": "!not_supported|only the buyer takes a refund back at Taobao|refuse it, or ask the buyer to cancel it"}]
  }
})json"; });

}  // namespace
}  // namespace aftersale::taobao

namespace aftersale::plugins {
extern const Codec codec_taobao;
const Codec codec_taobao = {.id = "taobao", .kinds = taobao::kinds, .rules = taobao::rules, .tables = taobao::tables.data()};
}  // namespace aftersale::plugins

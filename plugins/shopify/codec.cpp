// Shopify: REST and webhook documents, Admin and Customer GraphQL answers; requests for the Admin GraphQL API (2026-07).
#include "shopify.hpp"

namespace aftersale::shopify {
namespace {

constexpr char kinds[] =
    "order order an order\n"
    "return return a return\n"
    "refund update a refund\n"
    "fulfillment update a fulfillment\n"
    "fulfillment_event update a delivery event\n"
    "reverse_delivery update a returned parcel\n"
    "reverse_fulfillment_order update an inspection of returned goods\n"
    "order_edit update an order edit\n"
    "dispute update a dispute\n"
    "transaction update a payment transaction\n"
    "fulfillment_order other a fulfillment order\n"
    "draft_order other a draft order\n"
    "returnableFulfillment other a list of returnable fulfillments\n"
    "calculation other the calculation of a refund\n"
    "request other a GraphQL request\n"
    "failure other a request's failure\n";

// Where Shopify wants ids that neither the order nor the host has given, the answer is the query that finds them: run it,
// put what it says into `ids`, and write again.
constexpr auto tables = minified([] { return R"json({
  "words": {
    "transaction kind": {"authorization":"ok","capture":"ok","sale":"ok","refund":"ok","void":"ok","change":"ok","emv_authorization":"ok","suggested_refund":"ok"},
    "transaction status": {"success":"ok","pending":"ok","failure":"ok","error":"ok","awaiting_response":"ok","unknown":"ok"},
    "financial status": {"pending":"ok","authorized":"ok","partially_paid":"ok","paid":"ok","partially_refunded":"ok","refunded":"ok","voided":"ok","expired":"ok"},
    "non-returnable reason": {"FINAL_SALE":"ok","OTHER":"ok","RETURNED":"ok","RETURN_WINDOW_EXPIRED":"ok","UNFULFILLED":"ok"},
    "restock type": {"no_restock":"ok","return":"ok","legacy_restock":"ok","cancel":"ok"},
    "shipment status": {"label_printed":"ok","label_purchased":"ok","label_voided":"ok","confirmed":"ok","submitted":"ok","ready_for_pickup":"ok","carrier_picked_up":"ok","in_transit":"ok",
      "out_for_delivery":"ok","attempted_delivery":"ok","delayed":"ok","failure":"ok","not_delivered":"ok","delivered":"ok","picked_up":"ok","fulfilled":"ok","marked_as_fulfilled":"ok",
      "canceled":"ok"},
    "return status": {"REQUESTED":"requested","OPEN":"approved","DECLINED":"refused","CANCELED":"canceled","CLOSED":"closed"},
    "fulfillment status": {"SUCCESS":"shipped","PENDING":"pending","OPEN":"pending","CANCELLED":"canceled","ERROR":"canceled","FAILURE":"canceled","*":"shipped"},
    "disposition": {"RESTOCKED":"restock","PROCESSING_REQUIRED":"refurbish","MISSING":"missing","NOT_RESTOCKED":"recycle"},
    "dispositions": {"restock":"RESTOCKED","refurbish":"PROCESSING_REQUIRED","missing":"MISSING","recycle":"NOT_RESTOCKED","dispose":"NOT_RESTOCKED","return_to_sender":"NOT_RESTOCKED"},
    "reasons": {
      "arrived_late": "OTHER",
      "changed_mind": "UNWANTED",
      "color": "COLOR",
      "damaged_in_transit": "DEFECTIVE",
      "defective": "DEFECTIVE",
      "found_better_price": "UNWANTED",
      "missing_parts": "OTHER",
      "no_longer_needed": "UNWANTED",
      "not_as_described": "NOT_AS_DESCRIBED",
      "ordered_by_mistake": "UNWANTED",
      "other": "OTHER",
      "quality": "OTHER",
      "size_too_large": "SIZE_TOO_LARGE",
      "size_too_small": "SIZE_TOO_SMALL",
      "style": "STYLE",
      "wrong_item": "WRONG_ITEM"
    },
    "declines": {"final_sale":"FINAL_SALE","excluded":"FINAL_SALE","window_closed":"RETURN_PERIOD_ENDED","too_late":"RETURN_PERIOD_ENDED"}
  },
  "order": {
    "currency": "total_price.currency_code|currency|currencyCode!currency",
    "say": ["presentment_currency~total_price.currency_code?|presentment_currency~currency?|presentment_currency~currencyCode?|presentmentCurrencyCode~currencyCode?|presentment_currency:string?presentment_currency|presentmentCurrencyCode:string?presentmentCurrencyCode",
      "presentment_currency|the buyer saw %; amounts here are the shop's, in %|convert at the rate of the order when telling the buyer", "total_price.currency_code|currency|currencyCode"],
    "id": ".!id",
    "number": "name",
    "createdAt": "created_at|processed_at!created_at",
    "taxMode": "taxes_included=true?'inclusive'|'exclusive'",
    "status": "cancelled_at?'canceled'|closed_at?'closed'",
    "locale": "customer_locale",
    "channel": "source_name=pos?'store'",
    "native": ["source_name"],
    "notes": ["note.", ["note_attributes|custom_attributes", "name|key", "value"]],
    "buyer": {
      "id": "customer",
      "guest": "customer?|'true'",
      "consumer": "company?'false'|purchasing_entity.company?'false'",
      "@": ["shipping_address|billing_address|customer.default_address|customer", {"country": "country_code|countryCodeV2", "region": "province_code", "name": "name|first_name+last_name"}],
      "email": "email|contact_email|customer.email",
      "known": ["contact_email", "customer.email"],
      "tags": "customer.tags"
    },
    "lines": ["line_items", {
      "id": ".!id",
      "#alias": ".",
      "title": "title|name|sku",
      "variant": "variant_title",
      "sku": "sku",
      "product": "product_id|product",
      "image": "image.url",
      "quantity": "quantity",
      "unitPrice": "price|original_unit_price!price",
      "discounts": ["discount_allocations", {
        "amount": "amount|allocated_amount",
        "code": "discount_application.code|/discount_applications[discount_application_index].code",
        "title": "discount_application.title|/discount_applications[discount_application_index].title"
      }],
      "discount": "total_discount",
      "taxes": ["tax_lines", {"rate": "rate", "title": "title", "amount": "price"}],
      "requiresShipping": "requires_shipping",
      "category": "product_type|product.product_type",
      "values": ["product_type=product_type|product.product_type", "vendor", "line_item_group=sales_line_item_group_id",
        "non_returnable=/return_information.non_returnable_line_items[line_item.id==id].quantity_details.0.reason_code"],
      "flags": ["product.tags", "."],
      "flags2": ["/return_information.non_returnable_line_items[line_item.id==id].quantity_details", "reason_code"],
      "when": ["/return_information.non_returnable_line_items[line_item.id==id].quantity_details.0.reason_code", {
        "check": "/return_information.non_returnable_line_items[line_item.id==id].quantity_details.0.reason_code~non-returnable reason"}],
      "attributes": [["properties|custom_attributes", "name|key", "value"]],
      "tags": "/tags",
      "giftCard": "gift_card|isGiftCard"
    }, "ask the storefront for the whole order"],
    "shipping": ["shipping_lines|shippingLine", {
      "skip": "is_removed",
      "id": ".",
      "title": "title",
      "price": "price|original_price",
      "discounts": ["discount_allocations", {
        "amount": "amount|allocated_amount",
        "code": "discount_application.code|/discount_applications[discount_application_index].code",
        "title": "discount_application.title|/discount_applications[discount_application_index].title"
      }],
      "known": ["discounted_price"],
      "left": "discount_allocations:array?|discounted_price",
      "taxes": ["tax_lines", {"rate": "rate", "title": "title", "amount": "price"}]
    }],
    "shipments": ["fulfillments", {
      "id": ".",
      "status": "status~fulfillment status",
      "when": ["-status=pending -status=open -status=cancelled -status=error -status=failure", {
        "shippedAt": "created_at",
        "delivered": "deliveredAt|events[status=delivered].happened_at|/source_name=pos -/shipping_lines.0?created_at",
        "arrived": ["shipment_status|displayStatus|latestShipmentStatus", "updated_at"],
        "when": ["shipment_status", {"check": "shipment_status~shipment status"}]
      }],
      "carrier": "tracking_info.0.tracking_company|tracking_info.0.company|tracking_company|company",
      "tracking": "tracking_info.0.tracking_number|tracking_info.0.number|tracking_number|number",
      "lines": ["line_items|fulfillment_line_items", {"line": "line_item|.", "quantity": "quantity", "ref": "line_item?id"}]
    }],
    "returns": ["returns", {
      "id": ".",
      "native": "status",
      "status": "status~return status",
      "lines": ["return_line_items", {"line": "line_item|fulfillment_line_item.line_item|line_item_id", "quantity": "quantity"}]
    }],
    "@1": ["transactions", {"check": "kind|type!kind~transaction kind", "check2": "status!status~transaction status", "say": ["currency:string -currency~/currency status=success?currency", "other_currency|a payment in % is not counted among those in the order's currency"]}],
    "@2": ["refunds", {"@": ["transactions", {"check": "kind|type!kind~transaction kind", "check2": "status!status~transaction status"}], "@2": ["refund_line_items", {"check": "restock_type!restock_type~restock type"}]}],
    "#refunds": ".",
    "totals": {
      "goods": "total_line_items_price",
      "discounts": "total_discounts",
      "shipping": "total_shipping_price",
      "tax": "total_tax",
      "total": "total_price",
      "paid": "total_received",
      "refunded": "total_refunded"
    },
    "say2": ["total_tip_received>?total_tip_received", "charge_left_out|the order's total holds % that belongs to no line: total_tip_received"],
    "say3": ["original_total_duties>?original_total_duties", "charge_left_out|the order's total holds % that belongs to no line: original_total_duties"],
    "say4": ["original_total_additional_fees>?original_total_additional_fees", "charge_left_out|the order's total holds % that belongs to no line: original_total_additional_fees"],
    "payments": [["transactions", {
      "skip": "-kind=sale -kind=capture -kind=refund -type=sale -type=capture -type=refund",
      "skip2": "status -status=success",
      "skip3": "currency:string -currency~/currency",
      "label": "gateway~payment gateway",
      "id": ".",
      "parent": "kind=sale?|kind=capture?|type=sale?|type=capture?|parent_id|transactionParentId|parentTransaction",
      "in": "kind=sale?amount|kind=capture?amount|type=sale?transaction_amount|type=capture?transaction_amount",
      "out": "kind=refund?amount|type=refund?transaction_amount"
    }]],
    "unlisted": {
      "check": "financial_status|displayFinancialStatus!financial_status~financial status",
      "totals": {
        "paid": "-total_price>?|financial_status=paid?total_price|financial_status=partially_refunded?total_price|financial_status=refunded?total_price|financial_status=partially_paid?total_price|displayFinancialStatus=paid?total_price|displayFinancialStatus=partially_refunded?total_price|displayFinancialStatus=refunded?total_price|displayFinancialStatus=partially_paid?total_price|'0'",
        "lessPaid": "financial_status=partially_paid?total_outstanding|displayFinancialStatus=partially_paid?total_outstanding"
      },
      "known": ["total_outstanding"],
      "say": ["financial_status=paid total_outstanding>?total_outstanding|displayFinancialStatus=paid total_outstanding>?total_outstanding",
        "totals_differ|the order says that it is paid, and that % is outstanding|it is taken as paid"],
      "paidBy": "payment_gateway_names|gateway"
    },
    "giveBack": ["refunds*transactions", {
      "skip": "-kind=refund",
      "skip2": "status -status=success",
      "skip3": "currency:string -currency~/currency",
      "label": "gateway~payment gateway",
      "id": ".",
      "parent": "kind=sale?|kind=capture?|type=sale?|type=capture?|parent_id|transactionParentId|parentTransaction",
      "in": "kind=sale?amount|kind=capture?amount|type=sale?transaction_amount|type=capture?transaction_amount",
      "out": "kind=refund?amount|type=refund?transaction_amount"
    }]
  },
  "update": {"order": "order|order_id"},
  "updates": {
    "order": {"order": ".", "native": "financial_status|displayFinancialStatus", "currency": "currency|amount_set.shop_money.currency_code|transactions[--currency].currency|transactions[--amount_set].amount_set.shop_money.currency_code|refund_line_items.0.subtotal_set.shop_money.currency_code|total_refunded_set.shop_money.currency_code", "@": ["refunds", {"@": ["transactions", {"check": "kind|type!kind~transaction kind", "check2": "status!status~transaction status"}], "@2": ["refund_line_items", {"check": "restock_type!restock_type~restock type"}]}], "#order": "."},
    "return": {
      "return": ".",
      "native": "return_line_items.removals?'updated'|status",
      "status": "status~return status",
      "say": ["return_line_items.removals?.", "lines_unknown|the document names its own items only, not the order's lines|ask Shopify for the return"],
      "skip": "return_line_items.removals",
      "lines": ["return_line_items", {"line": "line_item|fulfillment_line_item.line_item|line_item_id", "quantity": "quantity"}],
      "at": "closed_at|request_approved_at|updated_at|created_at"
    },
    "refund": {"status": "'refunded'", "native": "'refund'", "return": "return", "currency": "currency|amount_set.shop_money.currency_code|transactions[--currency].currency|transactions[--amount_set].amount_set.shop_money.currency_code|refund_line_items.0.subtotal_set.shop_money.currency_code|total_refunded_set.shop_money.currency_code", "@": ["transactions", {"check": "kind|type!kind~transaction kind", "check2": "status!status~transaction status"}], "@2": ["refund_line_items", {"check": "restock_type!restock_type~restock type"}], "#refund": ".", "at": "processed_at|created_at"},
    "reverse_fulfillment_order": {"native": "dispositions.0.type", "status": "dispositions[type=processing_required]?'received'|dispositions.0?'inspected'", "@": ["dispositions", {"check": "type~disposition"}]},
    "reverse_delivery": {"status": "'in_transit'", "native": "'reverse_delivery'", "return": "return"},
    "order_edit": {"native": "'edited'", "at": "committed_at"},
    "transaction": {"native": "kind", "at": "processed_at", "check": "kind|type!kind~transaction kind", "check2": "status!status~transaction status", "skip": "-kind=refund", "skip2": "status -status=success", "currency": "currency|amount_set.shop_money.currency_code|transactions[--currency].currency|transactions[--amount_set].amount_set.shop_money.currency_code|refund_line_items.0.subtotal_set.shop_money.currency_code|total_refunded_set.shop_money.currency_code", "refunded": "amount", "status": "'refunded'"},
    "failure": {"say": ["userErrors", "!storefront_error|Shopify refused: #", "userErrors.0.message"]},
    "fulfillment": {"native": "shipment_status|status", "at": "happened_at|initiated_at|updated_at"},
    "fulfillment_event": {"native": "shipment_status|status", "at": "happened_at|initiated_at|updated_at"},
    "dispute": {"native": "shipment_status|status", "at": "happened_at|initiated_at|updated_at"}
  },
  "graphql": "/admin/api/2026-07/graphql.json",
  "units": "fulfillmentLineItems",
  "write": {
    "create_return": [
      {"requests": [{
        "operation": "returnRequest",
        "query": "mutation ReturnRequest($input: ReturnRequestInput!) { returnRequest(input: $input) { return { id name status returnLineItems(first: 100) { nodes { id quantity } } } userErrors { field message code } } }",
        "variables": {"input": {"orderId": "<order.id:Order>", "returnLineItems": ["*units", {
          "customerNote": "<note:250|$reasons[reason]=OTHER?reason>",
          "fulfillmentLineItemId": "<id:FulfillmentLineItem!>",
          "quantity": "<quantity>",
          "returnReasonDefinitionId": "</ids.reasons[reason]:ReturnReasonDefinition>",
          "returnReason": "</ids.reasons[reason]?|$reasons[reason]|'OTHER'>"
        }]}}
      }]},
      {"requests": [{
        "operation": "returnableFulfillments",
        "note": "Run this first, then write again with ids.fulfillmentLineItems: {line id: what the answer names}.",
        "query": "query ReturnableFulfillments($orderId: ID!) { returnableFulfillments(orderId: $orderId, first: 50) { nodes { fulfillment { id } returnableFulfillmentLineItems(first: 100) { nodes { quantity fulfillmentLineItem { id lineItem { id } } } } } } }",
        "variables": {"orderId": "<order.id:Order>"}
      }]}
    ],
    "approve": [
      {"requests": [{
        "operation": "returnApproveRequest",
        "query": "mutation ReturnApproveRequest($input: ReturnApproveRequestInput!) { returnApproveRequest(input: $input) { return { id status } userErrors { field message code } } }",
        "variables": {"input": {"id": "<ids.return:Return!>"}}
      }]},
      {"error": "!missing_id|Shopify's id of the return is needed|give it as ids.return"}
    ],
    "refuse": [
      {"requests": [{
        "operation": "returnDeclineRequest",
        "query": "mutation ReturnDeclineRequest($input: ReturnDeclineRequestInput!) { returnDeclineRequest(input: $input) { return { id status decline { reason note } } userErrors { field message code } } }",
        "variables": {"input": {"id": "<ids.return:Return!>", "declineNote": "<refused.note:490>", "declineReason": "<$declines[refused.reason]|'OTHER'>"}}
      }]},
      {"error": "!missing_id|Shopify's id of the return is needed|give it as ids.return"}
    ],
    "cancel": [
      {"requests": [{
        "operation": "returnCancel",
        "note": "Shopify cancels open returns only; a request that waits is declined instead (intent refuse).",
        "query": "mutation ReturnCancel($id: ID!) { returnCancel(id: $id) { return { id status } userErrors { field message code } } }",
        "variables": {"id": "<ids.return:Return!>"}
      }]},
      {"error": "!missing_id|Shopify's id of the return is needed|give it as ids.return"}
    ],
    "receive": [
      {"requests": [{
        "operation": "reverseFulfillmentOrderDispose",
        "query": "mutation Dispose($inputs: [ReverseFulfillmentOrderDisposeInput!]!) { reverseFulfillmentOrderDispose(dispositionInputs: $inputs) { reverseFulfillmentOrderLineItems { id dispositions { type quantity } } userErrors { field message code } } }",
        "variables": {"inputs": ["*items",
          {"need": "disposition=restock /ids.location",
           "reverseFulfillmentOrderLineItemId": "</ids.reverseFulfillmentOrderLineItems[line]:ReverseFulfillmentOrderLineItem!>",
           "quantity": "<quantity>", "dispositionType": "RESTOCKED", "locationId": "</ids.location:Location>"},
          {"need": "disposition=restock",
           "reverseFulfillmentOrderLineItemId": "</ids.reverseFulfillmentOrderLineItems[line]:ReverseFulfillmentOrderLineItem!>",
           "quantity": "<quantity>", "dispositionType": "PROCESSING_REQUIRED",
           "warn": "missing_id|goods are restocked at a location that is not given; they are marked for processing|give it as ids.location"},
          {"need": "-disposition=restock",
           "reverseFulfillmentOrderLineItemId": "</ids.reverseFulfillmentOrderLineItems[line]:ReverseFulfillmentOrderLineItem!>",
           "quantity": "<quantity>", "dispositionType": "<$dispositions[disposition]|'PROCESSING_REQUIRED'>"}
        ]}
      }]},
      {"requests": [{
        "operation": "return",
        "note": "Run this first, then write again with ids.reverseFulfillmentOrderLineItems: {line id: what the answer names}.",
        "query": "query Return($id: ID!) { return(id: $id) { id status returnLineItems(first: 100) { nodes { id quantity ... on ReturnLineItem { fulfillmentLineItem { lineItem { id } } } } } reverseFulfillmentOrders(first: 10) { nodes { id lineItems(first: 100) { nodes { id totalQuantity fulfillmentLineItem { lineItem { id } } } } } } } }",
        "variables": {"id": "<ids.return:Return!>"}
      }]},
      {"error": "!missing_id|Shopify's id of the return is needed|give it as ids.return"}
    ],
    "refund": [
      {"requests": [{
        "operation": "order",
        "note": "Run this first, then write again with ids.transactions: {line id: what the answer names}.",
        "need": ["1quote.tenders", {"need": "-/quote.resolution=store_credit -/ids.transactions[tender] -tender^gid: -tender:digits"}],
        "query": "query Transactions($id: ID!) { order(id: $id) { transactions { id kind status gateway amountSet { shopMoney { amount currencyCode } } } } }",
        "variables": {"id": "<order.id:Order>"}
      }]},
      {"need": "-ids.return", "requests": [{
        "operation": "refundCreate",
        "query": "mutation RefundCreate($input: RefundInput!) { refundCreate(input: $input) { refund { id totalRefundedSet { shopMoney { amount currencyCode } } } userErrors { field message } } }",
        "variables": {"input": {
          "note": "<case>",
          "orderId": "<order.id:Order>",
          "refundLineItems": ["*quote.items", {"lineItemId": "<line:LineItem>", "quantity": "<quantity>", "restockType": "NO_RESTOCK"}],
          "refundMethods": ["=quote.resolution=store_credit", {"storeCreditRefund": {"amount": {"amount": "<quote.total.amount:$>", "currencyCode": "<order.currency>"}}}],
          "shipping": {"if": "shipping>", "amount": "<shipping:$>"},
          "transactions": ["*quote.tenders", {
            "if": "amount.amount> -/quote.resolution=store_credit", "amount": "<amount.amount:$>", "gateway": "<label|''>", "kind": "REFUND", "orderId": "</order.id:Order>", "parentId": "</ids.transactions[tender]:OrderTransaction|tender:OrderTransaction>"
          }]
        }}
      }]},
      {"requests": [{
        "operation": "returnProcess",
        "query": "mutation ReturnProcess($input: ReturnProcessInput!) { returnProcess(input: $input) { return { id status refunds(first: 10) { nodes { id } } } userErrors { field message code } } }",
        "variables": {"input": {
          "financialTransfer": {"issueRefund": {
            "orderTransactions": ["*quote.tenders", {
              "if": "amount.amount> -/quote.resolution=store_credit", "parentId": "</ids.transactions[tender]:OrderTransaction|tender:OrderTransaction>", "transactionAmount": {"amount": "<amount.amount:$>", "currencyCode": "</order.currency>"}
            }],
            "refundMethods": ["=quote.resolution=store_credit", {"storeCreditRefund": {"amount": {"amount": "<quote.total.amount:$>", "currencyCode": "<order.currency>"}}}]
          }},
          "note": "<case>",
          "refundShipping": {"if": "shipping>", "shippingRefundAmount": {"amount": "<shipping:$>", "currencyCode": "<order.currency>"}},
          "returnId": "<ids.return:Return>",
          "returnLineItems": ["*quote.items", {"id": "</ids.returnLineItems[line]:ReturnLineItem!>", "quantity": "<quantity>"}]
        }}
      }]},
      {"requests": [{
        "operation": "return",
        "note": "Run this first, then write again with ids.returnLineItems: {line id: what the answer names}.",
        "query": "query Return($id: ID!) { return(id: $id) { id status returnLineItems(first: 100) { nodes { id quantity ... on ReturnLineItem { fulfillmentLineItem { lineItem { id } } } } } reverseFulfillmentOrders(first: 10) { nodes { id lineItems(first: 100) { nodes { id totalQuantity fulfillmentLineItem { lineItem { id } } } } } } } }",
        "variables": {"id": "<ids.return:Return>"}
      }]}
    ]
  }
})json"; });

}  // namespace
}  // namespace aftersale::shopify

namespace aftersale::plugins {
extern const Codec codec_shopify;
const Codec codec_shopify = {.id = "shopify", .kinds = shopify::kinds, .tables = shopify::tables.data(), .hooks = shopify::hooks, .locate = shopify::locate,
                             .amount = shopify::money, .ident = shopify::id_of, .global = shopify::gid, .camel = true};
}  // namespace aftersale::plugins

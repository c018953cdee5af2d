// Requests for Medusa: a return through the store API, all that follows through the admin API. Reasons, the return's
// shipping option and its id are the shop's own: the host gives them in `ids`.
#include "medusa.hpp"

namespace aftersale::medusa {
namespace {

struct Writing {
  Writer& out;
  const WriteInput& in;
  Problems& problems;
  const CaseState& state;

  [[nodiscard]] std::string id(std::string_view name) const { return in.ids[name].id(); }
};

void put_request(Writing& w, std::string_view method, const std::string& path, Writer& body, std::string_view note = {}) {
  w.out.begin_object().key("body").raw(body.text().empty() ? "{}" : body.text());
  w.out.field("method", method).maybe("note", note).field("path", path).end_object();
}

std::string missing_id(Writing& w, std::string_view name, std::string_view what) {
  w.problems.error("missing_id", {}, join({"Medusa's id of the ", what, " is needed"}), join({"give it as ids.", name}));
  return {};
}

/// Only what the store API takes from a shopper: never a price, an amount or `receive_now`.
void create_return(Writing& w) {
  const std::string option = w.id("returnShippingOption"), location = w.id("location");
  std::string note;
  Writer body;
  body.begin_object().key("items").begin_array();
  for (const RequestItem& item : w.state.request.items) {
    const Value reason = w.in.ids["reasons"][item.reason];
    body.begin_object().field("id", item.line).maybe("note", item.note).field("quantity", item.quantity).maybe("reason_id", reason.id()).end_object();
    if (!reason.present() && note.find(item.reason) == std::string::npos) note += (note.empty() ? "No reason id for " : ", ") + item.reason;
  }
  body.end_array();
  if (!note.empty()) note += ": give ids.reasons, from GET /store/return-reasons. ";
  body.maybe("location_id", location).field("order_id", w.in.order->id);
  if (option.empty()) note += "Medusa wants return_shipping.option_id: give ids.returnShippingOption, from GET /store/shipping-options with is_return=true.";
  else body.key("return_shipping").begin_object().field("option_id", option).end_object();
  body.end_object();
  w.out.key("requests").begin_array();
  put_request(w, "POST", "/store/returns", body, note);
  w.out.end_array();
}

void write_items(Writer& body, const std::vector<const CaseItem*>& items) {
  body.begin_object().key("items").begin_array();
  for (const CaseItem* item : items) body.begin_object().field("id", item->line).field("quantity", item->received != 0 ? item->received : item->quantity).end_object();
  body.end_array().end_object();
}

/// Begin, say what came (goods that nobody can sell again are dismissed), confirm.
void receive(Writing& w) {
  const std::string id = w.id("return");
  if (id.empty()) return void(missing_id(w, "return", "return"));
  const std::string path = join({"/admin/returns/", id});
  std::vector<const CaseItem*> good, bad;
  for (const CaseItem& item : w.state.items) {
    const bool lost = item.disposition == Disposition::dispose || item.disposition == Disposition::recycle || item.disposition == Disposition::return_to_sender;
    if (item.disposition != Disposition::missing) (lost ? bad : good).push_back(&item);
  }
  Writer begin, received, dismissed, confirm;
  begin.begin_object().field("internal_note", w.in.return_case->id).end_object();
  w.out.key("requests").begin_array();
  put_request(w, "POST", join({path, "/receive"}), begin);
  write_items(received, good);
  write_items(dismissed, bad);
  if (!good.empty()) put_request(w, "POST", join({path, "/receive-items"}), received);
  if (!bad.empty()) put_request(w, "POST", join({path, "/dismiss-items"}), dismissed);
  put_request(w, "POST", join({path, "/receive/confirm"}), confirm);
  w.out.end_array();
}

void cancel(Writing& w) {
  const std::string id = w.id("return");
  if (id.empty()) return void(missing_id(w, "return", "return"));
  Writer body;
  w.out.key("requests").begin_array();
  put_request(w, "POST", join({"/admin/returns/", id, "/cancel"}), body);
  w.out.end_array();
}

/// What is left of a payment to the last digit, when all of it goes back.
std::string amount_text(const Order& order, const TenderShare& share) {
  for (const Tender& t : order.tenders) {
    if (t.id != share.tender || share.amount != t.amount - t.refunded) continue;
    for (const auto& pair : order.source.native) {
      Decimal left;      // read again, since orders come from outside
      if (pair.first == join({"left.", t.id}) && parse_decimal(pair.second, left)) return text_of(left);
    }
  }
  return decimal_text(share.amount, order.currency, true);
}

void refund(Writing& w) {
  const Order& order = *w.in.order;
  const Quote& quote = w.state.settlement ? *w.state.settlement : w.state.quoted;
  if (quote.resolution == Resolution::store_credit) {
    return w.problems.error("not_supported", {}, "Medusa's refund goes to the payment that was made; store credit is the shop's own module", "issue the credit there");
  }
  std::vector<std::pair<std::string, std::string>> payments;
  for (const TenderShare& share : quote.tenders) {
    std::string id = w.in.ids["payments"][share.tender].id();
    if (id.empty() && share.tender.starts_with("pay_") && !share.tender.starts_with("pay_col_")) id = share.tender;
    if (id.empty()) {
      Writer none;
      w.out.key("requests").begin_array();
      put_request(w, "GET", join({"/admin/orders/", order.id, "?fields=*payment_collections.payments"}), none,
                  join({"Run this first, then write again with ids.payments: {\"", share.tender, "\": the payment's id}."}));
      w.out.end_array();
      return;
    }
    if (share.amount > 0) payments.emplace_back(std::move(id), amount_text(order, share));
  }
  if (payments.empty()) return w.problems.error("nothing_to_refund", {}, "the case's quote pays nothing back to a payment");
  w.out.key("requests").begin_array();
  for (const auto& payment : payments) {
    Writer body;
    body.begin_object().key("amount").raw(payment.second).field("note", w.in.return_case->id).maybe("refund_reason_id", w.id("refundReason")).end_object();
    put_request(w, "POST", join({"/admin/payments/", payment.first, "/refund"}), body);
  }
  w.out.end_array();
}

}  // namespace

void write(Writer& out, const WriteInput& input, Problems& problems) {
  Writing w{out, input, problems, input.return_case->state};
  if (input.intent == "create_return") return create_return(w);
  if (input.intent == "receive") return receive(w);
  if (input.intent == "refund") return refund(w);
  if (input.intent == "cancel") return cancel(w);
  if (input.intent == "refuse") {
    problems.error("not_supported", {}, "Medusa has no refusal: a return stands as soon as it is made", "cancel the return (intent cancel) and tell the buyer why");
  } else {
    problems.error("not_supported", {}, "Medusa has no approval: a return stands as soon as it is made", "nothing has to be sent; go on with receive");
  }
}

}  // namespace aftersale::medusa

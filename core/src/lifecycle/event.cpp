// Events as documents, and what of them the chain covers.
#include "lifecycle/fold.hpp"
#include "model/enum_field.hpp"
#include "model/planted.hpp"

namespace aftersale::lifecycle {

void write_event(Writer& out, const Event& e, bool whole) {
  out.begin_object().key("actor").begin_object().maybe("id", e.actor.id).field("kind", to_text(e.actor.kind)).end_object();
  out.field("at", format(e.at)).field("command", e.command).key("data").raw(whole || !planted("lc_hash_blind") ? e.data : "{}");
  if (e.due) out.field("due", format(*e.due));
  if (whole) out.field("hash", e.hash);
  if (whole && !e.personal.empty()) out.key("personal").raw(e.personal);
  out.maybe("personalHash", e.personal_hash).field("prev", e.prev).field("seq", e.seq).field("type", e.type).field("v", e.v).end_object();
}

std::string hash_of(const Event& event) {
  Writer out;
  write_event(out, event, false);
  return sha256_hex(out.text());
}

std::vector<InspectedItem> read_inspected(Value list, Problems& problems) {
  std::vector<InspectedItem> out;
  for (const Value item : list) {
    InspectedItem i;
    Fields f(item, problems);
    f.text("line", i.line);
    f.integer("quantity", i.quantity, 0, 1'000'000);
    read_enum(f.need("grade"), i.grade, problems);
    read_enum(f.need("disposition"), i.disposition, problems);
    f.maybe_integer("deductionBasisPoints", i.deduction_basis_points, 0, 10'000);
    f.done();
    out.push_back(std::move(i));
  }
  return out;
}

void write_inspected(Writer& out, const std::vector<InspectedItem>& items) {
  out.key("items").begin_array();
  for (const InspectedItem& i : items) {
    out.begin_object();
    if (i.deduction_basis_points != 0) out.field("deductionBasisPoints", i.deduction_basis_points);
    out.field("disposition", to_text(i.disposition)).field("grade", to_text(i.grade)).field("line", i.line).field("quantity", i.quantity).end_object();
  }
  out.end_array();
}

}  // namespace aftersale::lifecycle

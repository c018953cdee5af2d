// The plugin to copy from is in no build, so it is compiled here.
#include "storefronts.hpp"

#include "../../plugins/_template/codec.cpp"

using namespace storefronts;

BOOST_AUTO_TEST_SUITE(template_plugin)

namespace {
const Codec& codec = aftersale::plugins::codec_template_;
}

BOOST_AUTO_TEST_CASE(reads_its_order) {
  const Document document = parsed(fixture("_template/fixtures/order.json"));
  BOOST_TEST(codec.recognize(document.root()).confidence == 100);
  Problems problems;
  const std::vector<Order> orders = codec.read_order(document.root(), problems);
  BOOST_TEST_REQUIRE(problems.ok());
  BOOST_TEST_REQUIRE(orders.size() == 1u);
  const Order& o = orders[0];
  BOOST_TEST(o.lines.size() == 2u);
  BOOST_TEST(o.lines[0].unit_price == 990);
  BOOST_TEST(o.lines[0].attributes.final_sale);
  BOOST_TEST((o.tenders[0].kind == TenderKind::gift_card));
  check_totals(o, problems);
  BOOST_TEST(problems.warnings().empty());
  Writer ours;
  write_order(ours, o);
  const Document again = parsed(ours.text());
  read_order(again.root(), problems);
  BOOST_TEST(problems.ok());
}

BOOST_AUTO_TEST_CASE(reads_its_return_and_writes_one) {
  const Document document = parsed(fixture("_template/fixtures/return.json"));
  Problems problems;
  const Update u = codec.read_updates(document.root(), problems).at(0);
  BOOST_TEST(u.status == "received");
  BOOST_TEST(codec.read_order(document.root(), problems).empty());
  BOOST_TEST(problems.errors()[0].code == "not_an_order");

  Order order;
  order.id = "A-1001";
  ReturnCase c;
  RequestItem item;
  item.line = "1";
  item.quantity = 1;
  item.reason = "size_too_small";
  c.state.request.items.push_back(item);
  WriteInput input;
  input.order = &order;
  input.return_case = &c;
  Writer out;
  Problems none;
  out.begin_object();
  codec.write(out, input, none);
  out.end_object();
  const Document requests = parsed(out.text());
  BOOST_TEST(requests.root()["requests"].at(0)["body"]["rows"].at(0)["why"].text() == "TOO_SMALL");
}

BOOST_AUTO_TEST_CASE(states_the_same_tables) {
  const Document manifest = parsed(fixture("_template/plugin.json"));
  const Document tables = parsed(codec.tables);
  const Value words = tables.root()["words"];
  BOOST_TEST(words["return state"].canonical() == manifest.root()["statuses"].canonical());
  BOOST_TEST(words["reasons"].canonical() == manifest.root()["reasons"]["write"].canonical());
}

BOOST_AUTO_TEST_SUITE_END()

// SPDX-License-Identifier: EUPL-1.2
// Payment orders of a contract: what each pays, who made and who approved it, and what the bank said.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/pages/money/money_pages.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/phrases.h"
#include "tranche/payments/v1/payment_orders_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = payments::v1;
using Wide = PageTable::Wide;

// What it pays: a claim, documents, or only what its text says.
Cell PaysWhat(const Visit& visit, const pb::PaymentOrder& order, const Sayer& say) {
  std::vector<Piece> pieces;
  if (!order.claim().empty()) pieces.push_back(RecordPiece(visit, order.claim()));
  for (const pb::OrderDocument& document : order.documents()) {
    pieces.push_back(
        MaybeLink(absl::StrCat(document.number(), ": ", say.WithCurrency(document.amount())),
                  RecordHref(visit, document.cost())));
  }
  if (order.own_transfer()) pieces.push_back(PlainPiece(Say("W_OWN_TRANSFER", visit.language())));
  pieces.push_back(BulgarianPiece(order.remittance()));
  return pieces;
}

// Who made, approved and gave up: each with the word for it.
Cell Persons(const Visit& visit, const pb::PaymentOrder& order) {
  std::vector<Piece> pieces;
  const auto add = [&](const char* phrase, const std::string& person) {
    if (person.empty()) return;
    pieces.push_back(PlainPiece(absl::StrCat(Say(phrase, visit.language()), " ", person)));
  };
  add("W_ORDER_MADE_BY", order.created_by());
  add("W_ORDER_APPROVED_BY", order.approved_by());
  add("W_ORDER_GIVEN_UP_BY", order.given_up_by());
  if (order.approved_by().empty() && order.state() == pb::ORDER_DRAFT) {
    pieces.push_back(PlainPiece(Say("W_SECOND_PERSON", visit.language())));
  }
  return pieces;
}

// What the bank says, and where that contradicts what was known.
Cell Answered(const Visit& visit, const pb::PaymentOrder& order, const Sayer& say) {
  std::vector<Piece> pieces = {StatePiece(order.state(), visit.language())};
  if (!order.reason().empty()) pieces.push_back(BulgarianPiece(order.reason()));
  if (!order.evidence().empty()) pieces.push_back(BulgarianPiece(order.evidence()));
  for (const pb::OrderContradiction& said : order.contradictions()) {
    pieces.push_back(PlainPiece(absl::StrCat(Say("W_CONTRADICTION", visit.language()), " ",
                                             say.Value(said.said()), " (", said.source(), ")")));
  }
  if (!order.near_duplicate_of().empty()) {
    pieces.push_back(PlainPiece(absl::StrCat(Say("W_LOOKS_LIKE", visit.language()), " №\u00a0",
                                             LastSegment(order.near_duplicate_of()))));
  }
  return pieces;
}

PageTable OrdersOf(const Visit& visit, const pb::ListPaymentOrdersResponse& orders,
                   const std::string& contract) {
  const Sayer say(visit.language());
  PageTable table("orders", "W_ORDERS_CAPTION",
                  {{"W_ORDER"},
                   {"W_PAYS_WHAT", Wide::kLong},
                   {"W_AMOUNT", Wide::kAmount},
                   {"W_CREDITOR", Wide::kLong},
                   {"W_EXECUTE_ON"},
                   {"W_TWO_PERSONS", Wide::kLong},
                   {"W_STATE", Wide::kLong}});
  table.WhenEmpty("W_NO_ORDERS", ShellLine({"tranche", "orders", "create", LastSegment(contract)}));
  for (const pb::PaymentOrder& order : orders.payment_orders()) {
    table.Add({absl::StrCat("№\u00a0", LastSegment(order.name())),
               "",
               {PaysWhat(visit, order, say), say.WithCurrency(order.amount()),
                std::vector<Piece>{BulgarianPiece(order.creditor_name()),
                                   PlainPiece(MaskedIban(order.creditor_account()))},
                say.Day(order.execute_on()), Persons(visit, order), Answered(visit, order, say)}});
  }
  table.Paged(visit.Href(absl::StrCat("/", contract, "/orders")), "", visit.Parameter("page"),
              orders.next_page_token(), "page");
  return table;
}

}  // namespace

void ShowOrders(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto orders = std::make_shared<Answer<pb::ListPaymentOrdersResponse>>();
  pb::ListPaymentOrdersRequest request;
  request.set_parent(name);
  request.set_page_token(visit->Parameter("page"));
  visit->Ask("/tranche.payments.v1.PaymentOrdersService/ListPaymentOrders", request, orders.get());
  visit->Then([visit, orders, name] {
    if (!orders->status.ok()) return visit->Refuse(orders->status);
    RecordsPage page(*visit, name, "W_ORDERS");
    page.Command({"tranche", "orders", "list", LastSegment(name)});
    page.Lead(PlainPiece(Say("W_ORDERS_HINT", visit->language())));
    page.Add(OrdersOf(*visit, orders->value, name));
    page.Json(absl::StrCat("/v1/", EncodePath(name), "/paymentOrders"));
    page.Show(visit.get());
  });
}

}  // namespace tranche::gateway

// SPDX-License-Identifier: EUPL-1.2
// Additional income of a project: what was stated with which claim, what of it lowers the grant and
// why, and the debt that takes that back.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/pages/money/money_pages.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/phrases.h"
#include "tranche/payments/v1/incomes_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = payments::v1;
using Wide = PageTable::Wide;

class IncomesFiller {
 public:
  IncomesFiller(const Visit& visit, const pb::ListIncomesResponse& found, const std::string& contract)
      : visit_(visit), found_(found), say_(visit.language()), contract_(contract) {}

  PageTable Table() const {
    PageTable table("incomes", "W_INCOMES_CAPTION",
                    {{"W_INCOME"},
                     {"W_CLAIM_AND_DAY"},
                     {"W_AMOUNT", Wide::kAmount},
                     {"W_EARNED_WITH", Wide::kLong},
                     {"W_STATE", Wide::kLong},
                     {"W_LOWERS_GRANT", Wide::kLong},
                     {"W_INCOME_DECISION", Wide::kLong},
                     {"W_DEBT"}});
    table.WhenEmpty("W_NO_INCOMES",
                    ShellLine({"tranche", "incomes", "record", LastSegment(contract_)}));
    for (const pb::Income& from : found_.incomes()) {
      table.Add({absl::StrCat("№\u00a0", LastSegment(from.name())),
                 "",
                 {std::vector<Piece>{RecordPiece(visit_, from.claim()),
                                     PlainPiece(say_.Day(from.earned_on()))},
                  say_.WithCurrency(from.amount()),
                  std::vector<Piece>{BulgarianPiece(from.description()),
                                     BulgarianPiece(from.document()), PlainPiece(from.recorded_by())},
                  State(from), Lowers(from), Decision(from), RecordPiece(visit_, from.debt())},
                 "",
                 RowAnchor(from.name())});
    }
    table.Paged(visit_.Href(absl::StrCat("/", contract_, "/incomes")), "", visit_.Parameter("page"),
                found_.next_page_token(), "page");
    return table;
  }

 private:
  // With why it was annulled, when and by whom.
  Cell State(const pb::Income& from) const {
    std::vector<Piece> pieces = {StatePiece(from.state(), visit_.language())};
    if (!from.has_annulment()) return pieces;
    const Cell annulment = AnnulmentCell(true, from.annulment(), say_);
    pieces.insert(pieces.end(), annulment.pieces().begin(), annulment.pieces().end());
    return pieces;
  }

  // The amount by which the grant is lowered, and whose money that is.
  Cell Lowers(const pb::Income& from) const {
    if (!from.has_decision()) return "–";
    const pb::IncomeDecision& decision = from.decision();
    std::vector<Piece> pieces = {PlainPiece(say_.WithCurrency(decision.lowers_grant()))};
    if (!decision.has_parts()) return pieces;
    const auto add = [&](const char* whose, const common::v1::Money& part) {
      pieces.push_back(
          PlainPiece(absl::StrCat(Say(whose, visit_.language()), " ", say_.WithCurrency(part))));
    };
    add("W_EU", decision.parts().eu());
    add("W_NATIONAL", decision.parts().national());
    return pieces;
  }

  Cell Decision(const pb::Income& from) const {
    if (!from.has_decision()) {
      return from.state() == pb::INCOME_STATED ? Say("W_NOT_DECIDED", visit_.language()) : "–";
    }
    const pb::IncomeDecision& decision = from.decision();
    return std::vector<Piece>{BulgarianPiece(decision.reason()), BulgarianPiece(decision.reference()),
                              PlainPiece(say_.Day(decision.decided_on())),
                              PlainPiece(decision.decided_by())};
  }

  const Visit& visit_;
  const pb::ListIncomesResponse& found_;
  const Sayer say_;
  const std::string contract_;
};

}  // namespace

void ShowIncomes(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto found = std::make_shared<Answer<pb::ListIncomesResponse>>();
  pb::ListIncomesRequest request;
  request.set_parent(name);
  request.set_page_token(visit->Parameter("page"));
  visit->Ask("/tranche.payments.v1.IncomesService/ListIncomes", request, found.get());
  visit->Then([visit, found, name] {
    if (!found->status.ok()) return visit->Refuse(found->status);
    RecordsPage page(*visit, name, "W_INCOMES");
    page.Command({"tranche", "incomes", "list", LastSegment(name)});
    page.Lead(PlainPiece(Say("W_INCOMES_HINT", visit->language())));
    page.Add(IncomesFiller(*visit, found->value, name).Table());
    page.Json(absl::StrCat("/v1/", EncodePath(name), "/incomes"));
    page.Show(visit.get());
  });
}

}  // namespace tranche::gateway

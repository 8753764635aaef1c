// SPDX-License-Identifier: EUPL-1.2
// Revalidations of a contract: what was not approved of a cost and is eligible after all, with the cost
// that carries it into the next claim.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/pages/money/money_pages.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/phrases.h"
#include "tranche/budgets/v1/cost_revalidations_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = budgets::v1;
using Revalidations = pb::ListCostRevalidationsResponse;
using Wide = PageTable::Wide;

class RevalidationsFiller {
 public:
  RevalidationsFiller(const Visit& visit, const Revalidations& found, const std::string& contract)
      : visit_(visit), found_(found), say_(visit.language()), contract_(contract) {}

  void Fill(RecordsPage* page) const {
    page->Command({"tranche", "costs", "revalidations", LastSegment(contract_)});
    page->Lead(PlainPiece(Say("W_REVALIDATIONS_HINT", visit_.language())));
    if (!found_.revalidations().empty()) {
      // All are answered in the currency that the contract has now.
      page->Unit(found_.revalidations(0).amount().total().currency());
    }
    page->Add(Decisions());
    if (!found_.revalidations().empty()) page->Add(Amounts());
    page->Json(absl::StrCat("/v1/", EncodePath(contract_), "/revalidations"));
  }

 private:
  static std::string Number(const pb::CostRevalidation& from) {
    return absl::StrCat("№\u00a0", LastSegment(from.name()));
  }

  // Why, the paper that says so and, where one had taken it, the correction.
  Cell Why(const pb::CostRevalidation& from) const {
    std::vector<Piece> pieces = {BulgarianPiece(from.reason()), BulgarianPiece(from.document())};
    if (!from.correction().empty()) pieces.push_back(CorrectionPiece(visit_, from.correction()));
    return pieces;
  }

  PageTable Decisions() const {
    PageTable table("revalidations", "W_REVALIDATIONS_CAPTION",
                    {{"W_REVALIDATION"},
                     {"W_REVALIDATED_COST"},
                     {"W_CARRIED_BY"},
                     {"W_REVALIDATED", Wide::kAmount},
                     {"W_WHY_AND_PAPER", Wide::kLong},
                     {"W_DECIDED_ON"},
                     {"W_STATE"},
                     {"W_ANNULLED_WHY", Wide::kLong}});
    table.WhenEmpty("W_NO_REVALIDATIONS",
                    ShellLine({"tranche", "costs", "revalidate", LastSegment(contract_)}));
    for (const pb::CostRevalidation& from : found_.revalidations()) {
      table.Add(
          {Number(from),
           "",
           {std::vector<Piece>{RecordPiece(visit_, from.cost()), RecordPiece(visit_, from.claim())},
            RecordPiece(visit_, from.carried_by()), say_(from.amount()), Why(from),
            std::vector<Piece>{PlainPiece(say_.Day(from.revalidated_on())),
                               PlainPiece(from.revalidated_by())},
            StatePiece(from.state(), visit_.language()),
            AnnulmentCell(from.has_annulment(), from.annulment(), say_)},
           "",
           RowAnchor(from.name())});
    }
    table.Paged(visit_.Href(absl::StrCat("/", contract_, "/revalidations")), "",
                visit_.Parameter("page"), found_.next_page_token(), "page");
    return table;
  }

  PageTable Amounts() const {
    PageTable table("amounts", "W_REVALIDATED_BY_PAYER", WithFive({{"W_REVALIDATION"}}));
    for (const pb::CostRevalidation& from : found_.revalidations()) {
      table.Add({Number(from), "", say_.Five(from.amount())});
      if (!from.has_of_correction()) continue;
      table.Add({absl::StrCat(Number(from), ", ", Say("W_OF_IT_BY_CORRECTION", visit_.language())), "",
                 say_.Five(from.of_correction())});
    }
    return table;
  }

  const Visit& visit_;
  const Revalidations& found_;
  const Sayer say_;
  const std::string contract_;
};

}  // namespace

void ShowRevalidations(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto found = std::make_shared<Answer<Revalidations>>();
  pb::ListCostRevalidationsRequest request;
  request.set_parent(name);
  request.set_page_token(visit->Parameter("page"));
  visit->Ask("/tranche.budgets.v1.CostRevalidationsService/ListCostRevalidations", request,
             found.get());
  visit->Then([visit, found, name] {
    if (!found->status.ok()) return visit->Refuse(found->status);
    RecordsPage page(*visit, name, "W_REVALIDATIONS");
    RevalidationsFiller(*visit, found->value, name).Fill(&page);
    page.Show(visit.get());
  });
}

}  // namespace tranche::gateway

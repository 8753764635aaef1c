// SPDX-License-Identifier: EUPL-1.2
// A cost: its document and what else was claimed or credited of it, what was decided, in five amounts.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/pages/money/money_pages.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/phrases.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/budgets/v1/cost_documents_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = budgets::v1;
using common::v1::ThreePartAmount;
using Wide = PageTable::Wide;

bool IsAbove(const ThreePartAmount& amount) {
  const std::string& total = amount.total().amount();
  return !total.empty() && total != "0.00";
}

struct CostData {
  Answer<pb::Cost> cost;
  Answer<pb::DocumentShares> shares;
};

class CostFiller {
 public:
  CostFiller(const Visit& visit, const CostData& data)
      : visit_(visit),
        data_(data),
        cost_(data.cost.value),
        say_(visit.language()),
        contract_(ContractOf(cost_.name())),
        page_(visit, contract_, "W_COST", absl::StrCat("№\u00a0", LastSegment(cost_.name()))) {}

  void Show(Visit* visit) {
    page_.Command({"tranche", "costs", "document", LastSegment(contract_), LastSegment(cost_.name())});
    page_.State(cost_.state());
    page_.Unit(cost_.claimed().currency());
    Facts();
    Original();
    page_.Add(Figures());
    page_.Add(CreditNotes());
    page_.Add(Marks());
    page_.Json(absl::StrCat("/v1/", EncodePath(cost_.name())));
    page_.Show(visit);
  }

 private:
  void Facts() {
    const pb::CostDocument& document = cost_.document();
    page_.Fact("W_LINE", cost_.line());
    page_.Fact("W_DOCUMENT_OF_COST", absl::StrCat(say_.Value(document.type()), " ", document.number()));
    page_.Fact("W_ISSUER", BulgarianPiece(document.issuer()));
    page_.Fact("W_ISSUED_ON", say_.Day(document.issued_on()));
    page_.Fact("W_PAID_BY_US_ON", say_.Day(document.paid_on()));
    page_.Fact("W_DOCUMENT_TOTAL", say_.WithCurrency(document.total()));
    if (document.has_vat()) page_.Fact("W_VAT", say_.WithCurrency(document.vat()));
    if (!cost_.decided_on().empty()) page_.Fact("W_DECIDED_ON", say_.Day(cost_.decided_on()));
    if (!cost_.refusal_reason().empty()) {
      page_.Fact("W_UNAPPROVED_WHY", BulgarianPiece(cost_.refusal_reason()));
    }
    if (!cost_.correction_reason().empty()) {
      page_.Fact("W_CORRECTED_WHY", BulgarianPiece(cost_.correction_reason()));
    }
    if (!cost_.correction().empty()) {
      page_.Fact("W_CORRECTION", CorrectionPiece(visit_, cost_.correction()));
    }
    if (!cost_.resubmits().empty()) page_.Fact("W_RESUBMITS", RecordPiece(visit_, cost_.resubmits()));
    if (!cost_.revalidates().empty()) {
      page_.Fact("W_REVALIDATES", RecordPiece(visit_, cost_.revalidates()));
    }
    Revalidations();
    if (!data_.shares.status.ok()) return;
    page_.Fact("W_CLAIMED_OF_DOCUMENT", say_.WithCurrency(data_.shares.value.claimed()));
    page_.Fact("W_CREDITED", say_.WithCurrency(data_.shares.value.credited()));
    page_.Fact("W_LEFT_OF_DOCUMENT", say_.WithCurrency(data_.shares.value.left()));
  }

  // Where it stands what of it is eligible after all, or that it carries such an amount itself: a
  // revalidation has the number of the cost that carries it.
  void Revalidations() {
    const std::string all = absl::StrCat(contract_, "/revalidations");
    if (!cost_.revalidates().empty()) {
      const std::string own = absl::StrCat(all, "/", LastSegment(cost_.name()));
      page_.Fact("W_REVALIDATION", RecordPiece(visit_, own));
    } else if (IsAbove(cost_.unapproved()) || IsAbove(cost_.unapproved_by_correction())) {
      page_.Fact("W_REVALIDATIONS",
                 LinkPiece(Say("W_SEE_REVALIDATIONS", visit_.language()), visit_.Href("/" + all)));
    }
  }

  // What the document says in its own currency, and by which rate it counts.
  void Original() {
    if (!cost_.has_original()) return;
    const pb::OriginalAmounts& original = cost_.original();
    page_.Fact("W_ORIGINAL_TOTAL", SayAmount(original.total(), original.currency(), visit_.language()));
    page_.Fact("W_ORIGINAL_CLAIMED",
               SayAmount(original.claimed(), original.currency(), visit_.language()));
    page_.Fact("W_RATE", absl::StrCat(SayAmount(original.rate(), "", visit_.language()), " (",
                                      original.month(), ")"));
    page_.Fact("W_RATE_SOURCE", BulgarianPiece(original.rate_source()));
  }

  PageTable Figures() const {
    PageTable table("figures", "W_COST_FIGURES", WithFive({{"W_FIGURE"}}));
    const auto add = [&](const char* phrase, bool is_there, const ThreePartAmount& amount) {
      if (is_there) table.Add({Say(phrase, visit_.language()), "", say_.Five(amount)});
    };
    add("W_CLAIMED", true, cost_.parts());
    add("W_UNAPPROVED", cost_.has_unapproved(), cost_.unapproved());
    add("W_BY_CORRECTION", cost_.has_unapproved_by_correction(), cost_.unapproved_by_correction());
    add("W_APPROVED", cost_.has_approved(), cost_.approved());
    return table;
  }

  PageTable CreditNotes() const {
    PageTable table("credit-notes", "W_CREDIT_NOTES",
                    {{"W_CREDIT_NOTE"},
                     {"W_ISSUED_ON"},
                     {"W_CREDITED", Wide::kAmount},
                     {"W_STATE"},
                     {"W_ANNULLED_WHY", Wide::kLong}});
    table.WhenEmpty("W_NO_CREDIT_NOTES");
    if (!data_.shares.status.ok()) table.Refused(data_.shares.status);
    for (const pb::RecordedCreditNote& note : data_.shares.value.credit_notes()) {
      table.Add({note.number(),
                 "",
                 {say_.Day(note.issued_on()), say_(note.credited()),
                  StatePiece(note.state(), visit_.language()),
                  AnnulmentCell(note.has_annulment(), note.annulment(), say_)}});
    }
    return table;
  }

  PageTable Marks() const {
    PageTable table("marks", "W_MARKS",
                    {{"W_VALUE"}, {"W_PROVENANCE"}, {"W_GROUNDWORK_SOURCE", Wide::kLong}});
    for (const common::v1::Mark& mark : cost_.marks()) {
      table.Add({mark.field(), "", {say_.Value(mark.provenance()), BulgarianPiece(mark.source())}});
    }
    return table;
  }

  const Visit& visit_;
  const CostData& data_;
  const pb::Cost& cost_;
  const Sayer say_;
  const std::string contract_;
  RecordsPage page_;
};

}  // namespace

void ShowCost(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<CostData>();
  pb::GetCostRequest cost;
  cost.set_name(name);
  visit->Ask("/tranche.budgets.v1.BudgetsService/GetCost", cost, &data->cost);
  pb::GetDocumentSharesRequest shares;
  shares.set_name(name);
  visit->Ask("/tranche.budgets.v1.CostDocumentsService/GetDocumentShares", shares, &data->shares);
  visit->Then([visit, data] {
    if (!data->cost.status.ok()) return visit->Refuse(data->cost.status);
    CostFiller(*visit, *data).Show(visit.get());
  });
}

}  // namespace tranche::gateway

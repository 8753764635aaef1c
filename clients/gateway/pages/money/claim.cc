// SPDX-License-Identifier: EUPL-1.2
// A claim: what was asked for and decided of each cost, the questions that stopped the clock, the costs
// that are checked in full, and the money that arrived for it.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/pages/money/money_pages.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/phrases.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/payments/v1/advance_securities_service.pb.h"
#include "tranche/payments/v1/checks_service.pb.h"
#include "tranche/payments/v1/payments_service.pb.h"
#include "tranche/payments/v1/state_aid_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = payments::v1;
using common::v1::ThreePartAmount;
using Wide = PageTable::Wide;

struct ClaimData {
  Answer<pb::Claim> claim;
  Answer<pb::Sample> sample;
  Answer<pb::ListPaymentsResponse> payments;
  std::vector<std::unique_ptr<Answer<budgets::v1::Cost>>> costs;  // Those of the part that is shown.
  Slice slice;
  bool asks_state_aid = false;
  Answer<pb::StateAidAdvance> state_aid;
  Answer<pb::OrdinaryAdvanceSecurity> security;
};

// "invoice 0000000077"
std::string DocumentTitle(const budgets::v1::Cost& cost, const Sayer& say) {
  return absl::StrCat(say.Value(cost.document().type()), " ", cost.document().number());
}

class ClaimFiller {
 public:
  ClaimFiller(const Visit& visit, const ClaimData& data)
      : visit_(visit),
        data_(data),
        claim_(data.claim.value),
        say_(visit.language()),
        contract_(ContractOf(claim_.name())),
        five_(visit.Parameter("amounts") == "five"),
        page_(visit, contract_, "W_CLAIM", absl::StrCat("№\u00a0", claim_.sequence())) {}

  void Show(Visit* visit) {
    const std::string number = LastSegment(contract_);
    page_.Command({"tranche", "claims", "show", number, absl::StrCat(claim_.sequence())});
    page_.State(claim_.state());
    page_.Unit(claim_.requested().total().currency());
    Facts();
    Secured();
    page_.Add(Figures());
    if (claim_.costs_size() > 0) page_.Add(five_ ? CostsInFive() : Costs());
    page_.Add(Questions());
    if (claim_.returns_size() > 0) page_.Add(ReturnsOf(claim_.returns(), say_));
    if (data_.asks_state_aid) StateAid();
    if (claim_.costs_size() > 0) page_.Add(Sample());
    page_.Add(Payments());
    page_.Other(OtherHref(), five_ ? "W_SHOW_TOTALS" : "W_SHOW_FIVE");
    page_.Json(absl::StrCat("/v1/", EncodePath(claim_.name())));
    page_.Show(visit);
  }

 private:
  std::string Href() const { return visit_.Href(absl::StrCat("/", claim_.name())); }
  std::string Query() const { return five_ ? "amounts=five" : ""; }
  std::string OtherHref() const { return absl::StrCat(Href(), five_ ? "" : "?amounts=five"); }

  void Facts() {
    const pb::Verification& verification = claim_.verification();
    page_.Fact("W_KIND", say_.Value(claim_.kind()));
    if (!claim_.package().empty()) page_.Fact("W_PACKAGE", RecordPiece(visit_, claim_.package()));
    page_.Fact("W_SENT_ON", say_.Day(claim_.sent_on()));
    if (!claim_.sent_by().empty()) page_.Fact("W_SENT_BY", claim_.sent_by());
    page_.Fact("W_DECIDED_ON", say_.Day(verification.decided_on()));
    if (!verification.decided_by().empty()) page_.Fact("W_DECIDED_BY", verification.decided_by());
    if (!verification.reference().empty()) {
      page_.Fact("W_PAPER", BulgarianPiece(verification.reference()));
    }
    if (!verification.refusal_reason().empty()) {
      page_.Fact("W_WHY", BulgarianPiece(verification.refusal_reason()));
    }
    if (claim_.has_additional_income()) {
      page_.Fact("W_INCOME_OF_CLAIM", LinkPiece(say_.WithCurrency(claim_.additional_income()),
                                                visit_.Href(absl::StrCat("/", contract_, "/incomes"))));
    }
    if (claim_.questions().empty()) return;
    const int most = claim_.questions(claim_.questions_size() - 1).suspension_days_max();
    page_.Fact("W_CLOCK_STOPPED", absl::StrCat(claim_.suspended_days(), " ",
                                               Say("W_DAYS_OF_MOST", visit_.language()), " ", most));
  }

  // The figures that are there, by who pays.
  PageTable Figures() const {
    PageTable table("figures", "W_CLAIM_FIGURES", WithFive({{"W_FIGURE"}}));
    const auto add = [&](const char* phrase, bool is_there, const ThreePartAmount& amount) {
      if (is_there) table.Add({Say(phrase, visit_.language()), "", say_.Five(amount)});
    };
    add("W_REQUESTED", true, claim_.requested());
    add("W_CLAIMED_AGAIN", claim_.has_claimed_again(), claim_.claimed_again());
    add("W_UNAPPROVED", claim_.has_unapproved(), claim_.unapproved());
    add("W_BY_CORRECTION", claim_.has_unapproved_by_correction(), claim_.unapproved_by_correction());
    add("W_APPROVED", claim_.has_approved(), claim_.approved());
    add("W_APPROVED_AS_ADVANCE", claim_.has_approved_as_advance(), claim_.approved_as_advance());
    add("W_CLEARED", claim_.has_cleared(), claim_.cleared());
    add("W_PAYABLE", claim_.has_payable(), claim_.payable());
    add("W_DEDUCTED", claim_.has_deducted(), claim_.deducted());
    add("W_PAID", claim_.has_paid(), claim_.paid());
    add("W_TO_RECOVER", claim_.has_to_recover(), claim_.to_recover());
    return table;
  }

  void Page(PageTable* table) const {
    table->Paged(Href(), Query(), data_.slice.here, data_.slice.next, "costs");
  }

  // What is not approved, with the reason.
  Cell NotApproved(const ThreePartAmount& amount, bool is_there, const std::string& reason,
                   const std::string& correction) const {
    if (!is_there || amount.total().amount() == "0.00") return "–";
    std::vector<Piece> pieces = {PlainPiece(say_(amount))};
    if (!reason.empty()) pieces.push_back(BulgarianPiece(reason));
    if (!correction.empty()) pieces.push_back(CorrectionPiece(visit_, correction));
    return pieces;
  }

  Cell Document(const budgets::v1::Cost& cost) const {
    std::vector<Piece> pieces = {BulgarianPiece(cost.document().issuer())};
    pieces.push_back(PlainPiece(say_.Day(cost.document().issued_on())));
    if (cost.has_original()) {
      pieces.push_back(PlainPiece(absl::StrCat(
          SayAmount(cost.original().total(), cost.original().currency(), visit_.language()))));
    }
    return pieces;
  }

  // Where one cannot be read, its refusal stands instead of all: a list with gaps would look whole.
  template <class Fill>
  void EachCost(PageTable* table, const Fill& fill) const {
    for (const auto& cost : data_.costs) {
      if (!cost->status.ok()) {
        table->Refused(cost->status);
        continue;
      }
      fill(cost->value);
    }
    Page(table);
  }

  PageTable Costs() const {
    PageTable table("costs", "W_COSTS_OF_CLAIM",
                    {{"W_COST"},
                     {"W_LINE"},
                     {"W_ISSUER_AND_DAY", Wide::kLong},
                     {"W_CLAIMED", Wide::kAmount},
                     {"W_UNAPPROVED", Wide::kLong},
                     {"W_BY_CORRECTION", Wide::kLong},
                     {"W_APPROVED", Wide::kAmount},
                     {"W_STATE"}});
    EachCost(&table, [&](const budgets::v1::Cost& cost) {
      table.Add({DocumentTitle(cost, say_),
                 "",
                 {cost.line(), Document(cost), say_(cost.claimed()),
                  NotApproved(cost.unapproved(), cost.has_unapproved(), cost.refusal_reason(), ""),
                  NotApproved(cost.unapproved_by_correction(), cost.has_unapproved_by_correction(),
                              cost.correction_reason(), cost.correction()),
                  cost.has_approved() ? say_(cost.approved()) : "–",
                  StatePiece(cost.state(), visit_.language())},
                 RecordHref(visit_, cost.name())});
    });
    return table;
  }

  PageTable CostsInFive() const {
    PageTable table("costs", "W_COSTS_OF_CLAIM", WithFive({{"W_COST"}}));
    EachCost(&table, [&](const budgets::v1::Cost& cost) {
      const auto add = [&](const char* phrase, bool is_there, const ThreePartAmount& amount) {
        if (!is_there || (amount.total().amount() == "0.00" && phrase != kClaimed)) return;
        table.Add({absl::StrCat(DocumentTitle(cost, say_), ": ", Say(phrase, visit_.language())), "",
                   say_.Five(amount), phrase == kClaimed ? RecordHref(visit_, cost.name()) : ""});
      };
      add(kClaimed, true, cost.parts());
      add("W_UNAPPROVED", cost.has_unapproved(), cost.unapproved());
      add("W_BY_CORRECTION", cost.has_unapproved_by_correction(), cost.unapproved_by_correction());
      add("W_APPROVED", cost.has_approved(), cost.approved());
    });
    return table;
  }

  PageTable Questions() const {
    PageTable table("questions", "W_QUESTIONS",
                    {{"W_QUESTION"},
                     {"W_ASKED_ON"},
                     {"W_ANSWER_DUE"},
                     {"W_STATE"},
                     {"W_ANSWER", Wide::kLong},
                     {"W_ANSWERED_ON"}});
    table.WhenEmpty("W_NO_QUESTIONS");
    for (const pb::Question& question : claim_.questions()) {
      table.Add({absl::StrCat(question.number(), "."),
                 question.text(),
                 {std::vector<Piece>{PlainPiece(say_.Day(question.asked_on())),
                                     PlainPiece(question.asked_by())},
                  say_.Day(question.due_on()), StatePiece(question.state(), visit_.language()),
                  BulgarianPiece(question.answer()), say_.Day(question.closed_on())}});
    }
    return table;
  }

  PageTable Sample() const {
    PageTable table("sample", "W_SAMPLE",
                    {{"W_COST"}, {"W_AMOUNT", Wide::kAmount}, {"W_CHOSEN_WHY", Wide::kLong}});
    table.WhenEmpty("W_NO_SAMPLE");
    if (ReasonOf(data_.sample.status) == "NOT_FOUND") return table;
    if (!data_.sample.status.ok()) {
      table.Refused(data_.sample.status);
      return table;
    }
    const pb::Sample& sample = data_.sample.value;
    table.Lead(absl::StrCat(Say("W_SAMPLE_OF", visit_.language()), " ", sample.chosen_size(), " / ",
                            sample.population(), "; ", say_.WithCurrency(sample.chosen_total()), " / ",
                            say_.WithCurrency(sample.population_total()), "; ",
                            Say("W_SAMPLE_METHOD", visit_.language()), " ",
                            LastSegment(sample.method()), ", ",
                            Say("W_VERSION_LOWER", visit_.language()), " ", sample.method_version()));
    const Slice slice = SliceOf(visit_, "sample", sample.chosen_size());
    for (int i = slice.from; i < slice.to; ++i) {
      const pb::SampledCost& chosen = sample.chosen(i);
      std::vector<Piece> reasons;
      for (const int reason : chosen.reasons()) {
        reasons.push_back(PlainPiece(say_.Value(static_cast<pb::SamplingReason>(reason))));
      }
      table.Add({absl::StrCat("№\u00a0", LastSegment(chosen.cost())),
                 "",
                 {say_(chosen.total()), reasons},
                 RecordHref(visit_, chosen.cost())});
    }
    table.Paged(Href(), Query(), slice.here, slice.next, "sample");
    return table;
  }

  PageTable Payments() const {
    PageTable table("payments", "W_PAYMENTS",
                    {{"W_PAYMENT"},
                     {"W_PAID_ON"},
                     {"W_EU", Wide::kAmount},
                     {"W_NATIONAL", Wide::kAmount},
                     {"W_TOTAL", Wide::kAmount},
                     {"W_BANK"},
                     {"W_STATE"},
                     {"W_ANNULLED_WHY", Wide::kLong}});
    table.WhenEmpty("W_NO_PAYMENTS");
    if (!data_.payments.status.ok()) table.Refused(data_.payments.status);
    for (const pb::Payment& payment : data_.payments.value.payments()) {
      if (payment.claim() != claim_.name()) continue;
      table.Add(
          {LastSegment(payment.name()),
           "",
           {say_.Day(payment.paid_on()), say_(payment.amount().eu()), say_(payment.amount().national()),
            say_(payment.amount()), BulgarianPiece(payment.bank_reference()),
            StatePiece(payment.state(), visit_.language()),
            AnnulmentCell(payment.has_annulment(), payment.annulment(), say_)}});
    }
    return table;
  }

  void SecurityGiven(const pb::AdvanceSecurity& security, const std::string& until) {
    page_.Fact("W_SECURITY_KIND", say_.Value(security.kind()));
    page_.Fact("W_SECURITY",
               BulgarianPiece(absl::StrCat(security.issuer(), ", № ", security.number())));
    page_.Fact("W_SECURED", say_.WithCurrency(security.amount()));
    page_.Fact("W_SECURED_UNTIL", say_.Day(until));
  }

  // Of an ordinary advance; what became of it is known once the advance is accepted.
  void Secured() {
    if (!claim_.has_security() || data_.asks_state_aid) return;
    const pb::OrdinaryAdvanceSecurity& now = data_.security.value;
    if (!data_.security.status.ok()) {
      SecurityGiven(claim_.security(), claim_.security().valid_until());
      if (ReasonOf(data_.security.status) == "NOT_FOUND") return;
      return page_.Lead(PlainPiece(SentenceOf(data_.security.status, visit_.language())));
    }
    if (now.claim() != claim_.name()) {
      return SecurityGiven(claim_.security(), claim_.security().valid_until());
    }
    SecurityGiven(now.security(), now.valid_until());
    page_.Fact("W_SECURITY_STATE", StatePiece(now.state(), visit_.language()));
    page_.Fact("W_NOT_CLEARED", say_.WithCurrency(now.not_cleared()));
  }

  void StateAid() {
    const pb::StateAidAdvance& advance = data_.state_aid.value;
    PageTable table("state-aid", "W_STATE_AID",
                    {{"W_CLAIM"},
                     {"W_IN_TIME", Wide::kAmount},
                     {"W_TOO_LATE", Wide::kAmount},
                     {"W_COVERS", Wide::kAmount}});
    table.WhenEmpty("W_NOTHING_COVERS");
    if (ReasonOf(data_.state_aid.status) == "NOT_FOUND") return page_.Add(std::move(table));
    if (!data_.state_aid.status.ok()) {
      table.Refused(data_.state_aid.status);
      return page_.Add(std::move(table));
    }
    SecurityGiven(advance.security(), advance.security_valid_until());
    page_.Fact("W_SECURITY_STATE", StatePiece(advance.security_state(), visit_.language()));
    page_.Fact("W_COVERAGE", StatePiece(advance.state(), visit_.language()));
    page_.Fact("W_COVER_BY", say_.Day(advance.cover_by()));
    page_.Fact("W_COVERED", say_.WithCurrency(advance.covered()));
    page_.Fact("W_WITHDRAWN_AMOUNT", say_.WithCurrency(advance.withdrawn()));
    page_.Fact("W_NOT_COVERED", say_.WithCurrency(advance.not_covered()));
    for (const pb::Coverage& coverage : advance.coverages()) {
      table.Add({absl::StrCat("№\u00a0", LastSegment(coverage.claim())),
                 "",
                 {say_(coverage.in_time()), say_(coverage.late()), say_(coverage.covers())},
                 RecordHref(visit_, coverage.claim())});
    }
    page_.Add(std::move(table));
  }

  static constexpr const char* kClaimed = "W_CLAIMED";

  const Visit& visit_;
  const ClaimData& data_;
  const pb::Claim& claim_;
  const Sayer say_;
  const std::string contract_;
  const bool five_;
  RecordsPage page_;
};

// The costs of the part that is shown, one by one: a claim has them among all those of the contract.
void AskForCosts(const std::shared_ptr<Visit>& visit, ClaimData* data) {
  const pb::Claim& claim = data->claim.value;
  data->slice = SliceOf(*visit, "costs", claim.costs_size());
  for (int i = data->slice.from; i < data->slice.to; ++i) {
    data->costs.push_back(std::make_unique<Answer<budgets::v1::Cost>>());
    budgets::v1::GetCostRequest cost;
    cost.set_name(claim.costs(i));
    visit->Ask("/tranche.budgets.v1.BudgetsService/GetCost", cost, data->costs.back().get());
  }
}

// What secures an advance, and under state aid what covers it.
void AskForSecurity(const std::shared_ptr<Visit>& visit, ClaimData* data) {
  const pb::Claim& claim = data->claim.value;
  data->asks_state_aid = claim.kind() == pb::STATE_AID_ADVANCE;
  if (!data->asks_state_aid && claim.has_security()) {
    pb::GetAdvanceSecurityRequest security;
    security.set_name(absl::StrCat(ContractOf(claim.name()), "/advanceSecurity"));
    visit->Ask("/tranche.payments.v1.AdvanceSecuritiesService/GetAdvanceSecurity", security,
               &data->security);
  }
  if (!data->asks_state_aid) return;
  pb::GetStateAidAdvanceRequest advance;
  advance.set_name(absl::StrCat(ContractOf(claim.name()), "/stateAidAdvance"));
  visit->Ask("/tranche.payments.v1.StateAidService/GetStateAidAdvance", advance, &data->state_aid);
}

}  // namespace

void ShowClaim(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<ClaimData>();
  pb::GetClaimRequest claim;
  claim.set_name(name);
  visit->Ask("/tranche.payments.v1.PaymentsService/GetClaim", claim, &data->claim);
  pb::GetSampleRequest sample;
  sample.set_name(absl::StrCat(name, "/sample"));
  visit->Ask("/tranche.payments.v1.ChecksService/GetSample", sample, &data->sample);
  pb::ListPaymentsRequest payments;
  payments.set_parent(ContractOf(name));
  visit->Ask("/tranche.payments.v1.PaymentsService/ListPayments", payments, &data->payments);
  visit->Then([visit, data] {
    if (!data->claim.status.ok()) return visit->Refuse(data->claim.status);
    AskForCosts(visit, data.get());
    AskForSecurity(visit, data.get());
    visit->Then([visit, data] { ClaimFiller(*visit, *data).Show(visit.get()); });
  });
}

}  // namespace tranche::gateway

// SPDX-License-Identifier: EUPL-1.2
#include "proposals/contract_version.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::proposals {
namespace {

constexpr absl::CivilDay kToday(2018, 9, 1);

ThreePart Bgn(int64_t eu_minor, int64_t national_minor, int64_t own_minor) {
  return {.eu = Money::Minor(eu_minor, Currency::kBgn),
          .national = Money::Minor(national_minor, Currency::kBgn),
          .own = Money::Minor(own_minor, Currency::kBgn)};
}

Contract InForce() {
  Contract contract;
  contract.organisation = "mineralni-bani";
  contract.id = "BG05M9OP001-2.005-0063-C01";
  contract.number = contract.id;
  contract.title = "Комплекс от мерки";
  contract.concluded_on = absl::CivilDay(2017, 4, 18);
  contract.starts_on = absl::CivilDay(2017, 4, 18);
  contract.duration_months = 18;
  contract.ends_on = absl::CivilDay(2018, 10, 18);
  contract.amount = Bgn(321307'23, 56701'27, 0);
  return contract;
}

Amendment Annex() {
  Amendment amendment;
  amendment.type = VersionType::kAnnex;
  amendment.concluded_on = absl::CivilDay(2018, 8, 1);
  amendment.document = "Анекс № 1";
  amendment.reason = "Удължаване";
  amendment.duration_months = 20;
  return amendment;
}

absl::StatusOr<ContractVersion> Draft(const Amendment& amendment) {
  const Contract contract = InForce();
  return DecideDraft(contract, contract.concluded_on, 1, contract.amount, amendment, kToday);
}

// Every pair of state and event.
TEST(VersionStates, EveryPair_IsAsTheTableSays) {
  using S = VersionState;
  using E = VersionEvent;
  struct Row {
    S state;
    std::optional<S> enter, withdraw, activate, archive;
  };
  const std::vector<Row> table = {
      {S::kBeingDrafted, S::kEntered, S::kWithdrawn, std::nullopt, std::nullopt},
      {S::kEntered, std::nullopt, S::kWithdrawn, S::kInForce, std::nullopt},
      {S::kInForce, std::nullopt, std::nullopt, std::nullopt, S::kArchived},
      {S::kArchived, std::nullopt, std::nullopt, std::nullopt, std::nullopt},
      {S::kWithdrawn, std::nullopt, std::nullopt, std::nullopt, std::nullopt}};
  for (const Row& row : table) {
    EXPECT_EQ(Next(row.state, E::kEnter), row.enter);
    EXPECT_EQ(Next(row.state, E::kWithdraw), row.withdraw);
    EXPECT_EQ(Next(row.state, E::kActivate), row.activate);
    EXPECT_EQ(Next(row.state, E::kArchive), row.archive);
  }
}

TEST(VersionStates, IllegalEvent_IsRefusedWithItsReason) {
  ContractVersion version;
  version.state = VersionState::kWithdrawn;
  EXPECT_EQ(ReasonOf(Move(version, VersionEvent::kEnter).status()), "VERSION_NOT_DRAFT");
  EXPECT_EQ(ReasonOf(Move(version, VersionEvent::kWithdraw).status()), "VERSION_CLOSED");
  EXPECT_EQ(ReasonOf(Move(version, VersionEvent::kActivate).status()), "VERSION_NOT_ENTERED");
  EXPECT_EQ(ValuesOf(Move(version, VersionEvent::kEnter).status()),
            (ErrorValues{{"state", "WITHDRAWN"}, {"version", "1"}}));
}

TEST(VersionNames, EveryName_IsReadBack) {
  for (const char* name : {"BEING_DRAFTED", "ENTERED", "IN_FORCE", "ARCHIVED", "WITHDRAWN"}) {
    EXPECT_EQ(NameOf(*ParseVersionState(name)), name);
  }
  for (const char* name : {"NEW_CONTRACT", "ANNEX", "CHANGE", "PARTIAL_ANNEX", "PARTIAL_CHANGE"}) {
    EXPECT_EQ(NameOf(*ParseVersionType(name)), name);
  }
  EXPECT_FALSE(ParseVersionState("ANNEX").has_value());
}

TEST(DecideDraft, LongerContract_EndsLaterAndKeepsTheRest) {
  const auto draft = Draft(Annex());

  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->number, 2);
  EXPECT_EQ(draft->ends_on, absl::CivilDay(2018, 12, 18));
  EXPECT_EQ(draft->amount, InForce().amount);
  EXPECT_EQ(draft->title, "Комплекс от мерки");
  EXPECT_EQ(draft->changes, std::vector<std::string>{"durationMonths"});
  EXPECT_FALSE(NeedsRevision(*draft));
}

TEST(DecideDraft, KindOfBeneficiary_IsAChangeThatBudgetsNeedsNotKnow) {
  Amendment annex = Annex();
  annex.duration_months = 0;
  annex.beneficiary = BeneficiaryKind::kOther;

  const auto draft = Draft(annex);

  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->beneficiary, BeneficiaryKind::kOther);
  EXPECT_EQ(draft->changes, std::vector<std::string>{"beneficiary"});
  EXPECT_FALSE(NeedsRevision(*draft));
}

TEST(DecideDraft, KindLeftOut_StaysAsItIs) {
  Contract contract = InForce();
  contract.beneficiary = BeneficiaryKind::kBudgetBody;

  const auto draft = DecideDraft(contract, contract.concluded_on, 1, contract.amount, Annex(), kToday);

  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->beneficiary, BeneficiaryKind::kBudgetBody);
  EXPECT_EQ(draft->changes, std::vector<std::string>{"durationMonths"});
}

TEST(DecideDraft, KindInAPartialType_IsRefusedByItsField) {
  for (const VersionType type : {VersionType::kPartialAnnex, VersionType::kPartialChange}) {
    Amendment annex = Annex();
    annex.type = type;
    annex.beneficiary = BeneficiaryKind::kOther;
    const std::vector<Violation> violations = ViolationsOf(Draft(annex).status());
    ASSERT_EQ(violations.size(), 1u);
    EXPECT_EQ(violations[0].field, "version.beneficiary");
    EXPECT_EQ(violations[0].reason, "FIELD_NOT_OF_CHOICE");
  }
}

TEST(BeneficiaryKinds, EveryName_IsReadBack) {
  for (const char* name : {"", "BUDGET_BODY", "OTHER_BENEFICIARY"}) {
    EXPECT_EQ(NameOf(*ParseBeneficiaryKind(name)), name);
  }
  EXPECT_FALSE(ParseBeneficiaryKind("SCHOOL").has_value());
}

TEST(DecideDraft, LowerAmount_NeedsTheYesOfBudgets) {
  Amendment annex = Annex();
  annex.amount = Bgn(300000'00, 56701'27, 0);
  annex.title = "Комплекс от мерки II";

  const auto draft = Draft(annex);

  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->changes, (std::vector<std::string>{"title", "durationMonths", "amount"}));
  EXPECT_TRUE(NeedsRevision(*draft));
}

TEST(DecideDraft, OnlyTheLinesChange_NeedsTheYesOfBudgetsToo) {
  Amendment annex = Annex();
  annex.duration_months = 0;
  annex.revises_budget = true;
  EXPECT_TRUE(NeedsRevision(*Draft(annex)));
}

TEST(DecideDraft, PartialTypes_LeaveAmountsAlone) {
  for (const VersionType type : {VersionType::kPartialAnnex, VersionType::kPartialChange}) {
    Amendment partial = Annex();
    partial.type = type;
    EXPECT_TRUE(Draft(partial).ok());
    partial.revises_budget = true;
    EXPECT_EQ(ReasonOf(Draft(partial).status()), "VERSION_PARTIAL_TOUCHES");
    partial.revises_budget = false;
    partial.amount = Bgn(300000'00, 56701'27, 0);
    EXPECT_EQ(ReasonOf(Draft(partial).status()), "VERSION_PARTIAL_TOUCHES");
    partial.amount = InForce().amount;  // The same is no change.
    EXPECT_TRUE(Draft(partial).ok());
  }
}

TEST(DecideDraft, NothingNew_IsRefused) {
  Amendment annex = Annex();
  annex.duration_months = 18;
  annex.title = "Комплекс от мерки";
  EXPECT_EQ(ReasonOf(Draft(annex).status()), "VERSION_CHANGES_NOTHING");
}

TEST(DecideDraft, DayOutsideWhatCanBe_IsRefused) {
  Amendment annex = Annex();
  annex.concluded_on = absl::CivilDay(2017, 4, 17);
  EXPECT_EQ(ReasonOf(Draft(annex).status()), "VERSION_CONCLUDED_BEFORE");
  annex.concluded_on = kToday + 1;
  EXPECT_EQ(ReasonOf(Draft(annex).status()), "DAY_IN_FUTURE");
}

TEST(DecideDraft, AmountAboveTheProposalsOrInAnotherCurrency_IsRefused) {
  Amendment annex = Annex();
  annex.amount = Bgn(321307'23, 56701'28, 0);
  EXPECT_EQ(ReasonOf(Draft(annex).status()), "CONTRACT_ABOVE_REQUESTED");
  annex.amount = Bgn(0, 0, 0);
  EXPECT_EQ(ReasonOf(Draft(annex).status()), "AMOUNT_NOT_ABOVE_ZERO");
  annex.amount = {.eu = Money::Minor(1, Currency::kEur),
                  .national = Money::Minor(0, Currency::kEur),
                  .own = Money::Minor(0, Currency::kEur)};
  EXPECT_EQ(ReasonOf(Draft(annex).status()), "MONEY_CURRENCY_MIXED");
}

TEST(DecideDraft, NewContract_IsNoAmendment) {
  Amendment annex = Annex();
  annex.type = VersionType::kNewContract;
  EXPECT_EQ(ReasonOf(Draft(annex).status()), "VERSION_TYPE_NOT_ALLOWED");
}

TEST(DecideDraft, ContractThatWasSignedOnce_IsItsFirstVersion) {
  const ContractVersion first = FirstVersion(InForce());
  EXPECT_EQ(first.number, 1);
  EXPECT_EQ(first.type, VersionType::kNewContract);
  EXPECT_EQ(first.state, VersionState::kInForce);
  EXPECT_EQ(first.document, InForce().number);
}

}  // namespace
}  // namespace tranche::proposals

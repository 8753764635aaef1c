// SPDX-License-Identifier: EUPL-1.2
// What cost documents say, through the service: kept with the cost, listed by it, and added up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/testing/ledger_world.h"
#include "platform/base/error.h"
#include "tranche/budgets/v1/cost_particulars_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ParticularsTest : public ::testing::Test {
 protected:
  using Budgets = LedgerWorld::Budgets;

  void SetUp() override {
    sums_ = v1::CostParticularsService::NewStub(world_.budgets().channel());
    ASSERT_TRUE(world_.Conclude("850.00", "150.00", "0.00").ok());
    ASSERT_TRUE(world_.MakeBudget({{"1", "600.00"}, {"2", "400.00"}}).ok());
  }

  static v1::RecordCostRequest RequestOf(const std::string& line, const std::string& claimed,
                                         const std::string& key) {
    v1::RecordCostRequest request;
    request.set_parent(kContract);
    request.set_request_id(absl::StrCat("record-", key));
    v1::Cost* cost = request.mutable_cost();
    cost->set_line(line);
    SetMoney(cost->mutable_claimed(), claimed);
    v1::CostDocument* document = cost->mutable_document();
    document->set_type(v1::INVOICE);
    document->set_number(absl::StrCat("F-", key));
    document->set_issued_on("2018-02-01");
    document->set_paid_on("2018-02-05");
    document->set_issuer("Доставки ЕООД");
    SetMoney(document->mutable_total(), claimed);
    return request;
  }
  static void AddShare(const std::string& activity, const std::string& amount, v1::Cost* cost) {
    v1::ActivityShare* share = cost->mutable_particulars()->add_activities();
    share->set_activity(activity);
    SetMoney(share->mutable_amount(), amount);
  }
  absl::StatusOr<v1::CostSums> Sums() {
    v1::GetCostSumsRequest request;
    request.set_parent(world_.contract());
    grpc::ClientContext context;
    world_.budgets().SignIn(&context, testing::TestActor(kOrganisation));
    v1::CostSums response;
    const absl::Status status = rpc::FromGrpcStatus(sums_->GetCostSums(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }
  std::vector<std::string> Listed(const v1::ListCostsRequest& asked) {
    v1::ListCostsRequest request = asked;
    request.set_parent(kContract);
    const auto listed = world_.Call(&Budgets::ListCosts, request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    std::vector<std::string> numbers;
    for (const v1::Cost& cost : listed->costs()) {
      numbers.push_back(cost.document().number());
    }
    return numbers;
  }

  // 300.00 dollars, 100.00 of them for activity 1.
  static v1::ForeignCostRow ForeignRow(const std::string& number) {
    v1::ForeignCostRow row;
    row.set_line("1");
    v1::ForeignDocument* document = row.mutable_document();
    document->set_type(v1::INVOICE);
    document->set_number(number);
    document->set_issued_on("2018-02-01");
    document->set_paid_on("2018-02-05");
    document->set_issuer("Supplies Ltd");
    row.mutable_original()->set_currency("USD");
    row.mutable_original()->set_total("300.00");
    row.mutable_original()->set_claimed("300.00");
    v1::ForeignParticulars* told = row.mutable_particulars();
    told->set_issuer_kind(v1::ISSUED_BY_PARTNER);
    told->add_flags(v1::OUTSIDE_UNION);
    for (const auto& [activity, amount] : {std::pair("1", "100"), std::pair("2", "200")}) {
      v1::ForeignShare* share = told->add_activities();
      share->set_activity(activity);
      share->set_amount(amount);
    }
    return row;
  }
  static v1::RecordForeignCostRequest ForeignRequest(const v1::ForeignCostRow& row) {
    v1::RecordForeignCostRequest request;
    request.set_parent(kContract);
    request.set_request_id("record-" + row.document().number());
    request.set_line(row.line());
    *request.mutable_document() = row.document();
    *request.mutable_original() = row.original();
    *request.mutable_particulars() = row.particulars();
    return request;
  }
  void RecordDollars() {
    v1::RecordExchangeRateRequest request;
    request.set_parent(absl::StrCat("organisations/", kOrganisation));
    request.set_request_id("rate");
    request.mutable_exchange_rate()->set_currency("USD");
    request.mutable_exchange_rate()->set_month("2018-02");
    request.mutable_exchange_rate()->set_rate("1.0835");
    request.mutable_exchange_rate()->set_source("InforEuro");
    ASSERT_TRUE(world_.Call(&LedgerWorld::Currencies::RecordExchangeRate, request).ok());
  }

  LedgerWorld world_;
  std::unique_ptr<v1::CostParticularsService::Stub> sums_;
};

TEST_F(ParticularsTest, WhatADocumentSays_IsShownWithTheCostAndSoToARepeat) {
  v1::RecordCostRequest request = RequestOf("1", "100.00", "1");
  v1::CostParticulars* told = request.mutable_cost()->mutable_particulars();
  told->set_issuer_kind(v1::ISSUED_BY_CONTRACTOR);
  told->add_flags(v1::CROSS_FINANCING);
  AddShare("1.2", "33.33", request.mutable_cost());
  AddShare("3", "66.67", request.mutable_cost());

  const auto recorded = world_.Call(&Budgets::RecordCost, request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->particulars().SerializeAsString(), told->SerializeAsString());
  EXPECT_EQ(world_.GetCost(recorded->name())->particulars().SerializeAsString(),
            told->SerializeAsString());
  const auto again = world_.Call(&Budgets::RecordCost, request);
  EXPECT_EQ(again->name(), recorded->name());
  EXPECT_THAT(world_.Check()->findings(), IsEmpty());
}

TEST_F(ParticularsTest, CostThatTellsNothing_HasNoParticulars) {
  v1::RecordCostRequest request = RequestOf("1", "100.00", "1");
  request.mutable_cost()->mutable_particulars();  // Present, and says nothing.
  const auto recorded = world_.Call(&Budgets::RecordCost, request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_FALSE(recorded->has_particulars());
  EXPECT_FALSE(world_.GetCost(recorded->name())->has_particulars());
}

TEST_F(ParticularsTest, SeveralFaults_AreToldAtOnceAndNothingIsKept) {
  v1::RecordCostRequest request = RequestOf("1", "100.00", "1");
  v1::CostParticulars* told = request.mutable_cost()->mutable_particulars();
  told->add_flags(v1::OUTSIDE_UNION);
  told->add_flags(v1::OUTSIDE_AREA);
  AddShare("1", "10.00", request.mutable_cost());
  AddShare("1", "10.00", request.mutable_cost());
  const auto refused = world_.Call(&Budgets::RecordCost, request);
  EXPECT_EQ(ReasonOf(refused.status()), "COST_FLAGS_CONTRADICT");
  std::vector<std::string> fields;
  for (const Violation& violation : ViolationsOf(refused.status())) fields.push_back(violation.field);
  EXPECT_THAT(fields, ElementsAre("cost.particulars.flags", "cost.particulars.activities[1].activity",
                                  "cost.particulars.activities"));
  EXPECT_THAT(Listed({}), IsEmpty());
}

TEST_F(ParticularsTest, DryRun_AnswersAndKeepsNothing) {
  v1::RecordCostRequest request = RequestOf("1", "100.00", "1");
  AddShare("1", "100.00", request.mutable_cost());
  request.set_validate_only(true);
  const auto tried = world_.Call(&Budgets::RecordCost, request);
  ASSERT_TRUE(tried.ok()) << tried.status();
  EXPECT_THAT(tried->particulars().activities(), SizeIs(1));
  EXPECT_THAT(Sums()->activities(), IsEmpty());
}

TEST_F(ParticularsTest, Batch_KeepsWhatEachRowTells) {
  v1::RecordCostsRequest request;
  request.set_parent(kContract);
  request.set_request_id("batch-1");
  *request.add_rows()->mutable_cost() = RequestOf("1", "10.00", "1").cost();
  *request.add_rows()->mutable_cost() = RequestOf("2", "20.00", "2").cost();
  request.mutable_rows(1)->mutable_cost()->mutable_particulars()->add_flags(v1::IN_KIND);
  const auto recorded = world_.Call(&LedgerWorld::Documents::RecordCosts, request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  ASSERT_EQ(recorded->recorded(), 2);
  v1::ListCostsRequest in_kind;
  in_kind.set_flag(v1::IN_KIND);
  EXPECT_THAT(Listed(in_kind), ElementsAre("F-2"));
}

TEST_F(ParticularsTest, List_HasOnlyWhatIsAskedFor) {
  const auto record = [&](const std::string& key, const std::string& activity, v1::IssuerKind kind,
                          v1::CostFlag flag) {
    v1::RecordCostRequest request = RequestOf("1", "10.00", key);
    v1::CostParticulars* told = request.mutable_cost()->mutable_particulars();
    told->set_issuer_kind(kind);
    if (flag != v1::COST_FLAG_UNSPECIFIED) told->add_flags(flag);
    AddShare(activity, "10.00", request.mutable_cost());
    EXPECT_TRUE(world_.Call(&Budgets::RecordCost, request).ok());
  };
  record("1", "1", v1::ISSUED_BY_PARTNER, v1::CROSS_FINANCING);
  record("2", "2", v1::ISSUED_BY_PARTNER, v1::COST_FLAG_UNSPECIFIED);
  record("3", "1", v1::ISSUED_BY_CONTRACTOR, v1::CROSS_FINANCING);
  EXPECT_TRUE(world_.RecordCost("1", "10.00", "4").ok());

  EXPECT_THAT(Listed({}), SizeIs(4));
  v1::ListCostsRequest by_activity;
  by_activity.set_activity("1");
  EXPECT_THAT(Listed(by_activity), ElementsAre("F-1", "F-3"));
  v1::ListCostsRequest by_issuer;
  by_issuer.set_issuer_kind(v1::ISSUED_BY_PARTNER);
  EXPECT_THAT(Listed(by_issuer), ElementsAre("F-1", "F-2"));
  by_issuer.set_flag(v1::CROSS_FINANCING);
  by_issuer.set_activity("1");
  EXPECT_THAT(Listed(by_issuer), ElementsAre("F-1"));
}

TEST_F(ParticularsTest, PageOfOneList_IsNoPageOfAnother) {
  for (const char* key : {"1", "2"}) {
    v1::RecordCostRequest request = RequestOf("1", "10.00", key);
    request.mutable_cost()->mutable_particulars()->add_flags(v1::IN_KIND);
    EXPECT_TRUE(world_.Call(&Budgets::RecordCost, request).ok());
  }
  v1::ListCostsRequest list;
  list.set_parent(kContract);
  list.set_page_size(1);
  list.set_flag(v1::IN_KIND);
  const auto first = world_.Call(&Budgets::ListCosts, list);
  ASSERT_TRUE(first.ok()) << first.status();
  list.set_page_token(first->next_page_token());
  EXPECT_EQ(world_.Call(&Budgets::ListCosts, list)->costs(0).document().number(), "F-2");
  list.set_flag(v1::CROSS_FINANCING);
  EXPECT_EQ(ReasonOf(world_.Call(&Budgets::ListCosts, list).status()), "PAGE_TOKEN_INVALID");
}

TEST_F(ParticularsTest, Sums_AddUpToTheCostsAlsoAfterAPartIsRefused) {
  v1::RecordCostRequest split = RequestOf("1", "100.00", "1");
  AddShare("2", "33.33", split.mutable_cost());
  AddShare("1", "66.67", split.mutable_cost());
  split.mutable_cost()->mutable_particulars()->set_issuer_kind(v1::ISSUED_BY_CONTRACTOR);
  split.mutable_cost()->mutable_particulars()->add_flags(v1::ADVANCE_TO_CONTRACTOR);
  const auto cost = world_.Call(&Budgets::RecordCost, split);
  ASSERT_TRUE(cost.ok()) << cost.status();
  ASSERT_TRUE(world_.RecordCost("2", "40.00", "2").ok());

  v1::DecideCostsRequest decide;
  decide.set_parent(kContract);
  decide.set_request_id("decide-1");
  decide.set_decided_on("2018-06-01");
  decide.set_decided_by("approver@mineralni-bani");
  v1::CostDecision* decision = decide.add_decisions();
  decision->set_cost(cost->name());
  decision->set_approved(true);
  decision->set_reason("извън допустимите разходи");
  SetParts(decision->mutable_unapproved(), "42.50", "7.50", "0.00");
  ASSERT_TRUE(world_.DecideAs(decide).ok());

  const auto sums = Sums();
  ASSERT_TRUE(sums.ok()) << sums.status();
  ASSERT_THAT(sums->activities(), SizeIs(3));
  EXPECT_EQ(sums->activities(0).activity(), "1");
  EXPECT_EQ(sums->activities(0).sum().approved().amount(), "33.33");
  EXPECT_EQ(sums->activities(1).activity(), "2");
  EXPECT_EQ(sums->activities(1).sum().approved().amount(), "16.67");
  EXPECT_EQ(sums->activities(1).sum().reserved().amount(), "0.00");
  EXPECT_EQ(sums->activities(2).activity(), "");
  EXPECT_EQ(sums->activities(2).sum().reserved().amount(), "40.00");
  ASSERT_THAT(sums->issuers(), SizeIs(2));
  EXPECT_EQ(sums->issuers(0).issuer_kind(), v1::ISSUED_BY_CONTRACTOR);
  EXPECT_EQ(sums->issuers(0).sum().approved().amount(), "50.00");
  EXPECT_EQ(sums->issuers(1).issuer_kind(), v1::ISSUER_KIND_UNSPECIFIED);
  ASSERT_THAT(sums->flags(), SizeIs(1));
  EXPECT_EQ(sums->flags(0).flag(), v1::ADVANCE_TO_CONTRACTOR);
  EXPECT_EQ(sums->flags(0).sum().costs(), 1);
  EXPECT_FALSE(sums->flags(0).has_ceiling());
}

TEST_F(ParticularsTest, FlagWithACeiling_ShowsItAndWhatIsAbove) {
  world_.sandbox().Inspect(
      "insert into reference.rule (code, value, unit, valid_from, known_from, legal_source, verified, "
      "text_bg, text_en) "
      "values ('in_kind_ceiling_percent', '10', 'percent', '2014-01-01', '2014-01-01', 'Насоки, т. 9', "
      "false, "
      "'Най-много', 'At most')");
  v1::RecordCostRequest request = RequestOf("1", "120.00", "1");
  request.mutable_cost()->mutable_particulars()->add_flags(v1::IN_KIND);
  ASSERT_TRUE(world_.Call(&Budgets::RecordCost, request).ok());
  const auto sums = Sums();
  ASSERT_TRUE(sums.ok()) << sums.status();
  const v1::FlagSum& flag = sums->flags(0);
  EXPECT_EQ(flag.ceiling_percent(), "10");
  EXPECT_EQ(flag.ceiling().amount(), "100.00");
  EXPECT_EQ(flag.above().amount(), "20.00");
  EXPECT_EQ(flag.ceiling_source(), "Насоки, т. 9");
  EXPECT_FALSE(flag.ceiling_verified());
}

TEST_F(ParticularsTest, DocumentInAnotherCurrency_ItsSharesAreOfWhatItComesTo) {
  RecordDollars();
  const auto cost =
      world_.Call(&LedgerWorld::Currencies::RecordForeignCost, ForeignRequest(ForeignRow("W-1")));
  ASSERT_TRUE(cost.ok()) << cost.status();
  EXPECT_EQ(cost->claimed().amount(), "541.53");
  for (const v1::CostParticulars& told :
       {cost->particulars(), world_.GetCost(cost->name())->particulars()}) {
    EXPECT_EQ(told.issuer_kind(), v1::ISSUED_BY_PARTNER);
    EXPECT_THAT(told.flags(), ElementsAre(v1::OUTSIDE_UNION));
    ASSERT_THAT(told.activities(), SizeIs(2));
    EXPECT_EQ(told.activities(0).amount().amount(), "180.51");
    EXPECT_EQ(told.activities(1).amount().amount(), "361.02");
    EXPECT_EQ(told.activities(1).amount().currency(), "BGN");
  }
  EXPECT_EQ(Sums()->activities(1).sum().reserved().amount(), "361.02");
}

TEST_F(ParticularsTest, RowsInAnotherCurrency_AreToldOfLikeSingleOnes) {
  RecordDollars();
  v1::RecordCostsRequest request;
  request.set_parent(kContract);
  request.set_request_id("batch-1");
  *request.add_rows()->mutable_foreign_cost() = ForeignRow("W-1");
  *request.add_rows()->mutable_foreign_cost() = ForeignRow("W-2");
  request.mutable_rows(1)
      ->mutable_foreign_cost()
      ->mutable_particulars()
      ->mutable_activities(1)
      ->set_amount("199.99");

  const auto recorded = world_.Call(&LedgerWorld::Documents::RecordCosts, request);

  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->recorded(), 1);
  EXPECT_EQ(world_.GetCost(recorded->outcomes(0).cost())->particulars().activities(0).amount().amount(),
            "180.51");
  ASSERT_THAT(recorded->outcomes(1).faults(), SizeIs(1));
  EXPECT_EQ(recorded->outcomes(1).faults(0).field(), "foreignCost.particulars.activities");
  EXPECT_EQ(recorded->outcomes(1).faults(0).reason(), "ACTIVITY_SHARES_DIFFER");
}

TEST_F(ParticularsTest, FaultsInAnotherCurrency_NameTheDocumentsCurrency) {
  v1::RecordForeignCostRequest request = ForeignRequest(ForeignRow("W-1"));
  request.mutable_particulars()->add_flags(v1::OUTSIDE_AREA);
  request.mutable_particulars()->mutable_activities(0)->set_amount("100.01");
  const auto refused = world_.Call(&LedgerWorld::Currencies::RecordForeignCost, request);
  std::vector<std::string> fields;
  for (const Violation& violation : ViolationsOf(refused.status())) fields.push_back(violation.field);
  EXPECT_THAT(fields, ElementsAre("particulars.flags", "particulars.activities"));
  EXPECT_THAT(ViolationsOf(refused.status()).at(1).values,
              ::testing::Contains(::testing::Pair("currency", "USD")));
}

TEST_F(ParticularsTest, AfterTheConversion_SharesAreOfWhatTheCostCountsFor) {
  v1::RecordCostRequest request = RequestOf("1", "100.00", "1");
  AddShare("1", "50.00", request.mutable_cost());
  AddShare("2", "50.00", request.mutable_cost());
  const auto cost = world_.Call(&Budgets::RecordCost, request);
  ASSERT_TRUE(cost.ok()) << cost.status();
  absl::Time now;
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-02-02T09:00:00Z", &now, nullptr));
  world_.budgets().world().SetNow(now);
  proposals::v1::RedenominateContractRequest convert;
  convert.set_name(kContract);
  convert.set_still_to_settle(true);
  convert.set_request_id("convert");
  const auto converted = world_.Call(&LedgerWorld::Redenominations::RedenominateContract, convert);
  ASSERT_TRUE(converted.ok()) << converted.status();
  // Waits until budgets has followed.
  v1::GetRedenominatedBudgetRequest follow;
  follow.set_name(absl::StrCat(kContract, "/budget"));
  ASSERT_TRUE(world_.Call(&LedgerWorld::Currencies::GetRedenominatedBudget, follow).ok());
  const auto shown = world_.GetCost(cost->name());
  EXPECT_EQ(shown->claimed().amount(), "51.13");
  EXPECT_EQ(shown->particulars().activities(0).amount().amount(), "25.57");
  EXPECT_EQ(shown->particulars().activities(1).amount().amount(), "25.56");
  EXPECT_EQ(Sums()->activities(0).sum().reserved().amount(), "25.57");
  EXPECT_EQ(Sums()->activities(1).sum().reserved().amount(), "25.56");
}

}  // namespace
}  // namespace tranche::budgets

// SPDX-License-Identifier: EUPL-1.2
// Terms of lines with simplified costs, and units, lump sums and hours by them.
#include "budgets/simplified/simplified_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "absl/strings/str_cat.h"
#include "budgets/testing/simplified_fixture.h"
#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> WrongOf(const absl::Status& status) {
  std::vector<std::string> wrong;
  for (const Violation& violation : ViolationsOf(status)) {
    wrong.push_back(absl::StrCat(violation.field, " ", violation.reason));
  }
  return wrong;
}

TEST_F(SimplifiedTest, UnitCost_IsThePriceTimesTheUnits) {
  SetVisits();

  const auto cost = RecordSimplified(CostOf("6", "visit", "15"), "a");

  ASSERT_TRUE(cost.ok()) << cost.status();
  EXPECT_EQ(cost->claimed().amount(), "185.10");
  EXPECT_EQ(cost->state(), v1::RESERVED);
  EXPECT_EQ(Show(cost->parts()), "157.34 27.76 0.00");
  EXPECT_EQ(cost->document().type(), v1::SIMPLIFIED_REPORT);
  EXPECT_EQ(cost->simplified().form(), v1::UNIT_COSTS);
  EXPECT_EQ(cost->simplified().quantity(), "15");
  EXPECT_EQ(cost->simplified().price().amount(), "12.34");
  EXPECT_EQ(cost->simplified().evidence(), "Отчет № 3, март 2018");
  EXPECT_TRUE(BooksAgree());
}

TEST_F(SimplifiedTest, Report_IsClaimedOnceByEachItem) {
  SetVisits();
  ASSERT_EQ(Record(CostOf("6", "visit", "15")), "185.10");
  EXPECT_EQ(Record(CostOf("6", "visit", "15")), "COST_DUPLICATE");
  EXPECT_EQ(Record(CostOf("6", "visit", "1", "Отчет № 4")), "12.34");
  ASSERT_TRUE(DecideAll({{contract() + "/costs/1", false}}, "refuse").ok());
  EXPECT_EQ(Record(CostOf("6", "visit", "15")), "185.10");
}

// One report pays for its visits in one contract alone (double funding).
TEST_F(SimplifiedTest, ReportOfAnotherContract_IsNotClaimedAgain) {
  SetVisits();
  ASSERT_EQ(Record(CostOf("6", "visit", "15")), "185.10");
  GoOnWith("BG05M9OP001-2.005-0099");
  SetUp();
  SetVisits();

  EXPECT_EQ(Record(CostOf("6", "visit", "15")), "COST_DOCUMENT_EXHAUSTED");
  v1::SimplifiedCost another_day = CostOf("6", "visit", "15");
  another_day.set_day("2018-04-01");
  EXPECT_EQ(Record(another_day), "COST_DUPLICATE");
}

TEST_F(SimplifiedTest, LineAboveItsCap_TakesNoMore) {
  SetVisits();
  EXPECT_EQ(Record(CostOf("6", "visit", "82")), "LINE_EXHAUSTED");
  EXPECT_EQ(Record(CostOf("6", "visit", "81")), "999.54");
}

TEST_F(SimplifiedTest, LimitOverItsLine_HoldsItToo) {
  SetVisits();
  ASSERT_TRUE(SetLimits({LimitOf("services", {"2", "6"}, "100.00")}, "limit").ok());
  EXPECT_EQ(Record(CostOf("6", "visit", "9")), "LIMIT_EXHAUSTED");
  EXPECT_EQ(Record(CostOf("6", "visit", "8")), "98.72");
}

TEST_F(SimplifiedTest, LumpSum_IsClaimedOnceUntilItIsRefused) {
  SetEvents();
  ASSERT_EQ(Record(CostOf("5", "opening", "")), "400.00");
  const std::string opening = last_;
  EXPECT_EQ(Record(CostOf("5", "opening", "", "Друг списък")), "LUMP_SUM_CLAIMED");
  EXPECT_EQ(Record(CostOf("5", "closing", "")), "600.00");

  ASSERT_TRUE(DecideAll({{opening, false}}, "refuse").ok());
  EXPECT_EQ(Record(CostOf("5", "opening", "", "Друг списък")), "400.00");
  EXPECT_EQ(Record(CostOf("5", "opening", "", "Трети списък")), "LUMP_SUM_CLAIMED");
}

TEST_F(SimplifiedTest, LumpSum_IsApprovedWholeOrNotAtAll) {
  SetEvents();
  ASSERT_EQ(Record(CostOf("5", "opening", "")), "400.00");
  v1::DecideCostsRequest request;
  request.set_parent(contract());
  request.set_request_id("part");
  request.set_decided_on("2018-06-01");
  request.set_decided_by("approver@mineralni-bani");
  v1::CostDecision* decision = request.add_decisions();
  decision->set_cost(last_);
  decision->set_approved(true);
  decision->set_reason("едно лице е отсъствало");
  SetParts(decision->mutable_unapproved(), "1.00", "0.00", "0.00");

  EXPECT_EQ(ReasonOf(DecideAs(request).status()), "LUMP_SUM_IS_WHOLE");
}

TEST_F(SimplifiedTest, Hours_AreAtMostAYearsOfAPersonOverAllLines) {
  SetHours();
  EXPECT_EQ(Record(HoursOf("A-17", "1000.25", "Отчет 1")), "500.13");           // 500.125
  EXPECT_EQ(Record(HoursOf("а-17", "719.76", "Отчет 2")), "HOURS_ABOVE_YEAR");  // A Cyrillic а.
  EXPECT_EQ(Record(HoursOf("A-17", "719.75", "Отчет 2")), "359.88");
  EXPECT_EQ(Record(HoursOf("B-2", "10", "Отчет 2")), "5.00");

  ASSERT_TRUE(DecideAll({{contract() + "/costs/2", false}}, "refuse").ok());
  EXPECT_EQ(Record(HoursOf("A-17", "719.75", "Отчет 2")), "359.88");
  EXPECT_TRUE(BooksAgree());
}

// What a correction takes is not claimed again, and neither are its hours.
TEST_F(SimplifiedTest, HoursThatACorrectionTook_AreNotGivenBack) {
  SetHours();
  ASSERT_EQ(Record(HoursOf("A-17", "1720", "Отчет 1")), "860.00");
  v1::DecideCostsRequest request;
  request.set_parent(contract());
  request.set_request_id("corrected");
  request.set_decided_on("2018-06-01");
  request.set_decided_by("approver@mineralni-bani");
  v1::CostDecision* decision = request.add_decisions();
  decision->set_cost(last_);
  decision->set_approved(true);
  decision->set_correction_reason("двойно финансиране");
  *decision->mutable_unapproved_by_correction() = GetCost(last_)->parts();

  ASSERT_TRUE(DecideAs(request).ok());

  EXPECT_EQ(GetCost(last_)->state(), v1::REFUSED);
  EXPECT_EQ(Record(HoursOf("A-17", "1", "Отчет 2")), "HOURS_ABOVE_YEAR");
}

// Else the hours of one year would be paid again as those of another.
TEST_F(SimplifiedTest, YearOfHours_IsOneOfTheContractUntilTheirDay) {
  SetHours();
  for (const int year : {2016, 2019, 2099}) {
    v1::SimplifiedCost cost = HoursOf("A-17", "1", "Отчет 1");
    cost.set_year(year);
    const auto refused = RecordSimplified(cost, absl::StrCat("year-", year));
    EXPECT_THAT(WrongOf(refused.status()), ElementsAre("cost.year FIELD_OUT_OF_RANGE")) << year;
  }
  v1::SimplifiedCost first_year = HoursOf("A-17", "1", "Отчет 1");
  first_year.set_year(2017);
  EXPECT_EQ(Record(first_year), "0.50");
  EXPECT_THAT(WrongOf(RecordSimplified(HoursOf(" ", "1", "Отчет 2"), "blank").status()),
              ElementsAre("cost.person FIELD_REQUIRED"));
}

TEST_F(SimplifiedTest, PersonalNumber_IsNoSignOfAPerson) {
  SetHours();
  const auto refused = RecordSimplified(HoursOf("ЕГН 8001010000", "1", "Отчет 1"), "a");
  EXPECT_THAT(WrongOf(refused.status()), ElementsAre("cost.person PERSONAL_NUMBER_IN_NAME"));
}

TEST_F(SimplifiedTest, DocumentOnASimplifiedLine_IsDeclaredTwice) {
  ASSERT_TRUE(SetFlatRate("3", v1::INDIRECT_OF_STAFF, {"1"}, "terms").ok());

  const auto single = RecordCost("3", "10.00", "a");
  EXPECT_EQ(ReasonOf(single.status()), "COST_ON_SIMPLIFIED_LINE");
  EXPECT_THAT(Explain("COST_ON_SIMPLIFIED_LINE", ValuesOf(single.status()), Language::kBulgarian),
              HasSubstr("единна ставка"));
  EXPECT_EQ(Record(CostOf("2", "visit", "1")), "LINE_HAS_REAL_COSTS");
  EXPECT_EQ(Record(CostOf("9", "visit", "1")), "LINE_NOT_FOUND");
}

TEST_F(SimplifiedTest, SimplifiedReport_IsNoDocumentOfACost) {
  v1::RecordCostRequest request;
  request.set_parent(contract());
  request.set_request_id("typed");
  v1::Cost* cost = request.mutable_cost();
  cost->set_line("1");
  SetMoney(cost->mutable_claimed(), "1.00");
  v1::CostDocument* document = cost->mutable_document();
  document->set_type(v1::SIMPLIFIED_REPORT);
  document->set_number("1");
  document->set_issued_on("2018-02-01");
  document->set_paid_on("2018-02-05");
  document->set_issuer("Доставки ЕООД");
  SetMoney(document->mutable_total(), "1.00");

  EXPECT_EQ(ReasonOf(Call(&Budgets::RecordCost, request).status()), "COST_TYPE_IS_SIMPLIFIED");
}

TEST_F(SimplifiedTest, DecisionSentAgain_IsAnsweredAsAtFirst) {
  ASSERT_TRUE(SetFlatRate("3", v1::INDIRECT_OF_STAFF, {"1"}, "terms").ok());
  const auto refused = RecordCost("1", "400.00", "b");
  const auto flat = RecordFlatRate("3", "f");
  ASSERT_TRUE(refused.ok() && flat.ok());

  const auto first = DecideAll({{flat->name(), true}, {refused->name(), false}}, "decide");
  const auto again = DecideAll({{flat->name(), true}, {refused->name(), false}}, "decide");

  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(first->lowered_size(), 1);
}

TEST_F(SimplifiedTest, TermsOfALineWithCosts_StayAsTheyAre) {
  ASSERT_TRUE(RecordCost("3", "1.00", "a").ok());
  const auto set = SetFlatRate("3", v1::INDIRECT_OF_STAFF, {"1"}, "terms");
  EXPECT_EQ(ReasonOf(set.status()), "TERMS_LINE_IN_USE");
}

TEST_F(SimplifiedTest, TermsTakenBack_LeaveALineWithRealCosts) {
  SetVisits();
  EXPECT_EQ(Budget()->lines(5).form(), v1::UNIT_COSTS);
  v1::SimplifiedTerms real = TermsOf("6", v1::REAL_COSTS);
  const auto set = Set(real);
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_EQ(Budget()->lines(5).form(), v1::REAL_COSTS);
  EXPECT_TRUE(RecordCost("6", "1.00", "a").ok());
}

TEST_F(SimplifiedTest, WrongTerms_AreAllSaidAtOnce) {
  v1::SimplifiedTerms terms = TermsOf("6", v1::UNIT_COSTS);
  terms.clear_source();
  SetMoney(AddItem("visit", &terms)->mutable_price(), "0.00");
  v1::SimplifiedItem* again = AddItem("visit", &terms);
  again->set_condition("няма такова");
  again->set_unit("посещение");
  SetMoney(again->mutable_annual_gross_cost(), "1.00");

  EXPECT_THAT(WrongOf(Set(terms).status()),
              ElementsAre("terms.source FIELD_REQUIRED", "terms.items[0].price COST_NOT_POSITIVE",
                          "terms.items[0].unit FIELD_REQUIRED", "terms.items[1].code ITEM_CODE_TWICE",
                          "terms.items[1].price FIELD_REQUIRED",
                          "terms.items[1].annual_gross_cost TERMS_FIELD_FOREIGN",
                          "terms.items[1].condition TERMS_FIELD_FOREIGN"));
}

TEST_F(SimplifiedTest, WrongCost_IsToldByAllItsFields) {
  SetHours();
  v1::SimplifiedCost cost = CostOf("4", "", "7.125");
  cost.set_evidence("");
  cost.set_day("2999-01-01");

  const auto refused = RecordSimplified(cost, "a");

  EXPECT_THAT(WrongOf(refused.status()), ::testing::Contains("cost.day DATE_OUT_OF_RANGE"));
  cost.set_day("2099-01-01");
  cost.set_quantity("0");
  EXPECT_THAT(WrongOf(RecordSimplified(cost, "b").status()),
              ElementsAre("cost.day DAY_IN_FUTURE", "cost.item FIELD_REQUIRED",
                          "cost.evidence FIELD_REQUIRED", "cost.quantity QUANTITY_INVALID",
                          "cost.person FIELD_REQUIRED", "cost.year FIELD_REQUIRED"));
}

TEST_F(SimplifiedTest, Rehearsal_KeepsNothing) {
  SetVisits();
  v1::RecordSimplifiedCostRequest request;
  request.set_parent(contract());
  request.set_request_id("rehearsed");
  request.set_validate_only(true);
  *request.mutable_cost() = CostOf("6", "visit", "10");

  const auto rehearsed = Call(&Simplified::RecordSimplifiedCost, request);
  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(rehearsed->claimed().amount(), "123.40");
  EXPECT_EQ(Budget()->reserved().total().amount(), "0.00");
}

TEST_F(SimplifiedTest, CostSentAgain_IsRecordedOnce) {
  SetVisits();
  const auto first = RecordSimplified(CostOf("6", "visit", "10"), "same");
  const auto again = RecordSimplified(CostOf("6", "visit", "10"), "same");

  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(Budget()->reserved().total().amount(), "123.40");
  EXPECT_EQ(ReasonOf(RecordSimplified(CostOf("6", "visit", "11"), "same").status()),
            "REQUEST_ID_REUSED");
}

// Reports of equal amounts are no suspicion: equal prices make them.
TEST_F(SimplifiedTest, ReportsOfEqualAmounts_AreNotSuspected) {
  SetVisits();
  ASSERT_EQ(Record(CostOf("6", "visit", "15", "Отчет № 3")), "185.10");
  ASSERT_EQ(Record(CostOf("6", "visit", "15", "Отчет № 4")), "185.10");

  const auto stub = v1::CostDocumentsService::NewStub(budgets().channel());
  v1::ListSuspectedDuplicatesRequest request;
  request.set_parent(contract());
  grpc::ClientContext context;
  budgets().SignIn(&context, testing::TestActor(kOrganisation));
  v1::ListSuspectedDuplicatesResponse response;
  ASSERT_TRUE(stub->ListSuspectedDuplicates(&context, request, &response).ok());
  EXPECT_EQ(response.suspected_size(), 0);
}

// A real document and a report of units have different keys; two costs of one invoice the same.
TEST_F(SimplifiedTest, DocumentKey_IsThatOfTheDocument) {
  SetVisits();
  const auto one = RecordCost("1", "10.00", "k1");
  const auto other = RecordCost("2", "10.00", "k2");
  const auto units = RecordSimplified(CostOf("6", "visit", "1"), "k3");
  ASSERT_TRUE(one.ok() && other.ok() && units.ok());

  EXPECT_EQ(one->document_key(), GetCost(one->name())->document_key());
  EXPECT_NE(one->document_key(), other->document_key());
  EXPECT_NE(one->document_key(), units->document_key());
  v1::RecordCostRequest same;
  same.set_parent(contract());
  same.set_request_id("k4");
  *same.mutable_cost() = *one;
  same.mutable_cost()->set_line("2");
  SetMoney(same.mutable_cost()->mutable_claimed(), "10.00");
  ASSERT_TRUE(DecideAll({{one->name(), false}}, "refuse").ok());
  const auto on_other_line = Call(&Budgets::RecordCost, same);
  ASSERT_TRUE(on_other_line.ok()) << on_other_line.status();
  EXPECT_EQ(on_other_line->document_key(), one->document_key());
}

}  // namespace
}  // namespace tranche::budgets

// SPDX-License-Identifier: EUPL-1.2
// Revalidations through the service, as payments asks for them: what they take and give back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "budgets/testing/revalidations_fixture.h"
#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(RevalidationsTest, WhatWasUnapproved_IsCarriedByACostThatTakesItFromTheLine) {
  const std::string cost = Refused("1", "40.00");
  const auto before = GetCost(cost);

  const auto revalidated = Revalidate(cost, "25.00", "", "r-1");

  ASSERT_TRUE(revalidated.ok()) << revalidated.status();
  EXPECT_EQ(Show(revalidated->amount()), "25.00 0.00 0.00");  // As it was refused: of the EU alone.
  EXPECT_EQ(revalidated->amount().total().amount(), "25.00");
  EXPECT_FALSE(revalidated->has_of_correction());
  EXPECT_EQ(revalidated->state(), v1::RESERVED);
  EXPECT_EQ(revalidated->claim(), contract() + "/claims/1");
  EXPECT_EQ(revalidated->revalidated_by(), "second@mineralni-bani");
  EXPECT_EQ(ReservedOn("1"), "25.00 0.00 0.00");
  const auto carrier = GetCost(revalidated->carried_by());
  EXPECT_EQ(carrier->revalidates(), cost);
  EXPECT_EQ(carrier->resubmits(), cost);
  EXPECT_EQ(carrier->document().number(), "F-1");
  // What was decided on never changes.
  EXPECT_EQ(GetCost(cost)->SerializeAsString(), before->SerializeAsString());
  EXPECT_EQ(HeldOfDocument("1"), 85'00);
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(RevalidationsTest, Approved_IsSpentAndIsRefusedByNoDecision) {
  const std::string cost = Refused("1", "40.00");
  const auto revalidated = Revalidate(cost, "40.00", "", "r-1");
  ASSERT_TRUE(revalidated.ok()) << revalidated.status();

  EXPECT_EQ(ReasonOf(Decide(revalidated->carried_by(), false, "refuse")), "COST_REVALIDATED");
  ASSERT_TRUE(Decide(revalidated->carried_by(), true, "approve").ok());

  EXPECT_EQ(SpentOn("1"), "85.00 10.00 5.00");  // The whole 100.00.
  EXPECT_EQ(List().at(0).state(), v1::APPROVED);
  EXPECT_EQ(ReasonOf(Annul(revalidated->name(), "a-1").status()), "COST_ALREADY_DECIDED");
  EXPECT_EQ(ReasonOf(Revalidate(cost, "0.01", "", "r-2").status()), "REVALIDATION_ABOVE_REFUSED");
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(RevalidationsTest, SentTwice_IsDoneOnce) {
  const std::string cost = Refused("1", "40.00");
  const auto first = Revalidate(cost, "25.00", "", "r-1");
  const auto again = Revalidate(cost, "25.00", "", "r-1");
  ASSERT_TRUE(first.ok() && again.ok()) << first.status() << again.status();
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_THAT(List(), SizeIs(1));
}

// What followed from the other fields at first need not follow from them today.
TEST_F(RevalidationsTest, SentTwiceWithAnotherRoom_IsDoneOnce) {
  const std::string cost = Refused("1", "", "30.00");
  v1::RecordCostRevalidationRequest request = Request(cost, "", "20.00", "r-1");
  SetMoney(request.mutable_correction_room(), "25.00");
  const auto first = Revalidate(request);
  request.clear_correction_room();
  request.set_claim(contract() + "/claims/2");
  const auto again = Revalidate(request);
  ASSERT_TRUE(first.ok() && again.ok()) << first.status() << again.status();
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  SetMoney(request.mutable_amounts()->mutable_unapproved_by_correction(), "20.01", currency_);
  EXPECT_EQ(ReasonOf(Revalidate(request).status()), "REQUEST_ID_REUSED");
}

TEST_F(RevalidationsTest, AskedForTheAnswerOnly_RecordsNothing) {
  const std::string cost = Refused("1", "40.00");
  v1::RecordCostRevalidationRequest only = Request(cost, "25.00", "", "r-1");
  only.set_answered_only(true);
  EXPECT_EQ(ReasonOf(Revalidate(only).status()), "NOT_FOUND");
  EXPECT_THAT(List(), IsEmpty());
  const auto first = Revalidate(cost, "25.00", "", "r-1");
  const auto answered = Revalidate(only);
  ASSERT_TRUE(first.ok() && answered.ok()) << first.status() << answered.status();
  EXPECT_EQ(first->SerializeAsString(), answered->SerializeAsString());
  const auto annul_only = [&] { return Annul(first->name(), "a-1", "third@mineralni-bani", true); };
  EXPECT_EQ(ReasonOf(annul_only().status()), "NOT_FOUND");
  EXPECT_EQ(List().at(0).state(), v1::RESERVED);
  ASSERT_TRUE(Annul(first->name(), "a-1").ok());
  const auto annulled = annul_only();
  ASSERT_TRUE(annulled.ok()) << annulled.status();
  EXPECT_EQ(annulled->state(), v1::REFUSED);
}

TEST_F(RevalidationsTest, Rehearsed_KeepsNothing) {
  const std::string cost = Refused("1", "40.00");
  v1::RecordCostRevalidationRequest request = Request(cost, "25.00", "", "r-1");
  request.set_validate_only(true);
  ASSERT_TRUE(Revalidate(request).ok());
  EXPECT_THAT(List(), IsEmpty());
  EXPECT_EQ(ReservedOn("1"), "0.00 0.00 0.00");
}

TEST_F(RevalidationsTest, InPieces_NeverMoreThanWasRefused) {
  const std::string cost = Refused("1", "40.00");
  ASSERT_TRUE(Revalidate(cost, "25.00", "", "r-1").ok());
  EXPECT_EQ(ReasonOf(Revalidate(cost, "15.01", "", "r-2").status()), "REVALIDATION_ABOVE_REFUSED");
  const auto rest = Revalidate(cost, "15.00", "", "r-3");
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(List().size(), 2u);
  EXPECT_EQ(HeldOfDocument("1"), 100'00);
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(RevalidationsTest, ClaimedAnewSince_IsDecidedThere) {
  const std::string cost = Refused("1", "40.00");
  v1::RecordCostRequest again;
  again.set_parent(contract());
  again.set_request_id("again");
  again.mutable_cost()->set_line("1");
  *again.mutable_cost()->mutable_document() = GetCost(cost)->document();
  SetMoney(again.mutable_cost()->mutable_claimed(), "10.00");
  const auto anew = Call(&Budgets::RecordCost, again);
  ASSERT_TRUE(anew.ok()) << anew.status();

  EXPECT_EQ(ReasonOf(Revalidate(cost, "25.00", "", "r-1").status()), "REVALIDATION_CLAIMED_ANEW");
  ASSERT_TRUE(Decide(anew->name(), false, "refuse").ok());
  EXPECT_EQ(ReasonOf(Revalidate(cost, "25.00", "", "r-2").status()), "REVALIDATION_CLAIMED_ANEW");
  EXPECT_TRUE(Revalidate(anew->name(), "10.00", "", "r-3").ok());
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(RevalidationsTest, NotDecidedOrApproved_HasNothingToRevalidate) {
  const auto open = RecordCost("1", "100.00", "1");
  EXPECT_EQ(ReasonOf(Revalidate(open->name(), "1.00", "", "r-1").status()), "REVALIDATION_NOT_REFUSED");
  ASSERT_TRUE(Decide(open->name(), true, "approve").ok());
  EXPECT_EQ(ReasonOf(Revalidate(open->name(), "1.00", "", "r-2").status()), "REVALIDATION_NOT_REFUSED");
  EXPECT_EQ(ReasonOf(Revalidate(contract() + "/costs/99", "1.00", "", "r-3").status()), "NOT_FOUND");
}

TEST_F(RevalidationsTest, TakenByACorrection_TheDocumentHoldsItOnce) {
  const std::string cost = Refused("1", "", "30.00");
  EXPECT_EQ(HeldOfDocument("1"), 100'00);

  const auto revalidated = Revalidate(cost, "", "30.00", "r-1");

  ASSERT_TRUE(revalidated.ok()) << revalidated.status();
  EXPECT_EQ(Show(revalidated->of_correction()), "30.00 0.00 0.00");
  EXPECT_EQ(revalidated->correction(), "3");
  EXPECT_EQ(HeldOfDocument("1"), 100'00);
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(RevalidationsTest, Annulled_LineHasItAgainAndTheCorrectionToo) {
  const std::string cost = Refused("1", "20.00", "30.00");
  const auto revalidated = Revalidate(cost, "20.00", "30.00", "r-1");
  ASSERT_TRUE(revalidated.ok()) << revalidated.status();
  EXPECT_EQ(HeldOfDocument("1"), 100'00);
  EXPECT_EQ(ReasonOf(Annul(revalidated->name(), "a-0", "second@mineralni-bani").status()),
            "ANNULMENT_BY_RECORDER");

  const auto annulled = Annul(revalidated->name(), "a-1");

  ASSERT_TRUE(annulled.ok()) << annulled.status();
  EXPECT_EQ(annulled->annulment().annulled_by(), "third@mineralni-bani");
  EXPECT_EQ(annulled->state(), v1::REFUSED);
  EXPECT_EQ(ReservedOn("1"), "0.00 0.00 0.00");
  EXPECT_EQ(HeldOfDocument("1"), 80'00);  // What the correction took stays claimed of the document.
  EXPECT_EQ(ReasonOf(Annul(revalidated->name(), "a-2").status()), "RECORD_ALREADY_ANNULLED");
  EXPECT_THAT(Broken(), IsEmpty());
  // It may be revalidated once more.
  EXPECT_TRUE(Revalidate(cost, "20.00", "30.00", "r-2").ok());
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(RevalidationsTest, CorrectionThatStands_GivesBackWhatItWasLoweredBy) {
  const std::string first = Refused("1", "", "30.00");
  const std::string second = Refused("2", "", "30.00");
  v1::RecordCostRevalidationRequest request = Request(first, "", "20.00", "r-1");
  SetMoney(request.mutable_correction_room(), "25.00");
  ASSERT_TRUE(Revalidate(request).ok());
  request = Request(second, "", "5.01", "r-2");
  SetMoney(request.mutable_correction_room(), "25.00");
  EXPECT_EQ(ReasonOf(Revalidate(request).status()), "REVALIDATION_CORRECTION_STANDS");
  request = Request(second, "", "5.00", "r-3");
  SetMoney(request.mutable_correction_room(), "25.00");
  EXPECT_TRUE(Revalidate(request).ok());
}

TEST_F(RevalidationsTest, NoRoomOnTheLineOrItsParts_IsRefusedWhole) {
  const std::string cost = Refused("1", "40.00");
  const auto rest = RecordCost("1", "5915.00", "2");
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(ReasonOf(Revalidate(cost, "25.00", "", "r-1").status()), "LINE_PART_EXHAUSTED");
  ASSERT_TRUE(RecordCost("1", "4.00", "3").ok());
  EXPECT_EQ(ReasonOf(Revalidate(cost, "25.00", "", "r-2").status()), "LINE_EXHAUSTED");
  EXPECT_THAT(List(), IsEmpty());
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(RevalidationsTest, NoRoomInALimit_IsRefusedWhole) {
  const std::string cost = Refused("1", "40.00");
  const auto limited = SetLimits({LimitOf("a", {"1"}, "70.00")}, "limits");
  ASSERT_TRUE(limited.ok()) << limited.status();
  EXPECT_EQ(ReasonOf(Revalidate(cost, "25.00", "", "r-1").status()), "LIMIT_EXHAUSTED");
  EXPECT_TRUE(Revalidate(cost, "10.00", "", "r-2").ok());
  EXPECT_EQ(ListLimits()->limits(0).used().amount(), "70.00");
}

TEST_F(RevalidationsTest, WhatTheDocumentSays_GoesWithTheAmount) {
  v1::RecordCostRequest request;
  request.set_parent(contract());
  request.set_request_id("told");
  v1::Cost* cost = request.mutable_cost();
  cost->set_line("1");
  SetMoney(cost->mutable_claimed(), "90.00");
  v1::CostDocument* document = cost->mutable_document();
  document->set_type(v1::INVOICE);
  document->set_number("F-9");
  document->set_issued_on("2018-02-01");
  document->set_paid_on("2018-02-05");
  document->set_issuer("Доставки ЕООД");
  SetMoney(document->mutable_total(), "90.00");
  cost->mutable_particulars()->add_flags(v1::ADVANCE_TO_CONTRACTOR);
  for (const auto& [activity, amount] : {std::pair("1", "30.00"), std::pair("2", "60.00")}) {
    v1::ActivityShare* share = cost->mutable_particulars()->add_activities();
    share->set_activity(activity);
    SetMoney(share->mutable_amount(), amount);
  }
  const auto recorded = Call(&Budgets::RecordCost, request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  ASSERT_TRUE(Decide(recorded->name(), false, "refuse").ok());

  const auto revalidated = Revalidate(recorded->name(), "10.00", "", "r-1");

  ASSERT_TRUE(revalidated.ok()) << revalidated.status();
  const auto carrier = GetCost(revalidated->carried_by());
  EXPECT_THAT(carrier->particulars().flags(), ElementsAre(v1::ADVANCE_TO_CONTRACTOR));
  ASSERT_EQ(carrier->particulars().activities_size(), 2);
  EXPECT_EQ(carrier->particulars().activities(0).amount().amount(), "3.33");
  EXPECT_EQ(carrier->particulars().activities(1).amount().amount(), "6.67");
}

TEST_F(RevalidationsTest, SimplifiedCost_IsReportedAgainInstead) {
  ASSERT_TRUE(SetFlatRate("2", v1::INDIRECT_OF_STAFF, {"1"}, "terms").ok());
  ASSERT_TRUE(RecordCost("1", "100.00", "1").ok());
  const auto flat = RecordFlatRate("2", "flat");
  ASSERT_TRUE(flat.ok()) << flat.status();
  ASSERT_TRUE(Decide(flat->name(), false, "refuse").ok());
  EXPECT_EQ(ReasonOf(Revalidate(flat->name(), "1.00", "", "r-1").status()),
            "REVALIDATION_OF_SIMPLIFIED");
}

TEST_F(RevalidationsTest, BaseOfAFlatRate_GrowsWithWhatIsRevalidated) {
  ASSERT_TRUE(SetFlatRate("2", v1::INDIRECT_OF_STAFF, {"1"}, "terms").ok());
  const std::string cost = Refused("1", "40.00");
  const auto held = RecordFlatRate("2", "flat-1");
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->claimed().amount(), "9.00");  // 15 % of what was approved, 60.00.

  const auto revalidated = Revalidate(cost, "40.00", "", "r-1");
  ASSERT_TRUE(revalidated.ok()) << revalidated.status();
  const auto more = RecordFlatRate("2", "flat-2");
  ASSERT_TRUE(more.ok()) << more.status();
  EXPECT_EQ(more->claimed().amount(), "6.00");
  // Both are approved with the base.
  const auto decided = DecideAll(
      {{revalidated->carried_by(), true}, {held->name(), true}, {more->name(), true}}, "approve");
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_THAT(decided->lowered(), IsEmpty());
  EXPECT_THAT(Broken(), IsEmpty());
}

}  // namespace
}  // namespace tranche::budgets

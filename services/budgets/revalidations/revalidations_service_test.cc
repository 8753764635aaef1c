// SPDX-License-Identifier: EUPL-1.2
// Revalidations through the service, as payments asks for them: what they take and give back, alone, at
// once, in random histories and through the conversion to euro.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "budgets/testing/ledger_world.h"
#include "platform/base/error.h"
#include "tranche/budgets/v1/cost_revalidations_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Stub = v1::CostRevalidationsService::Stub;

// Every row is something that may not be: what a document holds is what its costs hold of it, and no
// more is revalidated than was not approved.
constexpr char kBrokenRules[] = R"sql(
  select 'document ' || d.document_number || ' holds ' || d.claimed_minor || ', its costs ' || h.held
    from budgets.document as d
   cross join lateral (
      select sum(case when v.cost_number is null
                      then coalesce(x.claimed_eu_minor + x.claimed_national_minor + x.claimed_own_minor,
                                    k.claimed_minor)
                      when x.decided
                      then x.claimed_eu_minor + x.claimed_national_minor + x.claimed_own_minor - x.unapproved_eu_minor
                           - x.unapproved_national_minor - x.unapproved_own_minor
                      else v.approved_eu_minor + v.approved_national_minor + v.approved_own_minor
                           + v.by_correction_eu_minor + v.by_correction_national_minor + v.by_correction_own_minor
                 end
                 - coalesce((select case when r.currency = d.currency
                                         then r.of_correction_eu_minor + r.of_correction_national_minor
                                              + r.of_correction_own_minor
                                         else budgets.to_euro(r.of_correction_eu_minor)
                                              + budgets.to_euro(r.of_correction_national_minor)
                                              + budgets.to_euro(r.of_correction_own_minor) end
                               from budgets.cost_revalidation as r
                              where (r.organisation_id, r.contract_id, r.cost_number)
                                    = (k.organisation_id, k.contract_id, k.cost_number)), 0)) as held
        from budgets.cost as k
        left join budgets.restated_cost as x using (organisation_id, contract_id, cost_number)
        left join budgets.cost_decision as v using (organisation_id, contract_id, cost_number)
       where k.organisation_id = d.organisation_id and k.document_number_folded = d.number_folded
             and k.issuer_folded = d.issuer_folded and k.document_type = d.document_type
             and k.issued_on = d.issued_on) as h
   where d.claimed_minor <> h.held
  union all
  select 'BUD-11: cost ' || s.cost_number
    from (select distinct organisation_id, contract_id, revalidated_number as cost_number
            from budgets.cost_revalidation) as s
   cross join lateral budgets.revalidated_of(s.organisation_id, s.contract_id, s.cost_number) as w
    join budgets.cost as c using (organisation_id, contract_id, cost_number)
   where w.currency = c.currency
         and (w.given_unapproved_eu_minor > w.unapproved_eu_minor
              or w.given_unapproved_national_minor > w.unapproved_national_minor
              or w.given_unapproved_own_minor > w.unapproved_own_minor
              or w.given_by_correction_eu_minor > w.by_correction_eu_minor
              or w.given_by_correction_national_minor > w.by_correction_national_minor
              or w.given_by_correction_own_minor > w.by_correction_own_minor))sql";

class RevalidationsTest : public ::testing::Test, public LedgerWorld {
 protected:
  void SetUp() override {
    revalidations_ = v1::CostRevalidationsService::NewStub(budgets().channel());
    ASSERT_TRUE(Conclude("8500.00", "1000.00", "500.00").ok());
    ASSERT_TRUE(MakeTypedBudget({{"1", "staff", "6000.00"}, {"2", "indirect", "4000.00"}}).ok());
  }

  // A cost of 100.00 of which this is unapproved and taken by correction 3, in total; "": nothing.
  std::string Refused(const std::string& key, const std::string& unapproved,
                      const std::string& by_correction = "", const std::string& line = "1") {
    const auto cost = RecordCost(line, "100.00", key);
    EXPECT_TRUE(cost.ok()) << cost.status();
    v1::DecideCostsRequest request;
    request.set_parent(contract());
    request.set_request_id("decide-" + key);
    request.set_decided_on("2018-06-01");
    request.set_decided_by("approver@mineralni-bani");
    v1::CostDecision* decision = request.add_decisions();
    decision->set_cost(cost->name());
    decision->set_approved(true);
    if (!unapproved.empty()) {
      SetParts(decision->mutable_unapproved(), unapproved, "0.00", "0.00");
      decision->set_reason("Липсва протокол");
    }
    if (!by_correction.empty()) {
      SetParts(decision->mutable_unapproved_by_correction(), by_correction, "0.00", "0.00");
      decision->set_correction_reason("Нарушение при избора");
      decision->set_correction("3");
    }
    const auto decided = DecideAs(request);
    EXPECT_TRUE(decided.ok()) << decided.status();
    return cost->name();
  }

  v1::RecordCostRevalidationRequest Request(const std::string& cost, const std::string& unapproved,
                                            const std::string& of_correction, const std::string& key) {
    v1::RecordCostRevalidationRequest request;
    request.set_name(cost);
    if (!unapproved.empty()) {
      SetMoney(request.mutable_amounts()->mutable_unapproved(), unapproved, currency_);
    }
    if (!of_correction.empty()) {
      SetMoney(request.mutable_amounts()->mutable_unapproved_by_correction(), of_correction, currency_);
    }
    request.set_claim(contract() + "/claims/1");
    request.set_reason("Протоколът е представен");
    request.set_document("Доклад № 7");
    request.set_revalidated_on("2018-07-01");
    request.set_revalidated_by("second@mineralni-bani");
    request.set_request_id(key);
    return request;
  }
  absl::StatusOr<v1::CostRevalidation> Revalidate(const v1::RecordCostRevalidationRequest& request) {
    return AskAsService(&Stub::RecordCostRevalidation, request);
  }
  absl::StatusOr<v1::CostRevalidation> Revalidate(const std::string& cost,
                                                  const std::string& unapproved,
                                                  const std::string& of_correction,
                                                  const std::string& key) {
    return Revalidate(Request(cost, unapproved, of_correction, key));
  }
  absl::StatusOr<v1::CostRevalidation> Annul(const std::string& name, const std::string& key,
                                             const std::string& by = "third@mineralni-bani") {
    v1::RecordRevalidationAnnulmentRequest request;
    request.set_name(name);
    request.mutable_annulment()->set_annulled_on("2018-07-02");
    request.mutable_annulment()->set_reason("Друг разход");
    request.mutable_annulment()->set_reference("Докладна № 9");
    request.set_annulled_by(by);
    request.set_request_id(key);
    return AskAsService(&Stub::RecordRevalidationAnnulment, request);
  }
  std::vector<v1::CostRevalidation> List() {
    v1::ListCostRevalidationsRequest request;
    request.set_parent(contract());
    const auto listed = AskAsService(&Stub::ListCostRevalidations, request,
                                     ::tranche::testing::TestActor(kOrganisation));
    EXPECT_TRUE(listed.ok()) << listed.status();
    return {listed->revalidations().begin(), listed->revalidations().end()};
  }
  std::string SpentOn(const std::string& line) {
    const auto budget = Budget();
    for (const v1::Line& one : budget->lines()) {
      if (one.code() == line) return Show(one.spent());
    }
    return "";
  }
  std::string ReservedOn(const std::string& line) {
    const auto budget = Budget();
    for (const v1::Line& one : budget->lines()) {
      if (one.code() == line) return Show(one.reserved());
    }
    return "";
  }
  int64_t HeldOfDocument(const std::string& number) {
    return sandbox()
        .Inspect("select claimed_minor from budgets.document where document_number = 'F-" + number +
                 "'")[0][0]
        .as<int64_t>();
  }
  std::vector<std::string> Broken() {
    std::vector<std::string> broken;
    for (const pqxx::row& row : sandbox().Inspect(kBrokenRules)) broken.push_back(row[0].c_str());
    const auto check = Check();
    EXPECT_TRUE(check.ok()) << check.status();
    for (const auto& finding : check->findings()) broken.push_back(finding.ShortDebugString());
    return broken;
  }
  void ConvertToEuro() {
    absl::Time now;
    ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-02-02T09:00:00Z", &now, nullptr));
    budgets().world().SetNow(now);
    proposals::v1::RedenominateContractRequest request;
    request.set_name(contract());
    request.set_still_to_settle(true);
    request.set_request_id("convert");
    const auto converted = Call(&Redenominations::RedenominateContract, request);
    ASSERT_TRUE(converted.ok()) << converted.status();
    v1::GetRedenominatedBudgetRequest followed;
    followed.set_name(contract() + "/budget");
    const auto budget = Call(&Currencies::GetRedenominatedBudget, followed);
    ASSERT_TRUE(budget.ok()) << budget.status();
    currency_ = "EUR";
  }

  std::string currency_ = "BGN";

 private:
  template <class Resp, class Req>
  absl::StatusOr<Resp> AskAsService(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*), const Req& request,
      const rpc::Actor& actor = {
          .subject = "service/payments", .organisations = {kOrganisation}, .roles = {"SERVICE"}}) {
    grpc::ClientContext context;
    budgets().SignIn(&context, actor);
    Resp response;
    const absl::Status status =
        rpc::FromGrpcStatus((revalidations_.get()->*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  std::unique_ptr<Stub> revalidations_;
};

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

TEST_F(RevalidationsTest, TwoPeopleAtOnce_OnlyOneRevalidatesTheWhole) {
  for (int round = 0; round < 4; ++round) {
    const std::string cost = Refused(absl::StrCat("c", round), "40.00");
    std::vector<absl::Status> answers(4);
    std::vector<std::thread> callers;
    for (int i = 0; i < 4; ++i) {
      callers.emplace_back([&, i] {
        answers[i] = Revalidate(cost, "40.00", "", absl::StrCat("r-", round, "-", i)).status();
      });
    }
    for (std::thread& caller : callers) caller.join();
    EXPECT_EQ(
        std::count_if(answers.begin(), answers.end(), [](const absl::Status& s) { return s.ok(); }), 1);
    EXPECT_THAT(Broken(), IsEmpty());
  }
  EXPECT_THAT(List(), SizeIs(4));
}

TEST_F(RevalidationsTest, ConvertedToEuro_CountsOnAndIsAnnulledInEuro) {
  const std::string cost = Refused("1", "20.00", "30.00");
  const std::string other = Refused("2", "20.00", "30.00");
  const auto revalidated = Revalidate(cost, "7.77", "11.11", "r-1");
  ASSERT_TRUE(revalidated.ok()) << revalidated.status();
  ASSERT_TRUE(Revalidate(other, "3.33", "30.00", "r-2").ok());
  ConvertToEuro();
  EXPECT_THAT(Broken(), IsEmpty());

  EXPECT_EQ(List().at(0).amount().total().currency(), "EUR");
  const auto annulled = Annul(revalidated->name(), "a-1");
  ASSERT_TRUE(annulled.ok()) << annulled.status();
  EXPECT_THAT(Broken(), IsEmpty());
  // What is left of the other: 20.00 - 3.33 in lev are 10.23 - 1.70 in euro; its document, whose costs
  // were converted one by one, has a cent less.
  EXPECT_EQ(ReasonOf(Revalidate(other, "8.54", "", "r-3").status()), "REVALIDATION_ABOVE_REFUSED");
  const auto rest = Revalidate(other, "8.52", "", "r-4");
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(RevalidationsTest, RandomHistories_KeepTheBooksAtEveryStep) {
  std::mt19937 random(64);
  const auto below = [&](int limit) { return static_cast<int>(random() % limit); };
  const auto amount = [](int minor) {
    return absl::StrCat(minor / 100, ".", minor / 10 % 10, minor % 10);
  };
  std::vector<std::string> refused;
  int recorded = 0;
  int annulled = 0;
  for (int step = 0; step < 90; ++step) {
    const std::string key = absl::StrCat("h-", step);
    const int what = step < 4 ? 0 : below(10);
    if (what < 2 && refused.size() < 8 && currency_ == "BGN") {
      refused.push_back(
          Refused(key, amount(1 + below(2000)), amount(1 + below(2000)), absl::StrCat(1 + below(2))));
    } else if (what < 7) {
      const std::string& cost = refused[below(static_cast<int>(refused.size()))];
      const auto done = Revalidate(cost, below(3) > 0 ? amount(1 + below(1200)) : "",
                                   below(3) > 0 ? amount(1 + below(1200)) : "", key);
      if (done.ok()) ++recorded;
    } else {
      const std::vector<v1::CostRevalidation> all = List();
      if (all.empty()) continue;
      const v1::CostRevalidation& one = all[below(static_cast<int>(all.size()))];
      if (what < 9) {
        if (Annul(one.name(), key).ok()) ++annulled;
      } else if (one.state() == v1::RESERVED) {
        EXPECT_TRUE(Decide(one.carried_by(), true, key).ok());
      }
    }
    if (step == 60) ConvertToEuro();
    ASSERT_THAT(Broken(), IsEmpty()) << "step " << step;
  }
  EXPECT_GT(recorded, 15);
  EXPECT_GT(annulled, 5);
}

}  // namespace
}  // namespace tranche::budgets

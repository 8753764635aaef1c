// SPDX-License-Identifier: EUPL-1.2
// A budget that is closed with the money of its contract, on PostgreSQL.
#include "budgets/closing/closings_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "budgets/testing/ledger_world.h"
#include "platform/base/error.h"
#include "tranche/budgets/v1/budget_closings_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;

class BudgetClosingTest : public ::testing::Test, protected LedgerWorld {
 protected:
  using Closings = v1::BudgetClosingsService::Stub;

  void SetUp() override {
    ASSERT_TRUE(Conclude("1819.00", "321.00", "0.00").ok());
    const absl::Status made = MakeTypedBudget(
        {{"1", "staff", "1000.00"}, {"2", "services", "1000.00"}, {"3", "indirect", "140.00"}});
    ASSERT_TRUE(made.ok()) << made;
    closings_ = v1::BudgetClosingsService::NewStub(budgets().channel());
  }

  // As payments asks, under its own token.
  absl::StatusOr<v1::BudgetClosing> Follow(int64_t number, const std::string& closed_on,
                                           bool is_closed = false, bool rehearsal = false) {
    v1::FollowMoneyClosingRequest request;
    request.set_name(contract());
    request.set_number(number);
    request.set_closed_on(closed_on);
    request.set_is_closed(is_closed);
    request.set_validate_only(rehearsal);
    grpc::ClientContext context;
    budgets().SignIn(
        &context,
        {.subject = "service/payments", .organisations = {kOrganisation}, .roles = {"SERVICE"}});
    v1::BudgetClosing response;
    const absl::Status status =
        rpc::FromGrpcStatus(closings_->FollowMoneyClosing(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }
  // Where it stands: "number day".
  std::string Stands() {
    const auto rows = sandbox().Inspect(
        "select closing_number || ' ' || coalesce(closed_on::text, '-') from budgets.contract");
    return rows[0][0].as<std::string>();
  }

  std::unique_ptr<Closings> closings_;
};

TEST_F(BudgetClosingTest, WithoutReservedCosts_IsClosedAndOpenedByNumbers) {
  EXPECT_EQ(Follow(1, "2018-12-01")->closed_on(), "2018-12-01");
  EXPECT_EQ(Stands(), "1 2018-12-01");
  EXPECT_EQ(Follow(1, "2018-12-31")->closed_on(), "2018-12-01");  // The same number changes nothing.
  EXPECT_EQ(Follow(3, "2019-01-15")->closed_on(), "2019-01-15");
  EXPECT_EQ(Follow(2, "")->closed_on(), "2019-01-15");  // Comes too late.
  EXPECT_EQ(Follow(4, "")->closed_on(), "");
  EXPECT_EQ(Stands(), "4 -");
  const auto changes = sandbox().Inspect(
      "select string_agg(action, ' ' order by entry_id) from budgets.evidence where action in "
      "('budgets.close', 'budgets.open')");
  EXPECT_EQ(changes[0][0].as<std::string>(), "budgets.close budgets.close budgets.open");
}

TEST_F(BudgetClosingTest, WithReservedCosts_IsNotClosedAndSaysWhichThereAre) {
  const auto first = RecordCost("1", "10.00", "a");
  const auto second = RecordCost("2", "2.50", "b");
  ASSERT_TRUE(first.ok() && second.ok());

  const auto answer = Follow(1, "2018-12-01");

  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->closed_on(), "");
  EXPECT_EQ(answer->number(), 0);
  EXPECT_EQ(answer->reserved_count(), 2);
  EXPECT_EQ(answer->reserved().amount(), "12.50");
  EXPECT_THAT(answer->reserved_costs(), ElementsAre(first->name(), second->name()));
  // Of a contract whose money is closed anyway they hinder nothing.
  EXPECT_EQ(Follow(2, "2018-12-01", /*is_closed=*/true)->closed_on(), "2018-12-01");
  ASSERT_TRUE(Follow(3, "").ok());
  ASSERT_TRUE(Decide(first->name(), true, "d1").ok());
  ASSERT_TRUE(Decide(second->name(), false, "d2").ok());
  EXPECT_EQ(Follow(4, "2018-12-01")->closed_on(), "2018-12-01");
}

TEST_F(BudgetClosingTest, Rehearsed_KeepsNothing) {
  EXPECT_EQ(Follow(1, "2018-12-01", false, /*rehearsal=*/true)->closed_on(), "2018-12-01");
  EXPECT_EQ(Stands(), "0 -");
}

TEST_F(BudgetClosingTest, Closed_TakesNothingMore) {
  const auto version = Amend("amend");
  ASSERT_TRUE(version.ok() && Enter(version->name(), "enter").ok());
  const auto cost = RecordCost("1", "10.00", "a");
  ASSERT_TRUE(cost.ok() && Decide(cost->name(), true, "d1").ok());
  ASSERT_TRUE(Follow(1, "2018-12-01").ok());

  v1::RecordCostsRequest batch;
  batch.set_parent(contract());
  batch.set_request_id("batch");
  v1::CostRow* row = batch.add_rows();
  row->set_place("A2");
  row->mutable_cost()->set_line("1");
  SetMoney(row->mutable_cost()->mutable_claimed(), "1.00");
  v1::CostDocument* document = row->mutable_cost()->mutable_document();
  document->set_type(v1::INVOICE);
  document->set_number("F-batch");
  document->set_issued_on("2018-02-01");
  document->set_paid_on("2018-02-05");
  document->set_issuer("Доставки ЕООД");
  SetMoney(document->mutable_total(), "1.00");
  v1::RecordCreditNoteRequest note;
  note.set_name(cost->name());
  note.set_request_id("note");
  note.mutable_credit_note()->set_number("КИ-1");
  note.mutable_credit_note()->set_issued_on("2018-03-01");
  SetMoney(note.mutable_credit_note()->mutable_amount(), "1.00");
  v1::SetSpendingPlanRequest plan;
  plan.set_parent(contract());
  plan.set_request_id("plan");
  plan.mutable_plan()->set_reason("Първоначален план");
  v1::PlannedQuarter* quarter = plan.mutable_plan()->add_quarters();
  quarter->set_line("1");
  quarter->set_year(2018);
  quarter->set_quarter(1);
  SetMoney(quarter->mutable_amount(), "1.00");
  v1::SetTermsRequest terms;
  terms.set_parent(contract());
  terms.set_request_id("terms");
  terms.mutable_terms()->set_line("2");
  terms.mutable_terms()->set_form(v1::REAL_COSTS);

  const std::vector<std::pair<const char*, absl::Status>> refused = {
      {"cost", RecordCost("1", "1.00", "late").status()},
      {"batch", Call(&Documents::RecordCosts, batch).status()},
      {"note", Call(&Documents::RecordCreditNote, note).status()},
      {"transfer", Call(&Ledger::TransferBetweenLines, TransferOf("1", "2", "1.00", "t")).status()},
      {"revision",
       Call(&Ledger::ReviseBudget,
            RevisionOf(version->name(), {{"1", "900.00"}, {"2", "1100.00"}, {"3", "140.00"}}, "r"))
           .status()},
      {"plan", Call(&Ledger::SetSpendingPlan, plan).status()},
      {"limits", SetLimits({LimitOf("direct", {"1", "2"}, "1500.00")}, "limits").status()},
      {"terms", Call(&Simplified::SetTerms, terms).status()}};
  for (const auto& [what, status] : refused) {
    EXPECT_EQ(ReasonOf(status), "CONTRACT_MONEY_CLOSED") << what << ": " << status;
    EXPECT_THAT(ValuesOf(status), Contains(Pair("day", "2018-12-01"))) << what;
  }
  EXPECT_EQ(Check()->verdict(), v1::BOOKS_AGREE);
  // A repeat gets its first answer.
  EXPECT_TRUE(RecordCost("1", "10.00", "a").ok());
  ASSERT_TRUE(Follow(2, "").ok());
  EXPECT_TRUE(RecordCost("1", "1.00", "late").ok());
}

// Costs and closings at once: whatever comes first, a closed budget has nothing reserved.
TEST_F(BudgetClosingTest, CostsAndClosingsAtOnce_LeaveNothingReservedInAClosedBudget) {
  for (int round = 0; round < 8; ++round) {
    std::vector<std::thread> callers;
    for (int i = 0; i < 4; ++i) {
      callers.emplace_back([&, round, i] {
        const auto cost = RecordCost("1", "0.01", absl::StrCat("r", round, "-", i));
        EXPECT_TRUE(cost.ok() || ReasonOf(cost.status()) == "CONTRACT_MONEY_CLOSED") << cost.status();
      });
    }
    callers.emplace_back([&, round] {
      const auto answer = Follow(2 * round + 1, "2018-12-01");
      EXPECT_TRUE(answer.ok()) << answer.status();
    });
    for (std::thread& caller : callers) caller.join();
    const auto both = sandbox().Inspect(
        "select 1 from budgets.contract join budgets.line using (organisation_id, contract_id) "
        "where closed_on is not null and reserved_eu_minor + reserved_national_minor + "
        "reserved_own_minor > 0");
    ASSERT_EQ(both.size(), 0u) << "round " << round;
    // For the next round: open, with nothing reserved.
    ASSERT_TRUE(Follow(2 * round + 2, "").ok());
    for (const auto& row : sandbox().Inspect("select cost_number from budgets.cost where not exists "
                                             "(select from budgets.cost_decision as d "
                                             "where d.cost_number = cost.cost_number)")) {
      const std::string number = row[0].as<std::string>();
      ASSERT_TRUE(Decide(absl::StrCat(contract(), "/costs/", number), false, "refuse-" + number).ok());
    }
  }
}

}  // namespace
}  // namespace tranche::budgets

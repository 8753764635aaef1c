// SPDX-License-Identifier: EUPL-1.2
// Budgets through the gRPC methods of the service: how they are made, who sees them, what is logged.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/testing/budgets_fixture.h"
#include "platform/base/error.h"
#include "platform/events/events.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "platform/testing/settled.h"

namespace tranche::budgets {
namespace {

TEST_F(BudgetsTest, ExpenseTypeThatNobodyKnows_IsRefusedWithItsLine) {
  Activate("BG05-0007-C01", "85.00", "15.00", "0.00");
  v1::CreateBudgetRequest request = BudgetOf({{"1.1", "100.00"}});
  request.set_parent("organisations/" + std::string(kOrganisation) + "/contracts/BG05-0007-C01");
  request.mutable_lines(0)->set_expense_type("магия");
  const absl::Status status = Call(&Stub::CreateBudget, request).status();
  EXPECT_EQ(ReasonOf(status), "EXPENSE_TYPE_UNKNOWN");
  EXPECT_EQ(sandbox_.Inspect("select count(1) from budgets.line")[0][0].as<int>(), 0);
}

TEST_F(BudgetsTest, MineralniBani_LinesAddUpToTheContractInEveryPart) {
  Activate(kNumber, "321307.23", "56701.27", "0.00");

  const auto budget = Call(
      &Stub::CreateBudget,
      BudgetOf({{"1.1", "205000.00"}, {"1.10", "31000.18"}, {"1.2", "96508.33"}, {"2", "45499.99"}}));

  ASSERT_TRUE(budget.ok()) << budget.status();
  EXPECT_EQ(budget->name(), absl::StrCat(kContract, "/budget"));
  EXPECT_EQ(Show(budget->caps()), "321307.23 56701.27 0.00");
  EXPECT_EQ(budget->caps().total().amount(), "378008.50");
  EXPECT_EQ(Show(budget->left()), "321307.23 56701.27 0.00");
  ASSERT_EQ(budget->lines_size(), 4);
  EXPECT_EQ(budget->lines(1).code(), "1.2");  // By number, not by letter.
  EXPECT_EQ(budget->lines(2).code(), "1.10");
  EXPECT_EQ(budget->lines(0).caps().total().amount(), "205000.00");
  EXPECT_EQ(Budget().SerializeAsString(), budget->SerializeAsString());
}

TEST_F(BudgetsTest, LinesThatDoNotAddUp_AreRefusedWithBothSums) {
  Activate(kNumber, "85.00", "15.00", "0.00");

  const auto budget = Call(&Stub::CreateBudget, BudgetOf({{"1", "60.00"}, {"2", "39.99"}}));

  EXPECT_EQ(ReasonOf(budget.status()), "BUDGET_DOES_NOT_ADD_UP");
  EXPECT_EQ(ValuesOf(budget.status()),
            (ErrorValues{{"currency", "BGN"}, {"sum", "99.99"}, {"total", "100.00"}}));
}

TEST_F(BudgetsTest, BadLines_AreAllNamed) {
  Activate(kNumber, "85.00", "15.00", "0.00");
  v1::CreateBudgetRequest request = BudgetOf({{"1", "50.00"},
                                              {"1", "50.00"},
                                              {"I.1", "1.00"},
                                              {"2", "-1.00"},
                                              {"01", "1.00"},
                                              {"2.01", "1.00"}});
  common::v1::Mark* mark = request.mutable_lines(0)->add_marks();
  mark->set_field("total");
  mark->set_provenance(common::v1::SOURCED);

  const auto budget = Call(&Stub::CreateBudget, request);

  EXPECT_EQ(ReasonOf(budget.status()), "INVALID_REQUEST");
  std::vector<std::string> found;
  for (const Violation& violation : ViolationsOf(budget.status())) {
    found.push_back(violation.field + " " + violation.reason);
  }
  EXPECT_EQ(found, (std::vector<std::string>{
                       "lines[0].marks MARK_SOURCE_MISSING", "lines[1].code LINE_CODE_TWICE",
                       "lines[2].code FIELD_MALFORMED", "lines[3].total AMOUNT_NEGATIVE",
                       "lines[4].code FIELD_MALFORMED", "lines[5].code FIELD_MALFORMED"}));
}

TEST_F(BudgetsTest, SecondBudget_IsRefused) {
  MakeSmallBudget();

  const auto again = Call(&Stub::CreateBudget, BudgetOf({{"1", "100.00"}}, "another key"));

  EXPECT_EQ(ReasonOf(again.status()), "INVALID_REQUEST");  // A blank in the key.
  EXPECT_EQ(ReasonOf(Call(&Stub::CreateBudget, BudgetOf({{"1", "100.00"}}, "other")).status()),
            "BUDGET_EXISTS");
}

TEST_F(BudgetsTest, RepeatedCreateBudget_GivesTheFirstAnswer) {
  MakeSmallBudget();
  const std::string traces = Traces();
  const v1::Budget first = Budget();

  const auto again = Call(&Stub::CreateBudget, BudgetOf({{"1", "100.00"}}));

  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(Traces(), traces);
  EXPECT_EQ(ReasonOf(Call(&Stub::CreateBudget, BudgetOf({{"2", "100.00"}})).status()),
            "REQUEST_ID_REUSED");
}

TEST_F(BudgetsTest, UnknownContract_IsNotFound) {
  EXPECT_EQ(ReasonOf(Call(&Stub::CreateBudget, BudgetOf({{"1", "100.00"}})).status()), "NOT_FOUND");
}

TEST_F(BudgetsTest, ContractWithoutBudget_HasNone) {
  Activate("X", "85.00", "15.00", "0.00");
  MakeSmallBudget();  // Reads of both contracts.
  v1::GetBudgetRequest request;
  request.set_name("organisations/mineralni-bani/contracts/X/budget");

  EXPECT_EQ(ReasonOf(Call(&Stub::GetBudget, request).status()), "NOT_FOUND");
}

// The three ask about a contract that was concluded just now; no consumer runs in these tests.
TEST_F(BudgetsTest, GetBudgetOfAContractJustConcluded_LearnsOfIt) {
  Activate(kNumber, "85.00", "15.00", "0.00");
  v1::GetBudgetRequest request;
  request.set_name(absl::StrCat(kContract, "/budget"));

  EXPECT_EQ(ReasonOf(Call(&Stub::GetBudget, request).status()), "NOT_FOUND");
  EXPECT_EQ(KnownContracts(), 1);
}

TEST_F(BudgetsTest, RecordCostOfAContractJustConcluded_LearnsOfIt) {
  Activate(kNumber, "85.00", "15.00", "0.00");

  EXPECT_EQ(ReasonOf(Call(&Stub::RecordCost, CostOf("1", "1.00", "c1")).status()), "NOT_FOUND");
  EXPECT_EQ(KnownContracts(), 1);
}

TEST_F(BudgetsTest, ListCostsOfAContractJustConcluded_IsAnEmptyList) {
  Activate(kNumber, "85.00", "15.00", "0.00");
  v1::ListCostsRequest request;
  request.set_parent(kContract);

  const auto costs = Call(&Stub::ListCosts, request);

  ASSERT_TRUE(costs.ok()) << costs.status();
  EXPECT_EQ(costs->costs_size(), 0);
}

TEST_F(BudgetsTest, NewerVersionBeforeTheBudget_GivesItsCaps) {
  Activate(kNumber, "85.00", "15.00", "0.00");
  Activate(kNumber, "170.00", "30.00", "0.00", kOrganisation, 2);
  Activate(kNumber, "8.50", "1.50", "0.00", kOrganisation, 1);  // An old one that comes again.

  const auto budget = Call(&Stub::CreateBudget, BudgetOf({{"1", "200.00"}}));

  ASSERT_TRUE(budget.ok()) << budget.status();
  EXPECT_EQ(Show(budget->caps()), "170.00 30.00 0.00");
}

TEST_F(BudgetsTest, NewerVersionAfterTheBudget_IsRecordedAndMovesNoCap) {
  MakeSmallBudget();
  Activate(kNumber, "170.00", "30.00", "0.00", kOrganisation, 2);
  Activate("X", "85.00", "15.00", "0.00");
  v1::ListCostsRequest follow;
  follow.set_parent("organisations/mineralni-bani/contracts/X");
  ASSERT_TRUE(Call(&Stub::ListCosts, follow).ok());  // Reads of both.

  const pqxx::result kept = sandbox_.Inspect(
      "select version, amount_eu_minor, budgeted_at is not null from budgets.contract "
      "where contract_id <> 'X'");
  EXPECT_EQ(kept[0][0].as<int>(), 2);
  EXPECT_EQ(kept[0][1].as<int64_t>(), 8500);
  EXPECT_TRUE(kept[0][2].as<bool>());
  EXPECT_EQ(Show(Budget().caps()), "85.00 15.00 0.00");
}

TEST_F(BudgetsTest, NumberTypedWithCyrillicLetters_FindsTheBudget) {
  MakeSmallBudget();
  v1::GetBudgetRequest request;
  request.set_name("organisations/-/contracts/bg05М9ОР001-2.005-0063-c01/budget");

  const auto budget = Call(&Stub::GetBudget, request);

  ASSERT_TRUE(budget.ok()) << budget.status();
  EXPECT_EQ(budget->name(), absl::StrCat(kContract, "/budget"));
}

TEST_F(BudgetsTest, SameNumberInTwoOrganisations_IsAmbiguousOnlyToWhoSeesBoth) {
  MakeSmallBudget();
  Activate(kNumber, "85.00", "15.00", "0.00", "lyubimets");
  v1::CreateBudgetRequest other = BudgetOf({{"1", "100.00"}});
  other.set_parent(absl::StrCat("organisations/lyubimets/contracts/", kNumber));
  ASSERT_TRUE(Call(&Stub::CreateBudget, other, testing::TestActor("lyubimets")).ok());
  v1::GetBudgetRequest request;
  request.set_name(absl::StrCat("organisations/-/contracts/", kNumber, "/budget"));
  rpc::Actor auditor = testing::TestActor(kOrganisation, {"AUDITOR"});

  EXPECT_TRUE(Call(&Stub::GetBudget, request, auditor).ok());
  auditor.organisations.push_back("lyubimets");
  EXPECT_EQ(ReasonOf(Call(&Stub::GetBudget, request, auditor).status()), "NAME_AMBIGUOUS");
}

TEST_F(BudgetsTest, AnotherOrganisation_SeesAndMovesNothing) {
  MakeSmallBudget();
  const std::string cost = Call(&Stub::RecordCost, CostOf("1", "1.00", "c1"))->name();
  const rpc::Actor stranger = testing::TestActor("lyubimets");
  v1::GetCostRequest get;
  get.set_name(cost);
  EXPECT_EQ(ReasonOf(Call(&Stub::GetCost, get, stranger).status()), "ORGANISATION_NOT_GRANTED");
  get.set_name(absl::StrCat("organisations/-/contracts/", kNumber, "/costs/1"));
  EXPECT_EQ(ReasonOf(Call(&Stub::GetCost, get, stranger).status()), "NOT_FOUND");
  EXPECT_TRUE(Call(&Stub::GetCost, get).ok());
  v1::RecordCostRequest record = CostOf("1", "1.00", "c2");
  EXPECT_EQ(ReasonOf(Call(&Stub::RecordCost, record, stranger).status()), "ORGANISATION_NOT_GRANTED");
  record.set_parent(absl::StrCat("organisations/-/contracts/", kNumber));
  EXPECT_EQ(ReasonOf(Call(&Stub::RecordCost, record, stranger).status()), "NOT_FOUND");
  rpc::Actor both = testing::TestActor("lyubimets");
  both.organisations.push_back(kOrganisation);
  EXPECT_EQ(ReasonOf(Call(&Stub::RecordCost, record, both).status()), "ORGANISATION_REQUIRED");
}

TEST_F(BudgetsTest, RolesWithoutTheRight_AreRefused) {
  MakeSmallBudget();
  const rpc::Actor auditor = testing::TestActor(kOrganisation, {"AUDITOR"});

  EXPECT_EQ(ReasonOf(Call(&Stub::RecordCost, CostOf("1", "1.00", "c1"), auditor).status()),
            "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(Call(&Stub::CreateBudget, BudgetOf({{"1", "1.00"}}), auditor).status()),
            "PERMISSION_DENIED");
  const std::string cost = Call(&Stub::RecordCost, CostOf("1", "1.00", "c2"))->name();
  for (const char* role : {"FINANCE", "PROJECT_MANAGER", "AUDITOR", "ADMINISTRATOR"}) {
    EXPECT_EQ(ReasonOf(Call(&Stub::DecideCosts, DecisionOf({{cost, true}}, "d1"),
                            testing::TestActor(kOrganisation, {role}))
                           .status()),
              "PERMISSION_DENIED")
        << role;
  }
  EXPECT_EQ(ReasonOf(Call(&Stub::ListEvents, common::v1::ListEventsRequest()).status()),
            "PERMISSION_DENIED");
}

TEST_F(BudgetsTest, LogOfEvents_HoldsRecordingsAndDecisionsInOrder) {
  MakeSmallBudget();
  const std::string cost = Call(&Stub::RecordCost, CostOf("1", "1.00", "c1"))->name();
  ASSERT_TRUE(Decide(DecisionOf({{cost, true}}, "d1")).ok());
  rpc::Actor service = testing::TestActor("*", {"SERVICE"});

  const auto log = testing::Settled(
      [&] { return Call(&Stub::ListEvents, common::v1::ListEventsRequest(), service); });

  ASSERT_TRUE(log.ok()) << log.status();
  ASSERT_EQ(log->events_size(), 2);
  v1::CostRecorded recorded;
  ASSERT_TRUE(events::Unpack(log->events(0), &recorded).ok());
  EXPECT_EQ(recorded.cost(), cost);
  EXPECT_EQ(recorded.claimed_minor(), 100);
  v1::CostsDecided decided;
  ASSERT_TRUE(events::Unpack(log->events(1), &decided).ok());
  EXPECT_EQ(decided.contract(), kContract);
  ASSERT_EQ(decided.approved_size(), 1);
  EXPECT_EQ(decided.approved(0), cost);
}

TEST_F(BudgetsTest, RoleOfTheService_CannotChangeFacts) {
  MakeSmallBudget();
  ASSERT_TRUE(Call(&Stub::RecordCost, CostOf("1", "1.00", "c1")).ok());
  for (const char* sql :
       {"update cost set claimed_minor = 1", "delete from cost", "update posting set eu_minor = 1",
        "delete from posting", "delete from cost_decision", "update line set cap_eu_minor = 1000000",
        "delete from line", "delete from evidence", "truncate posting"}) {
    const pg::Statement statement{sql, sql};
    bool forbidden = false;
    const absl::Status status = pg::Transact(
        budgets_.pool(), budgets_.Scope(testing::TestActor(kOrganisation)), [&](pg::Tx& tx) {
          try {
            tx.Run(statement);
          } catch (const pqxx::insufficient_privilege&) {  // SQLSTATE 42501 and nothing else.
            forbidden = true;
            throw;
          }
          return absl::OkStatus();
        });
    EXPECT_TRUE(forbidden) << sql;
    EXPECT_EQ(ReasonOf(status), "INTERNAL") << sql;
  }
  EXPECT_EQ(Budget().caps().total().amount(), "100.00");
}

TEST_F(BudgetsTest, BalanceBeyondTheCap_IsRefusedByTheTableItself) {
  MakeSmallBudget();
  EXPECT_THROW(sandbox_.Inspect("update budgets.line set reserved_eu_minor = 8501"),
               pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect("update budgets.line set spent_national_minor = 1501"),
               pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect("update budgets.line set spent_own_minor = 1"), pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect("update budgets.line set reserved_own_minor = -1"),
               pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect("update budgets.line set code = '01'"), pqxx::check_violation);
}

}  // namespace
}  // namespace tranche::budgets

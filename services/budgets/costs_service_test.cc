// SPDX-License-Identifier: EUPL-1.2
// The recording of costs through the gRPC methods of the service.
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/testing/budgets_fixture.h"
#include "platform/base/error.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"

namespace tranche::budgets {
namespace {

// The same without fields that say nothing: the entry may leave them out.
nlohmann::json WithoutEmpty(nlohmann::json json) {
  if (!json.is_structured()) return json;
  nlohmann::json kept = json.is_array() ? nlohmann::json::array() : nlohmann::json::object();
  for (const auto& [name, value] : json.items()) {
    if (json.is_array()) {
      kept.push_back(WithoutEmpty(value));
    } else if (value != "" && value != false) {
      kept[name] = WithoutEmpty(value);
    }
  }
  return kept;
}

TEST_F(BudgetsTest, FortyCostsOfTwoFifty_EndWithTheSharesOfTheLine) {
  MakeSmallBudget();

  for (int i = 1; i <= 40; ++i) {
    const auto cost = Call(&Stub::RecordCost, CostOf("1", "2.50", absl::StrCat("c", i)));
    ASSERT_TRUE(cost.ok()) << cost.status();
    ASSERT_EQ(cost->name(), absl::StrCat(kContract, "/costs/", i));
  }

  const v1::Budget budget = Budget();
  EXPECT_EQ(Show(budget.lines(0).reserved()), "85.00 15.00 0.00");
  EXPECT_EQ(Show(budget.lines(0).left()), "0.00 0.00 0.00");
}

TEST_F(BudgetsTest, RecordedCost_SaysWhatBecameOfIt) {
  MakeSmallBudget();
  v1::RecordCostRequest request = CostOf("1", "2.5", "c1");
  SetMoney(request.mutable_cost()->mutable_document()->mutable_total(), "3");

  const auto cost = Call(&Stub::RecordCost, request);

  ASSERT_TRUE(cost.ok()) << cost.status();
  EXPECT_EQ(Show(cost->parts()), "2.13 0.37 0.00");
  EXPECT_EQ(cost->claimed().amount(), "2.50");
  EXPECT_EQ(cost->unclaimed().amount(), "0.50");
  EXPECT_EQ(cost->left_on_line().amount(), "97.50");
  EXPECT_EQ(cost->state(), v1::RESERVED);
  EXPECT_GT(cost->recorded_at().seconds(), 0);
  v1::GetCostRequest get;
  get.set_name(cost->name());
  const auto stored = Call(&Stub::GetCost, get);
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(stored->SerializeAsString(), cost->SerializeAsString());
}

TEST_F(BudgetsTest, RecordedCost_HasEventAndEvidence) {
  MakeSmallBudget();
  ASSERT_TRUE(Call(&Stub::RecordCost, CostOf("1", "30.00", "c1")).ok());

  const pqxx::result event = sandbox_.Inspect(
      "select type, subject, payload->>'claimedMinor' from budgets.event order by event_id desc limit "
      "1");
  EXPECT_EQ(event[0][0].as<std::string>(), "tranche.budgets.v1.CostRecorded");
  EXPECT_EQ(event[0][1].as<std::string>(), absl::StrCat(kContract, "/costs/1"));
  EXPECT_EQ(event[0][2].as<std::string>(), "3000");
  const pqxx::result evidence = sandbox_.Inspect(R"sql(
    select actor, action, record, after_state->'parts'->'eu'->>'amount', after_state->'document'->>'number',
           after_state->'leftOnLine'->>'amount', request_id
      from budgets.evidence order by entry_id desc limit 1)sql");
  EXPECT_EQ(evidence[0][0].as<std::string>(), testing::TestActor(kOrganisation).subject);
  EXPECT_EQ(evidence[0][1].as<std::string>(), "budgets.costs.record");
  EXPECT_EQ(evidence[0][2].as<std::string>(), absl::StrCat(kContract, "/costs/1"));
  EXPECT_EQ(evidence[0][3].as<std::string>(), "25.50");
  EXPECT_EQ(evidence[0][4].as<std::string>(), "F-c1");
  EXPECT_EQ(evidence[0][5].as<std::string>(), "70.00");
  EXPECT_EQ(evidence[0][6].as<std::string>(), "c1");
}

TEST_F(BudgetsTest, RecordedCost_StandsInTheEvidenceInTheJsonFormOfItsDescription) {
  MakeSmallBudget();
  v1::RecordCostRequest request = CostOf("1", "30.00", "c1");
  request.mutable_cost()->mutable_document()->set_issuer("„Издател“ ЕООД\t\"x\"");
  common::v1::Mark* mark = request.mutable_cost()->add_marks();
  mark->set_field("claimed");
  mark->set_provenance(common::v1::SOURCED);
  mark->set_source("фактура 30");

  const auto cost = Call(&Stub::RecordCost, request);

  ASSERT_TRUE(cost.ok()) << cost.status();
  v1::Cost stated = *cost;
  stated.clear_recorded_at();     // The entry has a column for that, and sums of parts it leaves out.
  stated.clear_document_key();    // It follows from the document,
  stated.clear_recorded_total();  // and this is its total.
  stated.mutable_parts()->clear_grant();
  stated.mutable_parts()->clear_total();
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string expected;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(stated, &expected, options).ok());
  const pqxx::result evidence =
      sandbox_.Inspect("select after_state::text from budgets.evidence order by entry_id desc limit 1");
  EXPECT_EQ(WithoutEmpty(nlohmann::json::parse(evidence[0][0].as<std::string>())),
            WithoutEmpty(nlohmann::json::parse(expected)));
}

TEST_F(BudgetsTest, CostAboveWhatIsLeft_IsRefusedAndLeavesNoTrace) {
  MakeSmallBudget();
  ASSERT_TRUE(Call(&Stub::RecordCost, CostOf("1", "60.00", "c1")).ok());
  const std::string traces = Traces();

  const auto cost = Call(&Stub::RecordCost, CostOf("1", "40.01", "c2"));

  EXPECT_EQ(ReasonOf(cost.status()), "LINE_EXHAUSTED");
  EXPECT_EQ(ValuesOf(cost.status()),
            (ErrorValues{{"asked", "40.01"}, {"currency", "BGN"}, {"left", "40.00"}, {"line", "1"}}));
  EXPECT_EQ(Traces(), traces);
  // So the same key may come again with an amount that fits.
  EXPECT_TRUE(Call(&Stub::RecordCost, CostOf("1", "40.00", "c2")).ok());
}

TEST_F(BudgetsTest, SixteenClientsForTheLastHundred_ThreeGetThirty) {
  MakeSmallBudget();
  std::atomic<int> passed{0};
  std::atomic<int> exhausted{0};

  std::vector<std::thread> clients;
  for (int i = 0; i < 16; ++i) {
    clients.emplace_back([&, i] {
      const auto cost = Call(&Stub::RecordCost, CostOf("1", "30.00", absl::StrCat("c", i)));
      if (cost.ok()) ++passed;
      if (ReasonOf(cost.status()) == "LINE_EXHAUSTED") ++exhausted;
    });
  }
  for (std::thread& client : clients) client.join();

  EXPECT_EQ(passed, 3);
  EXPECT_EQ(exhausted, 13);
  const v1::Budget budget = Budget();
  EXPECT_EQ(budget.reserved().total().amount(), "90.00");
  EXPECT_EQ(budget.left().total().amount(), "10.00");
}

TEST_F(BudgetsTest, RepeatedRecordCost_GivesTheFirstAnswerByteForByte) {
  MakeSmallBudget();
  const auto first = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"));
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(Decide(DecisionOf({{first->name(), true}}, "d1")).ok());
  const std::string traces = Traces();

  const auto again = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"));

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Traces(), traces);
}

TEST_F(BudgetsTest, SameKeyWithAnotherBody_IsRefused) {
  MakeSmallBudget();
  ASSERT_TRUE(Call(&Stub::RecordCost, CostOf("1", "30.00", "c1")).ok());
  const std::string traces = Traces();

  const auto other = Call(&Stub::RecordCost, CostOf("1", "30.01", "c1"));

  EXPECT_EQ(ReasonOf(other.status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(Traces(), traces);
}

TEST_F(BudgetsTest, SixteenRepeatsAtOnce_HaveOneEffectAndOneAnswer) {
  MakeSmallBudget();
  std::vector<std::string> answers(16);

  std::vector<std::thread> clients;
  for (std::string& answer : answers) {
    clients.emplace_back([&] {
      const auto cost = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"));
      answer = cost.ok() ? cost->SerializeAsString() : cost.status().ToString();
    });
  }
  for (std::thread& client : clients) client.join();

  EXPECT_EQ(std::set<std::string>(answers.begin(), answers.end()).size(), 1u);
  EXPECT_EQ(Budget().reserved().total().amount(), "30.00");
}

TEST_F(BudgetsTest, CostThatCannotBe_IsRefusedByItsReason) {
  MakeSmallBudget();
  const std::string traces = Traces();
  const auto reason = [&](const v1::RecordCostRequest& request) {
    return ReasonOf(Call(&Stub::RecordCost, request).status());
  };
  v1::RecordCostRequest request = CostOf("7", "1.00", "c1");
  EXPECT_EQ(reason(request), "LINE_NOT_FOUND");
  request = CostOf("1", "0.00", "c1");
  EXPECT_EQ(reason(request), "COST_NOT_POSITIVE");
  request = CostOf("1", "2.00", "c1");
  SetMoney(request.mutable_cost()->mutable_document()->mutable_total(), "1.99");
  EXPECT_EQ(reason(request), "COST_ABOVE_DOCUMENT");
  request = CostOf("1", "2.00", "c1");
  SetMoney(request.mutable_cost()->mutable_claimed(), "2.00", "EUR");
  EXPECT_EQ(reason(request), "MONEY_CURRENCY_MIXED");
  SetMoney(request.mutable_cost()->mutable_document()->mutable_total(), "2.00", "EUR");
  EXPECT_EQ(reason(request), "MONEY_CURRENCY_MIXED");
  request = CostOf("1", "2.00", "c1");
  request.set_parent("organisations/mineralni-bani/contracts/X");
  EXPECT_EQ(reason(request), "NOT_FOUND");
  request = CostOf("1", "2.00", "c1");
  request.mutable_cost()->mutable_document()->set_paid_on("2018-02-31");
  EXPECT_EQ(reason(request), "INVALID_REQUEST");
  request = CostOf("1", "12,3,4", "c1");
  EXPECT_EQ(reason(request), "INVALID_REQUEST");
  EXPECT_EQ(Traces(), traces);
}

TEST_F(BudgetsTest, DocumentThatChargesTheLineAlready_IsRefused) {
  MakeSmallBudget();
  v1::RecordCostRequest request = CostOf("1", "2.00", "c1");
  request.mutable_cost()->mutable_document()->set_number("АС-17");
  ASSERT_TRUE(Call(&Stub::RecordCost, request).ok());
  const std::string traces = Traces();

  // Typed by another hand: Latin letters, another case, another key.
  request.set_request_id("c2");
  request.mutable_cost()->mutable_document()->set_number("AC-17");
  request.mutable_cost()->mutable_document()->set_issuer("ДОСТАВКИ  ЕООД");
  const auto again = Call(&Stub::RecordCost, request);

  EXPECT_EQ(ReasonOf(again.status()), "COST_DUPLICATE");
  EXPECT_EQ(Traces(), traces);
  request.mutable_cost()->mutable_document()->set_type(v1::PAYROLL);
  EXPECT_TRUE(Call(&Stub::RecordCost, request).ok());
}

TEST_F(BudgetsTest, DocumentOfTheIssuerInLookAlikeLetters_IsRefused) {
  MakeSmallBudget();
  v1::RecordCostRequest request = CostOf("1", "2.00", "c1");
  request.mutable_cost()->mutable_document()->set_issuer("ВИВАКОМ");
  ASSERT_TRUE(Call(&Stub::RecordCost, request).ok());

  request.set_request_id("c2");
  // In Latin letters but for И; then in lower case and with К in Cyrillic.
  request.mutable_cost()->mutable_document()->set_issuer("BИBAKOM");
  EXPECT_EQ(ReasonOf(Call(&Stub::RecordCost, request).status()), "COST_DUPLICATE");
  request.mutable_cost()->mutable_document()->set_issuer("bиbaкom");
  EXPECT_EQ(ReasonOf(Call(&Stub::RecordCost, request).status()), "COST_DUPLICATE");
  request.mutable_cost()->mutable_document()->set_issuer("ВИВАКОН");
  EXPECT_TRUE(Call(&Stub::RecordCost, request).ok());
}

// The test's clock stands on 1 September 2018.
TEST_F(BudgetsTest, DocumentOfADayAfterToday_IsRefused) {
  MakeSmallBudget();
  const std::string traces = Traces();
  v1::RecordCostRequest request = CostOf("1", "2.00", "c1");
  v1::CostDocument* document = request.mutable_cost()->mutable_document();
  document->set_paid_on("2018-09-02");
  const absl::Status paid = Call(&Stub::RecordCost, request).status();
  EXPECT_EQ(ReasonOf(paid), "DAY_IN_FUTURE");
  EXPECT_EQ(ValuesOf(paid), (ErrorValues{{"today", "2018-09-01"}, {"value", "2018-09-02"}}));
  document->set_paid_on("2018-09-01");
  document->set_issued_on("2018-09-02");
  EXPECT_EQ(ReasonOf(Call(&Stub::RecordCost, request).status()), "DAY_IN_FUTURE");
  EXPECT_EQ(Traces(), traces);
  // Paid in advance: the invoice comes later.
  document->set_issued_on("2018-09-01");
  document->set_paid_on("2018-08-01");
  EXPECT_TRUE(Call(&Stub::RecordCost, request).ok());
}

TEST_F(BudgetsTest, RefusedDocument_MayComeAgainOnce) {
  MakeSmallBudget();
  v1::RecordCostRequest request = CostOf("1", "2.00", "c1");
  const auto first = Call(&Stub::RecordCost, request);
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(Decide(DecisionOf({{first->name(), false}}, "d1")).ok());

  request.set_request_id("c2");
  EXPECT_TRUE(Call(&Stub::RecordCost, request).ok());
  request.set_request_id("c3");
  EXPECT_EQ(ReasonOf(Call(&Stub::RecordCost, request).status()), "COST_DUPLICATE");
}

TEST_F(BudgetsTest, ListCosts_GivesPagesInTheOrderOfRecording) {
  MakeSmallBudget();
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(Call(&Stub::RecordCost, CostOf("1", "1.00", absl::StrCat("c", i))).ok());
  }
  v1::ListCostsRequest request;
  request.set_parent(kContract);
  request.set_page_size(2);
  std::vector<std::string> numbers;

  for (int page = 0; page < 3; ++page) {
    const auto costs = Call(&Stub::ListCosts, request);
    ASSERT_TRUE(costs.ok()) << costs.status();
    for (const v1::Cost& cost : costs->costs()) numbers.push_back(cost.document().number());
    request.set_page_token(costs->next_page_token());
  }

  EXPECT_EQ(numbers, (std::vector<std::string>{"F-c1", "F-c2", "F-c3", "F-c4", "F-c5"}));
  EXPECT_EQ(request.page_token(), "");
  request.set_page_token("bm9uc2Vuc2U");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListCosts, request).status()), "PAGE_TOKEN_INVALID");
}

TEST_F(BudgetsTest, CostThatThereIsNot_IsNotFound) {
  MakeSmallBudget();
  v1::GetCostRequest request;
  for (const char* number : {"1", "0", "-1", "01", "x", "99999999999999999999"}) {
    request.set_name(absl::StrCat(kContract, "/costs/", number));
    EXPECT_EQ(ReasonOf(Call(&Stub::GetCost, request).status()), "NOT_FOUND") << number;
  }
}

}  // namespace
}  // namespace tranche::budgets

// SPDX-License-Identifier: EUPL-1.2
// The service through its gRPC methods: dispatch, row security and SQL as in the server.
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/budgets_module.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/events/events.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "platform/testing/settled.h"
#include "reference/reference_module.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

constexpr char kOrganisation[] = "mineralni-bani";
constexpr char kNumber[] = "BG05M9OP001-2.005-0063-C01";
constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

// The log of proposals and nothing else of it.
class Proposals final : public rpc::Role {
 public:
  explicit Proposals(const rpc::RoleContext& context) : endpoint_(context) {}
  std::vector<grpc::Service*> services() override { return {&endpoint_}; }

 private:
  class Endpoint final : public proposals::v1::ProposalsService::CallbackService {
   public:
    explicit Endpoint(const rpc::RoleContext& context)
        : pool_(context.pool),
          dispatcher_(proposals::v1::ProposalsService::service_full_name(), context.workers,
                      context.verifier, context.clock, context.observer) {}
    grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context,
                                         const common::v1::ListEventsRequest* request,
                                         common::v1::ListEventsResponse* response) override {
      return dispatcher_.Unary<common::v1::ListEventsRequest, common::v1::ListEventsResponse>(
          context, request, response, "ListEvents",
          [this](const rpc::CallScope& scope, const common::v1::ListEventsRequest& r) {
            return events::List(*pool_, scope, r);
          });
    }

   private:
    pg::Pool* pool_;
    rpc::Dispatcher dispatcher_;
  };
  Endpoint endpoint_;
};

void SetMoney(common::v1::Money* money, const std::string& amount,
              const std::string& currency = "BGN") {
  money->set_amount(amount);
  money->set_currency(currency);
}

common::v1::ThreePartAmount PartsOf(int64_t eu_minor, int64_t national_minor) {
  return convert::ToProto(ThreePart{.eu = Money::Minor(eu_minor, Currency::kBgn),
                                    .national = Money::Minor(national_minor, Currency::kBgn),
                                    .own = Money::Zero(Currency::kBgn)});
}

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

// "85.00 15.00 0.00"
std::string Show(const common::v1::ThreePartAmount& parts) {
  return absl::StrCat(parts.eu().amount(), " ", parts.national().amount(), " ", parts.own().amount());
}

class BudgetsTest : public ::testing::Test {
 protected:
  using Stub = v1::BudgetsService::Stub;

  void SetUp() override {
    proposals_.Serve(std::make_unique<Proposals>(proposals_.context()));
    reference_.Serve(reference::StartRole(reference_.context()));
    budgets_.Serve(StartRole(budgets_.context()));
    stub_ = v1::BudgetsService::NewStub(budgets_.channel());
  }

  // A contract comes into force in proposals.
  void Activate(const std::string& number, const std::string& eu, const std::string& national,
                const std::string& own, const std::string& organisation = kOrganisation,
                int version = 1) {
    proposals::v1::ContractActivated event;
    proposals::v1::Contract* contract = event.mutable_contract();
    contract->set_name("organisations/" + organisation + "/contracts/" + number);
    contract->set_number(number);
    contract->set_title("Комплекс от мерки");
    contract->set_starts_on("2017-04-18");
    contract->set_ends_on("2018-10-18");
    contract->set_version(version);
    SetMoney(contract->mutable_amount()->mutable_eu(), eu);
    SetMoney(contract->mutable_amount()->mutable_national(), national);
    SetMoney(contract->mutable_amount()->mutable_own(), own);
    const absl::Status status = pg::Transact(
        proposals_.pool(), proposals_.Scope(testing::TestActor(organisation)), [&](pg::Tx& tx) {
          events::Append(tx, organisation, contract->name(), event);
          return absl::OkStatus();
        });
    ASSERT_TRUE(status.ok()) << status;
  }

  template <class Resp, class Req>
  absl::StatusOr<Resp> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                            const Req& request,
                            const rpc::Actor& actor = testing::TestActor(kOrganisation)) {
    grpc::ClientContext context;
    budgets_.SignIn(&context, actor);
    Resp response;
    const grpc::Status status = (*stub_.*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }

  static v1::CreateBudgetRequest BudgetOf(const std::vector<std::pair<std::string, std::string>>& lines,
                                          const std::string& key = "budget") {
    v1::CreateBudgetRequest request;
    request.set_parent(kContract);
    request.set_request_id(key);
    for (const auto& [code, total] : lines) {
      v1::Line* line = request.add_lines();
      line->set_code(code);
      line->set_title("Ред " + code);
      line->set_expense_type("staff");
      SetMoney(line->mutable_total(), total);
    }
    return request;
  }

  static v1::RecordCostRequest CostOf(const std::string& line, const std::string& claimed,
                                      const std::string& key) {
    v1::RecordCostRequest request;
    request.set_parent(kContract);
    request.set_request_id(key);
    v1::Cost* cost = request.mutable_cost();
    cost->set_line(line);
    SetMoney(cost->mutable_claimed(), claimed);
    v1::CostDocument* document = cost->mutable_document();
    document->set_type(v1::INVOICE);
    document->set_number("F-" + key);
    document->set_issued_on("2018-02-01");
    document->set_paid_on("2018-02-05");
    document->set_issuer("Доставки ЕООД");
    SetMoney(document->mutable_total(), claimed);
    return request;
  }

  // As payments does, under its own token.
  absl::StatusOr<v1::DecideCostsResponse> Decide(const v1::DecideCostsRequest& request) {
    return Call(
        &Stub::DecideCosts, request,
        {.subject = "service/payments", .organisations = {kOrganisation}, .roles = {"SERVICE"}});
  }

  static v1::DecideCostsRequest DecisionOf(const std::vector<std::pair<std::string, bool>>& decisions,
                                           const std::string& key) {
    v1::DecideCostsRequest request;
    request.set_parent(kContract);
    request.set_request_id(key);
    request.set_decided_on("2018-06-01");
    request.set_decided_by("approver@mineralni-bani");
    for (const auto& [cost, approved] : decisions) {
      v1::CostDecision* decision = request.add_decisions();
      decision->set_cost(cost);
      decision->set_approved(approved);
      if (!approved) decision->set_reason("извън допустимите разходи");
    }
    return request;
  }

  // A contract of 100.00 at 85/15 with one line "1".
  void MakeSmallBudget() {
    Activate(kNumber, "85.00", "15.00", "0.00");
    const auto budget = Call(&Stub::CreateBudget, BudgetOf({{"1", "100.00"}}));
    ASSERT_TRUE(budget.ok()) << budget.status();
  }

  v1::Budget Budget() {
    v1::GetBudgetRequest request;
    request.set_name(absl::StrCat(kContract, "/budget"));
    const auto budget = Call(&Stub::GetBudget, request);
    EXPECT_TRUE(budget.ok()) << budget.status();
    return budget.ok() ? *budget : v1::Budget();
  }

  int KnownContracts() {
    return sandbox_.Inspect("select count(1) from budgets.contract")[0][0].as<int>();
  }

  // Everything that a write leaves behind; refused ones and repeats must not change it.
  std::string Traces() {
    const pqxx::result counts = sandbox_.Inspect(R"sql(
      select concat_ws(' ', (select count(*) from budgets.request), (select count(*) from budgets.cost),
                       (select count(*) from budgets.cost_decision), (select count(*) from budgets.posting),
                       (select count(*) from budgets.event), (select count(*) from budgets.evidence),
                       (select string_agg(line::text, ';' order by code) from budgets.line),
                       (select string_agg(contract::text, ';') from budgets.contract)))sql");
    return counts[0][0].as<std::string>();
  }

  testing::PgSandbox sandbox_;
  testing::TestRole budgets_{sandbox_, "budgets", nullptr, 16};
  testing::TestRole proposals_{sandbox_, "proposals", &budgets_};
  testing::TestRole reference_{sandbox_, "reference", &budgets_};
  std::unique_ptr<Stub> stub_;
};

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

TEST_F(BudgetsTest, Decisions_SpendTheApprovedAndReleaseTheRefused) {
  MakeSmallBudget();
  std::vector<std::string> names;
  for (const char* key : {"c1", "c2", "c3"}) {
    names.push_back(Call(&Stub::RecordCost, CostOf("1", "30.00", key))->name());
  }

  const auto decided = Decide(DecisionOf({{names[2], true}, {names[0], false}}, "d1"));

  ASSERT_TRUE(decided.ok()) << decided.status();
  v1::GetCostRequest get;
  get.set_name(names[2]);
  const auto approved = Call(&Stub::GetCost, get);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->state(), v1::APPROVED);
  EXPECT_EQ(approved->decided_on(), "2018-06-01");
  get.set_name(names[0]);
  const auto refused = Call(&Stub::GetCost, get);
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_EQ(refused->state(), v1::REFUSED);
  EXPECT_EQ(refused->refusal_reason(), "извън допустимите разходи");
  EXPECT_EQ(Show(decided->approved()), "25.50 4.50 0.00");
  EXPECT_EQ(Show(decided->refused()), "25.50 4.50 0.00");
  const v1::Budget budget = Budget();
  EXPECT_EQ(Show(budget.spent()), "25.50 4.50 0.00");
  EXPECT_EQ(Show(budget.reserved()), "25.50 4.50 0.00");
  EXPECT_EQ(Show(budget.left()), "34.00 6.00 0.00");
}

TEST_F(BudgetsTest, DecisionInParts_SpendsTheApprovedAndReleasesTheRest) {
  MakeSmallBudget();
  const std::string name = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"))->name();
  v1::DecideCostsRequest request = DecisionOf({{name, true}}, "d1");
  v1::CostDecision* decision = request.mutable_decisions(0);
  *decision->mutable_unapproved() = PartsOf(850, 150);
  decision->set_reason("без протокол");
  *decision->mutable_unapproved_by_correction() = PartsOf(85, 15);
  decision->set_correction_reason("нарушение при избора");
  decision->set_correction("К-7");

  const auto decided = Decide(request);

  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(Show(decided->approved()), "16.15 2.85 0.00");
  EXPECT_EQ(Show(decided->refused()), "9.35 1.65 0.00");
  EXPECT_EQ(Show(decided->refused_by_correction()), "0.85 0.15 0.00");
  v1::GetCostRequest get;
  get.set_name(name);
  const auto cost = Call(&Stub::GetCost, get);
  ASSERT_TRUE(cost.ok()) << cost.status();
  EXPECT_EQ(cost->state(), v1::PARTIALLY_APPROVED);
  EXPECT_EQ(Show(cost->approved()), "16.15 2.85 0.00");
  EXPECT_EQ(Show(cost->unapproved()), "8.50 1.50 0.00");
  EXPECT_EQ(Show(cost->unapproved_by_correction()), "0.85 0.15 0.00");
  EXPECT_EQ(cost->refusal_reason(), "без протокол");
  EXPECT_EQ(cost->correction_reason(), "нарушение при избора");
  EXPECT_EQ(cost->correction(), "К-7");
  const v1::Budget budget = Budget();
  EXPECT_EQ(Show(budget.spent()), "16.15 2.85 0.00");
  EXPECT_EQ(Show(budget.reserved()), "0.00 0.00 0.00");
}

TEST_F(BudgetsTest, CostApprovedInPart_MayComeAgainAndNamesTheFirst) {
  MakeSmallBudget();
  v1::RecordCostRequest again = CostOf("1", "30.00", "c1");
  const std::string first = Call(&Stub::RecordCost, again)->name();
  v1::DecideCostsRequest request = DecisionOf({{first, true}}, "d1");
  *request.mutable_decisions(0)->mutable_unapproved() = PartsOf(850, 150);
  request.mutable_decisions(0)->set_reason("без протокол");
  ASSERT_TRUE(Decide(request).ok());

  SetMoney(again.mutable_cost()->mutable_claimed(), "10.00");
  again.set_request_id("c2");
  const auto second = Call(&Stub::RecordCost, again);

  ASSERT_TRUE(second.ok()) << second.status();
  v1::GetCostRequest get;
  get.set_name(second->name());
  EXPECT_EQ(Call(&Stub::GetCost, get)->resubmits(), first);
  get.set_name(first);
  EXPECT_EQ(Call(&Stub::GetCost, get)->resubmits(), "");
}

TEST_F(BudgetsTest, DecisionInPartsThatCannotBe_IsRefusedByField) {
  MakeSmallBudget();
  const std::string name = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"))->name();
  v1::DecideCostsRequest request = DecisionOf({{name, false}}, "d1");
  v1::CostDecision* decision = request.mutable_decisions(0);
  *decision->mutable_unapproved_by_correction() = PartsOf(85, 15);
  decision->clear_reason();
  const absl::Status refused = Decide(request).status();
  EXPECT_EQ(ReasonOf(refused), "INVALID_REQUEST");
  std::vector<std::string> fields;
  for (const Violation& violation : ViolationsOf(refused)) fields.push_back(violation.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"decisions[0].approved", "decisions[0].correctionReason",
                                              "decisions[0].reason"}));

  decision->set_approved(true);
  decision->set_correction_reason("нарушение");
  *decision->mutable_unapproved_by_correction() = PartsOf(2551, 0);
  EXPECT_EQ(ReasonOf(Decide(request).status()), "COST_UNAPPROVED_ABOVE_CLAIMED");
}

TEST_F(BudgetsTest, Decision_IsRecordedUnderWhoDecidedAndNotOnlyTheService) {
  MakeSmallBudget();
  const std::string cost = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"))->name();
  v1::DecideCostsRequest request = DecisionOf({{cost, true}}, "d1");
  request.clear_decided_by();
  EXPECT_EQ(ReasonOf(Decide(request).status()), "INVALID_REQUEST");

  ASSERT_TRUE(Decide(DecisionOf({{cost, true}}, "d1")).ok());

  EXPECT_EQ(sandbox_.Inspect("select decided_by from budgets.cost_decision")[0][0].as<std::string>(),
            "approver@mineralni-bani");
  const pqxx::result evidence = sandbox_.Inspect(
      "select actor, reason from budgets.evidence where action = 'budgets.costs.decide'");
  ASSERT_EQ(evidence.size(), 1u);
  EXPECT_EQ(evidence[0]["actor"].as<std::string>(), "service/payments");
  EXPECT_EQ(evidence[0]["reason"].as<std::string>(), "approver@mineralni-bani");
}

TEST_F(BudgetsTest, DecidedCost_IsNotDecidedAgain) {
  MakeSmallBudget();
  const std::string first = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"))->name();
  const std::string second = Call(&Stub::RecordCost, CostOf("1", "30.00", "c2"))->name();
  ASSERT_TRUE(Decide(DecisionOf({{first, true}}, "d1")).ok());
  const std::string traces = Traces();

  const auto again = Decide(DecisionOf({{second, true}, {first, false}}, "d2"));

  EXPECT_EQ(ReasonOf(again.status()), "COST_ALREADY_DECIDED");
  EXPECT_EQ(ValuesOf(again.status()), (ErrorValues{{"cost", first}, {"state", "APPROVED"}}));
  EXPECT_EQ(Traces(), traces);
}

TEST_F(BudgetsTest, RepeatedDecision_GivesTheFirstAnswer) {
  MakeSmallBudget();
  const std::string cost = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"))->name();
  const auto first = Decide(DecisionOf({{cost, true}}, "d1"));
  ASSERT_TRUE(first.ok());
  const std::string traces = Traces();

  const auto again = Decide(DecisionOf({{cost, true}}, "d1"));

  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Traces(), traces);
  EXPECT_EQ(ReasonOf(Decide(DecisionOf({{cost, false}}, "d1")).status()), "REQUEST_ID_REUSED");
}

TEST_F(BudgetsTest, DecisionThatCannotBe_IsRefusedAndDecidesNothing) {
  MakeSmallBudget();
  const std::string cost = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"))->name();
  const std::string traces = Traces();
  const auto reason = [&](const v1::DecideCostsRequest& request) {
    return ReasonOf(Decide(request).status());
  };
  v1::DecideCostsRequest request = DecisionOf({{cost, true}, {cost, true}}, "d1");
  const auto twice = Decide(request);
  EXPECT_EQ(ReasonOf(twice.status()), "INVALID_REQUEST");
  ASSERT_EQ(ViolationsOf(twice.status()).size(), 1u);
  EXPECT_EQ(ViolationsOf(twice.status())[0].field, "decisions[1].cost");
  EXPECT_EQ(ViolationsOf(twice.status())[0].reason, "COST_NAMED_TWICE");
  EXPECT_EQ(reason(DecisionOf({{cost, true}, {absl::StrCat(kContract, "/costs/2"), true}}, "d1")),
            "NOT_FOUND");
  EXPECT_EQ(reason(DecisionOf({{absl::StrCat(kContract, "/costs/x"), true}}, "d1")), "NOT_FOUND");
  EXPECT_EQ(reason(DecisionOf({{"organisations/mineralni-bani/contracts/X/costs/1", true}}, "d1")),
            "NOT_FOUND");
  EXPECT_EQ(reason(DecisionOf({{"costs/1", true}}, "d1")), "INVALID_REQUEST");
  request = DecisionOf({{cost, false}}, "d1");
  request.mutable_decisions(0)->clear_reason();
  EXPECT_EQ(reason(request), "INVALID_REQUEST");
  request = DecisionOf({{cost, true}}, "d1");
  request.set_decided_on("2018-02-04");
  EXPECT_EQ(reason(request), "COST_DECIDED_BEFORE_PAID");
  EXPECT_EQ(Traces(), traces);
}

TEST_F(BudgetsTest, DecisionsAgainstRecordings_NeverBlockEachOtherForGood) {
  Activate(kNumber, "850.00", "150.00", "0.00");
  ASSERT_TRUE(Call(&Stub::CreateBudget, BudgetOf({{"1", "500.00"}, {"2", "500.00"}})).ok());
  std::vector<std::string> costs;
  for (int i = 0; i < 40; ++i) {
    costs.push_back(
        Call(&Stub::RecordCost, CostOf(i % 2 == 0 ? "1" : "2", "2.50", absl::StrCat("c", i)))->name());
  }
  std::atomic<int> failed{0};

  std::vector<std::thread> clients;
  for (int client = 0; client < 4; ++client) {
    clients.emplace_back([&, client] {
      for (int i = client * 10; i < client * 10 + 10; i += 2) {
        // Each names a cost of either line, in either order.
        const bool swapped = client % 2 == 0;
        const auto decided = Decide(
            DecisionOf({{costs[i + (swapped ? 1 : 0)], true}, {costs[i + (swapped ? 0 : 1)], false}},
                       absl::StrCat("d", i)));
        if (!decided.ok()) ++failed;
      }
    });
    clients.emplace_back([&, client] {
      for (int i = 0; i < 5; ++i) {
        const auto cost = Call(&Stub::RecordCost, CostOf(i % 2 == 0 ? "2" : "1", "1.00",
                                                         absl::StrCat("n", client, "-", i)));
        if (!cost.ok()) ++failed;
      }
    });
  }
  for (std::thread& client : clients) client.join();

  EXPECT_EQ(failed, 0);
  const v1::Budget budget = Budget();
  EXPECT_EQ(budget.spent().total().amount(), "50.00");
  EXPECT_EQ(budget.reserved().total().amount(), "20.00");
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

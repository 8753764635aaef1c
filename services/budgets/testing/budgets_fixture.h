// SPDX-License-Identifier: EUPL-1.2
// Budgets with the log of proposals beside it, through gRPC: dispatch, row security and SQL as in the
// server.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/budgets_module.h"
#include "budgets/testing/ledger_world.h"
#include "platform/events/events.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "reference/reference_module.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"

namespace tranche::budgets {

inline constexpr char kNumber[] = "BG05M9OP001-2.005-0063-C01";

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

}  // namespace tranche::budgets

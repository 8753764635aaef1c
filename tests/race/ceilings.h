// SPDX-License-Identifier: EUPL-1.2
// Contracts of the real programs with a ceiling each, and sixty-four clients that go for it: every
// request is sent twice at the same moment.
#pragma once

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "budgets_of_load.h"
#include "duel.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "programs.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"
#include "tranche/budgets/v1/ledger_service.grpc.pb.h"
#include "tranche/payments/v1/debts_service.grpc.pb.h"
#include "tranche/payments/v1/payment_orders_service.grpc.pb.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"
#include "tranche/proposals/v1/contract_versions_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"

namespace tranche::load {

inline constexpr std::size_t kRequests = 400;
inline constexpr char kLate[] = "2018-03-01";

class Ceilings : public ::testing::Test {
 protected:
  Ceilings()
      : programs_(
            {.gateway = false,
             .examples = false,
             .config = "queue_max: 128 roles { name: \"payments\" connections: 16 workers: 16 }\n"}),
        channel_(grpc::CreateChannel(programs_.server(), grpc::InsecureChannelCredentials())),
        claims_(payments::v1::PaymentsService::NewStub(channel_)),
        debts_(payments::v1::DebtsService::NewStub(channel_)),
        orders_(payments::v1::PaymentOrdersService::NewStub(channel_)),
        proposals_(proposals::v1::ProposalsService::NewStub(channel_)),
        versions_(proposals::v1::ContractVersionsService::NewStub(channel_)),
        budgets_(budgets::v1::BudgetsService::NewStub(channel_)),
        ledger_(budgets::v1::LedgerService::NewStub(channel_)) {
    std::mt19937 random(20170418);
    for (int64_t& minor : minors_) minor = 1 + static_cast<int64_t>(random() % 9999);
  }

  // A contract in force of 85,000.00 EU and 15,000.00 national money, that every role comes to know of.
  void MakeContract(int number = 1) {
    using Stub = proposals::v1::ProposalsService::Stub;
    const std::string parent = absl::StrCat("organisations/", kOrganisation);
    const std::string id = ContractId(number);
    const std::string proposal = id.substr(0, id.rfind('-'));
    proposals::v1::CreateProposalRequest create;
    create.set_parent(parent);
    create.set_request_id(absl::StrCat("proposal-", number));
    create.mutable_proposal()->set_number(proposal);
    create.mutable_proposal()->set_procedure("BG05M9OP001-2.005");
    create.mutable_proposal()->set_title("Проект");
    create.mutable_proposal()->set_duration_months(18);
    SetParts(create.mutable_proposal()->mutable_requested(), 8'500'000, 1'500'000);
    Done(*proposals_, &Stub::CreateProposal, create);
    proposals::v1::SubmitProposalRequest submit;
    submit.set_name(absl::StrCat(parent, "/proposals/", proposal));
    submit.set_submitted_on("2016-09-30");
    submit.set_request_id(absl::StrCat("submit-", number));
    Done(*proposals_, &Stub::SubmitProposal, submit);
    proposals::v1::EvaluateProposalRequest evaluate;
    evaluate.set_name(submit.name());
    evaluate.mutable_evaluation()->set_kind(proposals::v1::COMPLEX);
    evaluate.mutable_evaluation()->set_standing(proposals::v1::APPROVED);
    evaluate.mutable_evaluation()->set_decided_on("2017-03-15");
    evaluate.set_request_id(absl::StrCat("evaluate-", number));
    Done(*proposals_, &Stub::EvaluateProposal, evaluate);
    proposals::v1::ConcludeContractRequest conclude;
    conclude.set_parent(parent);
    conclude.set_request_id(absl::StrCat("conclude-", number));
    conclude.mutable_contract()->set_number(id);
    conclude.mutable_contract()->set_proposal(submit.name());
    conclude.mutable_contract()->set_concluded_on("2017-04-18");
    conclude.mutable_contract()->set_starts_on("2017-04-18");
    conclude.mutable_contract()->set_duration_months(18);
    conclude.mutable_contract()->set_period_rule(proposals::v1::DAY_BEFORE);
    *conclude.mutable_contract()->mutable_amount() = create.proposal().requested();
    Done(*proposals_, &Stub::ConcludeContract, conclude);
  }

  // A budget of so many lines "1", "2", … over the contract's money.
  void MakeBudgetOf(int number, int lines = 1) {
    budgets::v1::CreateBudgetRequest request;
    request.set_parent(ContractName(number));
    request.set_request_id(absl::StrCat("budget-", number));
    for (int i = 1; i <= lines; ++i) {
      budgets::v1::Line* line = request.add_lines();
      line->set_code(absl::StrCat(i));
      line->set_title(absl::StrCat("Дейност ", i));
      line->set_expense_type("staff");
      Set(line->mutable_total(), 10'000'000 / lines);
    }
    Done(*budgets_, &budgets::v1::BudgetsService::Stub::CreateBudget, request);
  }

  // An interim claim for one cost, sent; `nth` of its contract.
  payments::v1::Claim SendInterim(int number, int64_t minor, int nth = 0) {
    const std::string which = absl::StrCat(number, "-", nth);
    budgets::v1::RecordCostRequest record = CostOf(number, 1, absl::StrCat("cost-", which), minor);
    const budgets::v1::Cost cost =
        Done(*budgets_, &budgets::v1::BudgetsService::Stub::RecordCost, record);
    payments::v1::CreateClaimRequest create;
    create.set_parent(ContractName(number));
    create.set_request_id(absl::StrCat("interim-", which));
    create.mutable_claim()->set_kind(payments::v1::INTERIM);
    create.mutable_claim()->add_costs(cost.name());
    const payments::v1::Claim claim =
        Done(*claims_, &payments::v1::PaymentsService::Stub::CreateClaim, create);
    SendClaim(claim.name(), "2018-02-20");
    return claim;
  }

  // An advance that is accepted, so that it is owed.
  payments::v1::Claim AcceptAdvance(int number, int64_t eu_minor, int64_t national_minor) {
    using Stub = payments::v1::PaymentsService::Stub;
    payments::v1::CreateClaimRequest create;
    create.set_parent(ContractName(number));
    create.set_request_id(absl::StrCat("advance-", number));
    create.mutable_claim()->set_kind(payments::v1::ADVANCE);
    SetParts(create.mutable_claim()->mutable_requested(), eu_minor, national_minor);
    payments::v1::Claim claim = Done(*claims_, &Stub::CreateClaim, create);
    SendClaim(claim.name(), "2018-01-15");
    payments::v1::VerifyClaimRequest verify;
    verify.set_name(claim.name());
    verify.mutable_verification()->set_decided_on("2018-02-01");
    verify.set_request_id(absl::StrCat("accept-advance-", number));
    return Done(*claims_, &Stub::VerifyClaim, verify, "approver");
  }
  // A debt in force, by its name.
  std::string MakeDebt(int64_t eu_minor, int64_t national_minor, const std::string& served_on) {
    using Stub = payments::v1::DebtsService::Stub;
    payments::v1::CreateDebtRequest create;
    create.set_parent(ContractName(1));
    create.set_request_id("debt");
    create.mutable_debt()->set_basis(payments::v1::OVERPAYMENT);
    create.mutable_debt()->set_book(payments::v1::DEBTORS);
    create.mutable_debt()->set_served_on(served_on);
    Set(create.mutable_debt()->mutable_principal()->mutable_eu(), eu_minor);
    Set(create.mutable_debt()->mutable_principal()->mutable_national(), national_minor);
    payments::v1::MoveDebtRequest enter;
    enter.set_name(Done(*debts_, &Stub::CreateDebt, create).name());
    enter.set_step(payments::v1::ENTER_RECOVERY);
    enter.set_request_id("enter");
    return Done(*debts_, &Stub::MoveDebt, enter).name();
  }
  void SendClaim(const std::string& claim, const std::string& sent_on) {
    payments::v1::SendClaimRequest send;
    send.set_name(claim);
    send.set_sent_on(sent_on);
    send.set_request_id(absl::StrCat("send-", ++sent_));
    Done(*claims_, &payments::v1::PaymentsService::Stub::SendClaim, send);
  }

  static void Set(common::v1::Money* money, int64_t minor) {
    money->set_amount(AmountText(minor));
    money->set_currency("BGN");
  }
  static void SetParts(common::v1::ThreePartAmount* amount, int64_t eu_minor, int64_t national_minor) {
    Set(amount->mutable_eu(), eu_minor);
    Set(amount->mutable_national(), national_minor);
    Set(amount->mutable_own(), 0);
  }

  template <class Stub, class Req, class Resp>
  absl::Status Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                    const Req& request, Resp* response, const std::string& token = "owner") {
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", programs_.Token(token)));
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(50)));
    return rpc::FromGrpcStatus((stub.*method)(&context, request, response));
  }

  // What must be done; followers learn of a contract when they do, and until then it is asked for
  // again.
  template <class Stub, class Req, class Resp>
  Resp Done(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
            const Req& request, const std::string& token = "owner") {
    Resp response;
    const absl::Time until = absl::Now() + absl::Seconds(20);
    absl::Status status = Call(stub, method, request, &response, token);
    while (ReasonOf(status) == "PEER_UNAVAILABLE" && absl::Now() < until)
      status = Call(stub, method, request, &response, token);
    EXPECT_TRUE(status.ok()) << Req::descriptor()->name() << " " << status;
    return response;
  }

  // Request i of all, made by `make`, sent by both clients of its pair.
  template <class Stub, class Req, class Resp, class Make>
  std::vector<std::array<Send, 2>> SendAll(
      Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*), Make make,
      std::size_t requests = kRequests, const std::string& token = "owner") {
    return SendEachTwice(requests, [&] {
      return [&](std::size_t i) {
        Resp response;
        const absl::Status status = Call(stub, method, make(i), &response, token);
        return Send{.reason = ReasonOf(status), .answer = response.SerializeAsString()};
      };
    });
  }

  // Both answers to a request are the same; refused is only what the ceiling refuses. What was done
  // comes to this.
  int64_t SumOfDone(const std::vector<std::array<Send, 2>>& sends, const std::string& refusal) {
    int64_t sum = 0;
    std::size_t refused = 0;
    for (std::size_t i = 0; i < sends.size(); ++i) {
      EXPECT_EQ(sends[i][0].reason, sends[i][1].reason) << i;
      EXPECT_EQ(sends[i][0].answer, sends[i][1].answer) << i;
      EXPECT_THAT(sends[i][0].reason, ::testing::AnyOf("", refusal)) << i;
      if (sends[i][0].reason.empty()) sum += minors_[i];
      refused += sends[i][0].reason.empty() ? 0 : 1;
    }
    // Both ways of ending were taken.
    EXPECT_GT(refused, sends.size() / 20);
    EXPECT_LT(refused, sends.size() * 19 / 20);
    return sum;
  }

  int64_t Number(const std::string& sql) {
    return programs_.sandbox().Inspect(sql)[0][0].as<int64_t>();
  }

  flow::Programs programs_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<payments::v1::PaymentsService::Stub> claims_;
  std::unique_ptr<payments::v1::DebtsService::Stub> debts_;
  std::unique_ptr<payments::v1::PaymentOrdersService::Stub> orders_;
  std::unique_ptr<proposals::v1::ProposalsService::Stub> proposals_;
  std::unique_ptr<proposals::v1::ContractVersionsService::Stub> versions_;
  std::unique_ptr<budgets::v1::BudgetsService::Stub> budgets_;
  std::unique_ptr<budgets::v1::LedgerService::Stub> ledger_;
  std::array<int64_t, kRequests> minors_ = {};
  int sent_ = 0;
};

}  // namespace tranche::load

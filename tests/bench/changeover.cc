// SPDX-License-Identifier: EUPL-1.2
// The changeover of a contract to euro as its users see it: a process for each role, the contract
// converted by proposals through the API, until budgets and payments answer in euro.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "approved_costs.h"
#include "budgets_of_load.h"
#include "measured.h"
#include "measurements.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/proposals/v1/redenominations_service.grpc.pb.h"

namespace tranche::bench {
namespace {

constexpr int kLines = 20;
constexpr int64_t kLineCapMinor = 50'000'000;
constexpr absl::Duration kPatience = absl::Minutes(6);

void SetMoney(int64_t minor, common::v1::Money* money) {
  money->set_amount(load::AmountText(minor));
  money->set_currency("BGN");
}

// Clients of the roles, each of which is a process.
class Clients {
 public:
  explicit Clients(const flow::Programs& programs)
      : programs_(programs),
        proposals_(proposals::v1::ProposalsService::NewStub(To("proposals"))),
        redenominations_(proposals::v1::RedenominationsService::NewStub(To("proposals"))),
        budgets_(budgets::v1::BudgetsService::NewStub(To("budgets"))),
        payments_(payments::v1::PaymentsService::NewStub(To("payments"))) {}

  // A contract in force with a budget.
  void Conclude(int contract) {
    using Stub = proposals::v1::ProposalsService::Stub;
    const std::string name = load::ContractName(contract);
    const std::string id = load::ContractId(contract);
    const std::string parent = absl::StrCat("organisations/", load::kOrganisation);
    const int64_t total = kLines * kLineCapMinor;
    proposals::v1::CreateProposalRequest create;
    create.set_parent(parent);
    create.mutable_proposal()->set_number(id.substr(0, id.rfind('-')));
    create.mutable_proposal()->set_procedure("BG05M9OP001-2.005");
    create.mutable_proposal()->set_title("Проект");
    create.mutable_proposal()->set_duration_months(18);
    common::v1::ThreePartAmount* amount = create.mutable_proposal()->mutable_requested();
    const int64_t own = total * 15 / 100;
    const int64_t eu = (total - own) * 85 / 100;
    SetMoney(eu, amount->mutable_eu());
    SetMoney(total - own - eu, amount->mutable_national());
    SetMoney(own, amount->mutable_own());
    const std::string proposal = Ask(*proposals_, &Stub::CreateProposal, create).name();
    proposals::v1::SubmitProposalRequest submit;
    submit.set_name(proposal);
    submit.set_submitted_on("2016-09-30");
    Ask(*proposals_, &Stub::SubmitProposal, submit);
    proposals::v1::EvaluateProposalRequest evaluate;
    evaluate.set_name(proposal);
    evaluate.mutable_evaluation()->set_kind(proposals::v1::COMPLEX);
    evaluate.mutable_evaluation()->set_standing(proposals::v1::APPROVED);
    evaluate.mutable_evaluation()->set_decided_on("2017-03-15");
    Ask(*proposals_, &Stub::EvaluateProposal, evaluate);
    proposals::v1::ConcludeContractRequest conclude;
    conclude.set_parent(parent);
    conclude.mutable_contract()->set_number(id);
    conclude.mutable_contract()->set_proposal(proposal);
    conclude.mutable_contract()->set_concluded_on("2017-04-18");
    conclude.mutable_contract()->set_starts_on("2017-04-18");
    conclude.mutable_contract()->set_duration_months(18);
    conclude.mutable_contract()->set_period_rule(proposals::v1::DAY_BEFORE);
    *conclude.mutable_contract()->mutable_amount() = *amount;
    Ask(*proposals_, &Stub::ConcludeContract, conclude);
    budgets::v1::CreateBudgetRequest budget;
    budget.set_parent(name);
    for (int i = 1; i <= kLines; ++i) {
      budgets::v1::Line* line = budget.add_lines();
      line->set_code(absl::StrCat(i));
      line->set_title(absl::StrCat("Дейност ", i));
      line->set_expense_type("staff");
      SetMoney(kLineCapMinor, line->mutable_total());
    }
    Ask(*budgets_, &budgets::v1::BudgetsService::Stub::CreateBudget, budget);
    programs_.AwaitFollowers();
  }

  void Convert(int contract) {
    proposals::v1::RedenominateContractRequest request;
    request.set_name(load::ContractName(contract));
    request.set_still_to_settle(true);
    Ask(*redenominations_, &proposals::v1::RedenominationsService::Stub::RedenominateContract, request);
  }

  bool BudgetIsInEuro(int contract) {
    budgets::v1::GetBudgetRequest request;
    request.set_name(absl::StrCat(load::ContractName(contract), "/budget"));
    return Ask(*budgets_, &budgets::v1::BudgetsService::Stub::GetBudget, request)
               .caps()
               .eu()
               .currency() == "EUR";
  }
  // The first claim, which is converted with all others; the position of cash would read all costs.
  bool ClaimIsInEuro(int contract) {
    payments::v1::GetClaimRequest request;
    request.set_name(absl::StrCat(load::ContractName(contract), "/claims/1"));
    return Ask(*payments_, &payments::v1::PaymentsService::Stub::GetClaim, request)
               .requested()
               .eu()
               .currency() == "EUR";
  }

 private:
  std::shared_ptr<grpc::Channel> To(const std::string& role) const {
    std::string address = programs_.server();
    const std::string place = "{role}";
    address.replace(address.find(place), place.size(), role);
    return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  }

  template <class Stub, class Request, class Response>
  Response Ask(Stub& stub,
               grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               Request request) {
    if constexpr (requires { request.set_request_id(""); }) {
      request.set_request_id(absl::StrCat("changeover-", ++requests_));
    }
    grpc::ClientContext context;
    load::SignIn(programs_, &context);
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) {
      throw std::runtime_error(
          absl::StrCat(Request::descriptor()->name(), " is refused: ", status.error_message()));
    }
    return response;
  }

  const flow::Programs& programs_;
  const std::unique_ptr<proposals::v1::ProposalsService::Stub> proposals_;
  const std::unique_ptr<proposals::v1::RedenominationsService::Stub> redenominations_;
  const std::unique_ptr<budgets::v1::BudgetsService::Stub> budgets_;
  const std::unique_ptr<payments::v1::PaymentsService::Stub> payments_;
  int requests_ = 0;
};

// Seconds until both answer in euro; asked in turn, so that neither waits for the other.
struct Seconds {
  double called = 0;
  double budgets = 0;
  double payments = 0;
};
Seconds ConvertAndWait(Clients& clients, int contract) {
  Seconds seconds;
  const absl::Time began = absl::Now();
  clients.Convert(contract);
  seconds.called = absl::ToDoubleSeconds(absl::Now() - began);
  while (seconds.budgets == 0 || seconds.payments == 0) {
    if (absl::Now() > began + kPatience) throw std::runtime_error("a role does not answer in euro");
    if (seconds.budgets == 0 && clients.BudgetIsInEuro(contract)) {
      seconds.budgets = absl::ToDoubleSeconds(absl::Now() - began);
    }
    if (seconds.payments == 0 && clients.ClaimIsInEuro(contract)) {
      seconds.payments = absl::ToDoubleSeconds(absl::Now() - began);
    }
  }
  return seconds;
}

}  // namespace

void MeasureChangeover(const Options& options) {
  const flow::Programs programs({.roles = "", .gateway = false, .examples = false, .split = true});
  Clients clients(programs);
  std::vector<std::vector<std::string>> rows = {
      {"costs", "the call s", "budgets in euro after s", "payments in euro after s"}};
  int contract = 0;
  for (const int64_t costs : {2'000, 20'000, 200'000}) {
    if (costs > options.rows_max && contract > 0) break;
    const int64_t count = std::min(costs, options.rows_max);
    clients.Conclude(++contract);
    AddApprovedCosts(programs, contract, kLines, 1, count);
    AddAcceptedClaims(programs, contract, count);
    const Seconds seconds = ConvertAndWait(clients, contract);
    rows.push_back({absl::StrCat(count), Shown(seconds.called, 3), Shown(seconds.budgets, 2),
                    Shown(seconds.payments, 2)});
  }
  PrintTable("Changeover of a contract through the programs, a process for each role", rows);
}

}  // namespace tranche::bench

// SPDX-License-Identifier: EUPL-1.2
#include "client.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "facts.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"

namespace tranche::crash {
namespace {

constexpr absl::Duration kCallMax = absl::Seconds(5);
constexpr absl::Duration kAnswerMax = absl::Seconds(120);
constexpr int kPause_ms = 10;
constexpr char kPlan[] = SOURCE_ROOT "/services/examples/lyubimets-2013.txt";
constexpr char kManager[] = "manager@test";
constexpr char kApprover[] = "approver@test";

std::shared_ptr<grpc::Channel> Connect(const Installation& installation, const std::string& role) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 10);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 50);
  return grpc::CreateCustomChannel(installation.address(role), grpc::InsecureChannelCredentials(),
                                   arguments);
}

void SetMoney(int64_t minor, common::v1::Money* money) {
  money->set_amount(absl::StrFormat("%d.%02d", minor / 100, minor % 100));
  money->set_currency("BGN");
}

void SetParts(int64_t eu, int64_t national, common::v1::ThreePartAmount* amount) {
  SetMoney(eu, amount->mutable_eu());
  SetMoney(national, amount->mutable_national());
  SetMoney(0, amount->mutable_own());
}

int64_t Minor(const common::v1::Money& money) {
  std::string digits = money.amount();
  digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
  return digits.empty() ? 0 : std::stoll(digits);
}

template <class Resp>
std::string AnswerText(const Resp& response) {
  return response.SerializeAsString();
}
std::string AnswerText(const budgets::v1::Cost& cost) { return AnswerOf(cost); }

// Nothing was done, and it may be tried again.
bool IsPassing(const std::string& reason) {
  static const std::set<std::string>& passing =
      *new std::set<std::string>{"DATABASE_DOWN", "OVERLOADED", "CONFLICT_RETRY"};
  return passing.count(reason) > 0;
}

// Nobody can say whether it was done. A status without a reason is gRPC's own.
bool IsUnknown(const std::string& reason) {
  static const std::set<std::string>& unknown = *new std::set<std::string>{
      "", "OUTCOME_UNKNOWN", "PEER_UNAVAILABLE", "DEADLINE_PASSED", "INTERNAL"};
  return unknown.count(reason) > 0;
}

}  // namespace

Client::Client(const Installation& installation, Options options)
    : options_(std::move(options)),
      manager_token_(installation.Token(kManager, {"PROJECT_MANAGER", "FINANCE", "ADMINISTRATOR"})),
      approver_token_(installation.Token(kApprover, {"PROJECT_MANAGER", "FINANCE"})),
      access_(access::v1::AccessService::NewStub(Connect(installation, "access"))),
      plans_(plans::v1::PlansService::NewStub(Connect(installation, "plans"))),
      proposals_(proposals::v1::ProposalsService::NewStub(Connect(installation, "proposals"))),
      budgets_(budgets::v1::BudgetsService::NewStub(Connect(installation, "budgets"))),
      staffing_(staffing::v1::StaffingService::NewStub(Connect(installation, "staffing"))),
      payments_(payments::v1::PaymentsService::NewStub(Connect(installation, "payments"))),
      timelines_(timelines::v1::TimelinesService::NewStub(Connect(installation, "timelines"))),
      random_(options_.seed * 1000 + static_cast<uint64_t>(options_.number)) {}

int64_t Client::Random(int64_t from, int64_t to) {
  return from + static_cast<int64_t>(random_() % static_cast<uint64_t>(to - from + 1));
}

template <class Stub, class Req, class Resp>
std::optional<Resp> Client::SendUntilAnswered(
    Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
    const Req& request, const std::string& token, size_t write) {
  const absl::Time until = absl::Now() + kAnswerMax;
  while (true) {
    history_[write].attempts.emplace_back();  // Unknown until there is an answer.
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    context.set_deadline(absl::ToChronoTime(absl::Now() + kCallMax));
    // Nobody but a waiting call drives a connection that is being made again.
    context.set_wait_for_ready(true);
    Resp response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    Attempt& attempt = history_[write].attempts.back();
    if (status.ok()) {
      attempt = {.outcome = Outcome::kOk, .answer = AnswerText(response)};
      return response;
    }
    attempt.reason = ReasonOf(rpc::FromGrpcStatus(status));
    if (!IsUnknown(attempt.reason)) attempt.outcome = Outcome::kRefused;
    const std::string what = absl::StrCat(history_[write].method, " ", history_[write].request_id, ": ",
                                          attempt.reason, " ", status.error_message());
    if (!IsUnknown(attempt.reason) && !IsPassing(attempt.reason)) {
      if (attempt.reason != "LINE_EXHAUSTED") surprises_.push_back(what);
      return std::nullopt;
    }
    if (absl::Now() > until) {
      surprises_.push_back("no answer: " + what);
      return std::nullopt;
    }
    const bool may_abandon = options_.abandons && history_[write].method == "RecordCost" &&
                             attempt.outcome == Outcome::kUnknown &&
                             history_[write].attempts.size() == 1;
    if (may_abandon && Random(0, 3) == 0) {
      abandoned_.push_back([this, &stub, method, request, token, write] {
        SendUntilAnswered(stub, method, request, token, write);
      });
      return std::nullopt;
    }
    Pause(kPause_ms);
  }
}

template <class Stub, class Req, class Resp>
std::optional<Resp> Client::Send(Stub& stub,
                                 grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                                 Req request, bool approver) {
  const std::vector<std::string> name = absl::StrSplit(Req::descriptor()->full_name(), '.');
  request.set_request_id(absl::StrCat("client-", options_.number, "-", history_.size() + 1));
  history_.push_back({.service = name[1],
                      .method = std::string(absl::StripSuffix(name.back(), "Request")),
                      .actor = approver ? kApprover : kManager,
                      .organisation = kOrganisation,
                      .request_id = request.request_id(),
                      .attempts = {}});
  return SendUntilAnswered(stub, method, request, approver ? approver_token_ : manager_token_,
                           history_.size() - 1);
}

void Client::ResolveAbandoned() {
  const std::vector<std::function<void()>> open = std::move(abandoned_);
  abandoned_.clear();
  for (const auto& send : open) send();
}

void Client::ImportPlan() {
  access::v1::CreateOrganisationRequest create;
  create.set_organisation(kOrganisation);
  create.mutable_details()->set_title_bg("Община Любимец");
  create.mutable_details()->set_title_en("Municipality of Lyubimets");
  create.mutable_details()->set_municipality("Любимец");
  Send(*access_, &access::v1::AccessService::Stub::CreateOrganisation, create);
  std::stringstream document;
  document << std::ifstream(kPlan).rdbuf();
  plans::v1::ImportPlanRequest import;
  import.set_parent(absl::StrCat("organisations/", kOrganisation));
  import.set_file_name("plan.txt");
  import.set_content(document.str());
  import.set_accept(true);
  Send(*plans_, &plans::v1::PlansService::Stub::ImportPlan, import);
}

std::string Client::ConcludeContract(int64_t total_minor) {
  using Stub = proposals::v1::ProposalsService::Stub;
  const std::string parent = absl::StrCat("organisations/", kOrganisation);
  const std::string number =
      absl::StrFormat("BG05M9OP001-2.005-%02d%03d", options_.number, ++contracts_);
  const int64_t eu = total_minor * 85 / 100;
  proposals::v1::CreateProposalRequest create;
  create.set_parent(parent);
  create.mutable_proposal()->set_number(number);
  create.mutable_proposal()->set_procedure("BG05M9OP001-2.005");
  create.mutable_proposal()->set_title("Проект");
  create.mutable_proposal()->set_duration_months(18);
  SetParts(eu, total_minor - eu, create.mutable_proposal()->mutable_requested());
  const std::string proposal = absl::StrCat(parent, "/proposals/", number);
  proposals::v1::SubmitProposalRequest submit;
  submit.set_name(proposal);
  submit.set_submitted_on("2016-09-30");
  proposals::v1::EvaluateProposalRequest evaluate;
  evaluate.set_name(proposal);
  evaluate.mutable_evaluation()->set_kind(proposals::v1::COMPLEX);
  evaluate.mutable_evaluation()->set_standing(proposals::v1::APPROVED);
  evaluate.mutable_evaluation()->set_decided_on("2017-03-15");
  proposals::v1::ConcludeContractRequest conclude;
  conclude.set_parent(parent);
  conclude.mutable_contract()->set_number(number + "-C01");
  conclude.mutable_contract()->set_proposal(proposal);
  conclude.mutable_contract()->set_concluded_on("2017-04-18");
  conclude.mutable_contract()->set_starts_on("2017-04-18");
  conclude.mutable_contract()->set_duration_months(18);
  conclude.mutable_contract()->set_period_rule(proposals::v1::DAY_BEFORE);
  *conclude.mutable_contract()->mutable_amount() = create.proposal().requested();
  Send(*proposals_, &Stub::CreateProposal, create);
  Send(*proposals_, &Stub::SubmitProposal, submit);
  Send(*proposals_, &Stub::EvaluateProposal, evaluate);
  Send(*proposals_, &Stub::ConcludeContract, conclude);
  if (options_.await_followers) options_.await_followers();
  return absl::StrCat(parent, "/contracts/", number, "-C01");
}

void Client::PlanContract(const std::string& contract, int64_t total_minor) {
  budgets::v1::CreateBudgetRequest budget;
  budget.set_parent(contract);
  for (const int line : {1, 2}) {
    budgets::v1::Line* added = budget.add_lines();
    added->set_code(absl::StrCat(line, ".1"));
    added->set_title("Ред");
    added->set_expense_type(line == 1 ? "staff" : "services");
    SetMoney(line == 1 ? total_minor * 6 / 10 : total_minor - total_minor * 6 / 10,
             added->mutable_total());
  }
  staffing::v1::CreateSchemeRequest scheme;
  scheme.set_parent(contract);
  scheme.mutable_scheme()->set_scheme("team");
  scheme.mutable_scheme()->set_title("Екип");
  staffing::v1::Position* position = scheme.mutable_scheme()->add_positions();
  position->set_code("P1");
  position->set_title("Социален работник");
  position->set_places(2);
  position->set_months(12);
  SetMoney(115000, position->mutable_monthly_cost());
  timelines::v1::CreateActivitiesRequest activities;
  activities.set_parent(contract);
  timelines::v1::Activity* activity = activities.add_activities();
  activity->set_code("A1");
  activity->set_title("Обучение");
  activity->set_first_month(1);
  activity->set_last_month(3);
  Send(*budgets_, &budgets::v1::BudgetsService::Stub::CreateBudget, budget);
  Send(*staffing_, &staffing::v1::StaffingService::Stub::CreateScheme, scheme);
  Send(*timelines_, &timelines::v1::TimelinesService::Stub::CreateActivities, activities);
}

std::optional<budgets::v1::Cost> Client::RecordCost(const std::string& contract) {
  budgets::v1::RecordCostRequest request;
  request.set_parent(contract);
  request.mutable_cost()->set_line(Random(0, 1) == 0 ? "1.1" : "2.1");
  budgets::v1::CostDocument* document = request.mutable_cost()->mutable_document();
  document->set_type(budgets::v1::INVOICE);
  document->set_number(absl::StrCat(options_.number, "-", ++documents_));
  document->set_issued_on("2017-09-01");
  document->set_paid_on("2017-09-05");
  document->set_issuer("Доставчик");
  SetMoney(Random(100, 30000), document->mutable_total());
  *request.mutable_cost()->mutable_claimed() = document->total();
  return Send(*budgets_, &budgets::v1::BudgetsService::Stub::RecordCost, request);
}

std::optional<payments::v1::Claim> Client::Decide(const payments::v1::Claim& claim,
                                                  const std::string& sent_on,
                                                  const std::string& decided_on,
                                                  bool refuse_every_third) {
  using Stub = payments::v1::PaymentsService::Stub;
  payments::v1::SendClaimRequest send;
  send.set_name(claim.name());
  send.set_sent_on(sent_on);
  if (!Send(*payments_, &Stub::SendClaim, send).has_value()) return std::nullopt;
  payments::v1::VerifyClaimRequest verify;
  verify.set_name(claim.name());
  verify.mutable_verification()->set_decided_on(decided_on);
  verify.mutable_verification()->set_reference("Писмо 1");
  for (int i = 2; refuse_every_third && i < claim.costs_size(); i += 3) {
    payments::v1::RefusedCost* refused = verify.mutable_verification()->add_refused_costs();
    refused->set_cost(claim.costs(i));
    refused->set_reason("Недопустим разход");
  }
  return Send(*payments_, &Stub::VerifyClaim, verify, /*approver=*/true);
}

void Client::Pay(const std::string& contract, const payments::v1::Claim& claim, int64_t eu,
                 int64_t national) {
  payments::v1::RecordPaymentRequest request;
  request.set_parent(contract);
  request.mutable_payment()->set_claim(claim.name());
  request.mutable_payment()->set_paid_on("2018-04-02");
  request.mutable_payment()->set_bank_reference("Извлечение");
  SetParts(eu, national, request.mutable_payment()->mutable_amount());
  Send(*payments_, &payments::v1::PaymentsService::Stub::RecordPayment, request);
}

void Client::DrawAdvance(const std::string& contract, int64_t total_minor) {
  payments::v1::CreateClaimRequest request;
  request.set_parent(contract);
  request.mutable_claim()->set_kind(payments::v1::ADVANCE);
  const int64_t eu = total_minor * 85 / 1000;
  const int64_t national = total_minor * 15 / 1000;
  SetParts(eu, national, request.mutable_claim()->mutable_requested());
  const auto claim = Send(*payments_, &payments::v1::PaymentsService::Stub::CreateClaim, request);
  if (!claim.has_value() || !Decide(*claim, "2017-05-02", "2017-05-20", false).has_value()) return;
  Pay(contract, *claim, eu, national);
}

void Client::ClaimCosts(const std::string& contract, int costs) {
  payments::v1::CreateClaimRequest request;
  request.set_parent(contract);
  request.mutable_claim()->set_kind(payments::v1::INTERIM);
  for (int i = 0; i < costs; ++i) {
    const auto cost = RecordCost(contract);
    if (cost.has_value()) request.mutable_claim()->add_costs(cost->name());
  }
  if (request.claim().costs().empty()) return;
  const auto claim = Send(*payments_, &payments::v1::PaymentsService::Stub::CreateClaim, request);
  if (!claim.has_value()) return;
  const auto decided = Decide(*claim, "2018-02-01", "2018-03-01", true);
  if (!decided.has_value()) return;
  const int64_t eu = Minor(decided->approved().eu());
  const int64_t national = Minor(decided->approved().national());
  Pay(contract, *claim, eu / 2 + eu % 2, national / 2);
  Pay(contract, *claim, eu / 2, national - national / 2);
}

}  // namespace tranche::crash

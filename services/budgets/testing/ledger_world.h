// SPDX-License-Identifier: EUPL-1.2
// Budgets with the real reference and proposals beside it, a contract in force, and short calls.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/budgets_module.h"
#include "platform/base/status_macros.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "proposals/proposals_module.h"
#include "reference/reference_module.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"
#include "tranche/budgets/v1/cost_documents_service.grpc.pb.h"
#include "tranche/budgets/v1/currencies_service.grpc.pb.h"
#include "tranche/budgets/v1/ledger_service.grpc.pb.h"
#include "tranche/budgets/v1/limits_service.grpc.pb.h"
#include "tranche/budgets/v1/simplified_costs_service.grpc.pb.h"
#include "tranche/proposals/v1/contract_versions_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/proposals/v1/redenominations_service.grpc.pb.h"

namespace tranche::budgets {

inline constexpr char kOrganisation[] = "mineralni-bani";
inline constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

inline void SetMoney(common::v1::Money* money, const std::string& amount,
                     const std::string& currency = "BGN") {
  money->set_amount(amount);
  money->set_currency(currency);
}

inline void SetParts(common::v1::ThreePartAmount* parts, const std::string& eu,
                     const std::string& national, const std::string& own) {
  SetMoney(parts->mutable_eu(), eu);
  SetMoney(parts->mutable_national(), national);
  SetMoney(parts->mutable_own(), own);
}

// "85.00 15.00 0.00"
inline std::string Show(const common::v1::ThreePartAmount& parts) {
  return absl::StrCat(parts.eu().amount(), " ", parts.national().amount(), " ", parts.own().amount());
}

class LedgerWorld {
 public:
  using Budgets = v1::BudgetsService::Stub;
  using Ledger = v1::LedgerService::Stub;
  using Limits = v1::LimitsService::Stub;
  using Simplified = v1::SimplifiedCostsService::Stub;
  using Currencies = v1::CurrenciesService::Stub;
  using Documents = v1::CostDocumentsService::Stub;
  using Redenominations = proposals::v1::RedenominationsService::Stub;
  using Versions = proposals::v1::ContractVersionsService::Stub;
  using Proposals = proposals::v1::ProposalsService::Stub;

  LedgerWorld() {
    reference_.Serve(reference::StartRole(reference_.context()));
    proposals_.Serve(proposals::StartRole(proposals_.context()));
    budgets_.Serve(StartRole(budgets_.context()));
    budgets_stub_ = v1::BudgetsService::NewStub(budgets_.channel());
    ledger_ = v1::LedgerService::NewStub(budgets_.channel());
    limits_ = v1::LimitsService::NewStub(budgets_.channel());
    simplified_ = v1::SimplifiedCostsService::NewStub(budgets_.channel());
    currencies_ = v1::CurrenciesService::NewStub(budgets_.channel());
    documents_ = v1::CostDocumentsService::NewStub(budgets_.channel());
    redenominations_ = proposals::v1::RedenominationsService::NewStub(proposals_.channel());
    versions_ = proposals::v1::ContractVersionsService::NewStub(proposals_.channel());
    proposals_stub_ = proposals::v1::ProposalsService::NewStub(proposals_.channel());
  }

  testing::PgSandbox& sandbox() { return sandbox_; }
  const std::string& contract() const { return contract_; }
  // From now on it is about another proposal and its contract.
  void GoOnWith(const std::string& proposal) {
    proposal_ = proposal;
    contract_ = absl::StrCat("organisations/", kOrganisation, "/contracts/", proposal, "-C01");
  }
  testing::TestRole& budgets() { return budgets_; }
  testing::TestRole& proposals() { return proposals_; }

  template <class Resp, class Req>
  absl::StatusOr<Resp> Call(grpc::Status (Budgets::*method)(grpc::ClientContext*, const Req&, Resp*),
                            const Req& request) {
    return Ask(budgets_, *budgets_stub_, method, request);
  }
  template <class Resp, class Req>
  absl::StatusOr<Resp> Call(grpc::Status (Ledger::*method)(grpc::ClientContext*, const Req&, Resp*),
                            const Req& request) {
    return Ask(budgets_, *ledger_, method, request);
  }
  template <class Resp, class Req>
  absl::StatusOr<Resp> Call(grpc::Status (Limits::*method)(grpc::ClientContext*, const Req&, Resp*),
                            const Req& request) {
    return Ask(budgets_, *limits_, method, request);
  }
  template <class Resp, class Req>
  absl::StatusOr<Resp> Call(grpc::Status (Simplified::*method)(grpc::ClientContext*, const Req&, Resp*),
                            const Req& request) {
    return Ask(budgets_, *simplified_, method, request);
  }
  template <class Resp, class Req>
  absl::StatusOr<Resp> Call(grpc::Status (Currencies::*method)(grpc::ClientContext*, const Req&, Resp*),
                            const Req& request) {
    return Ask(budgets_, *currencies_, method, request);
  }
  template <class Resp, class Req>
  absl::StatusOr<Resp> Call(grpc::Status (Documents::*method)(grpc::ClientContext*, const Req&, Resp*),
                            const Req& request) {
    return Ask(budgets_, *documents_, method, request);
  }
  template <class Resp, class Req>
  absl::StatusOr<Resp> Call(grpc::Status (Redenominations::*method)(grpc::ClientContext*, const Req&,
                                                                    Resp*),
                            const Req& request) {
    return Ask(proposals_, *redenominations_, method, request);
  }
  template <class Resp, class Req>
  absl::StatusOr<Resp> Call(grpc::Status (Versions::*method)(grpc::ClientContext*, const Req&, Resp*),
                            const Req& request) {
    return Ask(proposals_, *versions_, method, request);
  }
  template <class Resp, class Req>
  absl::StatusOr<Resp> Call(grpc::Status (Proposals::*method)(grpc::ClientContext*, const Req&, Resp*),
                            const Req& request) {
    return Ask(proposals_, *proposals_stub_, method, request);
  }

  // A contract in force over these parts; `requested` of the proposal is 1,000,000.00 of each part.
  absl::Status Conclude(const std::string& eu, const std::string& national, const std::string& own) {
    namespace pb = proposals::v1;
    pb::CreateProposalRequest create;
    create.set_parent(absl::StrCat("organisations/", kOrganisation));
    create.set_request_id(absl::StrCat("create-", proposal_));
    create.mutable_proposal()->set_number(proposal_);
    create.mutable_proposal()->set_procedure("BG05M9OP001-2.005");
    create.mutable_proposal()->set_title("Комплекс от мерки");
    create.mutable_proposal()->set_duration_months(18);
    SetParts(create.mutable_proposal()->mutable_requested(), "1000000.00", "1000000.00", "1000000.00");
    TRANCHE_RETURN_IF_ERROR(Call(&Proposals::CreateProposal, create).status());
    pb::SubmitProposalRequest submit;
    submit.set_name(absl::StrCat("organisations/", kOrganisation, "/proposals/", proposal_));
    submit.set_submitted_on("2016-09-30");
    submit.set_request_id(absl::StrCat("submit-", proposal_));
    TRANCHE_RETURN_IF_ERROR(Call(&Proposals::SubmitProposal, submit).status());
    pb::EvaluateProposalRequest evaluate;
    evaluate.set_name(absl::StrCat("organisations/", kOrganisation, "/proposals/", proposal_));
    evaluate.mutable_evaluation()->set_kind(pb::COMPLEX);
    evaluate.mutable_evaluation()->set_standing(pb::APPROVED);
    evaluate.mutable_evaluation()->set_decided_on("2017-03-15");
    evaluate.set_request_id(absl::StrCat("evaluate-", proposal_));
    TRANCHE_RETURN_IF_ERROR(Call(&Proposals::EvaluateProposal, evaluate).status());
    pb::ConcludeContractRequest conclude;
    conclude.set_parent(absl::StrCat("organisations/", kOrganisation));
    pb::Contract* contract = conclude.mutable_contract();
    contract->set_number(absl::StrCat(proposal_, "-C01"));
    contract->set_proposal(absl::StrCat("organisations/", kOrganisation, "/proposals/", proposal_));
    contract->set_concluded_on("2017-04-18");
    contract->set_starts_on("2017-04-18");
    contract->set_duration_months(18);
    contract->set_period_rule(pb::SAME_NUMBERED_DAY);
    SetParts(contract->mutable_amount(), eu, national, own);
    conclude.set_request_id(absl::StrCat("conclude-", proposal_));
    return Call(&Proposals::ConcludeContract, conclude).status();
  }

  absl::Status MakeBudget(const std::vector<std::pair<std::string, std::string>>& lines) {
    v1::CreateBudgetRequest request;
    request.set_parent(contract_);
    request.set_request_id(absl::StrCat("budget-", proposal_));
    for (const auto& [code, total] : lines) {
      v1::Line* line = request.add_lines();
      line->set_code(code);
      line->set_title(absl::StrCat("Ред ", code));
      line->set_expense_type("staff");
      SetMoney(line->mutable_total(), total);
    }
    return Call(&Budgets::CreateBudget, request).status();
  }

  // The same with an expense type for each line.
  struct TypedLine {
    std::string code;
    std::string type;
    std::string total;
  };
  absl::Status MakeTypedBudget(const std::vector<TypedLine>& lines) {
    v1::CreateBudgetRequest request;
    request.set_parent(contract_);
    request.set_request_id(absl::StrCat("budget-", proposal_));
    for (const TypedLine& typed : lines) {
      v1::Line* line = request.add_lines();
      line->set_code(typed.code);
      line->set_title(absl::StrCat("Ред ", typed.code));
      line->set_expense_type(typed.type);
      SetMoney(line->mutable_total(), typed.total);
    }
    return Call(&Budgets::CreateBudget, request).status();
  }

  absl::StatusOr<v1::Cost> RecordCost(const std::string& line, const std::string& claimed,
                                      const std::string& key) {
    v1::RecordCostRequest request;
    request.set_parent(contract_);
    request.set_request_id(key);
    v1::Cost* cost = request.mutable_cost();
    cost->set_line(line);
    SetMoney(cost->mutable_claimed(), claimed);
    v1::CostDocument* document = cost->mutable_document();
    document->set_type(v1::INVOICE);
    document->set_number(absl::StrCat("F-", key));
    document->set_issued_on("2018-02-01");
    document->set_paid_on("2018-02-05");
    document->set_issuer("Доставки ЕООД");
    SetMoney(document->mutable_total(), claimed);
    return Call(&Budgets::RecordCost, request);
  }

  // As payments does, under its own token.
  absl::Status Decide(const std::string& cost, bool approved, const std::string& key) {
    v1::DecideCostsRequest request;
    request.set_parent(contract_);
    request.set_request_id(key);
    request.set_decided_on("2018-06-01");
    request.set_decided_by("approver@mineralni-bani");
    v1::CostDecision* decision = request.add_decisions();
    decision->set_cost(cost);
    decision->set_approved(approved);
    if (!approved) decision->set_reason("извън допустимите разходи");
    grpc::ClientContext context;
    budgets_.SignIn(
        &context,
        {.subject = "service/payments", .organisations = {kOrganisation}, .roles = {"SERVICE"}});
    v1::DecideCostsResponse response;
    return rpc::FromGrpcStatus(budgets_stub_->DecideCosts(&context, request, &response));
  }

  // Decisions on several costs at once: name and whether it is approved.
  absl::StatusOr<v1::DecideCostsResponse> DecideAll(
      const std::vector<std::pair<std::string, bool>>& decisions, const std::string& key) {
    v1::DecideCostsRequest request;
    request.set_parent(contract_);
    request.set_request_id(key);
    request.set_decided_on("2018-06-01");
    request.set_decided_by("approver@mineralni-bani");
    for (const auto& [cost, approved] : decisions) {
      v1::CostDecision* decision = request.add_decisions();
      decision->set_cost(cost);
      decision->set_approved(approved);
      if (!approved) decision->set_reason("извън допустимите разходи");
    }
    return DecideAs(request);
  }
  absl::StatusOr<v1::DecideCostsResponse> DecideAs(const v1::DecideCostsRequest& request) {
    grpc::ClientContext context;
    budgets_.SignIn(
        &context,
        {.subject = "service/payments", .organisations = {kOrganisation}, .roles = {"SERVICE"}});
    v1::DecideCostsResponse response;
    const absl::Status status =
        rpc::FromGrpcStatus(budgets_stub_->DecideCosts(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }
  absl::StatusOr<v1::Cost> GetCost(const std::string& name) {
    v1::GetCostRequest request;
    request.set_name(name);
    return Call(&Budgets::GetCost, request);
  }

  // A limit with a fixed amount; a percentage when `percent` is given, of `base_lines`.
  static v1::Limit LimitOf(const std::string& code, const std::vector<std::string>& lines,
                           const std::string& amount, const std::string& percent = "",
                           const std::vector<std::string>& base_lines = {}) {
    v1::Limit limit;
    limit.set_code(code);
    limit.set_title(absl::StrCat("Ограничение ", code));
    limit.set_source("Насоки за кандидатстване, т. 13.2");
    for (const std::string& line : lines) limit.add_lines(line);
    for (const std::string& line : base_lines) limit.add_base_lines(line);
    if (!amount.empty()) SetMoney(limit.mutable_amount(), amount);
    limit.set_percent(percent);
    return limit;
  }
  absl::StatusOr<v1::ContractLimits> SetLimits(const std::vector<v1::Limit>& limits,
                                               const std::string& key) {
    v1::SetLimitsRequest request;
    request.set_parent(contract_);
    request.set_request_id(key);
    for (const v1::Limit& limit : limits) *request.add_limits() = limit;
    return Call(&Limits::SetLimits, request);
  }
  absl::StatusOr<v1::ContractLimits> ListLimits() {
    v1::ListLimitsRequest request;
    request.set_parent(contract_);
    return Call(&Limits::ListLimits, request);
  }

  // A flat rate of this percent ("": what the rule allows) on a line.
  absl::StatusOr<v1::SimplifiedTerms> SetFlatRate(const std::string& line, v1::FlatRateKind kind,
                                                  const std::vector<std::string>& base_lines,
                                                  const std::string& key,
                                                  const std::string& percent = "") {
    v1::SetTermsRequest request;
    request.set_parent(contract_);
    request.set_request_id(key);
    v1::SimplifiedTerms* terms = request.mutable_terms();
    terms->set_line(line);
    terms->set_form(v1::FLAT_RATE);
    terms->set_source("Насоки за кандидатстване, т. 14");
    terms->mutable_flat_rate()->set_kind(kind);
    terms->mutable_flat_rate()->set_percent(percent);
    for (const std::string& base : base_lines) terms->mutable_flat_rate()->add_base_lines(base);
    return Call(&Simplified::SetTerms, request);
  }
  absl::StatusOr<v1::Cost> RecordSimplified(const v1::SimplifiedCost& cost, const std::string& key) {
    v1::RecordSimplifiedCostRequest request;
    request.set_parent(contract_);
    request.set_request_id(key);
    *request.mutable_cost() = cost;
    return Call(&Simplified::RecordSimplifiedCost, request);
  }
  absl::StatusOr<v1::Cost> RecordFlatRate(const std::string& line, const std::string& key) {
    v1::SimplifiedCost cost;
    cost.set_line(line);
    cost.set_day("2018-03-01");
    return RecordSimplified(cost, key);
  }

  v1::TransferBetweenLinesRequest TransferOf(const std::string& from, const std::string& to,
                                             const std::string& amount, const std::string& key,
                                             const std::string& valid_on = "2018-03-01") const {
    v1::TransferBetweenLinesRequest request;
    request.set_parent(contract_);
    request.set_request_id(key);
    v1::Transfer* transfer = request.mutable_transfer();
    transfer->set_from_line(from);
    transfer->set_to_line(to);
    SetMoney(transfer->mutable_amount(), amount);
    transfer->set_valid_on(valid_on);
    transfer->set_reason("Повече пътувания");
    transfer->set_document("Писмо № 12");
    return request;
  }

  // A draft that revises the budget; other amounts by its parts, "": as they are.
  absl::StatusOr<proposals::v1::ContractVersion> Amend(const std::string& key,
                                                       const std::string& eu = "",
                                                       const std::string& national = "",
                                                       const std::string& own = "") {
    proposals::v1::CreateContractVersionRequest request;
    request.set_parent(contract_);
    request.set_request_id(key);
    proposals::v1::ContractVersion* version = request.mutable_version();
    version->set_type(proposals::v1::ANNEX);
    version->set_concluded_on("2018-03-01");
    version->set_document("Анекс № 1");
    version->set_reason("Промяна на бюджета");
    version->set_revises_budget(true);
    if (!eu.empty()) SetParts(version->mutable_amount(), eu, national, own);
    return Call(&Versions::CreateContractVersion, request);
  }
  absl::Status Enter(const std::string& version, const std::string& key) {
    proposals::v1::EnterContractVersionRequest request;
    request.set_name(version);
    request.set_request_id(key);
    return Call(&Versions::EnterContractVersion, request).status();
  }
  absl::Status Withdraw(const std::string& version, const std::string& key) {
    proposals::v1::WithdrawContractVersionRequest request;
    request.set_name(version);
    request.set_reason("Сгрешена сума");
    request.set_request_id(key);
    return Call(&Versions::WithdrawContractVersion, request).status();
  }
  static v1::ReviseBudgetRequest RevisionOf(
      const std::string& version, const std::vector<std::pair<std::string, std::string>>& totals,
      const std::string& key) {
    v1::ReviseBudgetRequest request;
    request.set_name(version);
    request.set_request_id(key);
    for (const auto& [code, total] : totals) {
      v1::RevisedLine* line = request.add_lines();
      line->set_code(code);
      SetMoney(line->mutable_total(), total);
    }
    return request;
  }

  absl::StatusOr<v1::Budget> Budget() {
    v1::GetBudgetRequest request;
    request.set_name(absl::StrCat(contract_, "/budget"));
    return Call(&Budgets::GetBudget, request);
  }
  absl::StatusOr<v1::LedgerCheck> Check() {
    v1::CheckLedgerRequest request;
    request.set_name(absl::StrCat(contract_, "/ledgerCheck"));
    return Call(&Ledger::CheckLedger, request);
  }
  absl::StatusOr<proposals::v1::Contract> Contract() {
    proposals::v1::GetContractRequest request;
    request.set_name(contract_);
    return Call(&Proposals::GetContract, request);
  }

 private:
  std::string proposal_ = "BG05M9OP001-2.005-0063";
  std::string contract_ = kContract;

  template <class Stub, class Resp, class Req>
  absl::StatusOr<Resp> Ask(testing::TestRole& role, Stub& stub,
                           grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                           const Req& request) {
    grpc::ClientContext context;
    role.SignIn(&context, testing::TestActor(kOrganisation));
    Resp response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }

  testing::PgSandbox sandbox_;
  testing::TestRole budgets_{sandbox_, "budgets", nullptr, 8};
  testing::TestRole proposals_{sandbox_, "proposals", &budgets_, 4};
  testing::TestRole reference_{sandbox_, "reference", &budgets_};
  std::unique_ptr<Budgets> budgets_stub_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<Limits> limits_;
  std::unique_ptr<Simplified> simplified_;
  std::unique_ptr<Currencies> currencies_;
  std::unique_ptr<Documents> documents_;
  std::unique_ptr<Redenominations> redenominations_;
  std::unique_ptr<Versions> versions_;
  std::unique_ptr<Proposals> proposals_stub_;
};

}  // namespace tranche::budgets

// SPDX-License-Identifier: EUPL-1.2
// What the rules of reference say for a contract, and the cash position that they bound.
#include <memory>

#include "absl/strings/str_cat.h"
#include "payments/payments_convert.h"
#include "payments/payments_service.h"
#include "payments/payments_store.h"
#include "payments/redenomination/redenomination.h"
#include "payments/redenomination/redenomination_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::payments {
namespace {

using ReferenceStub = reference::v1::ReferenceService::Stub;

constexpr char kStateAid[] = "state_aid";  // The kind of support of a procedure.
constexpr char kCashCapRule[] = "advance_and_interim_cap_percent";
constexpr char kSecurityRule[] = "advance_security_percent";
constexpr char kSecurityRuleOfBudgetBodies[] = "advance_security_percent_budget_body";

// The contract and its claims in the other currency, for information: each amount in lev converted by
// itself; lev of a contract that was converted as they were recorded, and what came since at the fixed
// rate.
absl::Status ShowInOther(pg::Tx& tx, Contract* contract, std::vector<Claim>* claims) {
  if (contract->amount.eu.currency() == Currency::kEur) {
    const std::vector<redenomination::RestatedAmount> restated =
        redenomination::store::LoadAmounts(tx, *contract);
    TRANCHE_ASSIGN_OR_RETURN(contract->amount, redenomination::AmountInLev(restated, "contract",
                                                                           "amount", contract->amount));
    TRANCHE_ASSIGN_OR_RETURN(*claims, redenomination::ClaimsInLev(*claims, restated));
    return absl::OkStatus();
  }
  TRANCHE_ASSIGN_OR_RETURN(contract->amount,
                           redenomination::PartsAtFixedRate(contract->amount, Currency::kEur));
  TRANCHE_ASSIGN_OR_RETURN(*claims, redenomination::ClaimsInEuro(*claims));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Service::ContractRules> Service::FetchRules(const rpc::CallScope& scope,
                                                           const Contract& contract,
                                                           const std::string& code,
                                                           absl::CivilDay as_of, bool by_support_kind) {
  const std::unique_ptr<ReferenceStub> stub =
      reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  reference::v1::ListProceduresRequest procedures_request;
  procedures_request.set_code(contract.procedure);
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListProceduresResponse procedures,
                           rpc::Call<reference::v1::ListProceduresResponse>(
                               scope, *stub, &ReferenceStub::ListProcedures, procedures_request));
  ContractRules rules{.code = code, .programming_period = "", .support_kind = "", .versions = {}};
  for (const reference::v1::Procedure& procedure : procedures.procedures()) {
    if (procedure.code() != contract.procedure) continue;
    rules.programming_period = procedure.programming_period();
    rules.support_kind = procedure.support_kind();
    if (by_support_kind && !procedure.support_kind().empty()) {
      rules.code = absl::StrCat(code, "_", procedure.support_kind());
    }
  }
  reference::v1::ListRulesRequest request;
  request.set_code(rules.code);
  request.set_as_of(FormatDay(as_of));
  TRANCHE_ASSIGN_OR_RETURN(
      const reference::v1::ListRulesResponse response,
      rpc::Call<reference::v1::ListRulesResponse>(scope, *stub, &ReferenceStub::ListRules, request));
  for (const reference::v1::Rule& rule : response.rules()) {
    rules.versions.push_back({.value = rule.value(),
                              .unit = rule.unit(),
                              .programming_period = rule.programming_period(),
                              .source = rule.legal_source(),
                              .verified = rule.verified()});
  }
  return rules;
}

absl::StatusOr<int> Service::FetchMonths(const rpc::CallScope& scope, const Contract& contract,
                                         const std::string& code, absl::CivilDay as_of) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRules rules,
                           FetchRules(scope, contract, code, as_of, /*by_support_kind=*/false));
  TRANCHE_ASSIGN_OR_RETURN(const std::optional<int> months,
                           MonthsOf(rules.versions, rules.programming_period, rules.code));
  if (months.has_value()) return *months;
  return Refuse("QUESTION_PERIOD_UNKNOWN", {{"rule", code}, {"day", FormatDay(as_of)}});
}

absl::Status Service::CheckStateAid(const rpc::CallScope& scope, const Contract& contract) {
  TRANCHE_ASSIGN_OR_RETURN(
      const ContractRules rules,
      FetchRules(scope, contract, kCashCapRule, contract.starts_on, /*by_support_kind=*/true));
  return rules.support_kind == kStateAid ? absl::OkStatus() : Refuse("STATE_AID_NOT_OF_PROCEDURE");
}

absl::StatusOr<std::optional<securities::SecurityRule>> Service::FetchSecurityRule(
    const rpc::CallScope& scope, const Contract& contract) {
  if (!contract.budget_body.has_value()) return std::optional<securities::SecurityRule>();
  const char* code = *contract.budget_body ? kSecurityRuleOfBudgetBodies : kSecurityRule;
  TRANCHE_ASSIGN_OR_RETURN(
      const ContractRules rules,
      FetchRules(scope, contract, code, contract.starts_on, /*by_support_kind=*/false));
  TRANCHE_ASSIGN_OR_RETURN(const std::optional<Ratio> percent,
                           PercentOf(rules.versions, rules.programming_period, rules.code));
  if (percent.has_value()) {
    const RuleVersion* version = VersionFor(rules.versions, rules.programming_period);
    return securities::SecurityRule{.percent = *percent, .source = version->source};
  }
  if (*contract.budget_body) return std::optional<securities::SecurityRule>();
  return Refuse("SIMPLIFIED_RULE_UNKNOWN", {{"rule", code}});
}

Service::CashCap Service::FetchCashCap(const rpc::CallScope& scope, const Contract& contract) {
  CashCap cap{.asked = true, .percent = std::optional<Ratio>()};
  const absl::StatusOr<ContractRules> rules =
      FetchRules(scope, contract, kCashCapRule, contract.starts_on, /*by_support_kind=*/true);
  if (!rules.ok()) {
    cap.percent = rules.status();
  } else {
    cap.percent = PercentOf(rules->versions, rules->programming_period, rules->code);
  }
  return cap;
}

absl::StatusOr<v1::CashPosition> Service::GetCashPosition(const rpc::CallScope& scope,
                                                          const v1::GetCashPositionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ContractName name,
                           convert::ParsePositionName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found, RequireContract(scope, name.id, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(
      const ContractRules rules,
      FetchRules(scope, found, kCashCapRule, found.starts_on, /*by_support_kind=*/true));
  TRANCHE_ASSIGN_OR_RETURN(const std::optional<Ratio> cap,
                           PercentOf(rules.versions, rules.programming_period, rules.code));
  std::optional<Currency> shown;
  if (!request.currency().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(shown, ParseCurrency(request.currency()));
  }
  return idempotency::Read<v1::CashPosition>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::CashPosition> {
        TRANCHE_ASSIGN_OR_RETURN(store::ContractClaims both,
                                 store::LoadWithClaims(tx, found.id, request.name()));
        Contract& contract = both.contract;
        std::vector<Claim>& claims = both.claims;
        const Currency own = contract.amount.eu.currency();
        if (shown.has_value() && *shown != own) {
          TRANCHE_RETURN_IF_ERROR(ShowInOther(tx, &contract, &claims));
        }
        TRANCHE_ASSIGN_OR_RETURN(const CashPosition position, PositionOf(contract, claims, cap));
        v1::CashPosition proto =
            convert::ToProto(contract, position, VersionFor(rules.versions, rules.programming_period));
        if (contract.amount.eu.currency() != own)
          proto.set_converted_from(std::string(CurrencyCode(own)));
        return proto;
      });
}

}  // namespace tranche::payments

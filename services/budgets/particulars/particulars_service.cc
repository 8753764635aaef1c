// SPDX-License-Identifier: EUPL-1.2
#include "budgets/particulars/particulars_service.h"

#include <utility>
#include <vector>

#include "budgets/budgets_convert.h"
#include "budgets/contract_service.h"
#include "budgets/particulars/particulars.h"
#include "budgets/particulars/particulars_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/peers.h"
#include "tranche/budgets/v1/cost_particulars_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

using ProposalsStub = proposals::v1::ProposalsService::Stub;
using ReferenceStub = reference::v1::ReferenceService::Stub;

v1::CostSum ToProto(const store::ToldSum& sum, Currency currency) {
  v1::CostSum proto;
  proto.set_costs(sum.costs);
  *proto.mutable_reserved() = convert::ToProto(Money::Minor(sum.reserved_minor, currency));
  *proto.mutable_approved() = convert::ToProto(Money::Minor(sum.approved_minor, currency));
  return proto;
}

// In the order of the list, what was not told at its end.
void AddIssuers(const std::vector<store::ToldSum>& sums, Currency currency, v1::CostSums* proto) {
  const auto add = [&](v1::IssuerKind kind, const std::string& key) {
    for (const store::ToldSum& sum : sums) {
      if (sum.key != key) continue;
      v1::IssuerSum* shown = proto->add_issuers();
      shown->set_issuer_kind(kind);
      *shown->mutable_sum() = ToProto(sum, currency);
    }
  };
  for (int kind = v1::IssuerKind_MIN + 1; kind <= v1::IssuerKind_MAX; ++kind) {
    add(static_cast<v1::IssuerKind>(kind), v1::IssuerKind_Name(static_cast<v1::IssuerKind>(kind)));
  }
  add(v1::ISSUER_KIND_UNSPECIFIED, "");
}

// Shows the ceiling of a flag beside its sum.
absl::Status AddCeiling(const reference::v1::Rule& rule, const store::Contract& contract,
                        const store::ToldSum& sum, v1::FlagSum* shown) {
  const Currency currency = contract.amount.eu.currency();
  // Two places of a percent are hundredths, as of an amount; the currency has no part in it.
  const absl::StatusOr<Money> percent = ParseAmount(rule.value(), currency);
  if (!percent.ok() || percent->IsNegative()) {
    return Refuse("RULE_UNREADABLE", {{"rule", rule.code()}, {"value", rule.value()}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(contract.amount));
  TRANCHE_ASSIGN_OR_RETURN(const Ceiling ceiling,
                           CeilingOf(total, static_cast<int>(percent->minor()),
                                     Money::Minor(sum.reserved_minor + sum.approved_minor, currency)));
  shown->set_ceiling_percent(rule.value());
  *shown->mutable_ceiling() = convert::ToProto(ceiling.amount);
  if (!ceiling.above.IsZero()) *shown->mutable_above() = convert::ToProto(ceiling.above);
  shown->set_ceiling_source(rule.legal_source());
  shown->set_ceiling_verified(rule.verified());
  return absl::OkStatus();
}

class Endpoint final : public v1::CostParticularsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::CostParticularsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* GetCostSums(grpc::CallbackServerContext* context,
                                        const v1::GetCostSumsRequest* request,
                                        v1::CostSums* response) override {
    return dispatcher_.Unary(context, request, response, "GetCostSums", &service_,
                             &ParticularsService::GetCostSums);
  }

 private:
  ParticularsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

absl::StatusOr<std::map<std::string, reference::v1::Rule>> ParticularsService::Ceilings(
    const rpc::CallScope& scope, const store::Contract& contract) {
  const auto reference = reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  reference::v1::ListRulesRequest request;
  request.set_as_of(FormatDay(contract.starts_on));
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListRulesResponse all,
                           rpc::Call<reference::v1::ListRulesResponse>(
                               scope, *reference, &ReferenceStub::ListRules, request));
  std::map<std::string, reference::v1::ListRulesResponse> known;
  for (int flag = v1::CostFlag_MIN + 1; flag <= v1::CostFlag_MAX; ++flag) {
    const std::string code = CeilingRuleOf(v1::CostFlag_Name(static_cast<v1::CostFlag>(flag)));
    for (const reference::v1::Rule& rule : all.rules()) {
      if (rule.code() == code) *known[code].add_rules() = rule;
    }
  }
  std::map<std::string, reference::v1::Rule> ceilings;
  if (known.empty()) return ceilings;
  const auto proposals = proposals::v1::ProposalsService::NewStub(context_.peers->Get("proposals"));
  proposals::v1::GetContractRequest contract_request;
  contract_request.set_name(ContractName(contract.organisation, contract.contract));
  TRANCHE_ASSIGN_OR_RETURN(const proposals::v1::Contract found,
                           rpc::Call<proposals::v1::Contract>(
                               scope, *proposals, &ProposalsStub::GetContract, contract_request));
  reference::v1::ListProceduresRequest procedures_request;
  procedures_request.set_code(found.procedure());
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListProceduresResponse procedures,
                           rpc::Call<reference::v1::ListProceduresResponse>(
                               scope, *reference, &ReferenceStub::ListProcedures, procedures_request));
  for (const reference::v1::Procedure& procedure : procedures.procedures()) {
    if (procedure.code() != found.procedure()) continue;
    for (const auto& [code, rules] : known) {
      const reference::v1::Rule* rule = RuleOfPeriod(rules, procedure.programming_period());
      if (rule != nullptr) ceilings[code] = *rule;
    }
  }
  return ceilings;
}

absl::StatusOr<v1::CostSums> ParticularsService::GetCostSums(const rpc::CallScope& scope,
                                                             const v1::GetCostSumsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract found,
                           RequireContract(context_, catch_up_, scope, ref, request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const auto ceilings, Ceilings(scope, found));
  return idempotency::Read<v1::CostSums>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::CostSums> {
        // As it is in the snapshot of the sums: it may have been converted meanwhile.
        TRANCHE_ASSIGN_OR_RETURN(
            const store::Contract contract,
            FindContract(tx, {found.organisation, found.contract}, request.parent()));
        const Currency currency = contract.amount.eu.currency();
        v1::CostSums sums;
        sums.set_contract(ContractName(contract.organisation, contract.contract));
        for (const store::ToldSum& sum : store::SumByActivity(tx, contract)) {
          v1::ActivitySum* shown = sums.add_activities();
          shown->set_activity(sum.key);
          *shown->mutable_sum() = ToProto(sum, currency);
        }
        AddIssuers(store::SumByIssuer(tx, contract), currency, &sums);
        std::map<std::string, store::ToldSum> flags;
        for (store::ToldSum& sum : store::SumByFlag(tx, contract)) flags[sum.key] = std::move(sum);
        for (int flag = v1::CostFlag_MIN + 1; flag <= v1::CostFlag_MAX; ++flag) {
          const auto sum = flags.find(v1::CostFlag_Name(static_cast<v1::CostFlag>(flag)));
          if (sum == flags.end()) continue;
          v1::FlagSum* shown = sums.add_flags();
          shown->set_flag(static_cast<v1::CostFlag>(flag));
          *shown->mutable_sum() = ToProto(sum->second, currency);
          const auto rule = ceilings.find(CeilingRuleOf(sum->first));
          if (rule == ceilings.end()) continue;
          TRANCHE_RETURN_IF_ERROR(AddCeiling(rule->second, contract, sum->second, shown));
        }
        return sums;
      });
}

std::unique_ptr<grpc::Service> MakeParticularsEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::budgets

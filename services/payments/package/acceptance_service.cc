// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/acceptance_service.h"

#include <memory>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "payments/package/check_store.h"
#include "payments/package/package_convert.h"
#include "payments/package/package_store.h"
#include "platform/base/status_macros.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::payments::package {

using ReferenceStub = reference::v1::ReferenceService::Stub;

absl::StatusOr<std::string> Acceptance::ProgrammingPeriod(const rpc::CallScope& scope,
                                                          const Contract& contract) const {
  const std::unique_ptr<ReferenceStub> stub =
      reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  reference::v1::ListProceduresRequest request;
  request.set_code(contract.procedure);
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListProceduresResponse response,
                           rpc::Call<reference::v1::ListProceduresResponse>(
                               scope, *stub, &ReferenceStub::ListProcedures, request));
  for (const reference::v1::Procedure& procedure : response.procedures()) {
    if (procedure.code() == contract.procedure) return procedure.programming_period();
  }
  return "";
}

absl::StatusOr<Rulebook> Acceptance::Rules(const rpc::CallScope& scope,
                                           const Contract& contract) const {
  Rulebook rules;
  TRANCHE_ASSIGN_OR_RETURN(
      rules.checklists,
      idempotency::Read<std::vector<Checklist>>(*context_.pool, scope, [&](pg::Tx& tx) {
        return absl::StatusOr<std::vector<Checklist>>(store::LoadChecklists(tx, contract.organisation));
      }));
  if (PeriodMatters(rules.checklists)) {
    TRANCHE_ASSIGN_OR_RETURN(rules.programming_period, ProgrammingPeriod(scope, contract));
  }
  return rules;
}

absl::Status Acceptance::Check(pg::Tx& tx, const Contract& contract, const Rulebook& rules,
                               const Package& package) {
  return CheckAcceptable(package, store::LoadChecks(tx, contract, package.sequence),
                         [&](DocumentKind document) { return rules.For(document) != nullptr; });
}

absl::Status Acceptance::CheckClaim(pg::Tx& tx, const Contract& contract, const Rulebook& rules,
                                    const Claim& claim) {
  const std::optional<Package> package = store::LoadPackage(tx, contract, claim.package);
  if (!package.has_value()) throw std::runtime_error("a claim is in no package");
  return Check(tx, contract, rules, *package);
}

v1::Package Acceptance::Describe(pg::Tx& tx, const Contract& contract, const Rulebook& rules,
                                 const Package& package) {
  v1::Package proto = convert::ToProto(contract, package);
  const std::vector<package::Check> checks = store::LoadChecks(tx, contract, package.sequence);
  for (const DocumentKind kind : DocumentsOf(package)) {
    v1::PackageDocument* document = proto.add_documents();
    document->set_kind(convert::ToProto(kind));
    if (kind == DocumentKind::kTechnicalReport) document->set_version(package.technical_report_version);
    if (kind == DocumentKind::kFinancialReport) document->set_version(package.financial_report_version);
    if (kind == DocumentKind::kParticipants) document->set_version(package.participants_version);
    document->set_check_required(rules.For(kind) != nullptr);
    const package::Check* active = ActiveCheckOf(checks, kind);
    if (active == nullptr) continue;
    document->set_active_check(absl::StrCat(proto.name(), "/checks/", active->number));
    document->set_approved(active->approved);
  }
  return proto;
}

}  // namespace tranche::payments::package

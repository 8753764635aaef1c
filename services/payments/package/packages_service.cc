// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/packages_service.h"

#include <memory>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/package/package_store.h"
#include "payments/package/report_store.h"
#include "payments/participants/catalogue_service.h"
#include "payments/payments_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"

namespace tranche::payments::package {
namespace {

using BudgetsStub = budgets::v1::BudgetsService::Stub;
using payments::store::LockContract;

absl::Status NoSuch(const std::string& name) { return Refuse("NOT_FOUND", {{"name", name}}); }

absl::StatusOr<Package> Load(pg::Tx& tx, const Contract& contract, int sequence,
                             const std::string& name) {
  std::optional<Package> package = store::LoadPackage(tx, contract, sequence);
  if (!package.has_value()) return NoSuch(name);
  return *std::move(package);
}

// A report of an open package; what there was of it is no evidence of this one.
void RecordReport(pg::Tx& tx, const rpc::CallScope& scope, const Contract& contract,
                  const std::string& action, const std::string& record,
                  const google::protobuf::Message& after, const std::string& request_id) {
  evidence::Record(tx, scope,
                   {.organisation = contract.organisation,
                    .action = action,
                    .record = record,
                    .before = nullptr,
                    .after = &after,
                    .reason = "",
                    .request_id = request_id});
}

template <class Event>
void AppendEvent(pg::Tx& tx, const Contract& contract, const v1::Package& package) {
  Event event;
  *event.mutable_package() = package;
  event.set_contract(payments::convert::NameOf(contract));
  events::Append(tx, contract.organisation, package.name(), event);
}

// Those who follow hear of a package without a claim that was sent or closed; a claim speaks for its
// own.
void Tell(pg::Tx& tx, const Contract& contract, const Package& package, PackageState from,
          const v1::Package& proto) {
  if (package.state == from || package.claim.has_value()) return;
  if (from == PackageState::kDraft && package.state != PackageState::kWithdrawn) {
    AppendEvent<v1::PackageSent>(tx, contract, proto);
  }
  if (!IsOpen(package.state)) AppendEvent<v1::PackageClosed>(tx, contract, proto);
}

}  // namespace

absl::StatusOr<v1::Package> PackagesService::CreatePackage(const rpc::CallScope& scope,
                                                           const v1::CreatePackageRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ContractName name,
                           payments::convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found, finder_.RequireOwn(scope, name.id, request.parent()));
  const Holds::Check none_open = [](pg::Tx&, const Contract& contract) -> absl::Status {
    if (!contract.open_package.has_value()) return absl::OkStatus();
    return Refuse("PACKAGE_OPEN", {{"package", absl::StrCat(*contract.open_package)}});
  };
  const absl::StatusOr<Holds::Taken> taken =
      holds_.Take(scope, found, request.request_id(), request.validate_only(), none_open);
  absl::StatusOr<v1::Package> created = idempotency::Write<v1::Package>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Package> {
        TRANCHE_RETURN_IF_ERROR(taken.status());
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, LockContract(tx, found));
        TRANCHE_RETURN_IF_ERROR(none_open(tx, contract));
        TRANCHE_RETURN_IF_ERROR(Holds::Confirm(tx, contract, *taken, request.validate_only()));
        Package package;
        package.sequence = contract.next_package_sequence;
        package.type = convert::FromProto(request.package().type());
        store::InsertPackage(tx, contract, package);
        const v1::Package after = convert::ToProto(contract, package);
        RecordReport(tx, scope, contract, "packages.create", after.name(), after, request.request_id());
        return after;
      });
  if (!created.ok() && taken.ok() && !request.validate_only()) holds_.GiveUp(scope, *taken);
  return created;
}

template <class Request>
absl::StatusOr<v1::Package> PackagesService::Write(const rpc::CallScope& scope, const Request& request,
                                                   const std::string& action, const std::string& reason,
                                                   const Change& change) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::PackageName name, convert::ParsePackageName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           finder_.RequireOwn(scope, name.contract.id, request.name()));
  const absl::StatusOr<Rulebook> rules = acceptance_.Rules(scope, found);
  absl::StatusOr<v1::Package> written = idempotency::Write<v1::Package>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Package> {
        TRANCHE_RETURN_IF_ERROR(rules.status());
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, LockContract(tx, found));
        TRANCHE_ASSIGN_OR_RETURN(Package package, Load(tx, contract, name.sequence, request.name()));
        const v1::Package before = Acceptance::Describe(tx, contract, *rules, package);
        const PackageState from = package.state;
        TRANCHE_RETURN_IF_ERROR(change(tx, contract, &package));
        if (!store::UpdatePackage(tx, contract, package, from)) return Refuse("CONFLICT_RETRY");
        const v1::Package after = Acceptance::Describe(tx, contract, *rules, package);
        Tell(tx, contract, package, from, after);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = action,
                          .record = before.name(),
                          .before = &before,
                          .after = &after,
                          .reason = reason,
                          .request_id = request.request_id()});
        return after;
      });
  if (written.ok() && !request.validate_only()) holds_.Release(scope, found);
  return written;
}

absl::StatusOr<v1::Package> PackagesService::ChangePackageType(
    const rpc::CallScope& scope, const v1::ChangePackageTypeRequest& request) {
  return Write(scope, request, "packages.change_type", "",
               [&](pg::Tx& tx, const Contract& contract, Package* package) -> absl::Status {
                 std::optional<ClaimKind> kind;
                 if (package->claim.has_value()) {
                   kind = payments::store::LoadClaim(tx, contract, *package->claim)->kind;
                 }
                 const PackageType type = convert::FromProto(request.type());
                 TRANCHE_RETURN_IF_ERROR(DecideType(*package, kind, type));
                 package->type = type;
                 return absl::OkStatus();
               });
}

absl::StatusOr<v1::Package> PackagesService::SendPackage(const rpc::CallScope& scope,
                                                         const v1::SendPackageRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay sent_on, ParseDay(request.sent_on()));
  return Write(
      scope, request, "packages.send", "",
      [&](pg::Tx&, const Contract& contract, Package* package) -> absl::Status {
        TRANCHE_RETURN_IF_ERROR(CheckWithoutClaim(*package));
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(sent_on, scope.today));
        if (sent_on < contract.concluded_on) {
          return Refuse("DAYS_OUT_OF_ORDER",
                        {{"day", FormatDay(sent_on)}, {"earlier", FormatDay(contract.concluded_on)}});
        }
        TRANCHE_ASSIGN_OR_RETURN(package->state, DecideSend(*package, sent_on, scope.actor.subject));
        package->sent_on = sent_on;
        package->sent_by = scope.actor.subject;
        // Nothing of a financial report is decided on.
        if (package->type == PackageType::kFinancial) {
          TRANCHE_ASSIGN_OR_RETURN(package->state, Step(*package, PackageStep::kAccept));
        }
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::Package> PackagesService::ReturnPackage(const rpc::CallScope& scope,
                                                           const v1::ReturnPackageRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay returned_on, ParseDay(request.returned_on()));
  return Write(scope, request, "packages.return", request.reason(),
               [&](pg::Tx& tx, const Contract& contract, Package* package) -> absl::Status {
                 TRANCHE_RETURN_IF_ERROR(CheckWithoutClaim(*package));
                 TRANCHE_RETURN_IF_ERROR(CheckNotAfter(returned_on, scope.today));
                 TRANCHE_ASSIGN_OR_RETURN(
                     const Return returned,
                     DecideReturn(*package, request.reason(), returned_on, scope.actor.subject));
                 store::InsertReturn(tx, contract, *package, returned);
                 package->returns.push_back(returned);
                 package->state = PackageState::kDraft;
                 package->sent_on.reset();
                 package->sent_by.clear();
                 return absl::OkStatus();
               });
}

absl::StatusOr<v1::Package> PackagesService::DecidePackage(const rpc::CallScope& scope,
                                                           const v1::DecidePackageRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay decided_on, ParseDay(request.decided_on()));
  if (request.accepted() != request.reason().empty()) {
    const char* wrong = request.accepted() ? "FIELD_NOT_OF_CHOICE" : "FIELD_REQUIRED";
    return RefuseInput(
        "INVALID_REQUEST",
        {{.field = "reason",
          .reason = wrong,
          .values = request.accepted() ? ErrorValues{{"choice", "accepted"}} : ErrorValues{}}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const convert::PackageName name, convert::ParsePackageName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           finder_.RequireOwn(scope, name.contract.id, request.name()));
  const absl::StatusOr<Rulebook> rules = acceptance_.Rules(scope, found);
  const PackageDecision decision{.accepted = request.accepted(),
                                 .decided_on = decided_on,
                                 .reference = request.reference(),
                                 .reason = request.reason()};
  return Write(scope, request, "packages.decide", request.reason(),
               [&](pg::Tx& tx, const Contract& contract, Package* package) -> absl::Status {
                 TRANCHE_RETURN_IF_ERROR(rules.status());
                 TRANCHE_RETURN_IF_ERROR(CheckWithoutClaim(*package));
                 TRANCHE_RETURN_IF_ERROR(CheckNotAfter(decided_on, scope.today));
                 TRANCHE_ASSIGN_OR_RETURN(const PackageState next,
                                          Decide(*package, decision, scope.actor.subject));
                 if (decision.accepted) {
                   TRANCHE_RETURN_IF_ERROR(Acceptance::Check(tx, contract, *rules, *package));
                 }
                 package->state = next;
                 package->decided_on = decided_on;
                 package->decided_by = scope.actor.subject;
                 package->reference = decision.reference;
                 package->closing_reason = decision.reason;
                 return absl::OkStatus();
               });
}

absl::StatusOr<v1::Package> PackagesService::WithdrawPackage(
    const rpc::CallScope& scope, const v1::WithdrawPackageRequest& request) {
  return Write(scope, request, "packages.withdraw", request.reason(),
               [&](pg::Tx&, const Contract&, Package* package) -> absl::Status {
                 TRANCHE_ASSIGN_OR_RETURN(package->state, DecideWithdraw(*package));
                 package->closing_reason = request.reason();
                 return absl::OkStatus();
               });
}

absl::StatusOr<v1::Package> PackagesService::RemoveReport(const rpc::CallScope& scope,
                                                          const v1::RemoveReportRequest& request) {
  const DocumentKind document = convert::FromProto(request.document());
  return Write(
      scope, request, "packages.remove_report", "",
      [&](pg::Tx&, const Contract&, Package* package) -> absl::Status {
        TRANCHE_RETURN_IF_ERROR(CheckDraft(*package));
        if (document == DocumentKind::kPaymentClaim) {
          TRANCHE_RETURN_IF_ERROR(CheckWithoutClaim(*package));
        }
        int& version = document == DocumentKind::kFinancialReport ? package->financial_report_version
                       : document == DocumentKind::kParticipants  ? package->participants_version
                                                                  : package->technical_report_version;
        if (document == DocumentKind::kPaymentClaim || version == 0) {
          return Refuse("PACKAGE_DOCUMENT_ABSENT", {{"package", absl::StrCat(package->sequence)},
                                                    {"document", std::string(Name(document))}});
        }
        // What was imported stays, and does not count.
        if (document == DocumentKind::kParticipants) package->participants_void_through = version;
        version = 0;
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::TechnicalReport> PackagesService::SetTechnicalReport(
    const rpc::CallScope& scope, const v1::SetTechnicalReportRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::PackageName name,
                           convert::ParseTechnicalReportName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(TechnicalReport report, convert::FromProto(request.report()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           finder_.RequireOwn(scope, name.contract.id, request.name()));
  return idempotency::Write<v1::TechnicalReport>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::TechnicalReport> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, LockContract(tx, found));
        TRANCHE_ASSIGN_OR_RETURN(Package package, Load(tx, contract, name.sequence, request.name()));
        TRANCHE_RETURN_IF_ERROR(CheckPutIn(package, DocumentKind::kTechnicalReport));
        const IndicatorList list = store::LoadIndicators(tx, contract);
        const Cumulative before = store::LoadCumulative(tx, contract, package.sequence);
        TRANCHE_ASSIGN_OR_RETURN(report.indicators,
                                 CheckReport(report, convert::GivenOf(request.report()), list, before));
        report.version = store::NextTechnicalVersion(tx, contract, package.sequence);
        report.recorded_by = scope.actor.subject;
        store::InsertTechnicalReport(tx, contract, package.sequence, report);
        package.technical_report_version = report.version;
        if (!store::UpdatePackage(tx, contract, package, package.state))
          return Refuse("CONFLICT_RETRY");
        const v1::TechnicalReport after =
            convert::ToProto(contract, package.sequence, report, list, before);
        RecordReport(tx, scope, contract, "packages.set_technical_report", after.name(), after,
                     request.request_id());
        return after;
      });
}

absl::StatusOr<v1::TechnicalReport> PackagesService::GetTechnicalReport(
    const rpc::CallScope& scope, const v1::GetTechnicalReportRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::PackageName name,
                           convert::ParseTechnicalReportName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           finder_.Require(scope, name.contract.id, request.name()));
  return idempotency::Read<v1::TechnicalReport>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::TechnicalReport> {
        TRANCHE_ASSIGN_OR_RETURN(const Package package,
                                 Load(tx, contract, name.sequence, request.name()));
        if (package.technical_report_version == 0) return NoSuch(request.name());
        return convert::ToProto(contract, package.sequence,
                                store::LoadTechnicalReport(tx, contract, package.sequence,
                                                           package.technical_report_version),
                                store::LoadIndicators(tx, contract),
                                store::LoadCumulative(tx, contract, package.sequence));
      });
}

absl::StatusOr<store::FinancialReport> PackagesService::GatherCosts(const rpc::CallScope& scope,
                                                                    const Contract& contract,
                                                                    const v1::FinancialReport& report) {
  const std::unique_ptr<BudgetsStub> stub =
      budgets::v1::BudgetsService::NewStub(context_.peers->Get("budgets"));
  store::FinancialReport gathered;
  gathered.total = ZeroParts(contract.amount.eu.currency());
  std::set<std::string> seen;
  for (const std::string& name : report.costs()) {
    TRANCHE_ASSIGN_OR_RETURN(std::string cost_id, payments::convert::CostIdOf(contract, name));
    if (!seen.insert(cost_id).second) return Refuse("CLAIM_COST_TWICE", {{"cost", name}});
    budgets::v1::GetCostRequest request;
    request.set_name(payments::convert::NameOfCost(contract, cost_id));
    TRANCHE_ASSIGN_OR_RETURN(
        const budgets::v1::Cost cost,
        rpc::Call<budgets::v1::Cost>(scope, *stub, &BudgetsStub::GetCost, request));
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart parts, tranche::convert::FromProto(cost.parts()));
    TRANCHE_ASSIGN_OR_RETURN(gathered.total, tranche::Add(gathered.total, parts));
    gathered.cost_ids.push_back(std::move(cost_id));
  }
  return gathered;
}

absl::StatusOr<v1::FinancialReport> PackagesService::SetFinancialReport(
    const rpc::CallScope& scope, const v1::SetFinancialReportRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::PackageName name,
                           convert::ParseFinancialReportName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           finder_.RequireOwn(scope, name.contract.id, request.name()));
  const absl::StatusOr<store::FinancialReport> gathered = GatherCosts(scope, found, request.report());
  return idempotency::Write<v1::FinancialReport>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::FinancialReport> {
        TRANCHE_RETURN_IF_ERROR(gathered.status());
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, LockContract(tx, found));
        TRANCHE_ASSIGN_OR_RETURN(Package package, Load(tx, contract, name.sequence, request.name()));
        TRANCHE_RETURN_IF_ERROR(CheckPutIn(package, DocumentKind::kFinancialReport));
        store::FinancialReport report = *gathered;
        report.version = store::NextFinancialVersion(tx, contract, package.sequence);
        report.recorded_by = scope.actor.subject;
        store::InsertFinancialReport(tx, contract, package.sequence, report);
        package.financial_report_version = report.version;
        if (!store::UpdatePackage(tx, contract, package, package.state))
          return Refuse("CONFLICT_RETRY");
        const v1::FinancialReport after = convert::ToProto(contract, package.sequence, report);
        RecordReport(tx, scope, contract, "packages.set_financial_report", after.name(), after,
                     request.request_id());
        return after;
      });
}

absl::StatusOr<v1::FinancialReport> PackagesService::GetFinancialReport(
    const rpc::CallScope& scope, const v1::GetFinancialReportRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::PackageName name,
                           convert::ParseFinancialReportName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           finder_.Require(scope, name.contract.id, request.name()));
  return idempotency::Read<v1::FinancialReport>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::FinancialReport> {
        TRANCHE_ASSIGN_OR_RETURN(const Package package,
                                 Load(tx, contract, name.sequence, request.name()));
        if (package.financial_report_version == 0) return NoSuch(request.name());
        return convert::ToProto(contract, package.sequence,
                                store::LoadFinancialReport(tx, contract, package.sequence,
                                                           package.financial_report_version));
      });
}

absl::StatusOr<v1::IndicatorList> PackagesService::SetIndicators(
    const rpc::CallScope& scope, const v1::SetIndicatorsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ContractName name,
                           convert::ParseIndicatorsName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Indicator> indicators, convert::FromProto(request.list()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found, finder_.RequireOwn(scope, name.id, request.name()));
  const absl::Status counted = participants::CheckCounted(context_, scope, found, indicators);
  return idempotency::Write<v1::IndicatorList>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::IndicatorList> {
        TRANCHE_RETURN_IF_ERROR(counted);
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, LockContract(tx, found));
        const IndicatorList before = store::LoadIndicators(tx, contract);
        TRANCHE_RETURN_IF_ERROR(CheckList(before, indicators, store::FindReported(tx, contract)));
        const IndicatorList list{
            .version = before.version + 1, .source = request.list().source(), .indicators = indicators};
        store::InsertIndicators(tx, contract, list, scope.actor.subject);
        const v1::IndicatorList was = convert::ToProto(contract, before);
        const v1::IndicatorList after = convert::ToProto(contract, list);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "contracts.set_indicators",
                          .record = after.name(),
                          .before = before.version == 0 ? nullptr : &was,
                          .after = &after,
                          .reason = list.source,
                          .request_id = request.request_id()});
        return after;
      });
}

absl::StatusOr<v1::IndicatorList> PackagesService::GetIndicators(
    const rpc::CallScope& scope, const v1::GetIndicatorsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ContractName name,
                           convert::ParseIndicatorsName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, finder_.Require(scope, name.id, request.name()));
  return idempotency::Read<v1::IndicatorList>(*context_.pool, scope, [&](pg::Tx& tx) {
    return absl::StatusOr<v1::IndicatorList>(
        convert::ToProto(contract, store::LoadIndicators(tx, contract)));
  });
}

absl::StatusOr<v1::Package> PackagesService::GetPackage(const rpc::CallScope& scope,
                                                        const v1::GetPackageRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::PackageName name, convert::ParsePackageName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           finder_.Require(scope, name.contract.id, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Rulebook rules, acceptance_.Rules(scope, contract));
  return idempotency::Read<v1::Package>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Package> {
        TRANCHE_ASSIGN_OR_RETURN(const Package package,
                                 Load(tx, contract, name.sequence, request.name()));
        return Acceptance::Describe(tx, contract, rules, package);
      });
}

absl::StatusOr<v1::ListPackagesResponse> PackagesService::ListPackages(
    const rpc::CallScope& scope, const v1::ListPackagesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ContractName name,
                           payments::convert::ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, finder_.Require(scope, name.id, request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Rulebook rules, acceptance_.Rules(scope, contract));
  return idempotency::Read<v1::ListPackagesResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListPackagesResponse> {
        v1::ListPackagesResponse response;
        for (const Package& package : store::LoadPackages(tx, contract)) {
          *response.add_packages() = Acceptance::Describe(tx, contract, rules, package);
        }
        return response;
      });
}

}  // namespace tranche::payments::package

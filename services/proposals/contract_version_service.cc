// SPDX-License-Identifier: EUPL-1.2
#include "proposals/contract_version_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/record_name.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/money/redenominate.h"
#include "proposals/contract_version.h"
#include "proposals/contract_version_store.h"
#include "proposals/proposals_convert.h"
#include "proposals/proposals_store.h"
#include "tranche/proposals/v1/proposals.pb.h"

namespace tranche::proposals {
namespace {

// What a method makes of a version under the lock of its contract.
struct Moved {
  store::StoredVersion before;
  store::StoredVersion after;
};

// A contract whose money is closed is not amended.
absl::Status CheckNotEnded(const Contract& contract) {
  if (contract.state != ExecutionState::kEnded) return absl::OkStatus();
  return Refuse("CONTRACT_ENDED", {{"contract", contract.number}});
}

// What budgets has decided on goes on to its end: `of_revision`.
absl::StatusOr<Moved> MoveVersion(pg::Tx& tx, const std::string& organisation, const VersionRef& ref,
                                  VersionEvent event, bool of_revision = false) {
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           store::LockContract(tx, organisation, ref.contract));
  if (event != VersionEvent::kWithdraw && !of_revision) {
    TRANCHE_RETURN_IF_ERROR(CheckNotEnded(contract));
  }
  TRANCHE_ASSIGN_OR_RETURN(const store::StoredVersion before,
                           store::GetVersion(tx, organisation, ref.contract, ref.number));
  Moved moved{.before = before, .after = before};
  TRANCHE_ASSIGN_OR_RETURN(moved.after.version, Move(before.version, event));
  return moved;
}

v1::ContractVersion Record(pg::Tx& tx, const rpc::CallScope& scope, const Moved& moved,
                           const std::string& action, const std::string& reason,
                           const std::string& request_id) {
  const v1::ContractVersion before = ToProto(moved.before);
  const v1::ContractVersion after = ToProto(moved.after);
  evidence::Record(tx, scope,
                   {.organisation = moved.after.version.organisation,
                    .action = action,
                    .record = after.name(),
                    .before = &before,
                    .after = &after,
                    .reason = reason,
                    .request_id = request_id});
  return after;
}

// The contract says from now on what the version says, and whoever follows is told.
absl::StatusOr<v1::ContractVersion> Activate(pg::Tx& tx, const rpc::CallScope& scope,
                                             const Moved& moved, const std::string& asked_by,
                                             const std::string& request_id) {
  const ContractVersion& version = moved.after.version;
  store::PutInForce(tx, version);
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           store::GetContract(tx, version.organisation, version.contract));
  v1::ContractActivated event;
  *event.mutable_contract() = ToProto(contract);
  events::Append(tx, version.organisation, event.contract().name(), event);
  return Record(tx, scope, moved, "contracts.activate_version", asked_by, request_id);
}

}  // namespace

absl::StatusOr<v1::ContractVersion> ContractVersions::CreateContractVersion(
    const rpc::CallScope& scope, const v1::CreateContractVersionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::RecordName ref,
                           convert::ParseRecordName(convert::kContractPattern, request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Amendment amendment, FromProto(request.version()));
  const std::string organisation = rpc::OrganisationOf(scope);
  return idempotency::Write<v1::ContractVersion>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ContractVersion> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                                 store::LockContract(tx, organisation, ref.id));
        TRANCHE_RETURN_IF_ERROR(CheckNotEnded(contract));
        TRANCHE_ASSIGN_OR_RETURN(Proposal proposal,
                                 store::GetProposal(tx, organisation, contract.proposal));
        // A contract that was converted is amended in its new currency.
        if (proposal.requested.eu.currency() != contract.amount.eu.currency()) {
          TRANCHE_ASSIGN_OR_RETURN(proposal.requested, ConvertParts(proposal.requested));
        }
        const std::vector<store::StoredVersion> versions =
            store::ListVersions(tx, organisation, ref.id);
        absl::CivilDay since = contract.concluded_on;
        int last_number = contract.version;
        for (const store::StoredVersion& stored : versions) {
          last_number = std::max(last_number, stored.version.number);
          if (stored.version.state == VersionState::kInForce) since = stored.version.concluded_on;
        }
        TRANCHE_ASSIGN_OR_RETURN(
            const ContractVersion draft,
            DecideDraft(contract, since, last_number, proposal.requested, amendment, scope.today));
        if (!store::BeginChange(tx, draft)) {
          const std::string package = OpenPackageOf(contract);
          if (!package.empty()) {
            return Refuse("CONTRACT_PACKAGE_OPEN",
                          {{"contract", contract.number}, {"package", package}});
          }
          return Refuse("VERSION_OPEN",
                        {{"contract", contract.number}, {"version", OpenVersionOf(contract)}});
        }
        const v1::ContractVersion created =
            ToProto(store::InsertVersion(tx, draft, scope.actor.subject));
        evidence::Record(tx, scope,
                         {.organisation = organisation,
                          .action = "contracts.create_version",
                          .record = created.name(),
                          .before = nullptr,
                          .after = &created,
                          .reason = draft.reason,
                          .request_id = request.request_id()});
        return created;
      });
}

absl::StatusOr<v1::ContractVersion> ContractVersions::EnterContractVersion(
    const rpc::CallScope& scope, const v1::EnterContractVersionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const VersionRef ref, ParseVersionName(request.name()));
  return idempotency::Write<v1::ContractVersion>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ContractVersion> {
        TRANCHE_ASSIGN_OR_RETURN(
            const Moved moved, MoveVersion(tx, rpc::OrganisationOf(scope), ref, VersionEvent::kEnter));
        store::UpdateState(tx, moved.after.version);
        return Record(tx, scope, moved, "contracts.enter_version", "", request.request_id());
      });
}

absl::StatusOr<v1::ContractVersion> ContractVersions::WithdrawContractVersion(
    const rpc::CallScope& scope, const v1::WithdrawContractVersionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const VersionRef ref, ParseVersionName(request.name()));
  return idempotency::Write<v1::ContractVersion>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ContractVersion> {
        TRANCHE_ASSIGN_OR_RETURN(
            Moved moved, MoveVersion(tx, rpc::OrganisationOf(scope), ref, VersionEvent::kWithdraw));
        moved.after.version.withdrawal_reason = request.reason();
        store::UpdateState(tx, moved.after.version);
        store::EndChange(tx, moved.after.version);
        v1::ContractVersionWithdrawn event;
        *event.mutable_version() = ToProto(moved.after);
        events::Append(tx, moved.after.version.organisation, event.version().name(), event);
        return Record(tx, scope, moved, "contracts.withdraw_version", request.reason(),
                      request.request_id());
      });
}

absl::StatusOr<v1::ContractVersion> ContractVersions::ActivateContractVersion(
    const rpc::CallScope& scope, const v1::ActivateContractVersionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const VersionRef ref, ParseVersionName(request.name()));
  return idempotency::Write<v1::ContractVersion>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ContractVersion> {
        TRANCHE_ASSIGN_OR_RETURN(const Moved moved, MoveVersion(tx, rpc::OrganisationOf(scope), ref,
                                                                VersionEvent::kActivate));
        if (NeedsRevision(moved.after.version)) {
          return Refuse("VERSION_NEEDS_REVISION", {{"version", absl::StrCat(ref.number)}});
        }
        return Activate(tx, scope, moved, "", request.request_id());
      });
}

absl::StatusOr<v1::ContractVersion> ContractVersions::ActivateRevisedVersion(
    const rpc::CallScope& scope, const v1::ActivateRevisedVersionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const VersionRef ref, ParseVersionName(request.name()));
  const std::string organisation = rpc::OrganisationOf(scope);
  return idempotency::Write<v1::ContractVersion>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ContractVersion> {
        const absl::StatusOr<Moved> moved =
            MoveVersion(tx, organisation, ref, VersionEvent::kActivate, /*of_revision=*/true);
        if (moved.ok()) return Activate(tx, scope, *moved, request.asked_by(), request.request_id());
        // A revision that was interrupted asks again, perhaps for another person and by another key.
        if (ReasonOf(moved.status()) != "VERSION_NOT_ENTERED") return moved.status();
        TRANCHE_ASSIGN_OR_RETURN(const store::StoredVersion stored,
                                 store::GetVersion(tx, organisation, ref.contract, ref.number));
        if (stored.version.state == VersionState::kInForce) return ToProto(stored);
        return moved.status();
      });
}

absl::StatusOr<v1::ContractVersion> ContractVersions::GetContractVersion(
    const rpc::CallScope& scope, const v1::GetContractVersionRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const VersionRef ref, ParseVersionName(request.name()));
  return idempotency::Read<v1::ContractVersion>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ContractVersion> {
        TRANCHE_ASSIGN_OR_RETURN(const store::StoredVersion stored,
                                 store::GetVersion(tx, ref.organisation, ref.contract, ref.number));
        return ToProto(stored);
      });
}

absl::StatusOr<v1::ListContractVersionsResponse> ContractVersions::ListContractVersions(
    const rpc::CallScope& scope, const v1::ListContractVersionsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::RecordName ref,
                           convert::ParseRecordName(convert::kContractPattern, request.parent()));
  return idempotency::Read<v1::ListContractVersionsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListContractVersionsResponse> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                                 store::GetContract(tx, ref.organisation, ref.id));
        v1::ListContractVersionsResponse response;
        for (const store::StoredVersion& stored :
             store::ListVersions(tx, contract.organisation, contract.id)) {
          *response.add_versions() = ToProto(stored);
        }
        return response;
      });
}

}  // namespace tranche::proposals

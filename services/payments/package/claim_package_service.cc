// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/claim_package_service.h"

#include <optional>
#include <stdexcept>
#include <utility>

#include "payments/package/package_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::package {
namespace {

Package PackageOf(pg::Tx& tx, const Contract& contract, int sequence) {
  std::optional<Package> package = store::LoadPackage(tx, contract, sequence);
  if (!package.has_value()) throw std::runtime_error("a claim is in no package");
  return *std::move(package);
}

absl::Status Update(pg::Tx& tx, const Contract& contract, const Package& package, PackageState from) {
  return store::UpdatePackage(tx, contract, package, from) ? absl::OkStatus()
                                                           : Refuse("CONFLICT_RETRY");
}

// One step of the package of a claim; a step that leads nowhere else changes nothing.
absl::Status Move(pg::Tx& tx, const Contract& contract, const Claim& claim, PackageStep step) {
  Package package = PackageOf(tx, contract, claim.package);
  const PackageState from = package.state;
  TRANCHE_ASSIGN_OR_RETURN(package.state, Step(package, step));
  if (package.state == from) return absl::OkStatus();
  return Update(tx, contract, package, from);
}

}  // namespace

absl::Status CheckClaimFits(pg::Tx& tx, const Contract& contract, ClaimKind kind) {
  if (!contract.open_package.has_value()) return absl::OkStatus();
  return CheckTakesClaim(PackageOf(tx, contract, *contract.open_package), kind);
}

absl::StatusOr<int> PackageForClaim(pg::Tx& tx, const Contract& contract, ClaimKind kind,
                                    const Holds::Taken& taken, bool validate_only) {
  TRANCHE_RETURN_IF_ERROR(CheckClaimFits(tx, contract, kind));
  if (contract.open_package.has_value()) return *contract.open_package;
  TRANCHE_RETURN_IF_ERROR(Holds::Confirm(tx, contract, taken, validate_only));
  Package package;
  package.sequence = contract.next_package_sequence;
  package.type = TypeFor(kind);
  package.made_for_claim = true;
  store::InsertPackage(tx, contract, package);
  return package.sequence;
}

absl::Status SendWithClaim(pg::Tx& tx, const Contract& contract, const Claim& claim,
                           absl::CivilDay sent_on, const std::string& subject) {
  Package package = PackageOf(tx, contract, claim.package);
  const PackageState from = package.state;
  TRANCHE_ASSIGN_OR_RETURN(package.state, DecideSend(package, sent_on, subject));
  package.sent_on = sent_on;
  package.sent_by = subject;
  return Update(tx, contract, package, from);
}

absl::StatusOr<Return> ReturnWithClaim(pg::Tx& tx, const Contract& contract, const Claim& claim,
                                       const std::string& reason, absl::CivilDay returned_on,
                                       const std::string& subject) {
  Package package = PackageOf(tx, contract, claim.package);
  TRANCHE_ASSIGN_OR_RETURN(const Return returned, DecideReturn(package, reason, returned_on, subject));
  const PackageState from = std::exchange(package.state, PackageState::kDraft);
  package.sent_on.reset();
  package.sent_by.clear();
  TRANCHE_RETURN_IF_ERROR(Update(tx, contract, package, from));
  store::InsertReturn(tx, contract, package, returned);
  return returned;
}

absl::Status BeginVerification(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  return Move(tx, contract, claim, PackageStep::kBegin);
}

absl::Status CloseWithClaim(pg::Tx& tx, const Contract& contract, const Claim& claim) {
  return Move(tx, contract, claim,
              claim.state == ClaimState::kAccepted ? PackageStep::kAccept : PackageStep::kRefuse);
}

absl::Status LeaveWithClaim(pg::Tx& tx, const Contract& contract, const Claim& claim,
                            const std::string& reason) {
  Package package = PackageOf(tx, contract, claim.package);
  if (!package.made_for_claim || !package.returns.empty() || !DocumentsOf(package).empty()) {
    return absl::OkStatus();
  }
  const PackageState from = package.state;
  TRANCHE_ASSIGN_OR_RETURN(package.state, DecideWithdraw(package));
  package.closing_reason = reason;
  return Update(tx, contract, package, from);
}

}  // namespace tranche::payments::package

// SPDX-License-Identifier: EUPL-1.2
// The package that a claim is in goes the way of the claim, in the claim's transactions.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "payments/claim.h"
#include "payments/package/holds_service.h"
#include "payments/package/package.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::package {

// Whether the open package takes a claim of this kind. For what is looked at before the hold is taken.
absl::Status CheckClaimFits(pg::Tx& tx, const Contract& contract, ClaimKind kind);

// The package for a new claim: the open draft, or one that is begun for it and held by `taken`. The
// contract is locked.
absl::StatusOr<int> PackageForClaim(pg::Tx& tx, const Contract& contract, ClaimKind kind,
                                    const Holds::Taken& taken, bool validate_only);

// The claim is sent, and all that is in the package with it.
absl::Status SendWithClaim(pg::Tx& tx, const Contract& contract, const Claim& claim,
                           absl::CivilDay sent_on, const std::string& subject);

// The claim goes back to the beneficiary, and the package with it; what is recorded of that.
absl::StatusOr<Return> ReturnWithClaim(pg::Tx& tx, const Contract& contract, const Claim& claim,
                                       const std::string& reason, absl::CivilDay returned_on,
                                       const std::string& subject);

// The authority begins to verify it; nothing changes when it had begun.
absl::Status BeginVerification(pg::Tx& tx, const Contract& contract, const Claim& claim);

// The claim is accepted or refused.
absl::Status CloseWithClaim(pg::Tx& tx, const Contract& contract, const Claim& claim);

// The claim was taken back: a package that was begun for it, never sent and holds nothing else is
// withdrawn.
absl::Status LeaveWithClaim(pg::Tx& tx, const Contract& contract, const Claim& claim,
                            const std::string& reason);

}  // namespace tranche::payments::package

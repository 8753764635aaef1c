// SPDX-License-Identifier: EUPL-1.2
// Whether the checks of a package let it be accepted, by the checklists of its organisation.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "payments/package/check.h"
#include "payments/package/package.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/packages.pb.h"

namespace tranche::payments::package {

// The checklists of an organisation as they hold for a contract.
struct Rulebook {
  std::vector<Checklist> checklists;
  std::string programming_period;  // Of the contract; asked for only where a checklist depends on it.

  const Checklist* For(DocumentKind document) const {
    return ChecklistFor(checklists, document, programming_period);
  }
};

class Acceptance {
 public:
  explicit Acceptance(const rpc::RoleContext& context) : context_(context) {}

  // Asked before the transaction that accepts; where no checklist is set it asks nobody.
  absl::StatusOr<Rulebook> Rules(const rpc::CallScope& scope, const Contract& contract) const;

  // The programming period of the contract's procedure; empty: reference does not know it.
  absl::StatusOr<std::string> ProgrammingPeriod(const rpc::CallScope& scope,
                                                const Contract& contract) const;

  // Within it: the refusals of CheckAcceptable.
  static absl::Status Check(pg::Tx& tx, const Contract& contract, const Rulebook& rules,
                            const Package& package);
  // The same for the package of a claim.
  static absl::Status CheckClaim(pg::Tx& tx, const Contract& contract, const Rulebook& rules,
                                 const Claim& claim);

  // The package with its documents and their checks.
  static v1::Package Describe(pg::Tx& tx, const Contract& contract, const Rulebook& rules,
                              const Package& package);

 private:
  const rpc::RoleContext context_;
};

}  // namespace tranche::payments::package

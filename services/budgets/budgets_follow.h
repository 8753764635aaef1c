// SPDX-License-Identifier: EUPL-1.2
// What budgets keeps of other services' events: a copy of each contract in force.
#pragma once

#include "absl/status/statusor.h"
#include "budgets/contracts_store.h"
#include "budgets/ledger/revision.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/common/v1/event.pb.h"

namespace tranche::budgets {

// Ends the revision that is prepared for a version of a contract: gives the lines their new caps when
// the version is in force, or back what was held when it was withdrawn. Whether there was one to end;
// what comes again after a restart finds none.
absl::StatusOr<bool> EndRevisionOf(pg::Tx& tx, const store::Contract& contract, int version,
                                   RevisionEvent event);

// Applies one event of proposals: a contract that is not known yet, a newer version of one that is, a
// version that was withdrawn, or a conversion to another currency.
absl::Status ApplyContractEvent(pg::Tx& tx, const rpc::CallScope& scope,
                                const common::v1::Event& event);

}  // namespace tranche::budgets

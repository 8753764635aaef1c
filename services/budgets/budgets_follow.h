// SPDX-License-Identifier: EUPL-1.2
// What budgets keeps of other services' events: a copy of each contract in force.
#pragma once

#include "absl/status/status.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/common/v1/event.pb.h"

namespace tranche::budgets {

// Applies one event of proposals: a contract that is not known yet, or a newer version of one that is.
absl::Status ApplyContractEvent(pg::Tx& tx, const rpc::CallScope& scope,
                                const common::v1::Event& event);

}  // namespace tranche::budgets

// SPDX-License-Identifier: EUPL-1.2
// The money of a contract follows the contract's conversion to euro.
#pragma once

#include "absl/status/status.h"
#include "payments/claim.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/common/v1/event.pb.h"

namespace tranche::payments::redenomination {

// ContractRedenominated of proposals: converts the money in the transaction that moves the cursor,
// once. While a claim is open, as one may be that was made between the conversion and its event, the
// money waits for its end.
absl::Status Follow(pg::Tx& tx, const rpc::CallScope& scope, const common::v1::Event& event);

// Converts the money of a contract that waits for it; nothing when it does not, or a claim is open.
absl::Status Complete(pg::Tx& tx, const rpc::CallScope& scope, const Contract& contract);

}  // namespace tranche::payments::redenomination

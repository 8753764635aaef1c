// SPDX-License-Identifier: EUPL-1.2
// A cost that is refused is told everything that is wrong with it at once: what its fields say by
// themselves, and what the books say against them.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "budgets/budgets_convert.h"
#include "budgets/documents/cost_batch.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"

namespace tranche::budgets {

// A cost as a batch decides on it.
BatchRow RowOf(const store::NewCost& cost);

// The refusal of a cost with all its faults, their fields after `prefix` ("cost."). `refusal`: what the
// recording refused it with, which is among them, and whose reason stays, since programs decide by it;
// OK when it was not asked because of the faults of `read`. Reads the books without a lock; a refusal
// that is about no field stays as it is.
absl::Status RefuseCost(const rpc::RoleContext& context, const rpc::CallScope& scope,
                        const ContractRef& contract, ReadCost read, const std::string& prefix,
                        const absl::Status& refusal = absl::OkStatus());

}  // namespace tranche::budgets

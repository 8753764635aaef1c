// SPDX-License-Identifier: EUPL-1.2
// Asks reference for the rates that plans are held against.
#pragma once

#include <optional>

#include "plans/checks/rates.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"

namespace tranche::plans {

// All versions of the rates, as they are known on the day of the call; no value when reference does
// not answer or what it says cannot be read: checks that need them say so, and the others stand.
// Never in a transaction.
std::optional<Rates> AskRates(const rpc::RoleContext& context, const rpc::CallScope& scope);

}  // namespace tranche::plans

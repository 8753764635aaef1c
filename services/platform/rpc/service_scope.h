// SPDX-License-Identifier: EUPL-1.2
// A role that acts by itself: following another's events, or doing for a caller what only a service may.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"

namespace tranche::rpc {

// The scope of "service/<role>" for one organisation, "*" for all, with a token of its own that is
// granted no more than that and outlives the longest call. `trace_id` ties it to the call that it
// serves; empty: a new one.
CallScope ServiceScope(const RoleContext& role, const std::string& organisation, absl::Time deadline,
                       absl::string_view method, absl::string_view trace_id = "");

}  // namespace tranche::rpc

// SPDX-License-Identifier: EUPL-1.2
// The scope in which the role works by itself over all organisations that have contracts here.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"

namespace tranche::payments {

// Until `step` from now; row security shows the rows of these organisations and of no others.
absl::StatusOr<rpc::CallScope> ScopeOfAll(const rpc::RoleContext& context, absl::Duration step,
                                          const char* method);

}  // namespace tranche::payments

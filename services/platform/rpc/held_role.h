// SPDX-License-Identifier: EUPL-1.2
// Whether a caller holds a role in an organisation.
#pragma once

#include <string>

#include "platform/rpc/call_scope.h"

namespace tranche::rpc {

// `role` is a name of tranche.options.v1.Role, "FINANCE". Of an organisation that was not granted:
// false.
bool HoldsRole(const Actor& actor, const std::string& organisation, const std::string& role);

}  // namespace tranche::rpc

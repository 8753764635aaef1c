// SPDX-License-Identifier: EUPL-1.2
// The role `staffing` of tranched.
#pragma once

#include <memory>

#include "platform/rpc/role.h"

namespace tranche::staffing {

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context);

}  // namespace tranche::staffing

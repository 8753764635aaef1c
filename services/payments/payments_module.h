// SPDX-License-Identifier: EUPL-1.2
// The role `payments` of tranched.
#pragma once

#include <memory>

#include "platform/rpc/role.h"

namespace tranche::payments {

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context);

}  // namespace tranche::payments

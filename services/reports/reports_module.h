// SPDX-License-Identifier: EUPL-1.2
// What the reports role adds to a process.
#pragma once

#include <memory>

#include "platform/rpc/role.h"

namespace tranche::reports {

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context);

}  // namespace tranche::reports

// SPDX-License-Identifier: EUPL-1.2
// The services of this folder, which the role `payments` serves beside its own.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "platform/rpc/role.h"

namespace tranche::payments::package {

std::unique_ptr<grpc::Service> MakePackages(const rpc::RoleContext& context,
                                            std::function<absl::Status(absl::Time)> catch_up);
std::unique_ptr<grpc::Service> MakeChecks(const rpc::RoleContext& context,
                                          std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::payments::package

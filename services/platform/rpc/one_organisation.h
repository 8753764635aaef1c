// SPDX-License-Identifier: EUPL-1.2
// Calls that are about one organisation and no more.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"

namespace tranche::rpc {

// The organisation that the request names, or the caller's own where it names none and there is but
// one. ORGANISATION_REQUIRED.
absl::StatusOr<std::string> OneOrganisation(const CallScope& scope);

}  // namespace tranche::rpc

// SPDX-License-Identifier: EUPL-1.2
// Securities of advances and their steps between the wire and the domain.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "payments/securities/security.h"
#include "tranche/payments/v1/state_aid.pb.h"

namespace tranche::payments::convert {

v1::SecurityState ToProto(securities::SecurityState state);
v1::SecurityStep ToProto(const SecurityStep& step);
// Without its number.
absl::StatusOr<SecurityStep> FromProto(const v1::SecurityStep& proto, const std::string& subject);

}  // namespace tranche::payments::convert

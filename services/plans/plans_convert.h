// SPDX-License-Identifier: EUPL-1.2
// Plans and checks between the domain and the wire.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "plans/plan.h"
#include "plans/plan_checks.h"
#include "platform/base/error.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::plans {

// All that the document states. Name, version and stored_at are the store's to fill.
v1::Plan ToProto(const Plan& plan);
// What ToProto made; the reverse loses nothing that the checks need.
absl::StatusOr<Plan> FromProto(const v1::Plan& plan);
v1::Check ToProto(const Check& check);
v1::Finding ToProto(const Remark& finding);

}  // namespace tranche::plans

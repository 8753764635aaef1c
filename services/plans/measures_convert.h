// SPDX-License-Identifier: EUPL-1.2
// Measures, and periods of which a part is written, between the domain and the wire.
#pragma once

#include "absl/status/statusor.h"
#include "plans/plan.h"
#include "tranche/common/v1/partial_date.pb.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::plans {

common::v1::PartialPeriod ToProto(const Period& period);
Period FromProto(const common::v1::PartialPeriod& proto);
v1::Part ToProto(const AmountPart& part);
absl::StatusOr<AmountPart> FromProto(const v1::Part& proto);
v1::Measure ToProto(const Measure& measure);
absl::StatusOr<Measure> FromProto(const v1::Measure& proto, int section);

}  // namespace tranche::plans

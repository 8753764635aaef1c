// SPDX-License-Identifier: EUPL-1.2
// The calendar of days off as `reference` sends it.
#pragma once

#include "absl/status/statusor.h"
#include "platform/calendar/working_days.h"
#include "tranche/reference/v1/reference_service.pb.h"

namespace tranche::convert {

// Errors of days.
absl::StatusOr<HolidayCalendar> FromProto(const reference::v1::Calendar& proto);

}  // namespace tranche::convert

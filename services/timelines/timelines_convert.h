// SPDX-License-Identifier: EUPL-1.2
// Timelines and deadlines to the wire; contracts, claims, rules and calendars from the wire.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/calendar/working_days.h"
#include "timelines/deadline.h"
#include "timelines/timeline.h"
#include "tranche/payments/v1/payments.pb.h"
#include "tranche/proposals/v1/proposals.pb.h"
#include "tranche/reference/v1/reference_service.pb.h"
#include "tranche/timelines/v1/timelines.pb.h"

namespace tranche::timelines {

std::string ContractName(const std::string& organisation, const std::string& id);

// Errors of marks.
absl::StatusOr<Activity> FromProto(const v1::Activity& proto);
v1::Timeline ToProto(const Contract& contract, const std::vector<Activity>& activities);
v1::Deadline ToProto(const Contract& contract, const Deadline& deadline);

// A contract of the organisation whose log was followed; errors of names and days.
absl::StatusOr<Contract> FromProto(const std::string& organisation,
                                   const proposals::v1::Contract& proto);
// Errors of days; INVALID_REQUEST for a claim of no kind.
absl::StatusOr<SentClaim> FromProto(const payments::v1::Claim& proto);

LegalRule FromProto(const reference::v1::Rule& proto);

}  // namespace tranche::timelines

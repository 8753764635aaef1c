// SPDX-License-Identifier: EUPL-1.2
// What the requests and answers of all reports have in common: the days that are asked for, and the
// checkpoint before which what is told was recorded.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "reports/evidence/evidence_store.h"
#include "tranche/reports/v1/report_checkpoint.pb.h"

namespace tranche::reports {

// The day of a field, nothing for an empty one.
absl::StatusOr<std::optional<absl::CivilDay>> OptionalDay(const std::string& text);

v1::ReportCheckpoint CheckpointOf(const store::SealedHead& head);

// A report has none as long as nothing was signed.
template <class Report>
void SetCheckpoint(const std::optional<store::SealedHead>& head, Report* report) {
  if (head) *report->mutable_checkpoint() = CheckpointOf(*head);
}

}  // namespace tranche::reports

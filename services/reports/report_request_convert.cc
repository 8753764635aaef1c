// SPDX-License-Identifier: EUPL-1.2
#include "reports/report_request_convert.h"

#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/merkle/note.h"

namespace tranche::reports {

absl::StatusOr<std::optional<absl::CivilDay>> OptionalDay(const std::string& text) {
  if (text.empty()) return std::optional<absl::CivilDay>();
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(text));
  return std::optional<absl::CivilDay>(day);
}

v1::ReportCheckpoint CheckpointOf(const store::SealedHead& head) {
  v1::ReportCheckpoint checkpoint;
  checkpoint.set_origin(head.checkpoint.origin);
  checkpoint.set_size(static_cast<int64_t>(head.checkpoint.size));
  checkpoint.set_root(merkle::ToBase64(merkle::BytesOf(head.checkpoint.root)));
  return checkpoint;
}

}  // namespace tranche::reports

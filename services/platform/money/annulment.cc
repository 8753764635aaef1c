// SPDX-License-Identifier: EUPL-1.2
#include "platform/money/annulment.h"

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche {

std::optional<RecordState> Next(RecordState state, RecordStep step) {
  if (state == RecordState::kDraft && step == RecordStep::kEnter) return RecordState::kEntered;
  if (state == RecordState::kEntered && step == RecordStep::kAnnul) return RecordState::kAnnulled;
  return std::nullopt;
}

absl::Status DecideAnnulment(const EnteredRecord& record, const Annulment& annulment,
                             bool annuller_has_finance, absl::CivilDay today) {
  const RecordState state =
      record.annulment.has_value() ? RecordState::kAnnulled : RecordState::kEntered;
  if (!Next(state, RecordStep::kAnnul).has_value()) {
    return Refuse("RECORD_ALREADY_ANNULLED",
                  {{"record", record.number}, {"day", FormatDay(record.annulment->annulled_on)}});
  }
  if (annulment.annulled_by == record.recorded_by) {
    return Refuse("ANNULMENT_BY_RECORDER", {{"record", record.number}});
  }
  const bool recorder_known = !record.recorded_by.empty();
  if (recorder_known != annuller_has_finance) {
    return Refuse(recorder_known ? "ANNULMENT_NEEDS_FINANCE" : "ANNULMENT_RECORDER_UNKNOWN",
                  {{"record", record.number}});
  }
  TRANCHE_RETURN_IF_ERROR(CheckNotAfter(annulment.annulled_on, today));
  if (annulment.annulled_on >= record.day) return absl::OkStatus();
  return Refuse("DAYS_OUT_OF_ORDER",
                {{"day", FormatDay(annulment.annulled_on)}, {"earlier", FormatDay(record.day)}});
}

}  // namespace tranche

// SPDX-License-Identifier: EUPL-1.2
// Records of money that were a mistake: what may become of them and who may say so.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"

namespace tranche {

// Of a payment, a repayment, a credit note. A draft is what a request only asks for: it is not kept.
enum class RecordState { kDraft, kEntered, kAnnulled };
enum class RecordStep { kEnter, kAnnul };

// What the state becomes; nothing when it cannot.
std::optional<RecordState> Next(RecordState state, RecordStep step);

struct Annulment {
  absl::CivilDay annulled_on;
  std::string reason;
  std::string reference;
  std::string annulled_by;
};

// What is to be annulled.
struct EnteredRecord {
  std::string number;  // As people call it.
  absl::CivilDay day;
  std::string recorded_by;  // Empty: not known.
  std::optional<Annulment> annulment = {};
};

// ANN-1, ANN-2. Finance records and annuls, one person never both. When who recorded it is not known it
// may be anybody of finance, and only a project manager who does not hold that role annuls it.
// RECORD_ALREADY_ANNULLED, ANNULMENT_BY_RECORDER, ANNULMENT_RECORDER_UNKNOWN, ANNULMENT_NEEDS_FINANCE,
// DAY_IN_FUTURE, DAYS_OUT_OF_ORDER.
absl::Status DecideAnnulment(const EnteredRecord& record, const Annulment& annulment,
                             bool annuller_has_finance, absl::CivilDay today);

}  // namespace tranche

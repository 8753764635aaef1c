// SPDX-License-Identifier: EUPL-1.2
// Indicators counted from records of participants, never typed. Values in, values out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "payments/claim.h"
#include "payments/package/report.h"
#include "payments/participants/participant.h"
#include "platform/base/error.h"

namespace tranche::payments::participants {

// One condition on a participant.
struct Term {
  enum class Kind {
    kLabour,
    kEducation,
    kYes,
    kAgeBelow,
    kAgeFrom,
    kUnemployedFrom  // Months.
  };
  Kind kind = Kind::kLabour;
  std::vector<std::string> values;  // Of the first three: any of them.
  int number = 0;                   // Of the others.

  friend bool operator==(const Term&, const Term&) = default;
};

// Who is counted: somebody for whom all terms of one of the alternatives hold. "all" has one
// alternative without terms.
struct Condition {
  std::vector<std::vector<Term>> alternatives;
};

// "labour=UNEMPLOYED&age<25&unemployed_months>=6;labour=UNEMPLOYED&age>=25&unemployed_months>=12" as
// the reference data write it. RULE_UNREADABLE with `code`.
absl::StatusOr<Condition> ParseCondition(const std::string& code, absl::string_view text);

enum class Verdict {
  kCounted,
  kNot,
  kRefused  // Would be counted, had an answer not been refused.
};
// Age and months are those of the first day of the participation.
Verdict Judge(const Condition& condition, const Record& record);

struct Count {
  int64_t women = 0;
  int64_t men = 0;
  int64_t non_binary = 0;
  int64_t refused = 0;
  int64_t total() const { return women + men + non_binary; }

  friend bool operator==(const Count&, const Count&) = default;
};
Count CountOf(const Condition& condition, const std::vector<Record>& records);

// What to say of a technical report that says something else than the records, the values of
// PARTICIPANT_INDICATOR_DIFFERS; nullopt: they agree. Women and men count apart where it has them
// apart.
std::optional<ErrorValues> DifferenceOf(const package::Indicator& indicator,
                                        const package::Value& reported, const Count& count);

// The last record of each participant. Those of one stand together, the newest last.
std::vector<HeldRecord> NewestOf(const std::vector<HeldRecord>& records);

// Participants whom the document of a package recorded for the first time, and whom it recorded again.
struct Movement {
  int entered = 0;
  int changed = 0;

  friend bool operator==(const Movement&, const Movement&) = default;
};
Movement MovementOf(const std::vector<HeldRecord>& records, int package);

// The package up to which records count when none is asked for: the open one, or all that were
// accepted.
int NewestPackage(const Contract& contract);

}  // namespace tranche::payments::participants

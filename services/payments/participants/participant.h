// SPDX-License-Identifier: EUPL-1.2
// Records of participants: what is wrong in them, and how a person who comes again goes on. Values in,
// values out. Names of enums are those of the wire, "LABOUR_UNEMPLOYED".
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace tranche::payments::participants {

struct Record {
  std::string number_kind;
  std::string number;
  std::string first_name;
  std::string middle_name;
  std::string last_name;
  absl::CivilDay born_on;
  std::string gender;
  std::string labour;
  std::optional<absl::CivilDay> unemployed_since;
  std::string education;
  std::string settlement;
  absl::CivilDay entered_on;
  std::optional<absl::CivilDay> left_on;
  std::string leaving;  // Empty: takes part still.
  std::string activity;
  std::map<std::string, std::string>
      answers;  // Replies by question; one that is not here was not asked.

  friend bool operator==(const Record&, const Record&) = default;
};

// A record as it is kept, which nobody has opened.
struct HeldRecord {
  int participant = 0;
  int package = 0;
  int document_version = 0;
  std::string digest;
  std::string sealed;
  std::string key_sign = {};  // Of the key by which it is sealed and its digest was made.
};

// A row as it was given: what may be wrong in it is not decided on yet.
struct GivenRecord {
  std::string place;
  Record record;        // Its day of birth does not count.
  std::string born_on;  // Empty: not stated.
  std::vector<std::string> answered_twice;
  std::set<std::string>
      no_days;  // Fields whose text is no day, "enteredOn"; the record's do not count.
};

// The records of a batch. Everything that is wrong is said at once by field, "rows[3].personNumber":
// PARTICIPANT_NUMBER_INVALID, PARTICIPANT_TWICE with the other row's place, PARTICIPANT_BORN_MISSING,
// PARTICIPANT_BORN_DIFFERS, PARTICIPANT_DAYS_MISFIT, PARTICIPANT_LEAVING_MISFIT,
// PARTICIPANT_UNEMPLOYED_SINCE, PARTICIPANT_ANSWER_TWICE, DATE_MALFORMED, DATE_OUT_OF_RANGE,
// DAY_IN_FUTURE. No value of a person is said: a day is said by its field's name.
absl::StatusOr<std::vector<Record>> CheckRows(const std::vector<GivenRecord>& rows,
                                              absl::CivilDay today);

// The same person whose records carry another kind or spelling of the number is another one; this is
// what the two are compared by.
std::string PersonOf(const Record& record);

// A person who is known and is recorded again goes on with the same participation: the first day stays
// the earliest, all else is as recorded last.
Record Continue(const Record& known, Record again);

// Whole years on a day.
int AgeOn(absl::CivilDay born_on, absl::CivilDay day);
// Whole months from one day to another.
int MonthsBetween(absl::CivilDay from, absl::CivilDay to);

}  // namespace tranche::payments::participants

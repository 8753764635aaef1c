// SPDX-License-Identifier: EUPL-1.2
#include "payments/participants/participant.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "payments/participants/person_number.h"
#include "platform/base/error.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::participants {
namespace {

// One row, checked as far as it can be by itself.
class RowCheck {
 public:
  RowCheck(const GivenRecord& given, std::size_t index, absl::CivilDay today,
           std::vector<Violation>* wrong)
      : given_(given), index_(index), today_(today), wrong_(wrong), record_(given.record) {}

  Record Run() {
    LookAtPerson();
    LookAtDays();
    LookAtWork();
    for (const std::string& question : given_.answered_twice) {
      Say("answers", "PARTICIPANT_ANSWER_TWICE", {{"question", question}});
    }
    return record_;
  }

 private:
  void Say(const char* field, std::string reason, ErrorValues values = {}) {
    wrong_->push_back({.field = absl::StrCat("rows[", index_, "].", field),
                       .reason = std::move(reason),
                       .values = std::move(values)});
  }

  // By the names of the fields alone.
  void SayOrder(const char* field, const char* earlier, const char* later) {
    Say(field, "PARTICIPANT_DAYS_MISFIT", {{"earlier", earlier}, {"later", later}});
  }

  bool IsDay(const char* field) const { return given_.no_days.count(field) == 0; }

  // A day that can be one and has come. What is wrong is said with the field's name for its value: in a
  // table whose columns are shifted the value is a name or a number.
  void LookAtDay(const char* field, absl::CivilDay day) {
    if (!IsDay(field)) return Say(field, "DATE_MALFORMED", {{"value", field}});
    absl::Status status = CheckDayTaken(day);
    status.Update(CheckNotAfter(day, today_));
    if (status.ok()) return;
    ErrorValues values = ValuesOf(status);
    for (auto& [name, value] : values) {
      if (name == "value") value = field;
    }
    Say(field, ReasonOf(status), std::move(values));
  }

  void LookAtPerson() {
    std::optional<absl::CivilDay> stated;
    if (!given_.born_on.empty()) {
      const absl::StatusOr<absl::CivilDay> day = ParseDay(given_.born_on);
      if (!day.ok()) return Say("bornOn", "PARTICIPANT_BORN_MISSING");
      stated = *day;
    }
    if (record_.number_kind == "EGN") {
      const std::optional<absl::CivilDay> born = BirthOfEgn(record_.number);
      if (!born.has_value() || *born > today_) return Say("personNumber", "PARTICIPANT_NUMBER_INVALID");
      if (stated.has_value() && *stated != *born) Say("bornOn", "PARTICIPANT_BORN_DIFFERS");
      record_.born_on = *born;
      return LookAtBirth();
    }
    const bool possible =
        record_.number_kind == "LNCH" ? MayBeLnch(record_.number) : MayBeDocumentNumber(record_.number);
    if (!possible) Say("personNumber", "PARTICIPANT_NUMBER_INVALID");
    if (!stated.has_value()) return Say("bornOn", "PARTICIPANT_BORN_MISSING");
    record_.born_on = *stated;
    LookAtBirth();
  }

  void LookAtBirth() {
    if (IsDay("enteredOn") && record_.born_on > record_.entered_on) {
      SayOrder("enteredOn", "bornOn", "enteredOn");
    }
  }

  void LookAtDays() {
    LookAtDay("enteredOn", record_.entered_on);
    if (!IsDay("leftOn")) return LookAtDay("leftOn", {});
    if (record_.left_on.has_value() == record_.leaving.empty()) {
      Say(record_.left_on.has_value() ? "leavingState" : "leftOn", "PARTICIPANT_LEAVING_MISFIT");
    }
    if (!record_.left_on.has_value()) return;
    LookAtDay("leftOn", *record_.left_on);
    if (IsDay("enteredOn") && *record_.left_on < record_.entered_on) {
      SayOrder("leftOn", "enteredOn", "leftOn");
    }
  }

  void LookAtWork() {
    if (!IsDay("unemployedSince")) return LookAtDay("unemployedSince", {});
    const bool unemployed = record_.labour == "LABOUR_UNEMPLOYED";
    if (unemployed != record_.unemployed_since.has_value()) {
      return Say("unemployedSince", "PARTICIPANT_UNEMPLOYED_SINCE");
    }
    if (!unemployed) return;
    LookAtDay("unemployedSince", *record_.unemployed_since);
    if (IsDay("enteredOn") && *record_.unemployed_since > record_.entered_on) {
      SayOrder("unemployedSince", "unemployedSince", "enteredOn");
    }
  }

  const GivenRecord& given_;
  const std::size_t index_;
  const absl::CivilDay today_;
  std::vector<Violation>* wrong_;
  Record record_;
};

}  // namespace

absl::StatusOr<std::vector<Record>> CheckRows(const std::vector<GivenRecord>& rows,
                                              absl::CivilDay today) {
  std::vector<Record> records;
  std::vector<Violation> wrong;
  std::map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    records.push_back(RowCheck(rows[i], i, today, &wrong).Run());
    const auto [first, is_new] = seen.emplace(PersonOf(records.back()), i);
    if (is_new) continue;
    const std::string& place = rows[first->second].place;
    wrong.push_back({.field = absl::StrCat("rows[", i, "].personNumber"),
                     .reason = "PARTICIPANT_TWICE",
                     .values = {{"place", place.empty() ? absl::StrCat(first->second + 1) : place}}});
  }
  if (!wrong.empty()) return RefuseInput("INVALID_REQUEST", std::move(wrong));
  return records;
}

std::string PersonOf(const Record& record) {
  return absl::StrCat(
      record.number_kind, ":",
      absl::AsciiStrToUpper(absl::StrReplaceAll(record.number, {{" ", ""}, {"-", ""}})));
}

Record Continue(const Record& known, Record again) {
  again.entered_on = std::min(known.entered_on, again.entered_on);
  return again;
}

int AgeOn(absl::CivilDay born_on, absl::CivilDay day) { return MonthsBetween(born_on, day) / 12; }

int MonthsBetween(absl::CivilDay from, absl::CivilDay to) {
  const auto months = (to.year() - from.year()) * 12 + (to.month() - from.month());
  return static_cast<int>(months) - (to.day() < from.day() ? 1 : 0);
}

}  // namespace tranche::payments::participants

// SPDX-License-Identifier: EUPL-1.2
#include "payments/participants/counting.h"

#include <algorithm>
#include <array>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::participants {
namespace {

struct Start {
  absl::string_view text;
  Term::Kind kind;
  absl::string_view prefix;  // Of the names on the wire; of a number: none.
  bool number;
};

constexpr std::array<Start, 6> kStarts = {
    {{"labour=", Term::Kind::kLabour, "LABOUR_", false},
     {"education=", Term::Kind::kEducation, "EDUCATION_", false},
     {"yes=", Term::Kind::kYes, "", false},
     {"age<", Term::Kind::kAgeBelow, "", true},
     {"age>=", Term::Kind::kAgeFrom, "", true},
     {"unemployed_months>=", Term::Kind::kUnemployedFrom, "", true}}};

std::optional<Term> ParseTerm(absl::string_view text) {
  for (const Start& start : kStarts) {
    absl::string_view rest = text;
    if (!absl::ConsumePrefix(&rest, start.text)) continue;
    Term term{.kind = start.kind, .values = {}, .number = 0};
    if (start.number) {
      if (!absl::SimpleAtoi(rest, &term.number) || term.number < 0) return std::nullopt;
      return term;
    }
    for (const absl::string_view value : absl::StrSplit(rest, '|')) {
      if (value.empty()) return std::nullopt;
      term.values.push_back(absl::StrCat(start.prefix, value));
    }
    return term;
  }
  return std::nullopt;
}

bool Has(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// Whether any of the questions was answered with yes; failing that, whether one was refused.
Verdict JudgeAnswers(const std::vector<std::string>& questions, const Record& record) {
  Verdict verdict = Verdict::kNot;
  for (const std::string& question : questions) {
    const auto answer = record.answers.find(question);
    if (answer == record.answers.end()) continue;
    if (answer->second == "REPLY_YES") return Verdict::kCounted;
    if (answer->second == "REPLY_REFUSED") verdict = Verdict::kRefused;
  }
  return verdict;
}

Verdict JudgeTerm(const Term& term, const Record& record) {
  const auto counted = [](bool holds) { return holds ? Verdict::kCounted : Verdict::kNot; };
  switch (term.kind) {
    case Term::Kind::kLabour:
      return counted(Has(term.values, record.labour));
    case Term::Kind::kEducation:
      return counted(Has(term.values, record.education));
    case Term::Kind::kYes:
      return JudgeAnswers(term.values, record);
    case Term::Kind::kAgeBelow:
      return counted(AgeOn(record.born_on, record.entered_on) < term.number);
    case Term::Kind::kAgeFrom:
      return counted(AgeOn(record.born_on, record.entered_on) >= term.number);
    case Term::Kind::kUnemployedFrom:
      return counted(record.unemployed_since.has_value() &&
                     MonthsBetween(*record.unemployed_since, record.entered_on) >= term.number);
  }
  return Verdict::kNot;
}

// One "no" decides, then one refusal.
Verdict JudgeAll(const std::vector<Term>& terms, const Record& record) {
  Verdict verdict = Verdict::kCounted;
  for (const Term& term : terms) {
    const Verdict one = JudgeTerm(term, record);
    if (one == Verdict::kNot) return one;
    if (one == Verdict::kRefused) verdict = one;
  }
  return verdict;
}

constexpr int64_t kHundredths = 100;

// "7 + 5 = 12" of women and men, or "12".
std::string SayCount(bool by_gender, const Count& count) {
  if (!by_gender) return absl::StrCat(count.total());
  return absl::StrCat(count.women, " + ", count.men, " = ", count.women + count.men);
}
std::string SayValue(const package::Value& value) {
  const std::string total = package::FormatValue(value.total);
  if (!value.women.has_value()) return total;
  return absl::StrCat(package::FormatValue(*value.women), " + ",
                      package::FormatValue(value.men.value_or(0)), " = ", total);
}

bool Agrees(const package::Value& reported, const Count& count) {
  if (!reported.women.has_value()) return reported.total == count.total() * kHundredths;
  return *reported.women == count.women * kHundredths &&
         reported.men.value_or(0) == count.men * kHundredths;
}

}  // namespace

absl::StatusOr<Condition> ParseCondition(const std::string& code, absl::string_view text) {
  Condition condition;
  if (text == "all") {
    condition.alternatives.emplace_back();
    return condition;
  }
  for (const absl::string_view alternative : absl::StrSplit(text, ';')) {
    condition.alternatives.emplace_back();
    for (const absl::string_view part : absl::StrSplit(alternative, '&')) {
      const std::optional<Term> term = ParseTerm(part);
      if (!term.has_value()) {
        return Refuse("RULE_UNREADABLE", {{"rule", code}, {"value", std::string(text)}});
      }
      condition.alternatives.back().push_back(*term);
    }
  }
  return condition;
}

Verdict Judge(const Condition& condition, const Record& record) {
  Verdict verdict = Verdict::kNot;
  for (const std::vector<Term>& terms : condition.alternatives) {
    const Verdict one = JudgeAll(terms, record);
    if (one == Verdict::kCounted) return one;
    if (one == Verdict::kRefused) verdict = one;
  }
  return verdict;
}

Count CountOf(const Condition& condition, const std::vector<Record>& records) {
  Count count;
  for (const Record& record : records) {
    switch (Judge(condition, record)) {
      case Verdict::kNot:
        break;
      case Verdict::kRefused:
        ++count.refused;
        break;
      case Verdict::kCounted:
        ++(record.gender == "WOMAN" ? count.women
           : record.gender == "MAN" ? count.men
                                    : count.non_binary);
        break;
    }
  }
  return count;
}

std::optional<ErrorValues> DifferenceOf(const package::Indicator& indicator,
                                        const package::Value& reported, const Count& count) {
  if (Agrees(reported, count)) return std::nullopt;
  return ErrorValues{{"code", indicator.code},
                     {"reported", SayValue(reported)},
                     {"counted", SayCount(indicator.by_gender, count)}};
}

std::vector<HeldRecord> NewestOf(const std::vector<HeldRecord>& records) {
  std::vector<HeldRecord> newest;
  for (const HeldRecord& record : records) {
    if (newest.empty() || newest.back().participant != record.participant) {
      newest.push_back(record);
    } else {
      newest.back() = record;
    }
  }
  return newest;
}

Movement MovementOf(const std::vector<HeldRecord>& records, int package) {
  std::set<int> earlier;
  std::set<int> here;
  for (const HeldRecord& record : records) {
    (record.package == package ? here : earlier).insert(record.participant);
  }
  Movement movement;
  for (const int participant : here)
    ++(earlier.count(participant) > 0 ? movement.changed : movement.entered);
  return movement;
}

int NewestPackage(const Contract& contract) {
  return contract.open_package.value_or(contract.next_package_sequence);
}

}  // namespace tranche::payments::participants

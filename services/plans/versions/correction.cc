// SPDX-License-Identifier: EUPL-1.2
#include "plans/versions/correction.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/error.h"
#include "platform/text/fold.h"

namespace tranche::plans {
namespace {

// What of a value is quoted in a message.
constexpr std::size_t kQuotedBytes = 200;
// Of a plan, or of an amount within it.
constexpr int kYearMin = 1990;
constexpr int kYearMax = 2100;

std::string Quoted(const Value& value) {
  if (!value) return "—";
  return Shortened(*value, kQuotedBytes);
}

// As tranche.plans.v1.PlanValueForm names it.
const char* NameOf(ValueForm form) {
  switch (form) {
    case ValueForm::kText:
      return "TEXT_VALUE";
    case ValueForm::kBlankable:
      return "BLANKABLE_TEXT";
    case ValueForm::kAmount:
      return "AMOUNT_VALUE";
    case ValueForm::kCount:
      return "COUNT_VALUE";
    case ValueForm::kFlag:
      return "FLAG_VALUE";
    case ValueForm::kWord:
      return "WORD_VALUE";
    case ValueForm::kDate:
      return "DATE_VALUE";
    case ValueForm::kPeriod:
      return "PERIOD_VALUE";
    case ValueForm::kDecimal:
      return "DECIMAL_VALUE";
  }
  return "";
}

bool IsYear(absl::string_view text) {
  int year = 0;
  return absl::SimpleAtoi(text, &year) && year >= kYearMin && year <= kYearMax;
}

// What has the form of a value and still is none: no plan is of the year 20244, and blanks alone name
// nothing.
bool CanStandAt(const PlanValue& of, const Value& value) {
  if (!value) return true;
  const bool year = of.path == "year" || absl::EndsWith(of.path, ".year");
  if (of.form == ValueForm::kCount && year) return IsYear(*value);
  const bool names = of.path == "title" || absl::EndsWith(of.path, ".activity");
  if (of.form == ValueForm::kText && (names || !value->empty())) return !FoldName(*value).empty();
  return true;
}

absl::Status RowIsStruck(const CorrectionFact& by) {
  return Refuse("CORRECTION_ROW_STRUCK", {{"row", by.path}, {"number", absl::StrCat(by.number)}});
}

// The corrections of one value in force, the last on top.
using Stacks = std::map<ValueKey, std::vector<CorrectionFact>>;

Stacks StacksOf(const std::vector<CorrectionFact>& all, int version) {
  Stacks stacks;
  for (const CorrectionFact& correction : all) {
    if (correction.version != version) continue;
    std::vector<CorrectionFact>& stack = stacks[correction.key];
    if (correction.takes_back == 0) {
      stack.push_back(correction);
    } else if (!stack.empty()) {
      stack.pop_back();  // Only the last one could be taken back.
    }
  }
  return stacks;
}

}  // namespace

std::map<ValueKey, CorrectionFact> InForce(const std::vector<CorrectionFact>& all, int version) {
  std::map<ValueKey, CorrectionFact> in_force;
  for (const auto& [key, stack] : StacksOf(all, version)) {
    if (!stack.empty()) in_force.emplace(key, stack.back());
  }
  return in_force;
}

PlanValues Overlaid(PlanValues values, const std::map<ValueKey, CorrectionFact>& in_force) {
  for (const auto& [key, correction] : in_force) {
    const auto found = values.find(key);
    if (found != values.end()) found->second.value = correction.value;
  }
  return values;
}

bool IsWithin(const std::string& row, const std::string& path) {
  constexpr absl::string_view kSection = "section.";
  if (path == row || absl::StartsWith(path, absl::StrCat(row, "."))) return true;
  // The measures of a section are addressed by its number.
  return absl::StartsWith(row, kSection) &&
         absl::StartsWith(path, absl::StrCat("measure.", row.substr(kSection.size()), "."));
}

const CorrectionFact* StruckBy(const std::map<ValueKey, CorrectionFact>& in_force,
                               const std::string& path) {
  for (const auto& [key, correction] : in_force) {
    if (correction.is_row() && !correction.value && IsWithin(correction.path, path)) return &correction;
  }
  return nullptr;
}

std::optional<Violation> Unfit(const std::string& field, const PlanValue& of, const Value& value) {
  const std::optional<Value> normal = Normalised(of.form, value, of.allowed);
  if (normal && CanStandAt(of, *normal)) return std::nullopt;
  switch (of.form) {
    case ValueForm::kText:
    case ValueForm::kBlankable:
    case ValueForm::kAmount:
    case ValueForm::kCount:
      return Violation{field, "CORRECTION_VALUE_UNFIT", {{"value", Quoted(value)}}};
    case ValueForm::kWord:
      return Violation{field,
                       "CORRECTION_WORD_UNKNOWN",
                       {{"value", Quoted(value)}, {"allowed", absl::StrJoin(of.allowed, ", ")}}};
    case ValueForm::kFlag:
    case ValueForm::kDate:
    case ValueForm::kPeriod:
    case ValueForm::kDecimal:
      break;
  }
  return Violation{
      field, "CORRECTION_FORM_UNFIT", {{"value", Quoted(value)}, {"form", NameOf(of.form)}}};
}

absl::StatusOr<CorrectionFact> DecideCorrection(const PlanValues& stated,
                                                const std::vector<CorrectionFact>& all, int version,
                                                const CorrectionCommand& command) {
  const auto read = stated.find(command.key);
  if (read == stated.end()) {
    return RefuseInput("INVALID_REQUEST", {{"place",
                                            "CORRECTION_PLACE_UNKNOWN",
                                            {{"version", absl::StrCat(version)},
                                             {"field", command.key.field},
                                             {"place", command.key.place}}}});
  }
  const PlanValue& of = read->second;
  const auto in_force = InForce(all, version);
  if (const CorrectionFact* by = StruckBy(in_force, of.path)) return RowIsStruck(*by);
  if (const CorrectionFact* by = StruckBy(in_force, of.listed_path)) return RowIsStruck(*by);
  const auto corrected = in_force.find(command.key);
  const Value& shown = corrected == in_force.end() ? of.value : corrected->second.value;

  std::vector<Violation> violations;
  if (auto unfit = Unfit("value", of, command.value)) violations.push_back(*std::move(unfit));
  // What is shown may be as a document writes it, and in no form.
  const bool is_shown = command.instead_of == shown;
  if (auto unfit = Unfit("insteadOf", of, command.instead_of); unfit && !is_shown) {
    violations.push_back(*std::move(unfit));
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));

  const Value value = *Normalised(of.form, command.value, of.allowed);
  if (!is_shown && *Normalised(of.form, command.instead_of, of.allowed) != shown) {
    return Refuse("CORRECTION_STALE", {{"now", Quoted(shown)}});
  }
  if (value == shown) return Refuse("CORRECTION_SAYS_THE_SAME");
  return CorrectionFact{.number = 0,
                        .version = version,
                        .key = command.key,
                        .read = of.added ? Value() : of.value,
                        .instead_of = shown,
                        .value = value,
                        .takes_back = 0,
                        .path = of.path};
}

absl::StatusOr<CorrectionFact> DecideAddRow(const std::vector<CorrectionFact>& all, int version,
                                            const RowCommand& command) {
  const auto in_force = InForce(all, version);
  const ValueKey key{kRowField, command.path};
  if (in_force.count(key) > 0) {
    return Refuse("ROW_NUMBER_TAKEN", {{"row", command.path}, {"next", "-"}});
  }
  if (const CorrectionFact* by = StruckBy(in_force, command.path)) return RowIsStruck(*by);
  return CorrectionFact{.number = 0,
                        .version = version,
                        .key = key,
                        .read = {},
                        .instead_of = {},
                        .value = command.text,
                        .takes_back = 0,
                        .path = command.path,
                        .document_place = command.document_place};
}

absl::StatusOr<CorrectionFact> DecideStrikeRow(const std::vector<CorrectionFact>& all, int version,
                                               const RowCommand& command) {
  const auto in_force = InForce(all, version);
  const ValueKey key{kRowField, command.path};
  if (const CorrectionFact* by = StruckBy(in_force, command.path)) {
    if (by->path == command.path) return Refuse("CORRECTION_SAYS_THE_SAME");
    return RowIsStruck(*by);
  }
  const auto added = in_force.find(key);
  return CorrectionFact{.number = 0,
                        .version = version,
                        .key = key,
                        .read = added == in_force.end() ? command.text : Value(),
                        .instead_of = added == in_force.end() ? command.text : added->second.value,
                        .value = {},
                        .takes_back = 0,
                        .path = command.path};
}

absl::StatusOr<CorrectionFact> DecideTakeBack(const std::vector<CorrectionFact>& all,
                                              const CorrectionFact& taken) {
  const auto in_force = InForce(all, taken.version);
  const auto last = in_force.find(taken.key);
  if (last == in_force.end() || last->second.number != taken.number) {
    return Refuse("CORRECTION_ALREADY_REPLACED", {{"number", absl::StrCat(taken.number)}});
  }
  // Its number would be free, and what was said of its values would be said of another row.
  if (taken.is_row() && !taken.read && taken.value) {
    std::vector<int> within;
    for (const auto& [key, correction] : in_force) {
      if (correction.number != taken.number && IsWithin(taken.path, correction.path)) {
        within.push_back(correction.number);
      }
    }
    if (!within.empty()) {
      return Refuse("CORRECTION_ROW_HAS_VALUES",
                    {{"row", taken.path}, {"numbers", absl::StrJoin(within, ", ")}});
    }
  }
  return CorrectionFact{.number = 0,
                        .version = taken.version,
                        .key = taken.key,
                        .read = taken.read,
                        .instead_of = taken.value,
                        .value = taken.instead_of,
                        .takes_back = taken.number,
                        .path = taken.path};
}

}  // namespace tranche::plans

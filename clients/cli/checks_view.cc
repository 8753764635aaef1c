// SPDX-License-Identifier: EUPL-1.2
#include "cli/checks_view.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tranche::cli {
namespace {

// A figure with its unit, or a day.
std::string SayValue(const std::string& value, const std::string& unit, Language language) {
  if (value.size() == 10 && value[4] == '-' && value[7] == '-') return SayDay(value, language);
  return SayAmount(value, value.empty() ? "" : unit, language);
}

std::string ReadingLine(const plans::v1::Check& check, const plans::v1::Reading& reading,
                        Language language) {
  std::string line =
      absl::StrCat("  ", SayPlace(check.place(), language), "  ",
                   language == Language::kBulgarian ? reading.text_bg() : reading.text_en());
  if (!reading.computed().empty()) {
    // A number without places beside amounts is a count.
    const bool is_amount = absl::StrContains(reading.computed(), ".");
    const bool in_money = check.unit() == "BGN" || check.unit() == "EUR";
    const std::string& unit = reading.unit().empty() ? check.unit() : reading.unit();
    absl::StrAppend(&line, " → ",
                    SayValue(reading.computed(),
                             reading.unit().empty() && in_money && !is_amount ? "" : unit, language));
  }
  // What is only told has nothing to agree with.
  const bool only_told = reading.verdict() == plans::v1::NOT_COMPUTABLE &&
                         reading.not_written_size() == 0 && !check.readings().empty();
  if (!only_told) {
    absl::StrAppend(&line, " – ",
                    SayEnum(plans::v1::Verdict_descriptor(), reading.verdict(), language));
  }
  if (reading.not_written_size() > 0) {
    std::vector<std::string> words;
    for (const std::string& word : reading.not_written()) {
      words.push_back(SayNotWritten(word, language));
    }
    absl::StrAppend(&line, " (", texts::kNotWritten.In(language), ": ", absl::StrJoin(words, ", "),
                    ")");
  }
  return line;
}

Cell AmountCell(const std::string& decimal, const std::string& unit, Language language) {
  return {.text = SayValue(decimal, unit, language), .raw = decimal, .right = true};
}

}  // namespace

View ChecksView(const google::protobuf::RepeatedPtrField<plans::v1::Check>& checks, Language language) {
  View view;
  Table table;
  for (const Text& heading : {texts::kPlace, texts::kCheck, texts::kStated, texts::kComputed,
                              texts::kDelta, texts::kVerdict}) {
    table.headings.emplace_back(heading.In(language));
  }
  for (const plans::v1::Check& check : checks) {
    table.rows.push_back(
        {Cell{SayPlace(check.place(), language), check.place()}, CellAt(check, "title_*", language),
         AmountCell(check.stated(), check.unit(), language),
         AmountCell(check.computed(), check.unit(), language),
         AmountCell(check.delta(), check.unit(), language), CellAt(check, "verdict", language)});
    for (const plans::v1::Reading& reading : check.readings()) {
      if (view.notes.empty()) view.notes.push_back(absl::StrCat(texts::kReadings.In(language), ":"));
      view.notes.push_back(ReadingLine(check, reading, language));
    }
    const std::string& why = language == Language::kBulgarian ? check.why_bg() : check.why_en();
    if (!why.empty()) view.notes.push_back(absl::StrCat("    ", why));
  }
  view.tables.push_back(std::move(table));
  return view;
}

}  // namespace tranche::cli

// SPDX-License-Identifier: EUPL-1.2
// What can be counted: rows and what they leave out, people, lists that should match, attachments,
// numbers that the text states.
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "plans/checks/family.h"
#include "platform/text/fold.h"

namespace tranche::plans::checks {
namespace {

// Ordinals of each section should run from 1 without a gap and without a repeat.
void AddNumbering(const Plan& plan, std::vector<Check>& list) {
  const std::size_t count = MeasuresOf(plan).size();
  if (count == 0) return;
  Check check =
      CheckOfPlan("measures", {"Брой и номерация на мерките", "Number and numbering of the measures"});
  check.unit = "measures";
  check.computed = absl::StrCat(count);
  check.verdict = Verdict::kAgree;
  int ordinal = 0;
  for (const Section& section : plan.sections) {
    ++ordinal;
    int next = 1;
    bool in_order = true;
    for (const Measure& measure : section.measures) {
      in_order = in_order && measure.ordinal == next;
      ++next;
    }
    if (!in_order) check.verdict = Verdict::kWarning;
    check.fields.push_back(absl::StrCat("section.", ordinal, ".title"));
    const std::string number = absl::StrCat(section.measures.size());
    const std::string title = section.title.empty() ? "" : absl::StrCat(" „", section.title, "“");
    check.readings.push_back(MakeReading(
        {absl::StrCat("Раздел ", ordinal, title, ": ", number,
                      in_order ? ", номерирани поред." : "; номерата не вървят поред от 1."),
         absl::StrCat("Section ", ordinal, title, ": ", number,
                      in_order ? ", numbered in order." : "; their numbers do not run from 1.")},
        number, "", in_order ? Verdict::kAgree : Verdict::kWarning));
  }
  list.push_back(std::move(check));
}

// What rows do not write. A measure may be only a text, so nothing is wrong with it: it is counted.
void AddMissing(const Plan& plan, std::vector<Check>& list) {
  const std::vector<const Measure*> measures = MeasuresOf(plan);
  if (measures.empty()) return;
  struct Kind {
    Sentence name;
    const char* field;
    bool (*lacks)(const Measure&);
  };
  const Kind kinds[] = {
      {{"сума", "an amount"}, "amount", [](const Measure& m) { return !HasAmount(m); }},
      {{"срок", "a time frame"},
       "timeframe",
       [](const Measure& m) { return !m.timeframe && !m.months; }},
      {{"изпълнител", "who executes"}, "executor", [](const Measure& m) { return m.executor.empty(); }},
      {{"индикатор", "an indicator"},
       "indicator",
       [](const Measure& m) { return m.indicators.empty(); }},
  };
  Check check =
      CheckOfPlan("measures.missing", {"Какво мерките не посочват", "What the measures do not state"});
  check.unit = "measures";
  check.verdict = Verdict::kAgree;
  for (const Kind& kind : kinds) {
    const auto lacking = std::count_if(measures.begin(), measures.end(),
                                       [&](const Measure* measure) { return kind.lacks(*measure); });
    if (lacking == 0) continue;
    check.verdict = Verdict::kNotComputable;
    check.readings.push_back(MakeReading(
        {absl::StrCat("Без ", kind.name.bg, ": ", lacking, " от ", measures.size(), "."),
         absl::StrCat("Without ", kind.name.en, ": ", lacking, " of ", measures.size(), ".")},
        absl::StrCat(lacking), "", Verdict::kNotComputable, {kind.field}));
  }
  list.push_back(std::move(check));
}

// The people of all rows that state a number of them; nothing stated to compare with.
void AddPeople(const Plan& plan, std::vector<Check>& list) {
  int64_t persons = 0;
  std::vector<std::string> terms;
  std::vector<std::string> fields;
  for (const Measure* measure : MeasuresOf(plan)) {
    if (!measure->headcount) continue;
    persons += measure->headcount->count;
    terms.push_back(absl::StrCat(measure->headcount->count));
    fields.push_back(FieldOf(*measure, "headcount"));
  }
  if (terms.size() < 2) return;
  Check check = CheckOfPlan("people", {"Хора по мерките, които посочват броя им",
                                       "People of the measures that state their number"});
  check.unit = "persons";
  check.computed = absl::StrCat(persons);
  check.fields = std::move(fields);
  const std::string sum = absl::StrCat(absl::StrJoin(terms, " + "), " = ", persons);
  check.readings.push_back(MakeReading({absl::StrCat(sum, "; общ брой не е посочен."),
                                        absl::StrCat(sum, "; no number of all is stated.")},
                                       check.computed, "", Verdict::kNotComputable, {"total"}));
  list.push_back(std::move(check));
}

// The beginnings of a text's longer words, which word forms of Bulgarian share.
std::set<std::string> Stems(absl::string_view text) {
  constexpr std::size_t kStemBytes = 10;  // Five letters of Cyrillic.
  std::set<std::string> stems;
  for (absl::string_view word : absl::StrSplit(FoldName(text), absl::ByAnyChar(" ,.;:-()\"/"))) {
    if (word.size() >= kStemBytes) stems.emplace(word.substr(0, kStemBytes));
  }
  return stems;
}

bool Meet(const std::set<std::string>& stems, const std::set<std::string>& others) {
  return std::any_of(stems.begin(), stems.end(),
                     [&](const std::string& stem) { return others.count(stem) > 0; });
}

// A plan's directions and its priority areas: as many, or not, and whether their words meet.
void AddAreas(const Plan& plan, std::vector<Check>& list) {
  if (plan.directions.empty() || plan.priority_areas.empty()) return;
  Check check = CheckOfPlan(
      "areas", {"Направления спрямо приоритетни области", "Directions against priority areas"});
  const auto directions = static_cast<int64_t>(plan.directions.size());
  const auto areas = static_cast<int64_t>(plan.priority_areas.size());
  check.stated = absl::StrCat(areas);
  Take(Compare(areas, directions), check);
  const std::string counts = absl::StrCat(directions, " / ", areas);
  check.readings.push_back(MakeReading({absl::StrCat("Направления и области: ", counts, "."),
                                        absl::StrCat("Directions and areas: ", counts, ".")},
                                       check.computed, check.delta, check.verdict));
  std::set<std::string> said;
  for (const std::string& direction : plan.directions) said.merge(Stems(direction));
  std::vector<std::string> apart;
  for (std::size_t i = 0; i < plan.priority_areas.size(); ++i) {
    check.fields.push_back(absl::StrCat("priority_areas.", i + 1));
    if (!Meet(Stems(plan.priority_areas[i]), said)) apart.push_back(plan.priority_areas[i]);
  }
  if (!apart.empty()) {
    const std::string named = absl::StrJoin(apart, "; ");
    check.readings.push_back(
        MakeReading({absl::StrCat("Области без направление със същите думи: ", named, "."),
                     absl::StrCat("Areas without a direction in the same words: ", named, ".")},
                    absl::StrCat(apart.size()), "", Verdict::kWarning, {}));
    check.verdict = Verdict::kWarning;
    check.why = {"Броят не значи, че си съответстват едно към едно: това решава човек.",
                 "The number does not mean that they match one to one: a person decides."};
  }
  list.push_back(std::move(check));
}

std::string Kilobytes(int64_t bytes) {
  // In hundredths, half up; sizes of files are far from the ends of int64.
  const int64_t hundredths = (bytes * 100 + 512) / 1024;
  return FormatAmount(Money::Minor(hundredths, Currency::kBgn));
}

void AddAttachments(const Plan& plan, std::vector<Check>& list) {
  int64_t bytes = 0;
  std::vector<std::string> terms;
  std::vector<std::string> without;
  for (const Attachment& attachment : plan.attachments) {
    if (attachment.size_bytes <= 0 || attachment.size_bytes > (int64_t{1} << 50)) {
      without.push_back(attachment.name);
      continue;
    }
    bytes += attachment.size_bytes;
    terms.push_back(absl::StrCat(attachment.name, " ", Kilobytes(attachment.size_bytes)));
  }
  if (plan.attachments.empty()) return;
  Check check = CheckOfPlan("attachments", {"Прикачени файлове и връзки", "Attached files and links"});
  for (std::size_t i = 1; i <= plan.attachments.size(); ++i)
    check.fields.push_back(absl::StrCat("attachments.", i));
  const std::string count = absl::StrCat(plan.attachments.size());
  check.readings.push_back(
      MakeReading({absl::StrCat("Посочени: ", count, "."), absl::StrCat("Named: ", count, ".")}, "", "",
                  Verdict::kNotComputable));
  if (!terms.empty()) {
    check.unit = "KB";
    check.computed = Kilobytes(bytes);
    const std::string sum = absl::StrJoin(terms, " + ");
    check.readings.push_back(MakeReading({absl::StrCat("Размер: ", sum, "; общ не е посочен."),
                                          absl::StrCat("Size: ", sum, "; none is stated for all.")},
                                         check.computed, "", Verdict::kNotComputable, {"total"}));
  }
  if (!without.empty()) {
    const std::string named = absl::StrJoin(without, "; ");
    check.readings.push_back(MakeReading({absl::StrCat("Без посочен размер: ", named, "."),
                                          absl::StrCat("Without a size: ", named, ".")},
                                         "", "", Verdict::kNotComputable, {"size"}));
  }
  list.push_back(std::move(check));
}

// A stated number against the items that the text lists, and one number for two kinds of things.
void AddFigures(const Plan& plan, std::vector<Check>& list) {
  for (std::size_t i = 0; i < plan.figures.size(); ++i) {
    const StatedFigure& figure = plan.figures[i];
    const bool for_two = figure.code == "meetings_and_trainings";
    if (figure.items.empty() && !for_two) continue;
    Check check = CheckOfPlan(absl::StrCat("figures.", figure.code),
                              {absl::StrCat("Посочен брой: ", figure.as_written),
                               absl::StrCat("A stated number: ", figure.as_written)});
    check.fields = {absl::StrCat("figures.", i + 1)};
    check.stated = absl::StrCat(figure.count);
    if (for_two) {
      check.readings.push_back(MakeReading(
          {"Един брой за срещи и обучения заедно; колко са едните и другите, не е посочено.",
           "One number for meetings and trainings together; how many of each is not stated."},
          "", "", Verdict::kNotComputable, {"split"}));
    } else {
      Take(Compare(figure.count, static_cast<int64_t>(figure.items.size())), check);
      const std::string items = absl::StrJoin(figure.items, ", ");
      check.readings.push_back(
          MakeReading({absl::StrCat("Изброени: ", items, "."), absl::StrCat("Listed: ", items, ".")},
                      check.computed, check.delta, check.verdict));
    }
    list.push_back(std::move(check));
  }
}

}  // namespace

void AddContents(const Plan& plan, std::vector<Check>& list) {
  AddNumbering(plan, list);
  AddMissing(plan, list);
  AddPeople(plan, list);
  AddAreas(plan, list);
  AddFigures(plan, list);
  AddAttachments(plan, list);
}

}  // namespace tranche::plans::checks

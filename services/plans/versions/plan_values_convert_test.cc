// SPDX-License-Identifier: EUPL-1.2
#include "plans/versions/plan_values_convert.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace tranche::plans {
namespace {

using google::protobuf::util::MessageDifferencer;

v1::Plan Stated() {
  v1::Plan plan;
  plan.set_version(1);
  plan.set_title("План");
  plan.set_year(2013);
  plan.add_target_groups("деца");
  plan.add_target_groups("възрастни");
  for (const int section : {1, 2}) {
    v1::Section* to = plan.add_sections();
    to->set_ordinal(section);
    for (const int ordinal : {1, 2, 3}) {
      v1::Measure* measure = to->add_measures();
      measure->set_ordinal(ordinal);
      measure->set_activity(absl::StrCat("Дейност ", section, ".", ordinal));
      measure->add_sources()->set_kind(v1::STATE_BUDGET);
    }
  }
  plan.set_measure_count(6);
  return plan;
}

void Keep(const absl::StatusOr<CorrectionFact>& decided, std::vector<CorrectionFact>* all) {
  if (!decided.ok()) return;
  all->push_back(*decided);
  all->back().number = static_cast<int>(all->size());
}

v1::Plan ShownOf(const std::vector<CorrectionFact>& all) {
  return Corrected(Stated(), InForce(all, 1));
}

// One step of a history; what is refused leaves it as it was.
void Step(int kind, int which, std::vector<CorrectionFact>* all) {
  const v1::Plan stated = Stated();
  const auto in_force = InForce(*all, 1);
  switch (kind % 4) {
    case 0: {
      const PlanValues values = ValuesOf(stated, in_force);
      const auto chosen = std::next(values.begin(), which % static_cast<int>(values.size()));
      const auto corrected = in_force.find(chosen->first);
      const Value shown = corrected == in_force.end() ? chosen->second.value : corrected->second.value;
      const bool is_text = chosen->second.form == ValueForm::kText;
      const Value next = is_text ? Value(absl::StrCat("думи ", all->size())) : Value();
      return Keep(DecideCorrection(values, *all, 1, {chosen->first, shown, next}), all);
    }
    case 1: {
      const std::vector<std::string> lists = {"measure.1", "target_groups", "measure.2.1.sources",
                                              "section"};
      v1::AddPlanRowRequest request;
      request.set_list(lists[static_cast<std::size_t>(which) % lists.size()]);
      v1::RowValue& value = *request.add_values();
      const bool is_measure = request.list() == "measure.1";
      const bool is_source = request.list() == "measure.2.1.sources";
      value.set_path(is_measure ? "activity" : is_source ? "as_written" : "");
      if (request.list() == "section") value.set_path("title");
      value.set_value(absl::StrCat("нов ", all->size()));
      const auto command = NewRowOf(stated, *all, request);
      if (command.ok()) Keep(DecideAddRow(*all, 1, *command), all);
      return;
    }
    case 2: {
      const std::vector<std::string> rows = {"measure.1.2", "measure.2.1", "target_groups.1",
                                             "measure.1.4", "section.1",   "target_groups.3"};
      const std::string& row = rows[static_cast<std::size_t>(which) % rows.size()];
      const Value text = RowTextOf(stated, in_force, row);
      if (text) Keep(DecideStrikeRow(*all, 1, {row, text, ""}), all);
      return;
    }
    default:
      if (!all->empty()) {
        Keep(DecideTakeBack(*all, (*all)[static_cast<std::size_t>(which) % all->size()]), all);
      }
      return;
  }
}

// Whatever is corrected, added, struck out and taken back: what is shown can be made, its numbers add
// up, no row has two numbers, and when all is taken back it is what the document states.
RC_GTEST_PROP(Rows, AnyHistory_TakenBack_IsWhatTheDocumentStates, ()) {
  const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 4), rc::gen::inRange(0, 300)));
  std::vector<CorrectionFact> all;
  for (const auto& [kind, which] : steps) {
    Step(kind, which, &all);
    const v1::Plan shown = ShownOf(all);
    int measures = 0;
    for (const v1::Section& section : shown.sections()) {
      measures += section.measures_size();
      for (int i = 1; i < section.measures_size(); ++i) {
        RC_ASSERT(section.measures(i - 1).ordinal() < section.measures(i).ordinal());
      }
    }
    RC_ASSERT(all.empty() || shown.measure_count() == measures);
  }
  // From the last to the first: each is in force once those after it are gone.
  for (std::size_t rounds = all.size() + 1; rounds > 0; --rounds) {
    const auto in_force = InForce(all, 1);
    if (in_force.empty()) break;
    const auto last = std::max_element(in_force.begin(), in_force.end(), [](auto& a, auto& b) {
      return a.second.number < b.second.number;
    });
    const auto taken = DecideTakeBack(all, last->second);
    RC_ASSERT(taken.ok());
    Keep(taken, &all);
  }
  RC_ASSERT(InForce(all, 1).empty());
  RC_ASSERT(MessageDifferencer::Equals(ShownOf(all), Stated()));
}

TEST(Comparison, EveryListOfAMeasure_IsCompared) {
  v1::Plan other = Stated();
  v1::Measure* measure = other.mutable_sections(0)->mutable_measures(0);
  measure->add_partners("Училище");
  measure->add_indicators()->set_name("обучени лица");
  measure->mutable_sources(0)->set_kind(v1::DONATION);
  measure->set_target_group("деца");
  v1::Part* year = other.add_stated_years();
  year->set_year(2014);
  year->mutable_amount()->set_amount("5.00");
  year->mutable_amount()->set_currency("BGN");
  const Comparison comparison = Compare(ComparedOf(Stated()), ComparedOf(other));
  ASSERT_EQ(comparison.measures.size(), 1u);
  std::vector<std::string> fields;
  for (const ValueDifference& value : comparison.measures[0].values) fields.push_back(value.field);
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("partners", "indicators", "source_kinds",
                                                      "target_group"));
  ASSERT_EQ(comparison.values.size(), 1u);
  EXPECT_EQ(comparison.values[0].field, "stated_years");
}

}  // namespace
}  // namespace tranche::plans

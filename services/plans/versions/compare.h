// SPDX-License-Identifier: EUPL-1.2
// What two versions of a plan, or two plans, differ in. Which measure is which is decided by words and
// place, and each match says by what.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/money/money.h"

namespace tranche::plans {

// A value of a plan or measure under the name of its field.
struct NamedValue {
  std::string field;  // "executor"
  std::string title_bg;
  std::string title_en;
  std::optional<std::string> value;  // No value: the document does not speak of it.

  friend bool operator==(const NamedValue&, const NamedValue&) = default;
};

// A measure as it is compared. All measures name the same fields in the same order.
struct ComparedMeasure {
  std::string place;  // "1.2": section and ordinal.
  std::string activity;
  std::string description;
  std::optional<Money> total;
  std::vector<NamedValue> values;
};

struct ComparedPlan {
  std::vector<NamedValue> values;  // The same fields in the same order in every plan.
  std::vector<ComparedMeasure> measures;
};

enum class Fate { kAdded, kRemoved, kChanged, kMoved };

enum class Match { kNone, kSameWords, kSamePlaceSimilarWords, kSimilarWords };

struct ValueDifference {
  std::string field;
  std::string title_bg;
  std::string title_en;
  std::optional<std::string> before;
  std::optional<std::string> after;

  friend bool operator==(const ValueDifference&, const ValueDifference&) = default;
};

struct MeasureDifference {
  Fate fate = Fate::kChanged;
  std::string place_before;
  std::string place_after;
  std::string activity;
  Match match = Match::kNone;
  int similarity_percent = 0;
  std::vector<ValueDifference> values;
  std::optional<Money> total_delta;  // After - before, where both are stated in one currency.
};

struct Comparison {
  std::vector<MeasureDifference> measures;
  std::vector<ValueDifference> values;
  int unchanged = 0;
  // Sums of what the rows state; no value: none states an amount, or they are not of one currency.
  std::optional<Money> rows_before;
  std::optional<Money> rows_after;
};

// Measures of the later plan in their order, then those that only the earlier one has. Of two plans
// that are the same nothing differs; swapping them swaps added and removed.
Comparison Compare(const ComparedPlan& before, const ComparedPlan& after);

}  // namespace tranche::plans

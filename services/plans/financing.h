// SPDX-License-Identifier: EUPL-1.2
// Reads what one financing cell of a plan says in words: "20 човека по 7600 лв
// на месец Обща сума- 91200 лв от ОП РЧР". Only what is written is taken; a
// figure that cannot be placed is a problem, never dropped.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "plans/plan.h"
#include "platform/text/written.h"

namespace tranche::plans {

// A cell of a plan has a handful of amounts.
inline constexpr size_t kCellAmountsMax = 100;
// In all rows together; each stands several times in an answer, which must stay
// below the 4 MiB that a client takes.
inline constexpr size_t kAmountsMax = 10000;

// A number as written and where.
struct Figure {
  size_t begin = 0;
  std::string text;
};

// Where the value of a field stands in the cell: "stated_total", "parts.2",
// "cohorts.1".
struct FieldPlace {
  std::string field;
  size_t begin = 0;
  size_t end = 0;

  friend bool operator==(const FieldPlace&, const FieldPlace&) = default;
};

struct Financing {
  std::vector<Source> sources;
  std::optional<Money> stated_total;
  std::vector<AmountPart> parts;
  std::optional<MonthlyAmount> monthly;
  std::optional<DailyRate> daily_rate;
  std::optional<Headcount> headcount;
  std::vector<Cohort> cohorts;
  std::optional<int> months;
  std::vector<Figure> after_dash;  // Numbers that a dash touches, "132550".
  std::optional<UnitPrice> unit_price;
  std::string stated_total_qualifier;  // "до", "около".
  std::vector<AlsoShown> also_shown;   // Fields as in `places`.
  std::vector<FieldPlace> places;
  std::vector<TextProblem> problems;  // What could not be read.
  std::vector<TextProblem> remarks;   // What was read and a person should know, or was left open.
};

// What the plan as a whole says of its cells.
struct OfPlan {
  // Of a plan of one year "5000 лв. годишно" is the row's amount; in a plan of several years, or of an
  // unknown time, it is the price of a year.
  bool one_year = false;
  // That counts where an amount is written in both; none: the first one does.
  std::optional<Currency> currency = Currency::kBgn;
};
Financing ReadFinancing(absl::string_view cell, const OfPlan& plan = {});

// Two amounts side by side that are one in two currencies: "7 500 лв. (3 834,69
// €)", "3 834,69 € / 7 500 лв.". One of them counts (OfPlan), the other one is
// kept beside it; what it says is checked, not here.
bool IsShownTwice(absl::string_view cell, const WrittenAmount& first, const WrittenAmount& second);

// The sources that a text names, in its order, with their places as
// "sources.1".
std::vector<Source> FindSources(absl::string_view text, std::vector<FieldPlace>* places = nullptr);

// "22 лични асистенти", "двадесет деца".
std::optional<Headcount> FindHeadcount(absl::string_view text, FieldPlace* place = nullptr);

}  // namespace tranche::plans

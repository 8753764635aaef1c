// SPDX-License-Identifier: EUPL-1.2
// Simplified costs: what a line pays for by unit, lump sum, flat rate or hour, and the amount of one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "budgets/budget_line.h"
#include "platform/money/money.h"

namespace tranche::budgets {

// As the API writes it, "UNIT_COSTS"; REAL_COSTS for text that is none.
const char* FormName(SupportForm form);
SupportForm FormOf(absl::string_view name);

enum class FlatRateKind {
  kIndirectOfDirect,
  kIndirectOfDirectByMethod,
  kIndirectOfStaff,
  kStaffOfOtherDirect,
  kRestOfStaff
};
const char* KindName(FlatRateKind kind);
std::optional<FlatRateKind> KindOf(absl::string_view name);
// Code of the rule of reference that says how much such a rate may be.
const char* RuleOf(FlatRateKind kind);

// A unit, a lump sum or a post.
struct TermsItem {
  std::string code;
  std::string title;
  std::string unit;
  std::string condition;
  Money price;  // Of a unit or an hour, or the lump sum.
  std::optional<Money> annual_gross_cost;
  int hours_per_year = 0;
};

struct Terms {
  std::string line;
  SupportForm form = SupportForm::kRealCosts;
  std::vector<TermsItem> items;
  FlatRateKind kind = FlatRateKind::kIndirectOfDirect;
  int percent_hundredths = 0;
  std::vector<std::string> base_lines;
  int limit_percent_hundredths = 0;
  std::string legal_source;
  bool verified = false;
  std::string source;
};

// Of a year's cost and the hours of the year, half up to the cent.
absl::StatusOr<Money> HourlyRate(Money annual_gross_cost, int hours_per_year);

// "12" units or "7.25" hours in hundredths; nothing for a lump sum and a flat rate. QUANTITY_INVALID.
absl::StatusOr<int64_t> ParseQuantity(SupportForm form, const std::string& text);

// Price x quantity, hours half up to the cent; of a lump sum its price.
absl::StatusOr<Money> AmountOf(SupportForm form, const TermsItem& item, int64_t quantity_hundredths);

// The item of a code; SIMPLIFIED_ITEM_UNKNOWN with those that there are.
absl::StatusOr<const TermsItem*> ItemOf(const Terms& terms, const std::string& code);

// Whether the lines of its base may stand in the base of a flat rate: their expense types are those of
// the rate's kind, none is a flat rate of a line that is one itself, and none of staff costs that all
// other costs are a rate of. `types`: expense types of all lines; `all`: terms of the other lines.
// FLAT_RATE_BASE_WRONG, LINE_NOT_FOUND.
absl::Status CheckBase(const Terms& terms, const std::map<std::string, std::string>& types,
                       absl::Span<const Terms> all);

// Hours of a person and year, in hundredths.
struct PersonHours {
  std::string person;
  int year = 0;
  int64_t used_hundredths = 0;
  int64_t max_hundredths = 0;
};
// HOURS_ABOVE_YEAR.
absl::Status CheckHours(const PersonHours& hours, int64_t asked_hundredths);

}  // namespace tranche::budgets

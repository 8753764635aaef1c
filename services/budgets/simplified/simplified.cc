// SPDX-License-Identifier: EUPL-1.2
#include "budgets/simplified/simplified.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::budgets {
namespace {

// Codes of expense types that flat rates tell apart (reference.expense_type).
constexpr char kStaff[] = "staff";
constexpr char kIndirect[] = "indirect";
constexpr char kIneligible[] = "ineligible";

struct KindWords {
  FlatRateKind kind;
  const char* name;
  const char* rule;
};
constexpr std::array<KindWords, 5> kKinds = {{
    {FlatRateKind::kIndirectOfDirect, "INDIRECT_OF_DIRECT", "flat_rate_indirect_of_direct"},
    {FlatRateKind::kIndirectOfDirectByMethod, "INDIRECT_OF_DIRECT_BY_METHOD",
     "flat_rate_indirect_of_direct_by_method"},
    {FlatRateKind::kIndirectOfStaff, "INDIRECT_OF_STAFF", "flat_rate_indirect_of_staff"},
    {FlatRateKind::kStaffOfOtherDirect, "STAFF_OF_OTHER_DIRECT", "flat_rate_staff_of_other_direct"},
    {FlatRateKind::kRestOfStaff, "REST_OF_STAFF", "flat_rate_rest_of_staff"},
}};

constexpr std::array<std::pair<SupportForm, const char*>, 5> kForms = {{
    {SupportForm::kRealCosts, "REAL_COSTS"},
    {SupportForm::kUnitCosts, "UNIT_COSTS"},
    {SupportForm::kLumpSums, "LUMP_SUMS"},
    {SupportForm::kFlatRate, "FLAT_RATE"},
    {SupportForm::kHourlyRate, "HOURLY_RATE"},
}};

bool TypeFits(FlatRateKind kind, const std::string& type) {
  if (type == kIneligible || type == kIndirect) return false;
  switch (kind) {
    case FlatRateKind::kIndirectOfDirect:
    case FlatRateKind::kIndirectOfDirectByMethod:
      return true;
    case FlatRateKind::kIndirectOfStaff:
    case FlatRateKind::kRestOfStaff:
      return type == kStaff;
    case FlatRateKind::kStaffOfOtherDirect:
      return type != kStaff;
  }
  return false;
}

bool Contains(const std::vector<std::string>& codes, const std::string& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// Hours in hundredths as people write them, "12.5".
std::string HoursText(int64_t hundredths) {
  return FormatAmount(Money::Minor(hundredths, Currency::kEur));
}

absl::Status WrongBase(const std::string& line, const std::string& base_line, FlatRateKind kind) {
  return Refuse("FLAT_RATE_BASE_WRONG",
                {{"line", line}, {"base_line", base_line}, {"kind", KindName(kind)}});
}

}  // namespace

const char* FormName(SupportForm form) {
  for (const auto& [known, name] : kForms) {
    if (known == form) return name;
  }
  return "";
}

SupportForm FormOf(absl::string_view name) {
  for (const auto& [form, known] : kForms) {
    if (name == known) return form;
  }
  return SupportForm::kRealCosts;
}

const char* KindName(FlatRateKind kind) {
  for (const KindWords& words : kKinds) {
    if (words.kind == kind) return words.name;
  }
  return "";
}

std::optional<FlatRateKind> KindOf(absl::string_view name) {
  for (const KindWords& words : kKinds) {
    if (name == words.name) return words.kind;
  }
  return std::nullopt;
}

const char* RuleOf(FlatRateKind kind) {
  for (const KindWords& words : kKinds) {
    if (words.kind == kind) return words.rule;
  }
  return "";
}

absl::StatusOr<Money> HourlyRate(Money annual_gross_cost, int hours_per_year) {
  return MultiplyByRatio(annual_gross_cost, {.numerator = 1, .denominator = hours_per_year},
                         Rounding::kHalfUp);
}

absl::StatusOr<int64_t> ParseQuantity(SupportForm form, const std::string& text) {
  if (form != SupportForm::kUnitCosts && form != SupportForm::kHourlyRate) return 0;
  const absl::StatusOr<Money> read = ParseAmount(text, Currency::kEur);
  const bool whole = read.ok() && read->minor() % 100 == 0;
  if (!read.ok() || read->minor() <= 0 || (form == SupportForm::kUnitCosts && !whole)) {
    return Refuse("QUANTITY_INVALID", {{"value", text}});
  }
  return read->minor();
}

absl::StatusOr<Money> AmountOf(SupportForm form, const TermsItem& item, int64_t quantity_hundredths) {
  if (form == SupportForm::kLumpSums) return item.price;
  return MultiplyByRatio(item.price, {.numerator = quantity_hundredths, .denominator = 100},
                         Rounding::kHalfUp);
}

absl::StatusOr<const TermsItem*> ItemOf(const Terms& terms, const std::string& code) {
  std::vector<std::string> known;
  for (const TermsItem& item : terms.items) {
    if (item.code == code) return &item;
    known.push_back(item.code);
  }
  return Refuse("SIMPLIFIED_ITEM_UNKNOWN",
                {{"line", terms.line}, {"item", code}, {"known", absl::StrJoin(known, ", ")}});
}

absl::Status CheckBase(const Terms& terms, const std::map<std::string, std::string>& types,
                       absl::Span<const Terms> all) {
  const bool flat = terms.form == SupportForm::kFlatRate;
  for (const std::string& code : terms.base_lines) {
    const auto type = types.find(code);
    if (type == types.end()) return Refuse("LINE_NOT_FOUND", {{"line", code}});
    if (code == terms.line || !TypeFits(terms.kind, type->second)) {
      return WrongBase(terms.line, code, terms.kind);
    }
  }
  for (const Terms& other : all) {
    if (other.line == terms.line || other.form != SupportForm::kFlatRate) continue;
    if (flat && Contains(terms.base_lines, other.line)) {
      // One flat rate may be of another, that of staff costs; the rest of staff costs may not.
      const bool stacked = other.kind == FlatRateKind::kStaffOfOtherDirect &&
                           terms.kind != FlatRateKind::kRestOfStaff &&
                           terms.kind != FlatRateKind::kStaffOfOtherDirect;
      if (!stacked) return WrongBase(terms.line, other.line, terms.kind);
    }
    if (flat && Contains(other.base_lines, terms.line)) {
      const bool stacked = terms.kind == FlatRateKind::kStaffOfOtherDirect &&
                           other.kind != FlatRateKind::kRestOfStaff &&
                           other.kind != FlatRateKind::kStaffOfOtherDirect;
      if (!stacked) return WrongBase(other.line, terms.line, other.kind);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckHours(const PersonHours& hours, int64_t asked_hundredths) {
  const int64_t left = hours.max_hundredths - hours.used_hundredths;
  if (asked_hundredths <= left) return absl::OkStatus();
  return Refuse("HOURS_ABOVE_YEAR", {{"person", hours.person},
                                     {"year", absl::StrCat(hours.year)},
                                     {"left", HoursText(left)},
                                     {"max", absl::StrCat(hours.max_hundredths / 100)},
                                     {"asked", HoursText(asked_hundredths)}});
}

}  // namespace tranche::budgets

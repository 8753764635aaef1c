// SPDX-License-Identifier: EUPL-1.2
#include "budgets/budget_view_convert.h"

#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"
#include "platform/convert/money.h"
#include "platform/money/currency_view.h"
#include "platform/money/redenominate.h"

namespace tranche::budgets {
namespace {

using Amount = common::v1::ThreePartAmount;
// One of the four amounts, of a line and of their sum.
struct Figure {
  const char* name;
  const Amount& (v1::Line::*of_line)() const;
  Amount* (v1::Line::*shown_on_line)();
  const Amount& (v1::Budget::*of_budget)() const;
  Amount* (v1::Budget::*shown_on_budget)();
};
constexpr Figure kFigures[] = {
    {"caps", &v1::Line::caps, &v1::Line::mutable_caps, &v1::Budget::caps, &v1::Budget::mutable_caps},
    {"reserved", &v1::Line::reserved, &v1::Line::mutable_reserved, &v1::Budget::reserved,
     &v1::Budget::mutable_reserved},
    {"spent", &v1::Line::spent, &v1::Line::mutable_spent, &v1::Budget::spent,
     &v1::Budget::mutable_spent},
    {"left", &v1::Line::left, &v1::Line::mutable_left, &v1::Budget::left, &v1::Budget::mutable_left},
};

// Sums before in lev, converted, and as the lines shown add up to.
void AddDifference(const char* figure, const char* part, Money before, Money converted, Money shown,
                   v1::Budget* budget) {
  if (converted == shown) return;
  common::v1::RoundingDifference* difference = budget->add_differences();
  difference->set_of(absl::StrCat(figure, ".", part));
  *difference->mutable_before() = convert::ToProto(before);
  *difference->mutable_converted() = convert::ToProto(converted);
  *difference->mutable_kept() = convert::ToProto(shown);
  *difference->mutable_difference() =
      convert::ToProto(Money::Minor(shown.minor() - converted.minor(), shown.currency()));
}

// What a figure in euro is in lev: recorded lev and the movement since.
absl::StatusOr<ThreePart> PartsInLev(const ThreePart& before, const ThreePart& after,
                                     const ThreePart& now) {
  ThreePart lev = ZeroParts(Currency::kBgn);
  TRANCHE_ASSIGN_OR_RETURN(lev.eu, ShowInLevAfterConversion(before.eu, after.eu, now.eu));
  TRANCHE_ASSIGN_OR_RETURN(lev.national,
                           ShowInLevAfterConversion(before.national, after.national, now.national));
  TRANCHE_ASSIGN_OR_RETURN(lev.own, ShowInLevAfterConversion(before.own, after.own, now.own));
  return lev;
}

absl::Status ShowTotalAs(Currency currency, v1::Line* line) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart caps, convert::FromProto(line->caps()));
  TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(caps));
  if (total.currency() == currency) *line->mutable_total() = convert::ToProto(total);
  return absl::OkStatus();
}

// One line in lev; its figures as shown are added to `sums`, in the order of kFigures.
absl::Status ShowLineInLev(const ConvertedLine& converted, v1::Line* line, ThreePart* sums,
                           bool* moved) {
  const ThreePart* before[] = {&converted.before.caps, &converted.before.reserved,
                               &converted.before.spent};
  const ThreePart* after[] = {&converted.after.caps, &converted.after.reserved, &converted.after.spent};
  ThreePart shown[4];
  for (int i = 0; i < 3; ++i) {
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart now, convert::FromProto((line->*kFigures[i].of_line)()));
    *moved = *moved || !(now == *after[i]);
    TRANCHE_ASSIGN_OR_RETURN(shown[i], PartsInLev(*before[i], *after[i], now));
  }
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart used, Add(shown[1], shown[2]));
  TRANCHE_ASSIGN_OR_RETURN(shown[3], Subtract(shown[0], used));
  for (int i = 0; i < 4; ++i) {
    *(line->*kFigures[i].shown_on_line)() = convert::ToProto(shown[i]);
    TRANCHE_ASSIGN_OR_RETURN(sums[i], Add(sums[i], shown[i]));
  }
  return ShowTotalAs(Currency::kBgn, line);
}

}  // namespace

absl::Status ShowInEuro(v1::Budget* budget) {
  for (const Figure& figure : kFigures) {
    ThreePart lines = ZeroParts(Currency::kEur);
    for (v1::Line& line : *budget->mutable_lines()) {
      TRANCHE_ASSIGN_OR_RETURN(const ThreePart lev, convert::FromProto((line.*figure.of_line)()));
      TRANCHE_ASSIGN_OR_RETURN(const ThreePart euro, ConvertParts(lev));
      *(line.*figure.shown_on_line)() = convert::ToProto(euro);
      TRANCHE_ASSIGN_OR_RETURN(lines, Add(lines, euro));
    }
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart sum, convert::FromProto((budget->*figure.of_budget)()));
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart euro, ConvertParts(sum));
    *(budget->*figure.shown_on_budget)() = convert::ToProto(euro);
    AddDifference(figure.name, "eu", sum.eu, euro.eu, lines.eu, budget);
    AddDifference(figure.name, "national", sum.national, euro.national, lines.national, budget);
    AddDifference(figure.name, "own", sum.own, euro.own, lines.own, budget);
  }
  for (v1::Line& line : *budget->mutable_lines()) {
    TRANCHE_RETURN_IF_ERROR(ShowTotalAs(Currency::kEur, &line));
  }
  budget->set_shown_rate(kLevPerEuroText);
  return absl::OkStatus();
}

absl::Status ShowInLev(const std::map<std::string, ConvertedLine>& converted, v1::Budget* budget) {
  const ThreePart no_lev = ZeroParts(Currency::kBgn);
  const ThreePart no_euro = ZeroParts(Currency::kEur);
  ThreePart sums[] = {no_lev, no_lev, no_lev, no_lev};
  bool moved = false;
  for (v1::Line& line : *budget->mutable_lines()) {
    const auto found = converted.find(line.code());
    ConvertedLine nothing;
    nothing.before.caps = nothing.before.reserved = nothing.before.spent = no_lev;
    nothing.after.caps = nothing.after.reserved = nothing.after.spent = no_euro;
    TRANCHE_RETURN_IF_ERROR(
        ShowLineInLev(found == converted.end() ? nothing : found->second, &line, sums, &moved));
  }
  for (int i = 0; i < 4; ++i) {
    *(budget->*kFigures[i].shown_on_budget)() = convert::ToProto(sums[i]);
  }
  budget->set_shown_rate(kLevPerEuroText);
  budget->set_for_information(moved);
  return absl::OkStatus();
}

}  // namespace tranche::budgets

// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/typed.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/text/written.h"

namespace tranche {
namespace {

// Every blank that cells hold becomes a plain one, and none is left at the ends.
std::string PlainBlanks(absl::string_view text) {
  std::string plain =
      absl::StrReplaceAll(text, {{"\u00A0", " "}, {"\u202F", " "}, {"\u2009", " "}, {"\t", " "}});
  absl::StripAsciiWhitespace(&plain);
  return plain;
}

struct Unit {
  const char* text;
  Currency currency;
};
// Longer ones first: "лв." before "лв".
constexpr Unit kUnits[] = {
    {"лева", Currency::kBgn}, {"лв.", Currency::kBgn}, {"лв", Currency::kBgn},
    {"ЛВ.", Currency::kBgn},  {"ЛВ", Currency::kBgn},  {"Лв.", Currency::kBgn},
    {"лев", Currency::kBgn},  {"BGN", Currency::kBgn}, {"bgn", Currency::kBgn},
    {"евро", Currency::kEur}, {"EUR", Currency::kEur}, {"eur", Currency::kEur},
    {"€", Currency::kEur},
};

// Takes a unit off either end.
Currency TakeCurrency(absl::string_view* text, Currency otherwise) {
  for (const Unit& unit : kUnits) {
    if (absl::ConsumeSuffix(text, unit.text) || absl::ConsumePrefix(text, unit.text)) {
      *text = absl::StripAsciiWhitespace(*text);
      return unit.currency;
    }
  }
  return otherwise;
}

bool AllDigits(absl::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == absl::string_view::npos;
}

// "1.234,50" and "1,234.50" as "1234,50": with both signs there the first one groups. Anything else as
// it is.
std::string WithoutGroupSigns(absl::string_view text) {
  const std::size_t decimal = text.find_last_of(",.");
  if (decimal == absl::string_view::npos) return std::string(text);
  const char group = text[decimal] == ',' ? '.' : ',';
  const std::vector<absl::string_view> groups = absl::StrSplit(text.substr(0, decimal), group);
  if (groups.size() < 2 || !AllDigits(groups[0]) || groups[0].size() > 3) return std::string(text);
  std::string whole(groups[0]);
  for (std::size_t i = 1; i < groups.size(); ++i) {
    if (groups[i].size() != 3 || !AllDigits(groups[i])) return std::string(text);
    absl::StrAppend(&whole, groups[i]);
  }
  return absl::StrCat(whole, text.substr(decimal));
}

}  // namespace

absl::StatusOr<Money> ReadTypedMoney(absl::string_view text, Currency currency) {
  const std::string plain = PlainBlanks(text);
  absl::string_view rest(plain);
  const auto take_minus = [&rest] {
    const bool minus = absl::ConsumePrefix(&rest, "-") || absl::ConsumePrefix(&rest, "\u2212");
    rest = absl::StripAsciiWhitespace(rest);
    return minus;
  };
  bool negative = take_minus();
  const Currency of_text = TakeCurrency(&rest, currency);
  if (!negative) negative = take_minus();
  const absl::StatusOr<Money> amount = ParseBulgarianAmount(WithoutGroupSigns(rest), of_text);
  if (ReasonOf(amount.status()) == "MONEY_MALFORMED") {
    return Refuse("MONEY_MALFORMED", {{"value", plain}});
  }
  if (!amount.ok() || !negative) return amount;
  return Money::Minor(-amount->minor(), of_text);
}

absl::StatusOr<absl::CivilDay> ReadTypedDay(absl::string_view text) {
  const std::string plain = PlainBlanks(text);
  absl::string_view rest(plain);
  if (absl::ConsumeSuffix(&rest, "г.") || absl::ConsumeSuffix(&rest, "г")) {
    rest = absl::StripAsciiWhitespace(rest);
  }
  std::string iso(rest);
  std::vector<std::string> parts = absl::StrSplit(rest, absl::ByAnyChar("./-"));
  if (parts.size() == 3) {
    // The year stands first or last.
    if (parts[0].size() != 4) std::swap(parts[0], parts[2]);
    if (parts[0].size() == 2 && AllDigits(parts[0])) parts[0] = absl::StrCat(FullYear(parts[0]));
    for (const int part : {1, 2}) {
      if (parts[part].size() == 1) parts[part].insert(0, 1, '0');
    }
    iso = absl::StrCat(parts[0], "-", parts[1], "-", parts[2]);
  }
  const absl::StatusOr<absl::CivilDay> day = ParseDay(iso);
  if (day.ok()) return day;
  return Refuse(ReasonOf(day.status()), {{"value", plain}});
}

}  // namespace tranche

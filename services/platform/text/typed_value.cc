// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/typed_value.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/money/money.h"

namespace tranche {
namespace {

constexpr int kCountMax = 1'000'000;
constexpr std::size_t kDecimalBytesMax = 30;

std::optional<Value> NormalAmount(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ' ');
  if (parts.size() != 2) return std::nullopt;
  const absl::StatusOr<Currency> currency = ParseCurrency(parts[1]);
  if (!currency.ok()) return std::nullopt;
  const absl::StatusOr<Money> amount = ParseAmount(parts[0], *currency);
  if (!amount.ok() || amount->IsNegative()) return std::nullopt;
  return Value(absl::StrCat(FormatAmount(*amount), " ", parts[1]));
}

std::optional<Value> NormalCount(const std::string& text) {
  int count = 0;
  if (!absl::SimpleAtoi(text, &count) || count < 0 || count > kCountMax) return std::nullopt;
  return Value(absl::StrCat(count));
}

bool IsDecimal(const std::string& text) {
  if (text.empty()) return true;
  if (text.size() > kDecimalBytesMax) return false;
  int points = 0;
  for (const char c : text) {
    if (c == '.') ++points;
    if (c != '.' && !absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return points <= 1 && text.front() != '.' && text.back() != '.';
}

bool IsPeriod(const std::string& text) {
  if (absl::StripAsciiWhitespace(text).empty()) return false;
  // What looks like days and cannot be is no period; other words are ("постоянен").
  std::vector<TextProblem> problems;
  ReadTimeframe(text, problems);
  return problems.empty();
}

// "2013", "2013-02": as the product itself writes what is known of a date.
std::optional<PartialDate> ReadFormatted(const std::string& text) {
  if (text.size() != 4 && text.size() != 7) return std::nullopt;
  PartialDate date;
  date.as_written = text;
  const bool numbers =
      absl::SimpleAtoi(text.substr(0, 4), &date.year) &&
      (text.size() == 4 || (text[4] == '-' && absl::SimpleAtoi(text.substr(5), &date.month)));
  if (!numbers || date.year == 0 || (text.size() == 7 && date.month == 0) || !IsPossible(date)) {
    return std::nullopt;
  }
  return date;
}

}  // namespace

std::optional<PartialDate> ReadDateAlone(const std::string& text) {
  if (absl::StripAsciiWhitespace(text).empty()) return PartialDate();
  if (const std::optional<PartialDate> formatted = ReadFormatted(text)) return formatted;
  std::vector<TextProblem> problems;
  const std::vector<WrittenDate> dates = FindDates(text, problems);
  if (dates.size() != 1 || !problems.empty()) return std::nullopt;
  std::string rest = absl::StrCat(text.substr(0, dates[0].begin), text.substr(dates[0].end));
  for (const char* year : {"година", "г."}) {
    const absl::string_view stripped = absl::StripAsciiWhitespace(rest);
    rest = std::string(absl::StripSuffix(stripped, year));
  }
  if (!absl::StripAsciiWhitespace(rest).empty()) return std::nullopt;
  PartialDate date = dates[0].date;
  date.as_written = text;
  return date;
}

std::optional<Value> Normalised(ValueForm form, const Value& value,
                                const std::vector<std::string>& allowed) {
  if (!value) {
    const bool always =
        form == ValueForm::kText || form == ValueForm::kFlag || form == ValueForm::kDecimal;
    return always ? std::nullopt : std::optional<Value>(Value());
  }
  const auto if_so = [&](bool fits) { return fits ? std::optional<Value>(value) : std::nullopt; };
  switch (form) {
    case ValueForm::kText:
    case ValueForm::kBlankable:
      return value;
    case ValueForm::kAmount:
      return NormalAmount(*value);
    case ValueForm::kCount:
      return NormalCount(*value);
    case ValueForm::kFlag:
      return if_so(*value == "true" || *value == "false");
    case ValueForm::kWord:
      return if_so(std::find(allowed.begin(), allowed.end(), *value) != allowed.end());
    case ValueForm::kDate:
      return if_so(ReadDateAlone(*value).has_value());
    case ValueForm::kPeriod:
      return if_so(IsPeriod(*value));
    case ValueForm::kDecimal:
      return if_so(IsDecimal(*value));
  }
  return std::nullopt;
}

}  // namespace tranche

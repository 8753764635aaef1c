// SPDX-License-Identifier: EUPL-1.2
#include "platform/footing/check.h"

#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"

namespace tranche::footing {

absl::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAgree:
      return "AGREE";
    case Verdict::kDisagree:
      return "DISAGREE";
    case Verdict::kNotComputable:
      return "NOT_COMPUTABLE";
    case Verdict::kWarning:
      return "WARNING";
  }
  return "";
}

Reading MakeReading(Sentence text, std::string computed, std::string delta, Verdict verdict,
                    std::vector<std::string> not_written) {
  return {.text_bg = std::move(text.bg),
          .text_en = std::move(text.en),
          .computed = std::move(computed),
          .delta = std::move(delta),
          .verdict = verdict,
          .not_written = std::move(not_written),
          .unit = "",
          .chosen = false};
}

Reading Told(Sentence text, std::string computed, std::string unit) {
  Reading reading = MakeReading(std::move(text), std::move(computed), "", Verdict::kNotComputable, {});
  reading.unit = std::move(unit);
  return reading;
}

Comparison Compare(Money stated, const absl::StatusOr<Money>& computed) {
  if (!computed.ok()) return {};
  const absl::StatusOr<Money> delta = Subtract(*computed, stated);
  if (!delta.ok())
    return {.computed = FormatAmount(*computed), .delta = "", .verdict = Verdict::kNotComputable};
  return {FormatAmount(*computed), FormatAmount(*delta),
          delta->IsZero() ? Verdict::kAgree : Verdict::kDisagree};
}

Comparison Compare(int64_t stated, int64_t computed) {
  return {absl::StrCat(computed), absl::StrCat(computed - stated),
          stated == computed ? Verdict::kAgree : Verdict::kDisagree};
}

Reading ReadingOf(Sentence text, const Comparison& comparison, std::vector<std::string> not_written) {
  return MakeReading(std::move(text), comparison.computed, comparison.delta, comparison.verdict,
                     std::move(not_written));
}

void Take(const Comparison& comparison, Check& check) {
  check.computed = comparison.computed;
  check.delta = comparison.delta;
  check.verdict = comparison.verdict;
}

std::string Quotient(int64_t numerator, int64_t denominator, int places) {
  if (denominator == 0) return "";
  const bool negative = (numerator < 0) != (denominator < 0) && numerator != 0;
  absl::int128 rest = absl::int128(numerator) < 0 ? -absl::int128(numerator) : absl::int128(numerator);
  const absl::int128 by =
      absl::int128(denominator) < 0 ? -absl::int128(denominator) : absl::int128(denominator);
  // |numerator| / |denominator| is at most 2^63, which only uint64 holds.
  std::string text = absl::StrCat(negative ? "-" : "", static_cast<uint64_t>(rest / by));
  rest %= by;
  if (rest != 0 && places > 0) text += '.';
  for (int place = 0; place < places && rest != 0; ++place) {
    rest *= 10;
    text += static_cast<char>('0' + static_cast<int>(rest / by));
    rest %= by;
  }
  if (rest != 0) text += "…";
  return text;
}

std::string Percent(int64_t part, int64_t whole) {
  if (whole <= 0 || part < 0) return "";
  const absl::int128 hundredths = (absl::int128(part) * 20000 + whole) / (absl::int128(whole) * 2);
  const auto units = static_cast<uint64_t>(hundredths / 100);
  const auto rest = static_cast<int>(hundredths % 100);
  return absl::StrCat(units, ".", rest / 10, rest % 10);
}

}  // namespace tranche::footing

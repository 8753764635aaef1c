// SPDX-License-Identifier: EUPL-1.2
// Cross-footing: what a document states against what follows from its own figures. Both stand side by
// side with a verdict; nothing is repaired, and what cannot be computed says so (INV-10).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/money/money.h"

namespace tranche::footing {

enum class Verdict {
  kAgree,
  kDisagree,
  kNotComputable,  // The document does not write what the check needs.
  kWarning,        // A person must decide: the readings say between what.
};
absl::string_view VerdictName(Verdict verdict);  // "AGREE"

// A text in both languages.
struct Sentence {
  std::string bg;
  std::string en;

  friend bool operator==(const Sentence&, const Sentence&) = default;
};

// One way to read the figures. Amounts and counts are exact decimal text, "" when there is none.
struct Reading {
  std::string text_bg;
  std::string text_en;
  std::string computed;
  std::string delta;  // computed - stated.
  Verdict verdict = Verdict::kNotComputable;
  // What the reading needs and the document does not write, by the caller's names: "months", "amount".
  std::vector<std::string> not_written;
  std::string unit;     // Where it is another than the check's.
  bool chosen = false;  // The verdict of the check follows this reading.

  friend bool operator==(const Reading&, const Reading&) = default;
};

struct Check {
  std::string id;     // Of the caller: "total", "row.1.2.monthly".
  std::string place;  // Of the caller: a row of the document, "1.2", or its word for the whole.
  std::string title_bg;
  std::string title_en;
  std::string unit;  // "BGN", "EUR", or what is counted, "months"; "" when nothing is.
  std::string stated;
  std::string computed;
  std::string delta;  // computed - stated.
  Verdict verdict = Verdict::kNotComputable;
  std::vector<Reading> readings;
  Sentence why = {};  // Why the chosen reading was chosen; empty: there was no choice.
  std::vector<std::string> fields = {};  // What it is about, as paths of the document's values.

  friend bool operator==(const Check&, const Check&) = default;
};

Reading MakeReading(Sentence text, std::string computed, std::string delta, Verdict verdict,
                    std::vector<std::string> not_written = {});

// A reading that tells of a value that nothing stated can be compared with.
Reading Told(Sentence text, std::string computed, std::string unit);

// A comparison of two values in text; not computable when they cannot be compared or do not fit.
struct Comparison {
  std::string computed;
  std::string delta;
  Verdict verdict = Verdict::kNotComputable;
};
Comparison Compare(Money stated, const absl::StatusOr<Money>& computed);
Comparison Compare(int64_t stated, int64_t computed);

Reading ReadingOf(Sentence text, const Comparison& comparison,
                  std::vector<std::string> not_written = {});

// The check takes figures and verdict over.
void Take(const Comparison& comparison, Check& check);

// A quotient as people write it: exact when it ends within `places`, else cut there with "…".
// "448", "14.7377…"; "" when it is none. Numbers below zero keep their sign.
std::string Quotient(int64_t numerator, int64_t denominator, int places);

// numerator / denominator in percent with two places, half away from zero: "45.35". "" when the whole
// is not above zero or the part below it.
std::string Percent(int64_t part, int64_t whole);

}  // namespace tranche::footing

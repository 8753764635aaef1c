// SPDX-License-Identifier: EUPL-1.2
// Documents in layouts, formats and wordings of their own are read, and what was read is compared with
// what a person reads in them, value by value. Precision: how much of what was read is right; recall:
// how much of what is written was read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "absl/strings/str_format.h"
#include "cpp/json.h"
#include "plans/example.h"
#include "plans/plan_checks.h"
#include "plans/plan_reader.h"
#include "plans/plans_convert.h"
#include "plans/values.h"
#include "platform/document/document.h"
#include "platform/text/fold.h"

namespace tranche::plans {
namespace {

using testing::Example;
using testing::Examples;
using testing::Value;
using testing::ValuesOf;

constexpr char kFolder[] = SOURCE_ROOT "/tests/plans/documents";

struct Tally {
  int right = 0;
  int wrong = 0;   // Read, and not written so.
  int missed = 0;  // Written, and not read so.

  void Add(const Tally& other) {
    right += other.right;
    wrong += other.wrong;
    missed += other.missed;
  }
  // In thousandths; what is not there at all is wholly right.
  int Precision() const { return right + wrong == 0 ? 1000 : right * 1000 / (right + wrong); }
  int Recall() const { return right + missed == 0 ? 1000 : right * 1000 / (right + missed); }
};

using Tallies = std::map<std::string, Tally>;

v1::Plan Expected(const Example& example) {
  v1::Plan plan;
  const absl::Status parsed = client::FromJson(example.expected, &plan);
  EXPECT_TRUE(parsed.ok()) << example.name << ": " << parsed;
  return plan;
}

// A document that is refused has no values: all that it says was missed.
v1::Plan Read(const Example& example) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(example.bytes);
  EXPECT_TRUE(read.ok()) << example.name << ": " << read.status();
  return read.ok() ? ToProto(read->plan) : v1::Plan();
}

Tallies Compare(const v1::Plan& expected, const v1::Plan& found, const std::string& name) {
  std::multiset<Value> left;
  for (const Value& value : ValuesOf(expected)) left.insert(value);
  Tallies tallies;
  for (const Value& value : ValuesOf(found)) {
    const auto same = left.find(value);
    if (same != left.end()) {
      ++tallies[value.kind].right;
      left.erase(same);
    } else {
      ++tallies[value.kind].wrong;
      std::cout << name << ": read, not expected: " << value.kind << " = " << value.text << "\n";
    }
  }
  for (const Value& value : left) {
    ++tallies[value.kind].missed;
    std::cout << name << ": expected, not read: " << value.kind << " = " << value.text << "\n";
  }
  return tallies;
}

std::string Percent(int thousandths) {
  return absl::StrFormat("%d.%d %%", thousandths / 10, thousandths % 10);
}

void Print(const Tallies& tallies) {
  std::cout << absl::StrFormat("%-24s %6s %6s %7s %10s %10s\n", "value", "right", "wrong", "missed",
                               "precision", "recall");
  for (const auto& [kind, tally] : tallies) {
    std::cout << absl::StrFormat("%-24s %6d %6d %7d %10s %10s\n", kind, tally.right, tally.wrong,
                                 tally.missed, Percent(tally.Precision()), Percent(tally.Recall()));
  }
}

TEST(Documents, Twelve_AreThereInEveryFormat) {
  std::set<document::Format> formats;
  const std::vector<Example> examples = Examples(kFolder);
  EXPECT_GE(examples.size(), 12u);
  for (const Example& example : examples) {
    const auto format = document::FormatOf(example.bytes);
    ASSERT_TRUE(format.ok()) << example.name << ": " << format.status();
    formats.insert(*format);
  }
  EXPECT_EQ(formats.size(), 5u);
}

TEST(Documents, WhatIsRead_IsWhatAPersonReads) {
  Tallies all;
  Tally together;
  for (const Example& example : Examples(kFolder)) {
    for (const auto& [kind, tally] : Compare(Expected(example), Read(example), example.name)) {
      all[kind].Add(tally);
      together.Add(tally);
    }
  }
  all["(all)"] = together;
  Print(all);
  EXPECT_GE(together.Precision(), 985);
  EXPECT_GE(together.Recall(), 975);
  // Money that is read wrongly is worse than money that is not read.
  for (const char* kind : {"measure: total", "measure: part", "measure: month", "total"})
    EXPECT_EQ(all[kind].wrong, 0) << kind;
}

// Tables with a column for each year: what they state agrees with itself, year by year.
TEST(Documents, OverSeveralYears_AddUpAsTheyAreWritten) {
  int found = 0;
  for (const Example& example : Examples(kFolder)) {
    const absl::StatusOr<ReadPlan> read = ReadPlanDocument(example.bytes);
    ASSERT_TRUE(read.ok()) << example.name << ": " << read.status();
    if (read->plan.stated_years.empty()) continue;
    ++found;
    int checks = 0;
    for (const Check& check : CrossFoot(read->plan)) {
      if (check.id != "total" && check.id.rfind("total.year", 0) != 0) continue;
      ++checks;
      EXPECT_EQ(VerdictName(check.verdict), VerdictName(Verdict::kAgree))
          << example.name << " " << check.id << " " << check.delta;
    }
    EXPECT_GE(checks, 5) << example.name;
  }
  EXPECT_EQ(found, 2);
}

// A person finds each value where its span says that it stands.
TEST(Documents, SpansOfValues_PointAtTheirWords) {
  for (const Example& example : Examples(kFolder)) {
    const absl::StatusOr<document::Document> document = document::ReadDocument(example.bytes);
    const absl::StatusOr<ReadPlan> read = ReadPlanDocument(example.bytes);
    ASSERT_TRUE(document.ok() && read.ok()) << example.name;
    EXPECT_FALSE(read->plan.spans.empty()) << example.name;
    for (const Span& span : read->plan.spans) {
      ASSERT_LT(static_cast<size_t>(span.at.block), document->blocks.size())
          << example.name << " " << span.path;
      const document::Block& block = document->blocks[static_cast<size_t>(span.at.block)];
      const document::Text& text = span.at.row < 0 ? block.text
                                                   : block.rows.at(static_cast<size_t>(span.at.row))
                                                         .cells.at(static_cast<size_t>(span.at.column))
                                                         .text;
      ASSERT_LE(span.at.end, text.text.size()) << example.name << " " << span.path;
      ASSERT_LT(span.at.begin, span.at.end) << example.name << " " << span.path;
      EXPECT_TRUE(IsValidUtf8(text.text.substr(span.at.begin, span.at.end - span.at.begin)))
          << example.name << " " << span.path;
    }
  }
}

}  // namespace
}  // namespace tranche::plans

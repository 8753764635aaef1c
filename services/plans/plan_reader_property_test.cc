// SPDX-License-Identifier: EUPL-1.2
// Plans cut, shuffled and edited at random: they are read whole, or it is said what was not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "plans/plan_checks.h"
#include "plans/plan_reader.h"
#include "plans/testing/documents.h"
#include "plans/testing/plan_text.h"
#include "platform/text/fold.h"

namespace tranche::plans {
namespace {

using ::testing::Contains;

// --- A document that was cut ---

// Lines after which the table may end: a whole row stands before, and nothing says that more follows.
const std::set<size_t>& RowBorders() {
  static const std::set<size_t> kBorders = {32, 36, 37, 39, 40, 41, 43, 44, 45, 49, 50, 51, 52};
  return kBorders;
}

void ExpectCutLinesNoticed(const std::string& text) {
  const std::vector<std::string> lines = LinesOf(text);
  ASSERT_EQ(lines.size(), 52u);
  for (size_t count = 1; count <= lines.size(); ++count) {
    const std::string cut = Joined({lines.begin(), lines.begin() + count});
    for (const char* ending : {"", "\n", "\r\n"}) {
      const absl::StatusOr<ReadPlan> read = ReadPlanDocument(cut + ending);
      const bool whole = read.ok() && read->plan.not_understood.empty();
      EXPECT_EQ(whole, RowBorders().contains(count)) << "cut after line " << count;
      if (!whole) continue;
      const Remark& last = read->findings.back();
      EXPECT_EQ(last.reason, "PLAN_END_UNMARKED");
      EXPECT_THAT(last.values, Contains(std::make_pair(std::string("measures"),
                                                       absl::StrCat(MeasuresOf(read->plan).size()))));
    }
  }
}

TEST(ReadPlanDocument, ExampleCutAfterAnyLine_IsNotWholeOrSaysHowMuchWasRead) {
  ExpectCutLinesNoticed(ExampleDocument());
}

TEST(ReadPlanDocument, OwnDocumentCutAfterAnyLine_IsNotWholeOrSaysHowMuchWasRead) {
  const std::optional<std::string> seed = SeedDocument();
  if (!seed) GTEST_SKIP() << "The municipality's own document is not here (../shared/seeds).";
  ExpectCutLinesNoticed(*seed);
}

// Wherever a document is cut, also within a letter: something is not understood, or every measure that
// was read is whole. The steps are odd, so that both bytes of Cyrillic letters are met.
void ExpectCutBytesNoticed(const std::string& text, size_t step) {
  const absl::StatusOr<ReadPlan> whole = ReadPlanDocument(text);
  ASSERT_TRUE(whole.ok()) << whole.status();
  const std::vector<Measure> all = MeasuresOf(whole->plan);
  const size_t total_end = text.find("лева") + std::string("лева").size();
  for (size_t bytes = 0; bytes < text.size(); bytes += step) {
    const absl::StatusOr<ReadPlan> read = ReadPlanDocument(text.substr(0, bytes));
    if (!read.ok() || !read->plan.not_understood.empty()) continue;
    EXPECT_GE(bytes, total_end);
    const std::vector<Measure> measures = MeasuresOf(read->plan);
    ASSERT_LE(measures.size(), all.size());
    for (size_t i = 0; i < measures.size(); ++i)
      EXPECT_EQ(measures[i], all[i]) << "cut at byte " << bytes;
  }
}

TEST(ReadPlanDocument, ExampleCutWithinAnyRow_IsNotWholeOrReadsWholeRows) {
  ExpectCutBytesNoticed(ExampleDocument(), 5);
}

TEST(ReadPlanDocument, OwnDocumentCutWithinAnyRow_IsNotWholeOrReadsWholeRows) {
  const std::optional<std::string> seed = SeedDocument();
  if (!seed) GTEST_SKIP() << "The municipality's own document is not here (../shared/seeds).";
  ExpectCutBytesNoticed(*seed, 23);
}

// --- Anything at all ---

// Every place of a value lies within the text that it points to, and its words are those.
void ExpectSpansWithin(const document::Document& document, const Plan& plan) {
  for (const Span& span : plan.spans) {
    RC_ASSERT(span.at.block >= 0);
    RC_ASSERT(static_cast<size_t>(span.at.block) < document.blocks.size());
    const document::Block& block = document.blocks[span.at.block];
    const std::string* text = &block.text.text;
    if (span.at.row >= 0) text = &block.rows.at(span.at.row).cells.at(span.at.column).text.text;
    RC_ASSERT(span.at.begin <= span.at.end);
    RC_ASSERT(span.at.end <= text->size());
    const std::string words = text->substr(span.at.begin, span.at.end - span.at.begin);
    RC_ASSERT(span.text == Shortened(words, 120));
  }
}

void ExpectPlanOrReasons(const std::string& text) {
  const absl::StatusOr<document::Document> document = document::ReadDocument(text);
  if (!document.ok()) {
    RC_ASSERT(!ReasonOf(document.status()).empty());
    return;
  }
  const absl::StatusOr<ReadPlan> read = ReadPlanOf(*document, "");
  if (!read.ok()) {
    RC_ASSERT(ReasonOf(read.status()) == "DOCUMENT_UNREADABLE");
    RC_ASSERT(ViolationsOf(read.status()).size() == 1u);
    return;
  }
  ExpectSpansWithin(*document, read->plan);
  RC_ASSERT(CrossFoot(read->plan) == CrossFoot(read->plan));
  RC_ASSERT(read->plan.not_understood.size() <= reading::kMissesMax);
  for (const Remark& miss : read->plan.not_understood) {
    RC_ASSERT(!miss.at.place.empty());
    // A reason that the catalogue lacks is explained by its own name.
    RC_ASSERT(Explain(miss.reason, miss.values, Language::kEnglish) != miss.reason);
  }
}

RC_GTEST_PROP(ReadPlanDocumentProperty, AnyBytes_GiveAPlanOrReasons, (const std::string& bytes)) {
  ExpectPlanOrReasons(bytes);
  ExpectPlanOrReasons(PlanWithRows(bytes));
}

RC_GTEST_PROP(ReadPlanDocumentProperty, ExampleWithAnyEdits_GivesAPlanOrReasons, ()) {
  static const std::vector<std::string> kPieces = {"\t",     "\n",
                                                   "\n\n",   "1",
                                                   "9\t",    "ОБЩО",
                                                   " лв",    "лв. ",
                                                   ",",      "-",
                                                   "№\t",    ";",
                                                   "\xD0",   "\xFF",
                                                   "\r",     "0",
                                                   " ",      "31.02.2018",
                                                   "по",     " от тях за ",
                                                   "общо ",  "99999999999999999999 лв",
                                                   "\u00A0", "е"};
  std::string text = ExampleDocument();
  const int edits = *rc::gen::inRange(1, 12);
  for (int i = 0; i < edits; ++i) {
    const size_t at = *rc::gen::inRange<size_t>(0, text.size());
    const size_t length = std::min(*rc::gen::inRange<size_t>(0, 40), text.size() - at);
    text.replace(at, length, kPieces[*rc::gen::inRange<size_t>(0, kPieces.size())]);
  }
  ExpectPlanOrReasons(text);
}

RC_GTEST_PROP(ReadPlanDocumentProperty, ExampleWithLinesMoved_GivesAPlanOrReasons, ()) {
  std::vector<std::string> lines = LinesOf(ExampleDocument());
  const int moves = *rc::gen::inRange(1, 6);
  for (int i = 0; i < moves; ++i) {
    const size_t from = *rc::gen::inRange<size_t>(0, lines.size());
    const size_t to = *rc::gen::inRange<size_t>(0, lines.size());
    std::swap(lines[from], lines[to]);
  }
  ExpectPlanOrReasons(Joined(lines));
}

// Any blocks of a document, some left out and the others in any order.
RC_GTEST_PROP(ReadPlanOfProperty, BlocksCutAndShuffled_GiveAPlanWhoseSpansHold, ()) {
  static const document::Document kWhole = *document::ReadDocument(ExampleDocument());
  document::Document document = kWhole;
  document.blocks.clear();
  const int count = *rc::gen::inRange(0, 40);
  for (int i = 0; i < count; ++i) {
    document::Block block = kWhole.blocks[*rc::gen::inRange<size_t>(0, kWhole.blocks.size())];
    if (!block.rows.empty()) {
      std::vector<document::Row> rows;
      const int kept = *rc::gen::inRange(1, 30);
      for (int r = 0; r < kept; ++r)
        rows.push_back(block.rows[*rc::gen::inRange<size_t>(0, block.rows.size())]);
      for (document::Row& row : rows) row.cells.resize(*rc::gen::inRange<size_t>(0, 8));
      block.rows = rows;
    }
    document.blocks.push_back(block);
  }
  const absl::StatusOr<ReadPlan> read = ReadPlanOf(document, "");
  if (read.ok()) ExpectSpansWithin(document, read->plan);
}

}  // namespace
}  // namespace tranche::plans

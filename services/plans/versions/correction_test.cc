// SPDX-License-Identifier: EUPL-1.2
#include "plans/versions/correction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "platform/base/error.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

const ValueKey kTotal{"MEASURE_TOTAL", "1.2"};
const ValueKey kExecutor{"MEASURE_EXECUTOR", "1.2"};

PlanValues Stated() {
  return {{kTotal, {ValueForm::kAmount, "39792.00 BGN"}},
          {kExecutor, {ValueForm::kText, "АСП"}},
          {{"MEASURE_PERSONS", "1.2"}, {ValueForm::kCount, std::nullopt}},
          {{"PARENT_STRATEGY_DECISION", ""}, {ValueForm::kBlankable, ""}}};
}

// The history after the decision, numbered.
std::vector<CorrectionFact> With(std::vector<CorrectionFact> all,
                                 const absl::StatusOr<CorrectionFact>& next) {
  EXPECT_TRUE(next.ok()) << next.status();
  if (!next.ok()) return all;
  all.push_back(*next);
  all.back().number = static_cast<int>(all.size());
  return all;
}

absl::StatusOr<CorrectionFact> Correct(const std::vector<CorrectionFact>& all, const ValueKey& key,
                                       const Value& instead_of, const Value& value) {
  return DecideCorrection(Stated(), all, 1, {key, instead_of, value});
}

Value ShownOf(const std::vector<CorrectionFact>& all, const ValueKey& key) {
  return Overlaid(Stated(), InForce(all, 1)).at(key).value;
}

TEST(Correction, IsKeptBesideWhatWasRead) {
  const auto all = With({}, Correct({}, kTotal, "39792.00 BGN", "39972 BGN"));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].read, "39792.00 BGN");
  EXPECT_EQ(all[0].instead_of, "39792.00 BGN");
  EXPECT_EQ(all[0].value, "39972.00 BGN");  // In the form that is kept.
  EXPECT_EQ(ShownOf(all, kTotal), "39972.00 BGN");
  EXPECT_EQ(ShownOf(all, kExecutor), "АСП");
}

TEST(Correction, OfAValueThatWasChangedMeanwhile_IsStale) {
  const auto all = With({}, Correct({}, kExecutor, "АСП", "Община Любимец"));
  const auto second = Correct(all, kExecutor, "АСП", "ДСП");
  EXPECT_EQ(ReasonOf(second.status()), "CORRECTION_STALE");
  EXPECT_THAT(ValuesOf(second.status()), ElementsAre(Pair("now", "Община Любимец")));
  EXPECT_TRUE(Correct(all, kExecutor, "Община Любимец", "ДСП").ok());
}

TEST(Correction, ThatSaysWhatIsShown_IsRefused) {
  EXPECT_EQ(ReasonOf(Correct({}, kExecutor, "АСП", "АСП").status()), "CORRECTION_SAYS_THE_SAME");
  // The same amount written otherwise.
  EXPECT_EQ(ReasonOf(Correct({}, kTotal, "39792.00 BGN", "39792 BGN").status()),
            "CORRECTION_SAYS_THE_SAME");
}

TEST(Correction, OfAPlaceThatIsNotThere_IsRefusedWithIts_Place) {
  const absl::Status refused = Correct({}, {"MEASURE_TOTAL", "9.9"}, std::nullopt, "1.00 BGN").status();
  ASSERT_EQ(ViolationsOf(refused).size(), 1u);
  EXPECT_EQ(ViolationsOf(refused)[0].reason, "CORRECTION_PLACE_UNKNOWN");
  EXPECT_EQ(ViolationsOf(refused)[0].field, "place");
}

TEST(Correction, ValuesOfAnotherForm_AreAllNamed) {
  const absl::Status refused = Correct({}, kTotal, "много", "двайсет лева").status();
  ASSERT_EQ(ViolationsOf(refused).size(), 2u);
  EXPECT_EQ(ViolationsOf(refused)[0].field, "value");
  EXPECT_EQ(ViolationsOf(refused)[1].field, "insteadOf");
}

TEST(Correction, YearThatNoPlanHas_IsRefused) {
  const auto unfit = [](const std::string& path, const std::string& year) {
    return Unfit("value", {.form = ValueForm::kCount, .value = "2024", .path = path}, year).has_value();
  };
  EXPECT_TRUE(unfit("year", "20244"));
  EXPECT_TRUE(unfit("year", "1989"));
  EXPECT_TRUE(unfit("measure.1.1.parts.1.year", "2101"));
  EXPECT_FALSE(unfit("year", "1990"));
  EXPECT_FALSE(unfit("year", "2100"));
  EXPECT_FALSE(unfit("measure.1.1.persons", "20244"));
}

TEST(Correction, TextOfBlanksOnly_IsRefused) {
  const auto unfit = [](const std::string& path, const std::string& text) {
    return Unfit("value", {.form = ValueForm::kText, .value = "А", .path = path}, text).has_value();
  };
  EXPECT_TRUE(unfit("measure.1.1.executor", "   "));
  EXPECT_TRUE(unfit("measure.1.1.activity", " \u00A0 "));
  EXPECT_TRUE(unfit("measure.1.1.activity", ""));
  EXPECT_FALSE(unfit("measure.1.1.executor", ""));
  EXPECT_FALSE(unfit("measure.1.1.activity", " Б "));
}

TEST(Correction, BlankAndAbsent_AreTwoThings) {
  const ValueKey decision{"PARENT_STRATEGY_DECISION", ""};
  EXPECT_EQ(ReasonOf(Correct({}, decision, std::nullopt, "12").status()), "CORRECTION_STALE");
  const auto all = With({}, Correct({}, decision, "", std::nullopt));
  EXPECT_EQ(ShownOf(all, decision), std::nullopt);
  // A text is always there.
  EXPECT_FALSE(Correct({}, kExecutor, "АСП", std::nullopt).ok());
}

TEST(TakeBack, ShowsAgainWhatWasShownBefore) {
  auto all = With({}, Correct({}, kExecutor, "АСП", "Община"));
  all = With(all, Correct(all, kExecutor, "Община", "ДСП"));
  all = With(all, DecideTakeBack(all, all[1]));
  EXPECT_EQ(all[2].takes_back, 2);
  EXPECT_EQ(ShownOf(all, kExecutor), "Община");
  all = With(all, DecideTakeBack(all, all[0]));
  EXPECT_EQ(ShownOf(all, kExecutor), "АСП");
}

TEST(TakeBack, OfWhatIsNotInForce_IsRefused) {
  auto all = With({}, Correct({}, kExecutor, "АСП", "Община"));
  all = With(all, Correct(all, kExecutor, "Община", "ДСП"));
  // Replaced; a take-back itself; taken back already.
  EXPECT_EQ(ReasonOf(DecideTakeBack(all, all[0]).status()), "CORRECTION_ALREADY_REPLACED");
  all = With(all, DecideTakeBack(all, all[1]));
  EXPECT_EQ(ReasonOf(DecideTakeBack(all, all[2]).status()), "CORRECTION_ALREADY_REPLACED");
  EXPECT_EQ(ReasonOf(DecideTakeBack(all, all[1]).status()), "CORRECTION_ALREADY_REPLACED");
}

TEST(InForce, OfAnotherVersion_IsNotLaidOverThisOne) {
  const auto all = With({}, Correct({}, kExecutor, "АСП", "Община"));
  EXPECT_TRUE(InForce(all, 2).empty());
  EXPECT_EQ(InForce(all, 1).size(), 1u);
}

TEST(Normalised, EachForm_TakesItsOwnValuesOnly) {
  EXPECT_EQ(Normalised(ValueForm::kCount, "022"), Value("22"));
  EXPECT_EQ(Normalised(ValueForm::kCount, "-1"), std::nullopt);
  EXPECT_EQ(Normalised(ValueForm::kCount, "22 души"), std::nullopt);
  EXPECT_EQ(Normalised(ValueForm::kAmount, "5.5 EUR"), Value("5.50 EUR"));
  EXPECT_EQ(Normalised(ValueForm::kAmount, "-5.00 EUR"), std::nullopt);
  EXPECT_EQ(Normalised(ValueForm::kAmount, "5.00 USD"), std::nullopt);
  EXPECT_EQ(Normalised(ValueForm::kAmount, "5.00"), std::nullopt);
  EXPECT_EQ(Normalised(ValueForm::kText, ""), Value(""));
  EXPECT_EQ(Normalised(ValueForm::kBlankable, std::nullopt), std::optional<Value>(Value()));
}

// Whatever is corrected and taken back, what is shown is what a pile of papers would show: each
// correction lies on top of the one before, and taking back removes the top one.
RC_GTEST_PROP(Correction, AnyHistory_ShowsTheTopOfThePile, (const std::vector<bool>& takes_back)) {
  std::vector<CorrectionFact> all;
  std::vector<std::pair<int, std::string>> pile;  // Number and value.
  for (const bool back : takes_back) {
    const std::string shown = pile.empty() ? "АСП" : pile.back().second;
    if (back && pile.empty()) continue;
    const std::string value = "изпълнител " + std::to_string(all.size());
    all = With(all, back ? DecideTakeBack(all, all[pile.back().first - 1])
                         : Correct(all, kExecutor, shown, value));
    if (back) pile.pop_back();
    if (!back) pile.emplace_back(static_cast<int>(all.size()), value);
    RC_ASSERT(ShownOf(all, kExecutor) == Value(pile.empty() ? "АСП" : pile.back().second));
    RC_ASSERT(all.back().value == ShownOf(all, kExecutor));
  }
}

}  // namespace
}  // namespace tranche::plans

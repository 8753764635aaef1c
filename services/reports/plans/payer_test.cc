// SPDX-License-Identifier: EUPL-1.2
#include "reports/plans/payer.h"

#include <gtest/gtest.h>

namespace tranche::reports {
namespace {

TEST(Payer, EachGroup_HasItsWordsInBothLanguages) {
  struct Case {
    Payer payer;
    const char* bg;
    const char* en;
  };
  constexpr Case kCases[] = {
      {Payer::kMunicipality, "Общински бюджет", "Municipal budget"},
      {Payer::kProgrammes, "Оперативни програми и проекти", "Operational programmes and projects"},
      {Payer::kState, "Държавен бюджет и дарения", "State budget and donations"},
      {Payer::kOther, "Други източници", "Other sources"},
  };
  for (const Case& one : kCases) {
    const PayerWords words = WordsOf({one.payer}, {});
    EXPECT_EQ(words.bg, one.bg);
    EXPECT_EQ(words.en, one.en);
  }
}

TEST(Payer, SeveralWhoPayTogether_AreJoinedInTheirOrder) {
  const PayerWords words = WordsOf({Payer::kMunicipality, Payer::kProgrammes, Payer::kOther}, {});
  EXPECT_EQ(words.bg, "Общински бюджет + Оперативни програми и проекти + Други източници");
  EXPECT_EQ(words.en, "Municipal budget + Operational programmes and projects + Other sources");
}

// A name may hold the words of a group: it is not translated.
TEST(Payer, Names_StayAsWrittenInEitherLanguage) {
  const PayerWords words =
      WordsOf({Payer::kProgrammes, Payer::kOther}, {"ОПАК", "Фонд „Общински бюджет“"});
  EXPECT_EQ(words.bg,
            "Оперативни програми и проекти + Други източници (вкл. ОПАК, Фонд „Общински бюджет“)");
  EXPECT_EQ(words.en,
            "Operational programmes and projects + Other sources (incl. ОПАК, Фонд „Общински бюджет“)");
}

TEST(Payer, NobodyWhoPays_HasNoWords) {
  const PayerWords words = WordsOf({}, {});
  EXPECT_EQ(words.bg, "");
  EXPECT_EQ(words.en, "");
}

}  // namespace
}  // namespace tranche::reports

// SPDX-License-Identifier: EUPL-1.2
#include "cli/table_words.h"

#include <gtest/gtest.h>

#include "tranche/budgets/v1/budgets.pb.h"

namespace tranche::cli {
namespace {

constexpr EnumWord kMore[] = {{"ф-ра", budgets::v1::INVOICE}};

int TypeOf(const std::string& typed) {
  return EnumNumberOf(budgets::v1::DocumentType_descriptor(), PlainWord(typed), kMore);
}

TEST(PlainWord, CaseBlanksAndSignsAtTheEnd_DoNotCount) {
  EXPECT_EQ(PlainWord("  Дата на\nплащане:* "), "дата на плащане");
  EXPECT_EQ(PlainWord("Сума\u00A0с ДДС."), "сума с ддс");
  EXPECT_EQ(PlainWord("ЕГН – ЛНЧ"), "егн - лнч");
  EXPECT_EQ(PlainWord(" :. "), "");
}

TEST(EnumNumberOf, LabelsInBothLanguagesNamesAndMoreWords_MeanTheValue) {
  for (const char* typed : {"Фактура", "invoice", "INVOICE", "ф-ра", "Ф-РА."}) {
    EXPECT_EQ(TypeOf(typed), budgets::v1::INVOICE) << typed;
  }
  EXPECT_EQ(TypeOf("PAID_AMOUNTS_ACCOUNT"), budgets::v1::PAID_AMOUNTS_ACCOUNT);
}

TEST(EnumNumberOf, OtherWords_MeanNothing) {
  for (const char* typed : {"", "фактур", "document_type_unspecified", "1"}) {
    EXPECT_EQ(TypeOf(typed), 0) << typed;
  }
}

TEST(KnownWords, NamesEveryValueButTheUnspecified) {
  const std::string known = KnownWords(budgets::v1::DocumentType_descriptor(), Language::kEnglish);
  EXPECT_EQ(known.find("unspecified"), std::string::npos) << known;
  EXPECT_NE(known.find("invoice"), std::string::npos) << known;
}

TEST(IsOneOf, WordsBetweenBars_AreComparedWhole) {
  EXPECT_TRUE(IsOneOf("ред", "Ред|бюджетен ред"));
  EXPECT_FALSE(IsOneOf("бюджетен", "Ред|бюджетен ред"));
}

}  // namespace
}  // namespace tranche::cli

// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/fold.h"

#include <string>

#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"

namespace tranche {
namespace {

// Any bytes, among them letters, blanks and dashes of several scripts.
std::string AnyText() {
  const auto piece = rc::gen::oneOf(
      rc::gen::element<std::string>("а", "Я", "ия", "BG05M9OP001", "-", " ", "\t", "\u00A0", "–", "„",
                                    "“", "’", "й", "и\u0306", "\u200B", "\u0306", "\u0308", "Е", "中",
                                    "ß", "😀", "\xFF", "\xD0", "№"),
      rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
  std::string text;
  for (const std::string& part : *rc::gen::container<std::vector<std::string>>(piece)) {
    text += part;
  }
  return text;
}

TEST(FoldRegisterNumber, CyrillicLookAlikes_BecomeLatin) {
  EXPECT_EQ(FoldRegisterNumber("BG05М9ОР001-2.005-0063-C01"), "BG05M9OP001-2.005-0063-C01");
  EXPECT_EQ(FoldRegisterNumber("BG05M9OP001-2.005-0063-C01"), "BG05M9OP001-2.005-0063-C01");
  EXPECT_EQ(FoldRegisterNumber("АВЕКМНОРСТУХ"), "ABEKMHOPCTYX");
}

TEST(FoldRegisterNumber, LowerCaseBlanksAndDashes_AreUnified) {
  EXPECT_EQ(FoldRegisterNumber(" bg05м9ор001 – 2.005‑0063 —с01\u00A0"), "BG05M9OP001-2.005-0063-C01");
  EXPECT_EQ(FoldRegisterNumber("ДБФП\u00A0\t 12"), "ДБФП 12");
  EXPECT_EQ(FoldRegisterNumber("BG05\u200BM9OP001"), "BG05M9OP001");
}

TEST(FoldRegisterNumber, LettersThatDoNotLookLatin_Stay) {
  EXPECT_EQ(FoldRegisterNumber("РД-09-Ж"), "PД-09-Ж");
}

TEST(MixesScripts, NumberRetypedByHand_Mixes) {
  EXPECT_TRUE(MixesScripts("BG05М9ОР001-2.005-0063-C01"));
  EXPECT_FALSE(MixesScripts("BG05M9OP001-2.005-0063-C01"));
  EXPECT_FALSE(MixesScripts("Любимец, 2013 № 5"));
  EXPECT_FALSE(MixesScripts(""));
  EXPECT_FALSE(MixesScripts("2.005-0063"));
}

TEST(FoldName, CaseBlanksQuotesAndDashes_AreUnified) {
  EXPECT_EQ(FoldName("  Община   ЛЮБИМЕЦ "), "община любимец");
  EXPECT_EQ(FoldName("„Заедно“ – проект"), FoldName("\"заедно\" - Проект"));
  EXPECT_EQ(FoldName("«А» ’б’"), "\"а\" 'б'");
}

TEST(FoldName, DecomposedLetter_IsTheLetter) { EXPECT_EQ(FoldName("Любимеци\u0306"), "любимецй"); }

TEST(IsValidUtf8, WellFormedText_IsValid) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8("Любимец 中 😀"));
  EXPECT_TRUE(IsValidUtf8(absl::string_view("a\0b", 3)));
}

TEST(CharacterCount, BytesThatContinue_AreNotCounted) {
  EXPECT_EQ(CharacterCount(""), 0u);
  EXPECT_EQ(CharacterCount("Любимец"), 7u);
  EXPECT_EQ(CharacterCount("a中😀"), 3u);
  EXPECT_EQ(CharacterCount("и\u0306"), 2u);  // A mark is a character of its own.
}

TEST(IsValidUtf8, BrokenBytes_AreNot) {
  EXPECT_FALSE(IsValidUtf8("\xFF"));
  EXPECT_FALSE(IsValidUtf8("\xD0"));              // Cut in the middle of a letter.
  EXPECT_FALSE(IsValidUtf8("\x80"));              // Continues nothing.
  EXPECT_FALSE(IsValidUtf8("\xC0\xAF"));          // Overlong.
  EXPECT_FALSE(IsValidUtf8("\xED\xA0\x80"));      // Half of a surrogate pair.
  EXPECT_FALSE(IsValidUtf8("\xF4\x90\x80\x80"));  // Beyond U+10FFFF.
  EXPECT_FALSE(IsValidUtf8("\xCB\xFE\xE1\xE8"));  // Windows-1251.
}

TEST(DisplayWidth, LettersMarksAndWideCharacters) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("Любимец"), 7);
  EXPECT_EQ(DisplayWidth("„378 008,50 лв.“"), 16);
  EXPECT_EQ(DisplayWidth("й"), 1);
  EXPECT_EQ(DisplayWidth("и\u0306"), 1);
  EXPECT_EQ(DisplayWidth("中文"), 4);
  EXPECT_EQ(DisplayWidth("Ａ"), 2);
  EXPECT_EQ(DisplayWidth("한"), 2);
  EXPECT_EQ(DisplayWidth("\u1112\u1161\u11AB"), 2);  // The same syllable from its letters.
  EXPECT_EQ(DisplayWidth("a\u200Bb"), 2);
  EXPECT_EQ(DisplayWidth("😀"), 2);
  EXPECT_EQ(DisplayWidth("a\xFFz"), 3);
}

TEST(Transliterate, NamesOfPlaces_FollowTheAct) {
  EXPECT_EQ(Transliterate("Любимец"), "lyubimets");
  EXPECT_EQ(Transliterate("Минерални бани"), "mineralni-bani");
  EXPECT_EQ(Transliterate("Сапарева баня"), "sapareva-banya");
  EXPECT_EQ(Transliterate("Хасково"), "haskovo");
  EXPECT_EQ(Transliterate("Търговище"), "targovishte");
  EXPECT_EQ(Transliterate("Кюстендил"), "kyustendil");
  EXPECT_EQ(Transliterate("Жълтуша"), "zhaltusha");
  EXPECT_EQ(Transliterate("Синьо, чай, Цар"), "sinyo-chay-tsar");
}

TEST(Transliterate, EndOfWordIya_IsIa) {
  EXPECT_EQ(Transliterate("София"), "sofia");
  EXPECT_EQ(Transliterate("приятел"), "priyatel");
  EXPECT_EQ(Transliterate("България"), "bulgaria");
}

TEST(Shortened, TextThatFits_StaysAsItIs) {
  EXPECT_EQ(Shortened("", 0), "");
  EXPECT_EQ(Shortened("план", 8), "план");
}

TEST(Shortened, LongerText_IsCutBetweenCharacters) {
  EXPECT_EQ(Shortened("план", 7), "пла…");
  EXPECT_EQ(Shortened("план", 6), "пла…");
  EXPECT_EQ(Shortened("план", 1), "…");
  EXPECT_EQ(Shortened("plan", 3), "pla…");
}

TEST(Transliterate, SignsAndOtherScripts_BecomeOneHyphen) {
  EXPECT_EQ(Transliterate("  План №5 – 2013 г. "), "plan-5-2013-g");
  EXPECT_EQ(Transliterate("ESF+ проект"), "esf-proekt");
  EXPECT_EQ(Transliterate("на нея ѝ"), "na-neya-i");
  EXPECT_EQ(Transliterate("中"), "");
}

RC_GTEST_PROP(Folding, AnyBytes_FoldTwiceAsOnceToValidUtf8, ()) {
  const std::string text = AnyText();

  RC_ASSERT(IsValidUtf8(FoldName(text)));
  RC_ASSERT(FoldName(FoldName(text)) == FoldName(text));
  RC_ASSERT(IsValidUtf8(FoldRegisterNumber(text)));
  RC_ASSERT(FoldRegisterNumber(FoldRegisterNumber(text)) == FoldRegisterNumber(text));
  RC_ASSERT(DisplayWidth(text) >= 0);
}

RC_GTEST_PROP(Transliterate, AnyBytes_GiveAnIdentifierOfSmallLettersDigitsAndSingleHyphens, ()) {
  const std::string latin = Transliterate(AnyText());

  for (std::size_t i = 0; i < latin.size(); ++i) {
    const char c = latin[i];
    RC_ASSERT((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    RC_ASSERT(c != '-' || (i > 0 && i + 1 < latin.size() && latin[i - 1] != '-'));
  }
}

}  // namespace
}  // namespace tranche

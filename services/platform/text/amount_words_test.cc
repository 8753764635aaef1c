// SPDX-License-Identifier: EUPL-1.2
// Amounts that stand in words alone, held against a writer of such words.
#include "platform/text/amount_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/text/written.h"

namespace tranche {
namespace {

using ::testing::ElementsAre;

// "5000.00 BGN" for each amount, "REASON value" for each problem.
std::vector<std::string> Amounts(absl::string_view text) {
  std::vector<TextProblem> problems;
  std::vector<std::string> found;
  for (const WrittenAmount& amount : FindAmounts(text, 100, problems)) {
    found.push_back(
        absl::StrCat(FormatAmount(amount.amount), " ", CurrencyCode(amount.amount.currency())));
  }
  for (const TextProblem& problem : problems)
    found.push_back(absl::StrCat(problem.reason, " ", problem.value));
  return found;
}

// Bulgarian words of a number, the ones of it of the gender that is asked for.
enum class Gender { kMasculine, kFeminine };

std::string OnesAndTens(int number, Gender gender) {
  static constexpr const char* kOnes[] = {"",    "един", "два",   "три",  "четири",
                                          "пет", "шест", "седем", "осем", "девет"};
  static constexpr const char* kTens[] = {
      "",         "десет",     "двадесет",   "тридесет",  "четиридесет",
      "петдесет", "шестдесет", "седемдесет", "осемдесет", "деветдесет"};
  const std::string one = number % 10 == 1 && gender == Gender::kFeminine   ? "една"
                          : number % 10 == 2 && gender == Gender::kFeminine ? "две"
                                                                            : kOnes[number % 10];
  if (number < 10) return one;
  if (number > 10 && number < 20)
    return absl::StrCat(number == 11 ? "еди" : kOnes[number % 10], "надесет");
  const std::string tens = kTens[number / 10];
  return number % 10 == 0 ? tens : absl::StrCat(tens, " и ", one);
}

// Below a thousand; its last two parts are joined by "и".
std::string Hundreds(int number, Gender gender) {
  static constexpr const char* kHundreds[] = {
      "",          "сто",        "двеста",      "триста",     "четиристотин",
      "петстотин", "шестстотин", "седемстотин", "осемстотин", "деветстотин"};
  if (number < 100) return OnesAndTens(number, gender);
  const int rest = number % 100;
  if (rest == 0) return kHundreds[number / 100];
  const bool single = rest <= 20 || rest % 10 == 0;
  return absl::StrCat(kHundreds[number / 100], single ? " и " : " ", OnesAndTens(rest, gender));
}

std::string InWords(int number) {
  if (number == 0) return "нула";
  std::vector<std::string> parts;
  const int millions = number / 1'000'000, thousands = number / 1000 % 1000, rest = number % 1000;
  if (millions == 1) parts.push_back("един милион");
  if (millions > 1) parts.push_back(absl::StrCat(Hundreds(millions, Gender::kMasculine), " милиона"));
  if (thousands == 1) parts.push_back("хиляда");
  if (thousands > 1) parts.push_back(absl::StrCat(Hundreds(thousands, Gender::kFeminine), " хиляди"));
  if (rest != 0) parts.push_back(Hundreds(rest, Gender::kMasculine));
  const bool last_is_single =
      rest != 0 && (rest % 100 == 0 || rest < 21 || (rest < 100 && rest % 10 == 0));
  if (parts.size() > 1 && last_is_single) parts.back() = absl::StrCat("и ", parts.back());
  return absl::StrJoin(parts, " ");
}

TEST(InWords, NumbersOfTheField_AreSaidAsPeopleSayThem) {
  EXPECT_EQ(InWords(5000), "пет хиляди");
  EXPECT_EQ(InWords(123), "сто двадесет и три");
  EXPECT_EQ(InWords(211), "двеста и единадесет");
  EXPECT_EQ(InWords(1200), "хиляда и двеста");
  EXPECT_EQ(InWords(22'416), "двадесет и две хиляди четиристотин и шестнадесет");
  EXPECT_EQ(InWords(1'000'019), "един милион и деветнадесет");
}

RC_GTEST_PROP(AmountInWords, AnyAmount_IsReadBackFromItsWords, ()) {
  const int whole = *rc::gen::oneOf(rc::gen::inRange(1, 2000), rc::gen::inRange(1, 1'000'000'000));
  const int cents = *rc::gen::oneOf(rc::gen::just(0), rc::gen::inRange(1, 100));
  const bool euro = *rc::gen::arbitrary<bool>();
  const bool cents_in_digits = *rc::gen::arbitrary<bool>();
  const Currency currency = euro ? Currency::kEur : Currency::kBgn;
  std::string text = absl::StrCat(InWords(whole), euro ? " евро" : " лева");
  if (cents != 0) {
    absl::StrAppend(&text, " и ",
                    cents_in_digits ? absl::StrCat(cents) : OnesAndTens(cents, Gender::kFeminine),
                    euro ? " цента" : " стотинки");
  }
  const std::string cell = absl::StrCat("За храна: ", text, " от общинския бюджет");
  std::vector<TextProblem> problems;
  const std::vector<WrittenAmount> found = FindAmounts(cell, 100, problems);
  RC_ASSERT(problems.empty());
  RC_ASSERT(found.size() == 1u);
  RC_ASSERT(found[0].amount == Money::Minor(int64_t{whole} * 100 + cents, currency));
  RC_ASSERT(found[0].in_words);
  RC_ASSERT(cell.substr(found[0].begin, found[0].end - found[0].begin) == text);
}

TEST(AmountInWords, EveryUsualWay_IsRead) {
  EXPECT_THAT(Amounts("пет хиляди лева"), ElementsAre("5000.00 BGN"));
  EXPECT_THAT(Amounts("Сто двадесет и три лева и четиридесет стотинки."), ElementsAre("123.40 BGN"));
  EXPECT_THAT(Amounts("осем хиляди евро и пет цента"), ElementsAre("8000.05 EUR"));
  EXPECT_THAT(Amounts("общо (петнадесет хиляди лв.) за годината"), ElementsAre("15000.00 BGN"));
  EXPECT_THAT(Amounts("пет хил. лв. и две хиляди лева"), ElementsAre("5000.00 BGN", "2000.00 BGN"));
  EXPECT_THAT(Amounts("хиляда\u00A0лева"), ElementsAre("1000.00 BGN"));
}

TEST(AmountInWords, DigitsWithWordsBehind_AreOneAmount) {
  EXPECT_THAT(Amounts("1 милион и двеста хиляди лева"), ElementsAre("1200000.00 BGN"));
  EXPECT_THAT(Amounts("5 хиляди двеста лева"), ElementsAre("5200.00 BGN"));
}

TEST(AmountInWords, CentsBehindTheUnit_BelongToTheAmount) {
  EXPECT_THAT(Amounts("120 лв. и 50 ст."), ElementsAre("120.50 BGN"));
  EXPECT_THAT(Amounts("1 200 лева и 5 стотинки; 3 евро и 20 цента"),
              ElementsAre("1200.05 BGN", "3.20 EUR"));
  // Who has cents already has no more; another sort of thing is none.
  EXPECT_THAT(Amounts("5,00 лв. и 40 стотинки"), ElementsAre("5.00 BGN"));
  EXPECT_THAT(Amounts("40 лв. и 3 ст. учители"), ElementsAre("40.00 BGN"));
}

TEST(AmountInWords, WordsWithSeveralReadings_AreAProblem) {
  EXPECT_THAT(Amounts("няколко хиляди лева"), ElementsAre("AMOUNT_MALFORMED лева"));
  EXPECT_THAT(Amounts("две-три хиляди лева"), ElementsAre("AMOUNT_MALFORMED лева"));
  EXPECT_THAT(Amounts("от пет до шест хиляди лева"), ElementsAre("AMOUNT_MALFORMED шест хиляди лева"));
  EXPECT_THAT(Amounts("пет или шест лева"), ElementsAre("AMOUNT_MALFORMED шест лева"));
  EXPECT_THAT(Amounts("между пет и шест хиляди лева"),
              ElementsAre("AMOUNT_MALFORMED пет и шест хиляди лева"));
  EXPECT_THAT(Amounts("половин милион лева"), ElementsAre("AMOUNT_MALFORMED лева"));
  EXPECT_THAT(Amounts("половин хиляда лева"), ElementsAre("AMOUNT_MALFORMED хиляда лева"));
  EXPECT_THAT(Amounts("няколко хиляди двеста лева"), ElementsAre("AMOUNT_MALFORMED двеста лева"));
}

TEST(AmountInWords, DigitsOnceMoreInWords_AreOneAmount) {
  EXPECT_THAT(Amounts("36 000 лв. – тридесет и шест хиляди лева"), ElementsAre("36000.00 BGN"));
  EXPECT_THAT(Amounts("36 000,50 лв. (словом: тридесет и шест хиляди лева и 50 ст.)"),
              ElementsAre("36000.50 BGN"));
  EXPECT_THAT(Amounts("36 000 лв. (словом: тридесет и пет хиляди лева)"),
              ElementsAre("AMOUNT_MALFORMED 36 000 лв. (словом: тридесет и пет хиляди лева"));
  EXPECT_THAT(Amounts("5 лв. – шест лева за храна"), ElementsAre("5.00 BGN", "6.00 BGN"));
}

TEST(AmountInWords, LimitBeforeIt_IsNoRange) {
  EXPECT_THAT(Amounts("до пет хиляди лева"), ElementsAre("5000.00 BGN"));
}

TEST(NumberWordsBefore, OtherWords_AreNone) {
  EXPECT_FALSE(NumberWordsBefore("общинският бюджет", std::string("общинският бюджет").size()));
  EXPECT_FALSE(NumberWordsBefore("", 0));
}

}  // namespace
}  // namespace tranche

// SPDX-License-Identifier: EUPL-1.2
// The habits of people who search in Bulgarian, each by its name, without a database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "plans/search/bulgarian.h"
#include "plans/search/index_words.h"
#include "plans/search/latin.h"
#include "plans/search/snippet.h"
#include "plans/search/tokens.h"
#include "platform/base/error.h"
#include "platform/text/fold.h"

namespace tranche::plans::search {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

const Dictionary& Words() {
  const absl::StatusOr<const Dictionary*> dictionary = Bulgarian();
  if (!dictionary.ok()) ADD_FAILURE() << dictionary.status();
  return **dictionary;
}

bool HasSound(const IndexedRecord& record, const QueryTerm& term) {
  return std::any_of(record.sounds.begin(), record.sounds.end(), [&](const auto& pair) {
    const bool latin = IsLatinWord(pair.second);
    return (latin || !term.sounds_of_latin_only) &&
           std::find(term.sounds.begin(), term.sounds.end(), pair.first) != term.sounds.end();
  });
}

bool HasBeginning(const IndexedRecord& record, const QueryTerm& term) {
  const bool stem = !term.prefix.empty() &&
                    std::any_of(record.stems.begin(), record.stems.end(), [&](const auto& pair) {
                      return absl::StartsWith(pair.first, term.prefix);
                    });
  return stem || (!term.sound_prefix.empty() &&
                  std::any_of(record.sounds.begin(), record.sounds.end(), [&](const auto& pair) {
                    return absl::StartsWith(pair.first, term.sound_prefix);
                  }));
}

// What the store's statement does, for one record.
bool Finds(const std::string& query, const std::string& text) {
  const IndexedRecord record = IndexTexts({{"title", text, kTitleWeight}}, Words());
  const absl::StatusOr<Query> asked = ReadQuery(query, Words());
  if (!asked.ok()) return false;
  return std::all_of(asked->terms.begin(), asked->terms.end(), [&](const QueryTerm& term) {
    const bool stem = std::any_of(term.stems.begin(), term.stems.end(),
                                  [&](const std::string& one) { return record.stems.count(one) > 0; });
    return stem || HasSound(record, term) || HasBeginning(record, term);
  });
}

TEST(Search, OtherCase_Finds) {
  EXPECT_TRUE(Finds("ЛЮБИМЕЦ", "Община Любимец"));
  EXPECT_TRUE(Finds("любимец", "ОБЩИНА ЛЮБИМЕЦ"));
}

TEST(Search, OtherFormOfWord_Finds) {
  const std::string text = "Планиране на социалните услуги, мерки за децата и пътищата";
  for (const char* query : {"услуга", "услугите", "социална услуга", "социален", "мярка", "мерките",
                            "дете", "път", "планирането", "пътя"}) {
    EXPECT_TRUE(Finds(query, text)) << query;
  }
  EXPECT_TRUE(Finds("медиатори", "Назначен здравен медиатор"));
  EXPECT_TRUE(Finds("център", "Работа на центъра за подкрепа"));
  EXPECT_TRUE(Finds("ромите", "Деца от ромски произход; представители на роми"));
}

TEST(Search, LookAlikeLetters_Find) {
  EXPECT_TRUE(Finds("Mярка", "мярка"));             // Latin M.
  EXPECT_TRUE(Finds("мярка", "Мяркa"));             // Latin a in the text.
  EXPECT_TRUE(Finds("ОСНОВА", "OCHOBA"));           // The whole word in Latin capitals.
  EXPECT_TRUE(Finds("ROMACT", "Програма RОМАCT"));  // Cyrillic О, М and А.
  EXPECT_TRUE(Finds("BG05M9OP001-2.005-0063-C01", "по договор BG05М9ОР001-2.005-0063-С01"));
  EXPECT_TRUE(Finds("BG05М9ОР001-2.005-0063-С01", "по договор BG05M9OP001-2.005-0063-C01"));
}

TEST(Search, MissingSpace_FindsBothWays) {
  EXPECT_TRUE(Finds("условия", "Подобряване на условияза живот"));
  EXPECT_TRUE(Finds("условияза", "Подобряване на условия за живот"));
  EXPECT_TRUE(Finds("жилищниусловия", "Жилищни условия"));
  EXPECT_TRUE(Finds("здравен медиатор", "здравенмедиатор"));
}

TEST(Search, HyphensQuotesAndDashes_AreNothing) {
  EXPECT_TRUE(Finds("социално-икономически", "Социално икономически анализ"));
  EXPECT_TRUE(Finds("социално икономически", "социално–икономически"));
  EXPECT_TRUE(Finds("\"подкрепа за заетост\"", "Проект „Подкрепа за заетост“"));
  EXPECT_TRUE(Finds("ул. Манастирска река", "ул.„Манастирска река“"));
  EXPECT_TRUE(Finds("асистент", "аси\xC2\xADстент"));  // A soft hyphen.
}

TEST(Search, LatinLetters_FindCyrillicWords) {
  for (const char* query :
       {"lyubimets", "Lyubimets", "ljubimetz", "lubimec", "liubimets", "LUBIMETZ"}) {
    EXPECT_TRUE(Finds(query, "Община Любимец")) << query;
  }
  EXPECT_TRUE(Finds("sapareva banya", "Сапарева баня"));
  EXPECT_TRUE(Finds("saparewa bania", "Сапарева баня"));
  EXPECT_TRUE(Finds("balgaria", "в България"));
  EXPECT_TRUE(Finds("bylgaria", "в България"));
  EXPECT_TRUE(Finds("bulgaria", "в България"));
  EXPECT_TRUE(Finds("4ovek", "един човек"));
  EXPECT_TRUE(Finds("6umen", "град Шумен"));
  EXPECT_TRUE(Finds("asistenti", "личен асистент"));
  EXPECT_TRUE(Finds("zdraven mediator", "Назначаване на здравни медиатори"));
  EXPECT_TRUE(Finds("jilishte", "строеж на жилища"));
}

TEST(Search, CyrillicLetters_FindLatinWords) {
  EXPECT_TRUE(Finds("РОМАКТ", "Програма ROMACT"));
  EXPECT_TRUE(Finds("romact", "Програма РОМАКТ"));
}

TEST(Search, Beginning_Finds) {
  EXPECT_TRUE(Finds("асист", "лични асистенти"));
  EXPECT_TRUE(Finds("условият", "условията"));
  EXPECT_TRUE(Finds("lyubim", "Любимец"));
  EXPECT_FALSE(Finds("ас", "лични асистенти"));
}

TEST(Search, NumberAndItsParts_Find) {
  EXPECT_TRUE(Finds("699/29.07.2022", "Решение № 699/29.07.2022 г."));
  EXPECT_TRUE(Finds("699", "Решение № 699/29.07.2022 г."));
  EXPECT_TRUE(Finds("2013", "за периода 2013–2014 г."));
  EXPECT_FALSE(Finds("2015", "за периода 2013–2014 г."));
}

// As people write an amount, whichever way the text has it.
TEST(Search, AmountInOtherWriting_Finds) {
  const std::vector<std::string> whole = {"538 952",     "538952",    "538 952,00",
                                          "538952.00",   "538952,00", "538\u00a0952,00 лв.",
                                          "538\u2009952"};
  for (const std::string& text : whole) {
    for (const std::string& query : whole) EXPECT_TRUE(Finds(query, text)) << query << " in " << text;
  }
  for (const char* query : {"378 008,50", "378008,50", "378008.50"}) {
    EXPECT_TRUE(Finds(query, "общо 378 008,50 лв.")) << query;
    EXPECT_TRUE(Finds(query, "общо 378008.50 лв.")) << query;
    EXPECT_FALSE(Finds(query, "общо 378 008,00 лв.")) << query;
  }
  EXPECT_TRUE(Finds("952", "538 952 лв."));
  EXPECT_FALSE(Finds("538 952", "538 лица и 952 лв."));
}

TEST(Search, EveryWordMustBeThere) {
  EXPECT_TRUE(Finds("асистент любимец", "Лични асистенти в Любимец"));
  EXPECT_FALSE(Finds("асистент сопот", "Лични асистенти в Любимец"));
}

TEST(Search, WordThatOnlySoundsAlike_IsNotFoundByCyrillicLetters) {
  EXPECT_FALSE(Finds("бал", "бял"));
  EXPECT_FALSE(Finds("люк", "лук"));
}

TEST(Search, OtherWord_IsNotFound) {
  EXPECT_FALSE(Finds("планина", "Общински план"));
  EXPECT_FALSE(Finds("робот", "обществена работа"));
  EXPECT_FALSE(Finds("здраве", "жилища"));
}

TEST(Query, SmallWords_ArePassedOverBesideOthers) {
  const auto query = ReadQuery("условия за живот", Words());
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(query->terms.size(), 2U);
  EXPECT_THAT(query->passed_over, ElementsAre("за"));
  const auto alone = ReadQuery("за", Words());
  ASSERT_TRUE(alone.ok());
  EXPECT_EQ(alone->terms.size(), 1U);
}

TEST(Query, WithoutWords_Refused) {
  EXPECT_EQ(ReasonOf(ReadQuery("  „ – “ ", Words()).status()), "SEARCH_WITHOUT_WORDS");
}

TEST(Query, ThirteenWords_Refused) {
  EXPECT_TRUE(ReadQuery("a1 a2 a3 a4 a5 a6 a7 a8 a9 b1 b2 b3", Words()).ok());
  EXPECT_EQ(ReasonOf(ReadQuery("a1 a2 a3 a4 a5 a6 a7 a8 a9 b1 b2 b3 b4", Words()).status()),
            "SEARCH_TOO_MANY_WORDS");
}

TEST(Tokens, NumberWithSigns_IsOneTokenAndItsParts) {
  const std::vector<Token> tokens = TokensOf("№ 699/29.07.2022 г.");
  ASSERT_GE(tokens.size(), 5U);
  EXPECT_EQ(tokens[0].word, "699/29.07.2022");
  EXPECT_TRUE(tokens[0].number);
  EXPECT_EQ(tokens[1].word, "699");
  EXPECT_FALSE(tokens[1].number);
}

TEST(Tokens, NumbersThatAreNoAmount_StayApart) {
  const auto words = [](const std::string& text) {
    std::vector<std::string> found;
    for (const Token& token : TokensOf(text)) found.push_back(token.word);
    return found;
  };
  EXPECT_THAT(words("2013, 2014"), ElementsAre("2013", "2014"));
  EXPECT_THAT(words("1 20 300"), ElementsAre("1", "20300", "20", "300"));
  EXPECT_THAT(words("12 3456"), ElementsAre("12", "3456"));
  EXPECT_THAT(words("29.07.2022"), ElementsAre("29.07.2022", "29", "07", "2022"));
  EXPECT_THAT(words("2022,12"), ElementsAre("2022.12", "2022", "12"));
}

TEST(Tokens, EndlessRunOfLetters_IsPassedBy) {
  EXPECT_THAT(TokensOf(std::string(5000, 'x')), IsEmpty());
  EXPECT_THAT(TokensOf("\xD0"), IsEmpty());  // Half a letter.
}

TEST(Index, RepeatedWord_KeepsTheFirstSpots) {
  const IndexedRecord record = IndexTexts({{"title", std::string("план "), 9},
                                           {"t",
                                            "план план план план план план "
                                            "план план план план план план план план",
                                            2}},
                                          Words());
  const auto found = record.stems.find("план");
  ASSERT_NE(found, record.stems.end());
  EXPECT_EQ(found->second.weight, 9);
  EXPECT_EQ(found->second.spots.size(), kSpotsMax);
  EXPECT_EQ(found->second.spots[1], (Spot{1, 0, 8}));
}

TEST(Snippet, LongText_IsCutBetweenWordsWithItsMarks) {
  const std::string text =
      absl::StrCat(absl::StrJoin(std::vector<std::string>(40, "дума"), " "), " находка ",
                   absl::StrJoin(std::vector<std::string>(40, "дума"), " "));
  const int begin = static_cast<int>(text.find("находка"));
  const Snippet snippet = CutSnippet(text, {{begin, begin + 14}}, 100);
  ASSERT_THAT(snippet.marks, ElementsAre(Pair(::testing::_, ::testing::_)));
  const auto [from, to] = snippet.marks[0];
  EXPECT_EQ(snippet.text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)),
            "находка");
  EXPECT_TRUE(absl::StartsWith(snippet.text, "…дума"));
  EXPECT_TRUE(absl::EndsWith(snippet.text, "дума…"));
  EXPECT_LE(snippet.text.size(), 110U);
  EXPECT_TRUE(IsValidUtf8(snippet.text));
}

TEST(Snippet, ShortText_IsWhole) {
  const Snippet snippet = CutSnippet("ab", {{0, 1}, {0, 1}, {1, 2}}, 100);
  EXPECT_EQ(snippet.text, "ab");
  EXPECT_THAT(snippet.marks, ElementsAre(Pair(0, 1), Pair(1, 2)));
}

TEST(Place, IsCalledByItsNameAndNumber) {
  EXPECT_EQ(NameOfPlace("measure.1.2", Language::kBulgarian), "Мярка 1.2");
  EXPECT_EQ(NameOfPlace("adoption.decision_number", Language::kEnglish), "Adoption");
  EXPECT_EQ(NameOfPlace("unheard.1", Language::kEnglish), "Text");
}

// Words that a plan may hold, with another form of each.
constexpr std::pair<const char*, const char*> kForms[] = {
    {"услуга", "услугите"},      {"община", "общината"},     {"условие", "условията"},
    {"асистент", "асистентите"}, {"социален", "социалните"}, {"училище", "училищата"},
    {"медиатор", "медиаторът"},  {"план", "плановете"},      {"образование", "образованието"},
    {"жилищен", "жилищни"},      {"улица", "улиците"},       {"мярка", "мерките"},
    {"патронаж", "патронажа"},   {"дете", "децата"},         {"здравен", "здравните"},
    {"програма", "програмите"}};

std::string ToOtherScript(std::string word) {
  for (const auto& [cyrillic, latin] : std::vector<std::pair<std::string, std::string>>{
           {"а", "a"}, {"е", "e"}, {"о", "o"}, {"р", "p"}, {"с", "c"}, {"у", "y"}, {"х", "x"}}) {
    word = absl::StrReplaceAll(word, {{cyrillic, latin}});
  }
  return word;
}

RC_GTEST_PROP(Search, AnyWordInAnyDisguise_FindsItsRecord, ()) {
  const auto [basic, form] = kForms[*rc::gen::inRange<std::size_t>(0, std::size(kForms))];
  const auto [other, unused] = kForms[*rc::gen::inRange<std::size_t>(0, std::size(kForms))];
  const bool swap = *rc::gen::arbitrary<bool>();
  const std::string kept = swap ? form : basic;
  std::string asked = swap ? basic : form;
  switch (*rc::gen::inRange(0, 6)) {
    case 0:
      asked = absl::StrCat("„", asked, "“");
      break;
    case 1:
      asked = ToOtherScript(asked);
      break;
    case 2:
      asked = Transliterate(asked);
      break;
    case 3:
      asked = absl::AsciiStrToUpper(Transliterate(asked));
      break;
    case 4:
      asked = absl::StrCat(asked, " – ", other);
      break;
    default:
      break;
  }
  RC_ASSERT(Finds(asked, absl::StrCat(other, " ", kept, ".")));
}

}  // namespace
}  // namespace tranche::plans::search

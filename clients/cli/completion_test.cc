// SPDX-License-Identifier: EUPL-1.2
#include "cli/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tranche::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

const CommandNode& Program() {
  static const auto* const kProgram = new CommandNode(CommandTree(Language::kEnglish));
  return *kProgram;
}

std::vector<Word> NoNames(const Place&) { return {}; }

// The words offered for the last one of a line.
std::vector<std::string> Words(const std::vector<std::string>& line) {
  std::vector<std::string> words;
  for (const Word& word : Offer(FindPlace(Program(), line), NoNames).words) words.push_back(word.word);
  return words;
}

Takes TakesAt(const std::vector<std::string>& line) {
  const Place place = FindPlace(Program(), line);
  return place.option == nullptr ? Takes::kText : place.option->takes;
}

TEST(CommandTree, EveryCommandOfTheProgram_IsInIt) {
  std::set<std::string> in_tree;
  for (const CommandNode& noun : Program().commands) {
    if (noun.commands.empty()) in_tree.insert(noun.name + " ");
    for (const CommandNode& verb : noun.commands) in_tree.insert(noun.name + " " + verb.name);
  }
  std::set<std::string> commands;
  for (const Command& command : AllCommands()) {
    commands.insert(std::string(command.noun) + " " + command.verb);
  }
  EXPECT_EQ(in_tree, commands);
}

TEST(Offer, BeginningOfANounOrVerb_IsContinued) {
  EXPECT_THAT(Words({"pla"}), ElementsAre("plans"));
  EXPECT_THAT(Words({"organisations", ""}), ElementsAre("create", "list", "show"));
  EXPECT_THAT(Words({"plans", "ver"}), ElementsAre("versions", "version", "verify-attachment"));
  EXPECT_THAT(Words({"plans", "xyz"}), IsEmpty());
}

TEST(Offer, Dash_NamesTheOptionsOfTheCommandAndOfAll) {
  EXPECT_THAT(Words({"plans", "import", "-"}),
              IsSupersetOf({"--accept", "--organisation", "--dry-run", "--request-id", "--output",
                            "--lang", "--data", "--help"}));
  EXPECT_THAT(Words({"plans", "import", "--acc"}), ElementsAre("--accept", "--accept-partial"));
  EXPECT_THAT(Words({"plans", "list", "-"}), Not(Contains("--dry-run")));
}

TEST(Offer, OptionThatWasGiven_IsNotOfferedAgain) {
  EXPECT_THAT(Words({"plans", "import", "--accept", "--acc"}), ElementsAre("--accept-partial"));
  EXPECT_THAT(Words({"plans", "list", "-o", "json", "--out"}), IsEmpty());
}

TEST(Offer, ValueOfAFewWords_IsOneOfThem) {
  EXPECT_THAT(Words({"plans", "list", "-o", ""}), ElementsAre("table", "json", "csv"));
  EXPECT_THAT(Words({"plans", "list", "--output=j"}), ElementsAre("--output=json"));
  EXPECT_THAT(Words({"completion", ""}), ElementsAre("bash", "zsh", "fish"));
}

TEST(Offer, ValueOfAnEnum_IsTakenFromItsDescription) {
  EXPECT_THAT(Words({"costs", "record", "A-1", "--type", "pa"}),
              ElementsAre("payroll", "paid_amounts_account"));
  const Place place = FindPlace(Program(), {"costs", "record", "A-1", "--type", "payroll"});
  EXPECT_THAT(Offer(place, NoNames).words.at(0).help, Not(IsEmpty()));
}

TEST(Offer, FreeText_IsLeftAlone) {
  EXPECT_THAT(Words({"costs", "record", "A-1", "--number", ""}), IsEmpty());
}

TEST(FindPlace, Positional_IsFoundBetweenOptions) {
  EXPECT_EQ(TakesAt({"claims", "show", "--lang", "en", "A-1", "-o", "json", ""}), Takes::kClaim);
  EXPECT_EQ(TakesAt({"claims", "show", ""}), Takes::kContract);
  EXPECT_EQ(TakesAt({"plans", "import", "--", "-"}), Takes::kFile);
}

TEST(FindPlace, WhatWasTypedBefore_IsKnownByItsName) {
  const Place place =
      FindPlace(Program(), {"--data=/x y", "costs", "record", "BG-1", "--issuer", "Община Любимец",
                            "--organisation", "lyubimets", "--line", "1"});
  EXPECT_EQ(place.given.at("data"), "/x y");
  EXPECT_EQ(place.given.at("contract"), "BG-1");
  EXPECT_EQ(place.given.at("issuer"), "Община Любимец");
  EXPECT_EQ(place.given.at("organisation"), "lyubimets");
  EXPECT_EQ(place.option->takes, Takes::kLine);
  EXPECT_EQ(place.typed, "1");
}

TEST(FindPlace, OptionInTheSameWordAsItsValue_StaysBeforeIt) {
  const Place place = FindPlace(Program(), {"plans", "show", "--organisation=lyu"});
  EXPECT_EQ(place.before, "--organisation=");
  EXPECT_EQ(place.typed, "lyu");
  EXPECT_EQ(place.option->takes, Takes::kOrganisation);
}

TEST(FindPlace, WordsThatMeanNothing_AreGoneOver) {
  EXPECT_EQ(TakesAt({"plans", "show", "--no-such", "lyubimets-2013", "too-many", ""}), Takes::kText);
  EXPECT_EQ(TakesAt({"no-such", ""}), Takes::kText);
  EXPECT_THAT(Words({}), Contains("plans"));
  EXPECT_THAT(Words({"plans", "list", "--no-such="}), IsEmpty());
}

TEST(Unquote, QuotesAndBackslashes_AreTakenAway) {
  EXPECT_EQ(Unquote("'Община Любимец'").text, "Община Любимец");
  EXPECT_EQ(Unquote("Община\\ Любимец").text, "Община Любимец");
  EXPECT_EQ(Unquote("\"a \\\"b\\\" \\n\"").text, "a \"b\" \\n");
  EXPECT_EQ(Unquote("a'b c'd").text, "ab cd");
  EXPECT_EQ(Unquote("'it'\\''s'").text, "it's");
  EXPECT_EQ(Unquote("\"it's\"").text, "it's");
}

TEST(Unquote, QuoteThatIsOpen_IsTold) {
  EXPECT_EQ(Unquote("'Общ").open_quote, '\'');
  EXPECT_EQ(Unquote("\"Общ").open_quote, '"');
  EXPECT_EQ(Unquote("'a'b").open_quote, 0);
}

TEST(Quote, WordForBash_ReadsBackAsItWas) {
  for (const std::string word :
       {"lyubimets-2013", "Доставчик ООД", "a'b\"c", "$HOME `x` !1", "a;b|c&d(e)*?[f]#~"}) {
    EXPECT_EQ(Unquote(Quote(word)).text, word);
    EXPECT_EQ(Unquote(Quote(word)).open_quote, 0);
  }
  EXPECT_EQ(Quote("Доставчик ООД"), "Доставчик\\ ООД");
  EXPECT_EQ(Quote("--output=json"), "--output=json");
}

std::vector<Word> Issuers(const Place& place) {
  if (place.option->takes != Takes::kIssuer) return {};
  return {{"Доставчик ООД", "line\nbreak"}, {"Доставчик 2", ""}, {"Доставчик 2", ""}};
}

TEST(AnswerShell, Bash_GetsWordsAsTheyAreTyped) {
  const auto answer = [](const std::string& word) {
    return AnswerShell(Program(), "bash", {"costs", "record", "'A 1'", "--issuer", word}, Issuers);
  };
  EXPECT_EQ(answer("Дост"), "words\nДоставчик\\ ООД\nДоставчик\\ 2\n");
  EXPECT_EQ(answer("'Дост"), "words\nДоставчик ООД\nДоставчик 2\n");
  EXPECT_EQ(answer("Доставчик\\ О"), "words\nДоставчик\\ ООД\n");
}

TEST(AnswerShell, Bash_GetsNamesThatRunNothingWithinAQuote) {
  const std::string name = "Д'А \"x\" $(touch y) `z` \\";
  const auto names = [&name](const Place&) { return std::vector<Word>{{name, ""}}; };
  for (const std::string quote : {"\"", "'"}) {
    const std::string answer =
        AnswerShell(Program(), "bash", {"costs", "record", "A", "--issuer", quote + "Д"}, names);
    absl::string_view word = answer;
    ASSERT_TRUE(absl::ConsumePrefix(&word, "words\n") && absl::ConsumeSuffix(&word, "\n")) << answer;
    EXPECT_EQ(Unquote(absl::StrCat(quote, word, quote)).text, name) << answer;
  }
}

TEST(AnswerShell, ZshAndFish_GetWordsAsTheyAreAndWhatTheyMean) {
  EXPECT_EQ(AnswerShell(Program(), "fish", {"costs", "record", "A", "--issuer", ""}, Issuers),
            "words\nДоставчик ООД\tline break\nДоставчик 2\n");
  EXPECT_EQ(AnswerShell(Program(), "zsh", {"pla"}, NoNames),
            "words\nplans\tMunicipal plans: import, show, check\n");
}

TEST(AnswerShell, Fish_GetsTheWordWithoutTheQuoteThatItHasPutThere) {
  EXPECT_EQ(
      AnswerShell(Program(), "fish", {"costs", "record", "it's", "--issuer", "'Доставчик О"}, Issuers),
      "words\nДоставчик ООД\tline break\n");
}

TEST(AnswerShell, FilesAndFolders_AreLeftToTheShell) {
  EXPECT_EQ(AnswerShell(Program(), "zsh", {"plans", "import", "x"}, NoNames), "files\n");
  EXPECT_EQ(AnswerShell(Program(), "bash", {"--data", ""}, NoNames), "folders\n");
}

}  // namespace
}  // namespace tranche::cli

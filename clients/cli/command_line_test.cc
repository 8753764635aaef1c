// SPDX-License-Identifier: EUPL-1.2
#include "cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/commands.h"
#include "cli/completion.h"
#include "platform/text/fold.h"

namespace tranche::cli {
namespace {

struct Outcome {
  int code = 0;
  std::string out;
  std::string err;
};

// A data folder that does not exist, so that nothing is ever called.
Outcome RunCli(const std::vector<std::string>& arguments, const char* lang = "bg_BG.UTF-8") {
  Environment environment;
  environment.tranche_data = "/nonexistent/tranche";
  environment.lang = lang;
  std::ostringstream out;
  std::ostringstream err;
  Outcome outcome;
  outcome.code = RunCommandLine(arguments, environment, out, err);
  outcome.out = out.str();
  outcome.err = err.str();
  return outcome;
}

TEST(CommandLine, Help_NamesEveryNounAndTheExitCodes) {
  const Outcome bulgarian = RunCli({"--help"});
  EXPECT_EQ(bulgarian.code, 0);
  for (const Command& command : AllCommands())
    EXPECT_THAT(bulgarian.out, testing::HasSubstr(command.noun));
  EXPECT_THAT(bulgarian.out, testing::HasSubstr("130 прекъснато"));
  EXPECT_THAT(RunCli({"--help", "--lang", "en"}).out, testing::HasSubstr("130 interrupted"));
}

// Its batches have keys of their own; one for all of them would be refused at the second.
TEST(CommandLine, ImportOfParticipants_TakesNoKey) {
  const Outcome outcome = RunCli({"participants", "import", "x.csv", "--contract", "C01", "--package",
                                  "1", "--request-id", "key-1"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, testing::HasSubstr("--request-id"));
}

TEST(CommandLine, EveryCommand_HasHelpWithAnExampleOfItself) {
  for (const Command& command : AllCommands()) {
    std::vector<std::string> words = {command.noun};
    if (*command.verb != '\0') words.emplace_back(command.verb);
    words.emplace_back("--help");
    const std::string name =
        absl::StrCat("tranche ", words[0], *command.verb != '\0' ? " " : "", command.verb);
    const Outcome help = RunCli(words);
    EXPECT_EQ(help.code, 0) << name;
    EXPECT_THAT(help.out, testing::HasSubstr("Примери")) << name;
    EXPECT_TRUE(absl::StartsWith(command.examples, name)) << name;
  }
}

// A line of examples as a shell splits it, up to a redirection or a comment.
std::vector<std::string> Split(const std::string& line) {
  std::vector<std::string> words;
  std::string raw;
  for (const char c : line + " ") {
    if (c != ' ' || Unquote(raw).open_quote != 0) {
      raw.push_back(c);
    } else if (!raw.empty()) {
      words.push_back(Unquote(raw).text);
      raw.clear();
    }
  }
  const auto end = std::find_if(words.begin(), words.end(),
                                [](const std::string& word) { return word == ">" || word == "#"; });
  words.erase(end, words.end());
  return words;
}

TEST(CommandLine, EveryExample_IsACommand) {
  int count = 0;
  for (const Command& command : AllCommands()) {
    for (const absl::string_view line : absl::StrSplit(command.examples, '\n')) {
      std::vector<std::string> words = Split(std::string(line));
      ASSERT_GT(words.size(), 1u) << line;
      EXPECT_EQ(words[0], "tranche") << line;
      words.erase(words.begin());
      EXPECT_EQ(FindMistake(words, Language::kEnglish), "") << line;
      ++count;
    }
  }
  EXPECT_GT(count, 40);
  EXPECT_EQ(FindMistake({"plans", "show", "a", "--no-such"}, Language::kEnglish),
            "unknown \"--no-such\"");
}

TEST(CommandLine, DryRun_IsOfferedWhereSomethingIsWrittenOnly) {
  for (const Command& command : AllCommands()) {
    std::vector<std::string> words = {command.noun};
    if (*command.verb != '\0') words.emplace_back(command.verb);
    words.emplace_back("--help");
    EXPECT_EQ(absl::StrContains(RunCli(words).out, "--dry-run"), command.writes)
        << command.noun << " " << command.verb;
  }
  EXPECT_EQ(RunCli({"plans", "list", "--dry-run"}).code, 2);
}

TEST(CommandLine, Complete_OffersWithoutAServerAndSaysNothing) {
  EXPECT_EQ(RunCli({"complete", "bash", "pla"}).out, "words\nplans\n");
  const Outcome names = RunCli({"complete", "zsh", "plans", "show", ""});
  EXPECT_EQ(names.code, 0);
  EXPECT_EQ(names.out, "words\n");
  EXPECT_EQ(names.err, "");
  EXPECT_EQ(RunCli({"complete"}).code, 2);
}

TEST(CommandLine, Completion_PrintsTheScriptOfAShell) {
  for (const char* shell : kShells) {
    EXPECT_THAT(RunCli({"completion", shell}).out,
                testing::HasSubstr("complete " + std::string(shell)));
  }
  EXPECT_EQ(RunCli({"completion", "csh"}).code, 2);
  EXPECT_THAT(RunCli({"completion", "csh"}).err, testing::HasSubstr("csh"));
}

TEST(CommandLine, EnglishTexts_HoldNoCyrillic) {
  const auto check = [](const char* text) {
    for (const char* c = text; *c != '\0'; ++c) {
      const auto byte = static_cast<unsigned char>(*c);
      ASSERT_FALSE(byte == 0xd0 || byte == 0xd1) << text;
    }
  };
  for (const Command& command : AllCommands()) {
    check(command.help.en);
    check(AboutNoun(command.noun).en);
    for (const Parameter& parameter : command.parameters) check(parameter.help.en);
  }
}

TEST(CommandLine, WrongUsage_EndsWith2AndSaysWhereTheHelpIs) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"plans"},
                                             {"plans", "eat"},
                                             {"plans", "check"},
                                             {"plans", "check", "a", "b"},
                                             {"plans", "list", "-o", "xml"},
                                             {"plans", "list", "--lang", "fr"},
                                             {"contracts", "show"},
                                             {"claims", "send", "C", "1"}}) {
    const Outcome outcome = RunCli(arguments);
    EXPECT_EQ(outcome.code, 2) << testing::PrintToString(arguments);
    EXPECT_THAT(outcome.err, testing::HasSubstr("--help"));
    EXPECT_EQ(outcome.out, "");
  }
}

TEST(CommandLine, WrongUsage_IsSaidInTheLanguageAskedFor) {
  EXPECT_THAT(RunCli({"plan"}).err, testing::HasSubstr("непознато „plan“"));
  EXPECT_THAT(RunCli({"plan"}, "en").err, testing::HasSubstr("unknown \"plan\""));
  EXPECT_THAT(RunCli({"plans"}).err, testing::HasSubstr("липсва команда"));
  EXPECT_THAT(RunCli({"plans", "check"}, "en").err, testing::HasSubstr("plan is missing"));
  EXPECT_THAT(RunCli({"claims", "send", "C", "1"}).err, testing::HasSubstr("липсва --on"));
}

TEST(CommandLine, Help_AlignsInCyrillic) {
  std::istringstream help(RunCli({"costs", "record", "--help"}).out);
  std::string line;
  std::set<int> columns;
  while (std::getline(help, line)) {
    for (const char* text : {"Ред на бюджета", "Номер на документа", "Организация, напр."}) {
      const size_t at = line.find(text);
      if (at != std::string::npos) columns.insert(DisplayWidth(line.substr(0, at)));
    }
  }
  EXPECT_EQ(columns.size(), 1u);
  EXPECT_THAT(help.str(), testing::Not(testing::HasSubstr("Options:")));
}

TEST(CommandLine, DayThatDoesNotExist_IsRefusedBeforeAnythingIsAsked) {
  for (const std::string day : {"31.02.2018", "2018-02-31"}) {
    const Outcome outcome = RunCli({"deadlines", "list", "A-1", "--as-of", day});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, testing::HasSubstr(day));
  }
  EXPECT_EQ(RunCli({"claims", "send", "A-1", "1", "--on", "31.02.2018"}).code, 2);
}

TEST(CommandLine, AsOfWhereNothingDependsOnADay_IsRefused) {
  const Outcome bulgarian = RunCli({"plans", "list", "--as-of", "2018-09-01"});
  EXPECT_EQ(bulgarian.code, 2);
  EXPECT_EQ(bulgarian.err,
            "tranche: Командата tranche plans list не зависи от дата; повторете я без --as-of.\n");
  EXPECT_THAT(RunCli({"--as-of", "2018-09-01", "doctor"}, "en").err,
              testing::HasSubstr("tranche doctor does not depend on a day"));
}

TEST(CommandLine, AsOfWhereTheAnswerDependsOnIt_IsTaken) {
  // Only the server is missing then.
  EXPECT_EQ(RunCli({"deadlines", "list", "A-1", "--as-of", "2018-09-01"}).code, 7);
  EXPECT_EQ(RunCli({"rules", "list", "--as-of", "2018-09-01"}).code, 7);
  EXPECT_EQ(RunCli({"reports", "budget-vs-actual", "A-1", "--as-of", "1.9.2018"}).code, 7);
  EXPECT_EQ(RunCli({"examples", "summary", "--as-of", "2018-09-01"}).code, 7);
}

TEST(CommandLine, LinkToAPlanAndAStrategyAtOnce_IsRefused) {
  const Outcome outcome = RunCli({"links", "make", "--organisation", "lyubimets", "--plan",
                                  "lyubimets-2013", "--strategy", "regional", "--source", "x"},
                                 "en");
  EXPECT_NE(outcome.code, 0);
  EXPECT_THAT(outcome.err, testing::HasSubstr("not both"));
}

// Both folders are looked at before anything of the first one is loaded.
TEST(CommandLine, ExamplesOfASecondFolderThatIsNotThere_AreRefusedByItsName) {
  const Outcome outcome = RunCli(
      {"examples", "load", SOURCE_ROOT "/services/examples", "--more", "/nonexistent/more"}, "en");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, testing::HasSubstr("/nonexistent/more"));
  // Where both are there, only the server is missing.
  EXPECT_EQ(RunCli({"examples", "load", SOURCE_ROOT "/services/examples", "--more",
                    SOURCE_ROOT "/services/examples/municipal-plans"})
                .code,
            7);
}

TEST(CommandLine, ArgumentThatIsNotUtf8_IsRefusedByItsOptionOrPosition) {
  const std::string cp1251 = "\xcb\xfe\xe1";
  const Outcome option = RunCli({"plans", "list", "--organisation", cp1251});
  EXPECT_EQ(option.code, 2);
  EXPECT_EQ(option.err,
            "tranche: Стойността на --organisation не е в UTF-8; настройте терминала на UTF-8 и "
            "повторете.\n");
  EXPECT_THAT(RunCli({"plans", "list", "--organisation=" + cp1251}, "en").err,
              testing::HasSubstr("The value of --organisation is not UTF-8"));
  const Outcome position = RunCli({"plans", "show", cp1251, "--lang", "en"});
  EXPECT_EQ(position.code, 2);
  EXPECT_THAT(position.err, testing::HasSubstr("Argument 3 after tranche is not UTF-8"));
  EXPECT_THAT(RunCli({"plans", "import", "--accept", cp1251}, "en").err,
              testing::HasSubstr("Argument 4 "));
}

TEST(CommandLine, ClaimThatIsNoNumber_IsRefusedBeforeAnythingIsAsked) {
  for (const std::string claim : {"едно", "0", "02", "+1", "1.5", "99999999999"}) {
    const Outcome send = RunCli({"claims", "send", "A-1", claim, "--on", "2018-01-01"});
    EXPECT_EQ(send.code, 2) << claim;
    EXPECT_THAT(send.err, testing::HasSubstr("„" + claim + "“ не е номер на искане"));
    EXPECT_EQ(RunCli({"claims", "verify", "A-1", claim, "--on", "2018-01-01"}).code, 2) << claim;
    EXPECT_EQ(RunCli({"claims", "show", "A-1", claim}).code, 2) << claim;
  }
  EXPECT_EQ(RunCli({"claims", "show", "A-1", "12"}).code, 7);
}

TEST(CommandLine, EmptyPlan_IsRefusedBeforeAnythingIsAsked) {
  const Outcome bulgarian = RunCli({"plans", "import", "/dev/null"});
  EXPECT_EQ(bulgarian.code, 2);
  EXPECT_EQ(bulgarian.err, "tranche: Файлът /dev/null е празен.\n");
  EXPECT_EQ(RunCli({"plans", "import", "/dev/null"}, "en").err,
            "tranche: The file /dev/null is empty.\n");
}

TEST(CommandLine, ImportThatAllowsFewerMeasures_IsExplained) {
  EXPECT_THAT(
      RunCli({"plans", "import", "--help", "--lang", "en"}).out,
      testing::ContainsRegex("--allow-fewer +Stores the document although it has fewer measures"));
  EXPECT_EQ(RunCli({"plans", "import", SOURCE_ROOT "/README.md", "--allow-fewer"}).code, 7);
}

TEST(CommandLine, CostWithoutItsFlags_SaysWhichAreNeeded) {
  const Outcome none = RunCli({"costs", "record", "A-1", "--line", "1.1"}, "en_GB");
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, testing::HasSubstr("--issued-on"));
  EXPECT_EQ(RunCli({"costs", "record", "A-1", "--file", "x.json", "--line", "1.1"}).code, 2);
}

TEST(CommandLine, AmountAndTypeTypedWrong_AreRefusedHere) {
  const std::vector<std::string> good = {
      "costs",       "record",     "A-1",       "--line",     "1.1",      "--number", "1",
      "--issued-on", "2018-01-01", "--paid-on", "2018-01-02", "--issuer", "X"};
  std::vector<std::string> amount = good;
  amount.insert(amount.end(), {"--type", "invoice", "--total", "12,3,4"});
  EXPECT_EQ(RunCli(amount).code, 2);
  EXPECT_THAT(RunCli(amount).err, testing::HasSubstr("12,3,4"));
  std::vector<std::string> type = good;
  type.insert(type.end(), {"--type", "letter", "--total", "5"});
  EXPECT_EQ(RunCli(type).code, 2);
  EXPECT_THAT(RunCli(type).err, testing::HasSubstr("letter"));
}

// Exit code 7: everything typed was understood, and no server answers.
TEST(CommandLine, CurrencyInSmallLetters_IsUnderstoodByEveryCommand) {
  int count = 0;
  for (const Command& command : AllCommands()) {
    const bool takes_currency =
        std::any_of(command.parameters.begin(), command.parameters.end(),
                    [](const Parameter& parameter) { return parameter.words == Currencies; });
    if (!takes_currency) continue;
    const std::vector<std::string> lines = absl::StrSplit(command.examples, '\n');
    std::vector<std::string> words = Split(lines[0]);
    words.erase(words.begin());
    if (const auto given = std::find(words.begin(), words.end(), "--currency"); given != words.end()) {
      words.erase(given, given + 2);
    }
    words.insert(words.end(), {"--currency", "eur"});
    const Outcome outcome = RunCli(words);
    EXPECT_EQ(outcome.code, 7) << lines[0] << ": " << outcome.err;
    ++count;
  }
  EXPECT_GT(count, 4);
  const Outcome unknown = RunCli({"debts", "interest", "--eu", "1", "--from", "2018-01-01", "--to",
                                  "2018-01-02", "--currency", "usd"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, testing::HasSubstr("USD"));
}

TEST(CommandLine, AmountWhoseCurrencyNothingSays_IsAskedFor) {
  std::vector<std::string> words = {"debts", "interest",   "--from", "2018-01-01",
                                    "--to",  "2018-01-02", "--eu",   "8500"};
  const Outcome silent = RunCli(words, "en_GB");
  EXPECT_EQ(silent.code, 2);
  EXPECT_THAT(silent.err, testing::HasSubstr("--currency"));
  words.back() = "8500 €";
  EXPECT_EQ(RunCli(words).code, 7);
}

TEST(SignOf, Amounts_SayTheirCurrencyOrNone) {
  EXPECT_EQ(*SignOf({"5", "1 250,00 лв."}), "BGN");
  EXPECT_EQ(*SignOf({"€ 5.00"}), "EUR");
  EXPECT_EQ(*SignOf({"5", "6,50"}), "");
  EXPECT_EQ(ReasonOf(SignOf({"5", "пет"}).status()), "MONEY_MALFORMED");
}

TEST(CommandLine, WordThatIsNone_IsRefusedWithThoseThatAre) {
  const Outcome outcome = RunCli({"orders", "outcome", "A-1", "1", "--outcome", "paid"}, "en_GB");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, testing::HasSubstr("bank_paid, bank_refused"));
  EXPECT_EQ(RunCli({"orders", "outcome", "A-1", "1", "--outcome", "Bank-Paid"}).code, 7);
}

TEST(CommandLine, NoServer_IsSaidInTheLanguageAskedFor) {
  const Outcome bulgarian = RunCli({"plans", "list"});
  EXPECT_EQ(bulgarian.code, 7);
  EXPECT_THAT(bulgarian.err, testing::HasSubstr("пуснете services/run"));
  const Outcome english = RunCli({"plans", "list", "--lang", "en"});
  EXPECT_THAT(english.err, testing::HasSubstr("run services/run"));
  EXPECT_EQ(english.out, "");
}

TEST(CommandLine, Doctor_SaysEachThingThatIsWrong) {
  const Outcome outcome = RunCli({"doctor", "-o", "json"});
  EXPECT_EQ(outcome.code, 7);
  EXPECT_THAT(outcome.out, testing::HasSubstr("\"check\": \"data\""));
  EXPECT_THAT(outcome.out, testing::HasSubstr("\"ok\": false"));
}

TEST(CommandLine, Version_IsPrinted) {
  EXPECT_EQ(RunCli({"--version"}).code, 0);
  EXPECT_TRUE(absl::StartsWith(RunCli({"--version"}).out, "tranche "));
}

}  // namespace
}  // namespace tranche::cli

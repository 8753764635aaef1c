// SPDX-License-Identifier: EUPL-1.2
#include "cli/session.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tranche/common/v1/reason.pb.h"

namespace tranche::cli {
namespace {

constexpr Language kBg = Language::kBulgarian;
constexpr Language kEn = Language::kEnglish;

TEST(LanguageOf, English_IsSpokenOnlyWhereItIsAskedFor) {
  EXPECT_EQ(LanguageOf(nullptr, nullptr, nullptr), kBg);
  EXPECT_EQ(LanguageOf(nullptr, nullptr, "en_GB.UTF-8"), kEn);
  EXPECT_EQ(LanguageOf(nullptr, "bg_BG.UTF-8", "en_GB.UTF-8"), kBg);
  EXPECT_EQ(LanguageOf("", "en_US", "bg_BG"), kEn);
  EXPECT_EQ(LanguageOf("C.UTF-8", nullptr, "en_GB.UTF-8"), kBg);
}

TEST(DefaultDataFolder, Root_HasTheSystemsFolder) {
  EXPECT_EQ(DefaultDataFolder(true, nullptr, "/x", "/home/a"), "/var/lib/tranche");
  EXPECT_EQ(DefaultDataFolder(true, "/srv/t", nullptr, nullptr), "/srv/t");
}

TEST(DefaultDataFolder, User_HasTheirOwn) {
  EXPECT_EQ(DefaultDataFolder(false, nullptr, nullptr, "/home/a"), "/home/a/.local/share/tranche");
  EXPECT_EQ(DefaultDataFolder(false, "", "/x", "/home/a"), "/x/tranche");
}

TEST(ExitCodeOf, EveryReasonOfTheCatalogue_HasACode) {
  const auto* reasons = common::v1::Reason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const std::string reason = reasons->value(i)->name();
    if (reasons->value(i)->number() == 0) continue;
    const ExitCode code = ExitCodeOf(Refuse(reason));
    EXPECT_NE(code, kExitOk) << reason;
    // What is no fault of the server is told apart from its failures.
    if (HttpStatusOf(reason) < 500 && HttpStatusOf(reason) != 405 && HttpStatusOf(reason) != 421 &&
        HttpStatusOf(reason) != 431) {
      EXPECT_NE(code, kExitFailure) << reason;
    }
  }
}

TEST(ExitCodeOf, Reasons_HaveTheDocumentedCodes) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), 0);
  EXPECT_EQ(ExitCodeOf(Refuse("INTERNAL")), 1);
  EXPECT_EQ(ExitCodeOf(Refuse("INVALID_REQUEST")), 2);
  EXPECT_EQ(ExitCodeOf(Refuse("NOT_FOUND")), 3);
  EXPECT_EQ(ExitCodeOf(Refuse("TOKEN_EXPIRED")), 4);
  EXPECT_EQ(ExitCodeOf(Refuse("PERMISSION_DENIED")), 4);
  EXPECT_EQ(ExitCodeOf(Refuse("CONTRACT_EXISTS")), 5);
  EXPECT_EQ(ExitCodeOf(Refuse("LINE_EXHAUSTED")), 6);
  EXPECT_EQ(ExitCodeOf(Refuse("DEADLINE_PASSED")), 7);
  EXPECT_EQ(ExitCodeOf(Refuse("OUTCOME_UNKNOWN")), 7);
  EXPECT_EQ(ExitCodeOf(absl::CancelledError("")), 1);
}

TEST(ExitCodeOf, WhatWasTypedWrong_IsUsageWhateverTheReason) {
  EXPECT_EQ(ExitCodeOf(Problem(kExitUnavailable, "x")), 7);
  EXPECT_EQ(ExitCodeOf(AsUsage(Refuse("MONEY_OUT_OF_RANGE"))), 2);
  EXPECT_EQ(ReasonOf(AsUsage(Refuse("MONEY_OUT_OF_RANGE"))), "MONEY_OUT_OF_RANGE");
}

TEST(Complain, Violation_NamesItsPlaceInTheLanguage) {
  const absl::Status status = RefuseInput(
      "DOCUMENT_UNREADABLE", {{"line 27, column 5", "AMOUNT_MALFORMED", {{"value", "12,3,4"}}}});
  EXPECT_THAT(Complain(status, kBg, ""), testing::HasSubstr("\n  ред 27, колона 5: "));
  EXPECT_THAT(Complain(status, kBg, ""), testing::HasSubstr("12,3,4"));
  EXPECT_THAT(Complain(status, kEn, ""), testing::HasSubstr("\n  line 27, column 5: "));
}

TEST(Complain, OnlyViolationWithTheSameSentence_IsSaidOnce) {
  const absl::Status twice =
      RefuseInput("JSON_DUPLICATE_KEY", {{"proposal.title", "JSON_DUPLICATE_KEY", {{"key", "title"}}}},
                  {{"key", "title"}});
  EXPECT_EQ(
      Complain(twice, kBg, ""),
      "tranche: proposal.title: " + Explain("JSON_DUPLICATE_KEY", {{"key", "title"}}, kBg) + "\n");
  const absl::Status unknown =
      RefuseInput("FIELD_UNKNOWN", {{"a.b", "FIELD_UNKNOWN", {{"field", "a.b"}}}}, {{"field", "a.b"}});
  EXPECT_EQ(Complain(unknown, kEn, ""),
            "tranche: " + Explain("FIELD_UNKNOWN", {{"field", "a.b"}}, kEn) + "\n");
}

TEST(Complain, UnknownOutcomeOfAWrite_SaysTheKeyToRepeatWith) {
  EXPECT_THAT(Complain(Refuse("OUTCOME_UNKNOWN"), kEn, "key-1"),
              testing::HasSubstr("--request-id key-1"));
  EXPECT_THAT(Complain(Refuse("OUTCOME_UNKNOWN"), kEn, ""),
              testing::Not(testing::HasSubstr("--request-id")));
  EXPECT_THAT(Complain(Refuse("LINE_EXHAUSTED"), kEn, "key-1"),
              testing::Not(testing::HasSubstr("key-1")));
  EXPECT_THAT(Complain(Refuse("PEER_UNAVAILABLE"), kBg, ""),
              testing::HasSubstr("services/run --status"));
}

TEST(ReadTypedDay, IsoAndBulgarian_AreTheSameDay) {
  EXPECT_EQ(*ReadTypedDay("2018-09-01"), "2018-09-01");
  EXPECT_EQ(*ReadTypedDay("1.9.2018"), "2018-09-01");
}

TEST(ReadTypedDay, DayThatDoesNotExist_IsWrongUsage) {
  for (const char* typed : {"31.02.2018", "2018-02-31"}) {
    const auto day = ReadTypedDay(typed);
    EXPECT_EQ(ReasonOf(day.status()), "DATE_NOT_IN_CALENDAR") << typed;
    EXPECT_EQ(ExitCodeOf(day.status()), kExitUsage);
  }
  EXPECT_EQ(ReasonOf(ReadTypedDay("вчера").status()), "DATE_MALFORMED");
}

TEST(ReadTypedAmount, BothForms_BecomeTheWires) {
  EXPECT_EQ(*ReadTypedAmount("10350.5", "BGN"), "10350.50");
  EXPECT_EQ(*ReadTypedAmount("10 350,00", "BGN"), "10350.00");
  EXPECT_EQ(*ReadTypedAmount("10.350,00 лв.", "BGN"), "10350.00");
  EXPECT_EQ(ExitCodeOf(ReadTypedAmount("12,3,4", "BGN").status()), kExitUsage);
  EXPECT_EQ(ReasonOf(ReadTypedAmount("1", "USD").status()), "MONEY_CURRENCY_UNKNOWN");
}

TEST(ReadTypedAmount, SignOfAnotherCurrency_IsWrongUsage) {
  const auto amount = ReadTypedAmount("100 €", "BGN");
  EXPECT_EQ(ReasonOf(amount.status()), "MONEY_CURRENCY_MIXED");
  EXPECT_EQ(ExitCodeOf(amount.status()), kExitUsage);
}

class SessionTest : public testing::Test {
 protected:
  SessionTest()
      : folder_(std::filesystem::path(testing::TempDir()) /
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "secrets");
    settings_.data = folder_.string();
    settings_.out = &out_;
    settings_.err = &err_;
  }
  ~SessionTest() override { std::filesystem::remove_all(folder_); }
  void Write(const std::string& file, const std::string& content) {
    std::ofstream(folder_ / file) << content;
  }

  const std::filesystem::path folder_;
  std::ostringstream out_;
  std::ostringstream err_;
  Settings settings_;
};

TEST_F(SessionTest, Address_IsInTheDataFolderUnlessNamed) {
  const auto none = Session(settings_).Address();
  EXPECT_EQ(ExitCodeOf(none.status()), kExitUnavailable);
  EXPECT_THAT(std::string(none.status().message()), testing::HasSubstr("services/run"));
  Write("endpoint", "unix:/run/x.sock\n");
  EXPECT_EQ(*Session(settings_).Address(), "unix:/run/x.sock");
  settings_.server = "127.0.0.1:5";
  EXPECT_EQ(*Session(settings_).Address(), "127.0.0.1:5");
}

TEST_F(SessionTest, Token_IsReadOfTheUserAndNeverWithBlanks) {
  EXPECT_EQ(ExitCodeOf(Session(settings_).ReadToken("owner").status()), kExitForbidden);
  Write("secrets/owner.token", "tranche_a.b\n");
  Write("secrets/approver.token", "tranche_c.d");
  EXPECT_EQ(*Session(settings_).ReadToken("owner"), "tranche_a.b");
  EXPECT_EQ(*Session(settings_).ReadToken("approver"), "tranche_c.d");
  Write("secrets/owner.token", "two words");
  EXPECT_FALSE(Session(settings_).ReadToken("owner").ok());
}

TEST_F(SessionTest, TokenFile_ReplacesOnlyTheOwners) {
  Write("secrets/approver.token", "tranche_c.d");
  Write("mine", "tranche_e.f");
  settings_.token_file = (folder_ / "mine").string();
  EXPECT_EQ(*Session(settings_).ReadToken("owner"), "tranche_e.f");
  EXPECT_EQ(*Session(settings_).ReadToken("approver"), "tranche_c.d");
}

TEST_F(SessionTest, ReadFile_RefusesWhatIsMissingOrTooLarge) {
  EXPECT_EQ(ExitCodeOf(Session(settings_).ReadFile((folder_ / "none").string()).status()), kExitUsage);
  EXPECT_EQ(ExitCodeOf(Session(settings_).ReadFile(folder_.string()).status()), kExitUsage);
  Write("large", std::string((4 << 20) + 1, 'x'));
  EXPECT_EQ(ExitCodeOf(Session(settings_).ReadFile((folder_ / "large").string()).status()), kExitUsage);
  Write("good", "да");
  EXPECT_EQ(*Session(settings_).ReadFile((folder_ / "good").string()), "да");
}

TEST_F(SessionTest, ContractName_FoldsTheNumberHoweverTyped) {
  const Session session(settings_);
  const std::string name = "organisations/-/contracts/BG05M9OP001-2.005-0063-C01";
  EXPECT_EQ(session.ContractName("BG05M9OP001-2.005-0063-C01", ""), name);
  EXPECT_EQ(session.ContractName("BG05М9ОР001-2.005-0063-С01", ""), name);
  EXPECT_EQ(session.ContractName(name, "x"), name);
  EXPECT_EQ(session.ContractName("A-1", "lyubimets"), "organisations/lyubimets/contracts/A-1");
}

}  // namespace
}  // namespace tranche::cli

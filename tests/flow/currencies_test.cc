// SPDX-License-Identifier: EUPL-1.2
// The conversion of Mineralni Bani's contract from lev to euro as a user types it, documents in other
// currencies and their rates, with the real programs, a process for each role, and over REST.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kContract[] = "BG05M9OP001-2.005-0063-C01";
constexpr char kPath[] = "/v1/organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

class CurrenciesFlow : public ::testing::Test {
 protected:
  Ran Foreign(const std::string& currency, const std::string& total, const std::string& number) const {
    return programs_.Tranche({"costs",      "record-foreign", kContract,    "--line",   "4.1",
                              "--type",     "invoice",        "--number",   number,     "--issued-on",
                              "02.10.2017", "--paid-on",      "05.10.2017", "--issuer", "Supplies Ltd",
                              "--currency", currency,         "--total",    total,      "--lang",
                              "en"});
  }

  Programs programs_{Programs::Options{.split = true}};
};

TEST_F(CurrenciesFlow, FromLevToEuro_TheBooksAgreeInBoth) {
  const Ran law = programs_.Tranche({"rules", "changeovers", "--lang", "bg"});
  EXPECT_EQ(law.code, 0) << law.error;
  EXPECT_THAT(law.out, HasSubstr("1.95583"));
  EXPECT_THAT(law.out, HasSubstr("чл. 45"));
  // What it would be, before anything is done.
  EXPECT_EQ(programs_.TrancheJson(
                {"budgets", "show", kContract, "--currency", "eur"})["caps"]["total"]["amount"],
            "193272.68");
  const Ran ended = programs_.Tranche({"contracts", "redenominate", kContract, "--lang", "bg"});
  EXPECT_EQ(ended.code, 6);
  EXPECT_THAT(ended.error, HasSubstr("--still-to-settle"));
  const Ran tried =
      programs_.Tranche({"contracts", "redenominate", kContract, "--still-to-settle", "--dry-run"});
  EXPECT_EQ(tried.code, 0) << tried.error;
  EXPECT_EQ(programs_.TrancheJson({"contracts", "show", kContract})["amount"]["total"]["currency"],
            "BGN");

  const Ran all = programs_.Tranche({"contracts", "redenominate", "--all", "--still-to-settle",
                                     "--organisation", "mineralni-bani", "--lang", "en"});

  EXPECT_EQ(all.code, 0) << all.error;
  EXPECT_THAT(all.error, HasSubstr("Converted: 1 of 1."));
  const Json converted = programs_.TrancheJson({"contracts", "redenomination", kContract});
  EXPECT_EQ(converted["state"], "converted");
  EXPECT_EQ(converted["before"]["total"]["amount"], "378008.50");
  EXPECT_EQ(converted["after"]["total"]["amount"], "193272.68");
  const Json budget = programs_.TrancheJson({"budgets", "redenomination", kContract});
  EXPECT_EQ(budget["after"]["total"]["amount"], "193272.68");
  EXPECT_EQ(programs_.TrancheJson({"budgets", "show", kContract})["caps"]["total"]["amount"],
            "193272.68");
  EXPECT_EQ(programs_.TrancheJson(
                {"budgets", "show", kContract, "--currency", "BGN"})["caps"]["total"]["amount"],
            "378008.50");
  EXPECT_EQ(programs_.Tranche({"budgets", "check", "--all", "--lang", "en"}).code, 0);
  const Ran again =
      programs_.Tranche({"contracts", "redenominate", kContract, "--still-to-settle", "--lang", "en"});
  EXPECT_EQ(again.code, 5);
  EXPECT_THAT(again.error, HasSubstr("was converted already"));
  const Ran none = programs_.Tranche({"contracts", "redenominate", "--all", "--still-to-settle",
                                      "--organisation", "mineralni-bani", "--lang", "en"});
  EXPECT_EQ(none.code, 0);
  EXPECT_THAT(none.error, HasSubstr("No contract is to be converted."));
  EXPECT_EQ(programs_.Tranche({"contracts", "redenominate"}).code, 2);
}

TEST_F(CurrenciesFlow, AnInvoiceInDollars_TakesTheRateThatSomebodyRecordedWithItsSource) {
  const Ran unknown = Foreign("usd", "1250.00", "815");
  EXPECT_EQ(unknown.code, 6);
  EXPECT_THAT(unknown.error, HasSubstr("2017-10"));
  EXPECT_EQ(programs_.TrancheJson({"rates", "record", "--currency", "usd", "--month", "2017-10",
                                   "--rate", "1,25", "--source", "попълнено за теста", "--organisation",
                                   "mineralni-bani"})["rate"],
            "1.25");
  EXPECT_EQ(programs_
                .Tranche({"rates", "record", "--currency", "BGN", "--month", "2017-10", "--rate", "2",
                          "--source", "x", "--organisation", "mineralni-bani"})
                .code,
            2);

  const Ran recorded = Foreign("usd", "1250.00", "815");

  EXPECT_EQ(recorded.code, 0) << recorded.error;
  EXPECT_THAT(recorded.out, HasSubstr("1,955.83 BGN"));  // 1,000.00 euro in lev.
  EXPECT_EQ(programs_.TrancheJson({"rates", "list", "--organisation", "mineralni-bani"}).size(), 1u);
  const Ran same = Foreign("BGN", "10.00", "816");
  EXPECT_EQ(same.code, 6);
  EXPECT_THAT(same.error, Not(HasSubstr("INTERNAL")));
}

TEST_F(CurrenciesFlow, Rest_ConvertsOnceAndListsWhatIsToBeConverted) {
  EXPECT_EQ(programs_.Http({.path = "/v1/changeovers"}).json()["changeovers"][0]["rate"], "1.95583");
  const auto list = [&] {
    return programs_.Http({.path = "/v1/organisations/mineralni-bani/redenominations"})
        .json()["redenominations"][0]["state"];
  };
  EXPECT_EQ(list(), "ended_before");
  const auto convert = [&](const std::string& key) {
    return programs_.Http({.method = "POST",
                           .path = absl::StrCat(kPath, ":redenominate"),
                           .body = R"({"stillToSettle": true})",
                           .headers = {"Idempotency-Key: " + key}});
  };

  const Answer converted = convert("once");

  EXPECT_EQ(converted.status, 200) << converted.body;
  EXPECT_EQ(convert("once").body, converted.body);
  EXPECT_EQ(convert("twice").status, 409);
  EXPECT_EQ(list(), "converted");
  EXPECT_EQ(programs_.Http({.path = absl::StrCat(kPath, "/budget/redenomination")}).status, 200);
}

}  // namespace
}  // namespace tranche::flow

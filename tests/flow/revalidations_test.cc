// SPDX-License-Identifier: EUPL-1.2
// A cost that was not approved is revalidated, claimed and paid, as its users do it: by the command
// line and by REST, on the real programs and the example of Mineralni Bani.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;

constexpr char kContract[] = "BG05M9OP001-2.005-0063-C01";
constexpr char kParent[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";

class RevalidationsFlow : public ::testing::Test {
 protected:
  RevalidationsFlow() : programs_(Programs::Options{}) { programs_.IssueToken("second", "FINANCE"); }

  Answer Post(const std::string& path, const std::string& body, const std::string& token = "owner") {
    return programs_.Http({.method = "POST",
                           .path = absl::StrCat("/v1/", path),
                           .body = body,
                           .headers = {absl::StrCat("Idempotency-Key: step-", ++posts_)},
                           .token = token});
  }
  // The name of what a request that must succeed made.
  std::string Made(const std::string& path, const std::string& body,
                   const std::string& token = "owner") {
    const Answer answer = Post(path, body, token);
    EXPECT_EQ(answer.status, 200) << path << ": " << answer.body;
    return answer.status == 200 ? answer.json()["name"].get<std::string>() : "";
  }
  // A claim of 100.00 leva that was sent.
  std::string SentClaim(const std::string& cost, const std::string& on) {
    const std::string claim =
        Made(absl::StrCat(kParent, "/claims"),
             absl::StrCat(R"({"claim": {"kind": "interim", "costs": [")", cost, R"("]}})"));
    Made(claim + ":send", absl::StrCat(R"({"sentOn": ")", on, R"("})"));
    return claim;
  }
  std::vector<std::string> Revalidate(const std::string& number, const std::string& amount,
                                      const std::string& token) {
    return {"costs",        "revalidate",
            kContract,      number,
            "--amount",     amount,
            "--on",         "05.12.2017",
            "--reason",     "Протоколът е намерен",
            "--reference",  "Доклад 7",
            "--token-file", absl::StrCat(programs_.folder(), "/secrets/", token, ".token")};
  }

  Programs programs_;
  int posts_ = 0;
};

std::string NumberOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

TEST_F(RevalidationsFlow, RefusedCost_IsRevalidatedAndApprovedWithTheNextClaim) {
  const std::string cost = Made(absl::StrCat(kParent, "/costs"), R"json(
      {"cost": {"line": "4.1", "claimed": {"amount": "100.00", "currency": "BGN"},
                "document": {"type": "invoice", "number": "7001", "issuedOn": "2017-10-02", "paidOn": "2017-10-05",
                             "issuer": "Доставчик ООД", "total": {"amount": "100.00", "currency": "BGN"}}}})json");
  const std::string claim = SentClaim(cost, "2017-11-10");
  const std::string verdict = absl::StrCat(
      R"({"verification": {"decidedOn": "2017-12-01", "reference": "ВР-2", "costVerifications": [{"cost": ")",
      cost,
      R"(", "unapproved": {"total": {"amount": "40.00", "currency": "BGN"}, "reason": "Без протокол"}}]}})");
  const Answer verified = Post(claim + ":verify", verdict, "approver");
  ASSERT_EQ(verified.status, 200) << verified.body;
  const std::string number = NumberOf(cost);

  // Who decided does not put it right, and nobody more than was refused.
  const Ran same = programs_.Tranche(Revalidate(number, "25", "approver"));
  EXPECT_NE(same.code, 0);
  EXPECT_THAT(same.error, HasSubstr("повторната верификация е на друго лице"));
  const Ran above = programs_.Tranche(Revalidate(number, "40,01", "second"));
  EXPECT_NE(above.code, 0);
  EXPECT_THAT(above.error, HasSubstr("остават 40.00 BGN"));

  const Ran done = programs_.Tranche(Revalidate(number, "25", "second"));
  ASSERT_EQ(done.code, 0) << done.error;
  const Answer listed = programs_.Http({.path = absl::StrCat("/v1/", kParent, "/revalidations")});
  ASSERT_EQ(listed.status, 200) << listed.body;
  const Json revalidation = listed.json()["revalidations"][0];
  EXPECT_EQ(revalidation["cost"], cost);
  EXPECT_EQ(revalidation["claim"], claim);
  EXPECT_EQ(revalidation["amount"]["total"]["amount"], "25.00");
  EXPECT_EQ(revalidation["revalidatedBy"], "second@test");
  EXPECT_EQ(revalidation["state"], "reserved");

  const std::string carrier = revalidation["carriedBy"];
  const std::string next = SentClaim(carrier, "2017-12-10");
  const Answer refused =
      Post(next + ":verify",
           absl::StrCat(R"({"verification": {"decidedOn": "2018-01-05", "reference": "ВР-3", )",
                        R"("refusedCosts": [{"cost": ")", carrier, R"(", "reason": "Все пак не"}]}})"),
           "approver");
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_THAT(refused.body, HasSubstr("COST_REVALIDATED"));
  const Answer approved =
      Post(next + ":verify", R"({"verification": {"decidedOn": "2018-01-05", "reference": "ВР-3"}})",
           "approver");
  ASSERT_EQ(approved.status, 200) << approved.body;
  EXPECT_EQ(approved.json()["approved"]["total"]["amount"], "25.00");
  EXPECT_EQ(approved.json()["claimedAgain"]["total"]["amount"], "25.00");
  const Json list = programs_.TrancheJson({"costs", "revalidations", kContract});
  EXPECT_EQ(list[0]["state"], "approved");
  const Ran late =
      programs_.Tranche({"costs", "annul-revalidation", kContract, NumberOf(carrier), "--on",
                         "10.01.2018", "--reason", "Грешка", "--reference", "Докладна 9"});
  EXPECT_NE(late.code, 0);
  EXPECT_EQ(programs_.Tranche({"budgets", "check", kContract}).code, 0);
}

}  // namespace
}  // namespace tranche::flow

// SPDX-License-Identifier: EUPL-1.2
// The evidence log with the real programs: what an auditor does, and what happens when somebody who
// owns the database changes it or restores it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kNumber[] = "BG05M9OP001-2.005-0063-C01";

class EvidenceCommands : public ::testing::Test {
 protected:
  // Until everything that the services have recorded is sealed: it waits for older transactions of the
  // whole cluster, which the tests share.
  void AwaitSealed() const {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    const auto unsealed = [&] {
      return programs_.Count("budgets.evidence") + programs_.Count("plans.evidence") +
             programs_.Count("payments.evidence") -
             programs_.Count(
                 "reports.sealed_entry where epoch = (select max(epoch) from reports.sealed_epoch) "
                 "and service in ('budgets', 'plans', 'payments')");
    };
    while (unsealed() > 0 && absl::Now() < deadline) {
    }
    ASSERT_EQ(unsealed(), 0);
  }
  std::string File(const std::string& name) const { return programs_.folder() + "/" + name; }
  std::string Read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(File(name), std::ios::binary).rdbuf();
    return text.str();
  }
  Ran Verify(const std::string& name, const std::vector<std::string>& more = {}) const {
    // Neither server nor data folder: only the file and the key.
    std::vector<std::string> command = {Program("tranche"),
                                        "--lang",
                                        "en",
                                        "--data",
                                        "/nonexistent",
                                        "evidence",
                                        "verify",
                                        File(name),
                                        "--key",
                                        programs_.folder() + "/secrets/evidence.pub"};
    command.insert(command.end(), more.begin(), more.end());
    return flow::Run(command);
  }
  Ran VerifyIndependently(const std::string& name) const {
    return flow::Run({"/usr/bin/env", "python3", SOURCE_ROOT "/tests/evidence/verify.py", "--key",
                      programs_.folder() + "/secrets/evidence.pub", File(name)});
  }

  Programs programs_{{.gateway = true}};
};

TEST_F(EvidenceCommands, Auditor_TakesAPackAndVerifiesItAlone) {
  AwaitSealed();
  const Ran checkpoint = programs_.Tranche({"evidence", "checkpoint", "-O", File("kept")});
  ASSERT_EQ(checkpoint.code, 0) << checkpoint.error;
  EXPECT_TRUE(absl::StartsWith(Read("kept"), "tranche-evidence/"));

  const Ran exported = programs_.Tranche({"evidence", "export", "-O", File("pack")});
  ASSERT_EQ(exported.code, 0) << exported.error;
  const Ran verified = Verify("pack");
  EXPECT_EQ(verified.code, 0) << verified.error;
  EXPECT_THAT(verified.out, AllOf(HasSubstr("Proven: "), HasSubstr("lyubimets, mineralni-bani")));
  EXPECT_EQ(VerifyIndependently("pack").code, 0) << VerifyIndependently("pack").out;
  EXPECT_THAT(Read("pack"), HasSubstr("\"action\":\"budgets.costs.record\""));

  // The history of one contract, in Bulgarian, by its number.
  const Ran one = programs_.Tranche(
      {"evidence", "export", "-O", File("one"), "--record", kNumber, "--checkpoint", File("kept")});
  ASSERT_EQ(one.code, 0) << one.error;
  EXPECT_EQ(Verify("one", {"--checkpoint", File("kept")}).code, 0)
      << Verify("one", {"--checkpoint", File("kept")}).error;
  EXPECT_LT(Read("one").size(), Read("pack").size());
  const Ran listed = programs_.Tranche({"evidence", "list", "--record", kNumber, "-o", "json"});
  ASSERT_EQ(listed.code, 0) << listed.error;
  ASSERT_FALSE(listed.json().empty());

  const std::string entry = listed.json()[0]["name"];
  ASSERT_EQ(programs_.Tranche({"evidence", "prove", entry, "-O", File("entry.tlog-proof")}).code, 0);
  EXPECT_THAT(Read("entry.tlog-proof"), HasSubstr("c2sp.org/tlog-proof@v1\nextra "));
  const Ran since =
      programs_.Tranche({"--lang", "en", "evidence", "checkpoint", "--since", File("kept")});
  EXPECT_EQ(since.code, 0) << since.error;
  EXPECT_THAT(since.error, HasSubstr("The log only grew"));
  EXPECT_EQ(programs_.Tranche({"evidence", "check"}).code, 0);
}

TEST_F(EvidenceCommands, SpoiltPack_IsRefusedWithItsPlace) {
  AwaitSealed();
  ASSERT_EQ(programs_.Tranche({"evidence", "export", "-O", File("pack")}).code, 0);
  const std::string pack = Read("pack");
  programs_.WriteFile("edited", absl::StrReplaceAll(pack, {{"owner@test", "other@test"}}));
  const Ran edited = Verify("edited");
  EXPECT_EQ(edited.code, 1);
  // "line 7" or "lines 7–9": what was sealed together is told together.
  EXPECT_THAT(edited.error,
              AllOf(HasSubstr("edited, line"), HasSubstr("not that of the signed checkpoint")));
  programs_.WriteFile("cut", pack.substr(0, pack.size() / 2));
  EXPECT_EQ(Verify("cut").code, 1);
  EXPECT_EQ(Verify("missing").code, 2);
  // Without a trusted key it says whose key it believes.
  const Ran believed =
      flow::Run({Program("tranche"), "--lang", "en", "evidence", "verify", File("pack")});
  EXPECT_EQ(believed.code, 0);
  EXPECT_THAT(believed.error, HasSubstr("fingerprint"));
}

TEST_F(EvidenceCommands, RowChangedInTheDatabase_IsLocatedAndNotProven) {
  AwaitSealed();
  programs_.sandbox().Inspect(
      "update budgets.evidence set after_state = jsonb_set(after_state, '{claimed,amount}', "
      "'\"1.00\"') "
      "where action = 'budgets.costs.record' and entry_id = (select min(entry_id) from "
      "budgets.evidence where "
      "action = 'budgets.costs.record')");
  const Ran checked = programs_.Tranche({"--lang", "en", "-o", "json", "evidence", "check"});
  EXPECT_EQ(checked.code, 1);
  ASSERT_EQ(checked.json()["problems"].size(), 1u) << checked.out;
  const Json problem = checked.json()["problems"][0];
  EXPECT_EQ(problem["kind"], "entry_changed");
  EXPECT_EQ(problem["service"], "budgets");
  EXPECT_THAT(std::string(problem["record"]), HasSubstr(kNumber));
  EXPECT_THAT(std::string(problem["entry"]), HasSubstr("/evidence/budgets-"));
  const Ran exported = programs_.Tranche({"--lang", "en", "evidence", "export", "-O", File("pack")});
  EXPECT_EQ(exported.code, 5);
  EXPECT_THAT(exported.error, HasSubstr("not as it was sealed"));
  EXPECT_FALSE(std::filesystem::exists(File("pack")) || std::filesystem::exists(File("pack.part")));
}

TEST_F(EvidenceCommands, OlderCopyRestored_StopsSealingUntilANewLogIsBegun) {
  AwaitSealed();
  ASSERT_EQ(programs_.Tranche({"evidence", "checkpoint", "-O", File("kept")}).code, 0);
  // The state of an hour ago: nothing of the log.
  programs_.sandbox().Inspect(
      "truncate reports.sealed_entry, reports.sealed_tile, reports.sealed_checkpoint, "
      "reports.sealed_epoch");
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  Ran asked = programs_.Tranche({"--lang", "en", "evidence", "checkpoint"});
  while (!absl::StrContains(asked.error, "an older copy was restored") && absl::Now() < deadline) {
    asked = programs_.Tranche({"--lang", "en", "evidence", "checkpoint"});
  }
  EXPECT_THAT(asked.error, HasSubstr("an older copy was restored"));
  EXPECT_EQ(programs_.Count("reports.sealed_epoch"), 0);
  EXPECT_NE(programs_.Tranche({"evidence", "check"}).code, 0);

  const Ran begun = flow::Run({Program("tranched"), "begin-evidence-epoch", "--config",
                               programs_.folder() + "/tranched.textproto", "--subject", "operator",
                               "--reason", "restored from the copy of 08:00"});
  ASSERT_EQ(begun.code, 0) << begun.error;
  AwaitSealed();
  while (programs_.Tranche({"evidence", "checkpoint"}).code != 0 && absl::Now() < deadline) {
  }
  ASSERT_EQ(programs_.Tranche({"evidence", "export", "-O", File("pack")}).code, 0);
  EXPECT_EQ(Verify("pack").code, 0) << Verify("pack").error;
  EXPECT_THAT(Read("pack"), HasSubstr("restored from the copy of 08:00"));
  // Whoever kept a checkpoint sees that this is another log.
  EXPECT_EQ(Verify("pack", {"--checkpoint", File("kept")}).code, 1);
  EXPECT_EQ(programs_.Tranche({"evidence", "checkpoint", "--since", File("kept")}).code, 1);
}

TEST_F(EvidenceCommands, Report_CarriesItsCheckpoint) {
  AwaitSealed();
  const Ran report = programs_.Tranche({"reports", "budget-vs-actual", kNumber, "-o", "json"});
  ASSERT_EQ(report.code, 0) << report.error;
  EXPECT_THAT(std::string(report.json()["checkpoint"]["origin"]), HasSubstr("tranche-evidence/"));
  const Answer answer = programs_.Http({.path = "/v1/evidence/checkpoint"});
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(std::string(answer.json()["note"]),
              HasSubstr(std::string(report.json()["checkpoint"]["origin"])));
}

}  // namespace
}  // namespace tranche::flow

// SPDX-License-Identifier: EUPL-1.2
// Sealing: each entry once, in order, whatever dies meanwhile.
#include "platform/evidence/evidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "platform/base/error.h"
#include "reports/testing/evidence_fixture.h"

namespace tranche::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(EvidenceLogTest, EntriesOfServices_AreSealedInTheOrderOfTheirTransactions) {
  Write(plans_, "1.00");
  Write(budgets_, "2.00");
  Write(plans_, "3.00");
  Sealer sealer(Context());
  SealUntil(sealer, 4);
  EXPECT_THAT(Sealed(sandbox_), ElementsAre("1 plans 1.00", "2 budgets 2.00", "3 plans 3.00"));
  EXPECT_TRUE(sealer.Ready().ok());
  const std::string note =
      sandbox_.Inspect("select note from reports.sealed_checkpoint order by size desc limit 1")[0][0]
          .as<std::string>();
  const auto checkpoint = merkle::OpenCheckpoint(note, PublicKey());
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(checkpoint->size, 4u);
  EXPECT_EQ(ReadMemory(folder_.path()), note);
}

TEST_F(EvidenceLogTest, NothingNew_SignsNothing) {
  Write(plans_, "1.00");
  Sealer sealer(Context());
  SealUntil(sealer, 2);
  const auto checkpoints = [&] {
    return sandbox_.Inspect("select count(*) from reports.sealed_checkpoint")[0][0].as<int>();
  };
  const int before = checkpoints();
  const auto step = sealer.SealOnce();
  ASSERT_TRUE(step.ok()) << step.status();
  EXPECT_EQ(step->sealed, 0);
  EXPECT_EQ(checkpoints(), before);
}

TEST_F(EvidenceLogTest, ManyEntriesOfOneTransaction_AreSealedInBatches) {
  const rpc::CallScope scope = plans_.Scope();
  ASSERT_TRUE(pg::Transact(plans_.pool(), scope, [&](pg::Tx& tx) {
                for (int i = 1; i <= 2500; ++i) RecordIn(tx, scope, kRecord, absl::StrCat(i));
                return absl::OkStatus();
              }).ok());
  Sealer sealer(Context());
  SealUntil(sealer, 2501);
  const pqxx::result rows = sandbox_.Inspect(
      "select count(*), count(distinct entry_id), min(leaf_index), max(leaf_index) from "
      "reports.sealed_entry");
  EXPECT_EQ(rows[0][0].as<int>(), 2500);
  EXPECT_EQ(rows[0][1].as<int>(), 2500);
  EXPECT_EQ(rows[0][2].as<int>(), 1);
  EXPECT_EQ(rows[0][3].as<int>(), 2500);
}

TEST_F(EvidenceLogTest, EarlierTransactionThatCommitsLater_IsSealedExactlyOnceAndInFront) {
  absl::Notification recorded;
  absl::Notification go_on;
  std::thread slow([&] {
    const rpc::CallScope scope = plans_.Scope();
    const absl::Status status = pg::Transact(plans_.pool(), scope, [&](pg::Tx& tx) {
      RecordIn(tx, scope, kRecord, "early");
      recorded.Notify();
      go_on.WaitForNotification();
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
  });
  recorded.WaitForNotification();
  Write(budgets_, "late");
  Sealer sealer(Context());
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(sealer.SealOnce().ok());
  EXPECT_EQ(Size(), 1);  // The later one is committed but waits.
  go_on.Notify();
  slow.join();
  SealUntil(sealer, 3);
  EXPECT_THAT(Sealed(sandbox_), ElementsAre("1 plans early", "2 budgets late"));
}

// A sealer that dies at a step leaves what a transaction leaves: nothing.
TEST_F(EvidenceLogTest, SealerDiesAtAnyWrite_NextOneSealsAllOnce) {
  Write(plans_, "1.00");
  Sealer first(Context());
  SealUntil(first, 2);
  Write(plans_, "2.00");
  for (const char* table : {"sealed_entry", "sealed_tile", "sealed_checkpoint"}) {
    sandbox_.Inspect(
        absl::StrCat("create function reports.die() returns trigger language plpgsql as 'begin raise "
                     "''gone''; end'; "
                     "create trigger die after insert or update on reports.",
                     table, " execute function reports.die()"));
    Sealer dying(Context());
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (dying.SealOnce().ok() && absl::Now() < deadline) {
    }
    EXPECT_EQ(Size(), 2) << table;
    EXPECT_EQ(Sealed(sandbox_).size(), 1u) << table;
    sandbox_.Inspect("drop function reports.die() cascade");
  }
  Sealer next(Context());
  SealUntil(next, 3);
  EXPECT_THAT(Sealed(sandbox_), ElementsAre("1 plans 1.00", "2 plans 2.00"));
  Serve();
  EXPECT_THAT(Check(), IsEmpty());
}

TEST_F(EvidenceLogTest, SealerDiesBetweenCommitAndMemory_NextOneGoesOn) {
  Write(plans_, "1.00");
  Sealer first(Context());
  SealUntil(first, 2);
  const std::string behind = *ReadMemory(folder_.path());
  Write(plans_, "2.00");
  SealUntil(first, 3);
  ASSERT_TRUE(WriteMemory(folder_.path(), behind).ok());
  Write(plans_, "3.00");
  Sealer next(Context());
  SealUntil(next, 4);
}

// What a restore of the copy with two leaves leaves of the log.
constexpr char kRestore[] = R"sql(
  delete from plans.evidence where after_state->>'amount' = '2.00';
  delete from reports.sealed_entry where leaf_index = 2;
  delete from reports.sealed_checkpoint where size = 3;
  update reports.sealed_tile set hashes = substr(hashes, 1, 64))sql";

TEST_F(EvidenceLogTest, OlderCopyOfTheDatabase_IsRefusedAndSaid) {
  Write(plans_, "1.00");
  Sealer sealer(Context());
  SealUntil(sealer, 2);
  Write(plans_, "2.00");
  SealUntil(sealer, 3);
  sandbox_.Inspect(kRestore);
  Sealer after(Context());
  EXPECT_EQ(ReasonOf(after.SealOnce().status()), "EVIDENCE_LOG_SHORTER");
  EXPECT_EQ(ReasonOf(after.Ready()), "EVIDENCE_LOG_SHORTER");
  EXPECT_EQ(ReasonOf(sealer.SealOnce().status()), "EVIDENCE_LOG_SHORTER");  // Also the one that ran on.
}

TEST_F(EvidenceLogTest, EmptyDatabaseBesideAMemory_IsRefused) {
  Sealer sealer(Context());
  SealUntil(sealer, 1);
  sandbox_.Inspect(
      "truncate reports.sealed_entry, reports.sealed_tile, reports.sealed_checkpoint, "
      "reports.sealed_epoch");
  EXPECT_EQ(ReasonOf(Sealer(Context()).SealOnce().status()), "EVIDENCE_LOG_SHORTER");
}

// Whoever owns the database, and even the key, seals everything again after a change.
TEST_F(EvidenceLogTest, LogThatWasMadeAnew_DiffersFromTheMemory) {
  Write(plans_, "1.00");
  Sealer sealer(Context());
  SealUntil(sealer, 2);
  sandbox_.Inspect(
      "update plans.evidence set actor = 'somebody else'; "
      "truncate reports.sealed_entry, reports.sealed_tile, reports.sealed_checkpoint, "
      "reports.sealed_epoch");
  const Folder forger;
  std::filesystem::copy(EvidenceKeyFile(folder_.path()), EvidenceKeyFile(forger.path()));
  Sealer again(ContextIn(forger.path()));
  SealUntil(again, 2);
  EXPECT_EQ(ReasonOf(Sealer(Context()).SealOnce().status()), "EVIDENCE_LOG_DIFFERS");
}

TEST_F(EvidenceLogTest, LogBesideNoMemory_IsRefused) {
  Sealer sealer(Context());
  SealUntil(sealer, 1);
  std::filesystem::remove(MemoryFile(folder_.path()));
  EXPECT_EQ(ReasonOf(Sealer(Context()).SealOnce().status()), "EVIDENCE_MEMORY_MISSING");
  std::ofstream(MemoryFile(folder_.path())) << "not a note\n";
  EXPECT_EQ(ReasonOf(Sealer(Context()).SealOnce().status()), "EVIDENCE_MEMORY_MISSING");
}

TEST_F(EvidenceLogTest, NoKey_IsSaid) {
  const Folder empty;
  EXPECT_EQ(ReasonOf(Sealer(ContextIn(empty.path())).SealOnce().status()), "EVIDENCE_KEY_MISSING");
}

TEST_F(EvidenceLogTest, NewEpoch_TellsWhatWasLostAndSealsEverythingAnew) {
  Write(plans_, "1.00");
  Sealer sealer(Context());
  SealUntil(sealer, 2);
  Write(plans_, "2.00");
  SealUntil(sealer, 3);
  sandbox_.Inspect(
      "delete from plans.evidence where after_state->>'amount' = '2.00'; "
      "delete from reports.sealed_entry where leaf_index = 2; delete from reports.sealed_checkpoint "
      "where size = 3; "
      "update reports.sealed_tile set hashes = substr(hashes, 1, 64)");
  ASSERT_EQ(ReasonOf(sealer.SealOnce().status()), "EVIDENCE_LOG_SHORTER");
  ASSERT_TRUE(BeginNewEpoch(Context(), "operator", "restored from the copy of 1 September").ok());
  SealUntil(sealer, 2);
  EXPECT_TRUE(sealer.Ready().ok());
  Serve();
  const auto pack = Export();
  ASSERT_TRUE(pack.ok()) << pack.status();
  const auto verdict = Verify(*pack);
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(EpochOf(verdict->origin, PublicKey()), 2);
  EXPECT_EQ(verdict->entries, 1);
  EXPECT_THAT(*pack, ::testing::AllOf(HasSubstr("\"reason\":\"restored from the copy of 1 September\""),
                                      HasSubstr("\"remembered_size\":\"3\""),
                                      HasSubstr("\"found_size\":\"2\"")));
}

}  // namespace
}  // namespace tranche::reports

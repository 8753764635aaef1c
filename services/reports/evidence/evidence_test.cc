// SPDX-License-Identifier: EUPL-1.2
#include "platform/evidence/evidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "platform/base/error.h"
#include "platform/evidence/pack.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "reports/evidence/memory.h"
#include "reports/evidence/sealer.h"
#include "reports/reports_module.h"
#include "tranche/common/v1/money.pb.h"
#include "tranche/reports/v1/reports_service.grpc.pb.h"

namespace tranche::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kRecord[] = "organisations/lyubimets/plans/1";

const rpc::Actor& Auditor() {
  static const auto& actor = *new rpc::Actor(testing::TestActor("lyubimets", {"AUDITOR"}));
  return actor;
}

// A folder that is removed when it is no longer needed.
class Folder {
 public:
  Folder() {
    std::string path = (std::filesystem::temp_directory_path() / "tranche-evidence-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = path;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class EvidenceLogTest : public ::testing::Test {
 protected:
  EvidenceLogTest() {
    if (!auth::Issuer::MakeKeys(EvidenceKeyFile(folder_.path()), EvidencePublicKeyFile(folder_.path()))
             .ok()) {
      throw std::runtime_error("no key");
    }
  }

  rpc::RoleContext Context() { return ContextIn(folder_.path()); }
  rpc::RoleContext ContextIn(const std::string& folder) {
    rpc::RoleContext context = reports_.context();
    context.evidence_folder = folder;
    return context;
  }

  static void RecordIn(pg::Tx& tx, const rpc::CallScope& scope, const std::string& record,
                       const std::string& amount) {
    common::v1::Money after;
    after.set_amount(amount);
    evidence::Record(tx, scope,
                     {.organisation = rpc::OrganisationOf(scope),
                      .action = "tests.write",
                      .record = record,
                      .before = nullptr,
                      .after = &after,
                      .reason = "чл. 1"});
  }
  // One change of a service, with its evidence.
  void Write(testing::TestRole& role, const std::string& amount, const std::string& record = kRecord,
             const std::string& organisation = "lyubimets") {
    const rpc::CallScope scope = role.Scope(testing::TestActor(organisation));
    const absl::Status status = pg::Transact(role.pool(), scope, [&](pg::Tx& tx) {
      RecordIn(tx, scope, record, amount);
      return absl::OkStatus();
    });
    ASSERT_TRUE(status.ok()) << status;
  }

  int64_t Size() {
    return sandbox_
        .Inspect(
            "select coalesce(max(size), 0) from reports.sealed_checkpoint where epoch = "
            "(select max(epoch) from reports.sealed_epoch)")[0][0]
        .as<int64_t>();
  }
  // Seals until the tree has `size` leaves: entries wait for older transactions of the whole cluster,
  // which the tests share.
  void SealUntil(Sealer& sealer, int64_t size) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (Size() < size && absl::Now() < deadline) {
      const auto step = sealer.SealOnce();
      ASSERT_TRUE(step.ok()) << step.status();
    }
    ASSERT_EQ(Size(), size);
  }

  void StartServing() {
    reports_.Serve(StartRole(Context()));
    reports_.role().StartConsumers();
    stub_ = v1::ReportsService::NewStub(reports_.channel());
  }
  // Serves, and waits until the sealer has looked at the log.
  void Serve() {
    StartServing();
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (!Call(&v1::ReportsService::Stub::GetEvidenceCheckpoint, v1::GetEvidenceCheckpointRequest())
                .ok() &&
           absl::Now() < deadline) {
    }
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::ReportsService::Stub::*method)(grpc::ClientContext*,
                                                                                 const Request&,
                                                                                 Response*),
                                const Request& request, const rpc::Actor& actor = Auditor()) {
    grpc::ClientContext context;
    reports_.SignIn(&context, actor);
    Response response;
    const grpc::Status status = ((*stub_).*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }
  // A sealed log of `count` entries of lyubimets' plan 1, served.
  void SealAndServe(int count) {
    for (int i = 1; i <= count; ++i) Write(plans_, absl::StrCat(i, ".00"));
    Sealer sealer(Context());
    SealUntil(sealer, count + 1);
    Serve();
  }
  std::vector<v1::EvidenceProblem> Check() {
    std::vector<v1::EvidenceProblem> problems;
    v1::CheckEvidenceRequest request;
    request.set_parent("organisations/lyubimets");
    do {
      const auto page = Call(&v1::ReportsService::Stub::CheckEvidence, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      problems.insert(problems.end(), page->problems().begin(), page->problems().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return problems;
  }
  absl::StatusOr<std::string> Export(const std::string& record = "",
                                     const std::vector<int64_t>& sizes = {},
                                     const rpc::Actor& actor = Auditor()) {
    std::string pack;
    v1::ExportEvidenceRequest request;
    request.set_parent("organisations/-");
    request.set_record(record);
    for (const int64_t size : sizes) request.add_sizes(size);
    do {
      const auto page = Call(&v1::ReportsService::Stub::ExportEvidence, request, actor);
      if (!page.ok()) return page.status();
      pack += page->lines();
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return pack;
  }
  merkle::Hash PublicKey() { return Sealer(Context()).LoadKey()->public_key(); }
  // What a pack proves to whoever trusts the key.
  absl::StatusOr<evidence::PackVerdict> Verify(const std::string& pack,
                                               std::vector<std::string> known = {}) {
    evidence::PackVerifier verifier(PublicKey(), std::move(known));
    std::vector<std::string> lines = absl::StrSplit(pack, '\n');
    if (lines.back().empty()) lines.pop_back();
    std::optional<evidence::PackProblem> problem;
    for (const std::string& line : lines) {
      if (!problem) problem = verifier.Feed(line);
    }
    if (!problem) problem = verifier.Finish(true);
    if (!problem) return verifier.verdict();
    return absl::DataLossError(absl::StrCat("fault ", static_cast<int>(problem->fault), " at line ",
                                            problem->first_line, "-", problem->last_line));
  }

  testing::PgSandbox sandbox_;
  Folder folder_;
  testing::TestRole reports_{sandbox_, "reports", nullptr, 3};
  testing::TestRole plans_{sandbox_, "plans", &reports_};
  testing::TestRole budgets_{sandbox_, "budgets", &reports_};
  std::unique_ptr<v1::ReportsService::Stub> stub_;
};

// "1 plans 3.00": leaf, service, amount of each sealed entry.
std::vector<std::string> Sealed(const testing::PgSandbox& sandbox) {
  std::vector<std::string> sealed;
  for (const pqxx::row& row : sandbox.Inspect(R"sql(
         select leaf_index || ' ' || service || ' ' || (after_state->>'amount') from reports.sealed_entry
           join (select tx_id, entry_id, 'plans' as service, after_state from plans.evidence union all
                 select tx_id, entry_id, 'budgets', after_state from budgets.evidence) as entry
          using (tx_id, entry_id, service) order by epoch, leaf_index)sql")) {
    sealed.push_back(row[0].as<std::string>());
  }
  return sealed;
}

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

TEST_F(EvidenceLogTest, TwoSealers_SealEachEntryOnce) {
  Sealer one(Context());
  Sealer other(Context());
  SealUntil(one, 1);
  std::thread writer([&] {
    for (int i = 0; i < 40; ++i) Write(plans_, absl::StrCat(i));
  });
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  const auto seal = [&](Sealer& sealer) {
    while (Size() < 41 && absl::Now() < deadline) {
      const auto step = sealer.SealOnce();
      EXPECT_TRUE(step.ok()) << step.status();
    }
  };
  std::thread beside([&] { seal(other); });
  seal(one);
  beside.join();
  writer.join();
  EXPECT_EQ(Sealed(sandbox_).size(), 40u);
  Serve();
  EXPECT_THAT(Check(), IsEmpty());
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

TEST_F(EvidenceLogTest, EachEntry_IsProvenInTheLog) {
  SealAndServe(9);
  v1::ListEvidenceRequest list;
  list.set_parent("organisations/lyubimets");
  const auto entries = Call(&v1::ReportsService::Stub::ListEvidence, list);
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_EQ(entries->entries_size(), 9);
  for (const v1::EvidenceEntry& entry : entries->entries()) {
    v1::GetInclusionProofRequest request;
    request.set_name(entry.name());
    const auto proof = Call(&v1::ReportsService::Stub::GetInclusionProof, request);
    ASSERT_TRUE(proof.ok()) << proof.status();
    std::vector<merkle::Hash> hashes;
    for (const std::string& text : proof->hashes()) {
      std::string bytes;
      ASSERT_TRUE(merkle::FromBase64(text, &bytes) && merkle::HashFrom(bytes, &hashes.emplace_back()));
    }
    const auto checkpoint = merkle::OpenCheckpoint(proof->checkpoint().note(), PublicKey());
    ASSERT_TRUE(checkpoint.ok());
    EXPECT_TRUE(merkle::VerifyInclusion(static_cast<uint64_t>(entry.index()), checkpoint->size,
                                        merkle::LeafHash(proof->leaf()), hashes, checkpoint->root));
    EXPECT_THAT(proof->leaf(), HasSubstr(entry.after()));
    EXPECT_THAT(proof->proof(), HasSubstr("c2sp.org/tlog-proof@v1\n"));
  }
}

TEST_F(EvidenceLogTest, EarlierCheckpoint_IsProvenTheBeginningOfTheLast) {
  Write(plans_, "1.00");
  Sealer sealer(Context());
  SealUntil(sealer, 2);
  const std::string kept = *ReadMemory(folder_.path());
  for (int i = 2; i <= 6; ++i) Write(plans_, absl::StrCat(i, ".00"));
  SealUntil(sealer, 7);
  Serve();
  v1::GetConsistencyProofRequest request;
  request.set_from(2);
  const auto proof =
      Call(&v1::ReportsService::Stub::GetConsistencyProof, request, testing::TestActor());
  ASSERT_TRUE(proof.ok()) << proof.status();
  std::vector<merkle::Hash> hashes;
  for (const std::string& text : proof->hashes()) {
    std::string bytes;
    ASSERT_TRUE(merkle::FromBase64(text, &bytes) && merkle::HashFrom(bytes, &hashes.emplace_back()));
  }
  const auto from = merkle::OpenCheckpoint(kept, PublicKey());
  const auto to = merkle::OpenCheckpoint(proof->checkpoint().note(), PublicKey());
  ASSERT_TRUE(from.ok() && to.ok());
  EXPECT_TRUE(merkle::VerifyConsistency(2, 7, hashes, from->root, to->root));
  request.set_from(8);
  EXPECT_EQ(ReasonOf(Call(&v1::ReportsService::Stub::GetConsistencyProof, request).status()),
            "EVIDENCE_SIZE_UNKNOWN");
}

TEST_F(EvidenceLogTest, List_IsOfTheRecordAndTheCallersOrganisations) {
  Write(plans_, "1.00");
  Write(plans_, "2.00", "organisations/lyubimets/plans/2");
  Write(plans_, "3.00", "organisations/sopot/plans/1", "sopot");
  Write(budgets_, "4.00");
  Sealer sealer(Context());
  SealUntil(sealer, 5);
  Serve();
  v1::ListEvidenceRequest request;
  request.set_parent("organisations/-");
  request.set_page_size(2);
  const auto first = Call(&v1::ReportsService::Stub::ListEvidence, request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->entries_size(), 2);
  EXPECT_EQ(first->entries(0).actor(), "finance@lyubimets");
  EXPECT_EQ(first->entries(0).reason(), "чл. 1");
  EXPECT_THAT(first->entries(0).after(), HasSubstr("\"1.00\""));
  EXPECT_FALSE(first->entries(0).has_before());
  request.set_page_token(first->next_page_token());
  const auto second = Call(&v1::ReportsService::Stub::ListEvidence, request);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->entries_size(), 1);  // Not that of sopot.
  EXPECT_THAT(second->entries(0).after(), HasSubstr("\"4.00\""));
  EXPECT_EQ(second->next_page_token(), "");
  request.clear_page_token();
  request.set_record(kRecord);
  const auto of_record = Call(&v1::ReportsService::Stub::ListEvidence, request);
  ASSERT_TRUE(of_record.ok()) << of_record.status();
  EXPECT_EQ(of_record->entries_size(), 2);
  EXPECT_EQ(
      ReasonOf(Call(&v1::ReportsService::Stub::ListEvidence, request, testing::TestActor()).status()),
      "PERMISSION_DENIED");
}

TEST_F(EvidenceLogTest, Pack_ProvesTheSelectionAndHidesTheOthers) {
  for (int i = 1; i <= 20; ++i) {
    Write(plans_, absl::StrCat(i, ".00"));
    Write(plans_, absl::StrCat("secret ", i), "organisations/sopot/plans/1", "sopot");
  }
  Write(plans_, "21.00", "organisations/lyubimets/plans/2");
  Sealer sealer(Context());
  SealUntil(sealer, 42);
  Serve();
  const auto all = Export();
  ASSERT_TRUE(all.ok()) << all.status();
  const auto verdict = Verify(*all);
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->entries, 21);
  EXPECT_EQ(verdict->size, 42u);
  EXPECT_THAT(*all, ::testing::Not(HasSubstr("secret")));
  const auto one = Export("organisations/lyubimets/plans/2");
  ASSERT_TRUE(one.ok()) << one.status();
  ASSERT_TRUE(Verify(*one).ok()) << Verify(*one).status();
  EXPECT_EQ(Verify(*one)->entries, 1);
}

TEST_F(EvidenceLogTest, LongPack_ComesInPagesThatFit) {
  const rpc::CallScope scope = plans_.Scope();
  ASSERT_TRUE(pg::Transact(plans_.pool(), scope, [&](pg::Tx& tx) {
                for (int i = 1; i <= 1201; ++i) {
                  RecordIn(tx, scope, absl::StrCat("organisations/lyubimets/plans/", i % 2),
                           absl::StrCat(i));
                }
                return absl::OkStatus();
              }).ok());
  Sealer sealer(Context());
  SealUntil(sealer, 1202);
  Serve();
  for (const auto& [record, entries] :
       std::vector<std::pair<std::string, int>>{{"", 1201},
                                                {"organisations/lyubimets/plans/1", 601},
                                                {"organisations/lyubimets/plans/9", 0}}) {
    const auto pack = Export(record);
    ASSERT_TRUE(pack.ok()) << pack.status();
    const auto verdict = Verify(*pack);
    ASSERT_TRUE(verdict.ok()) << verdict.status();
    EXPECT_EQ(verdict->entries, entries);
    EXPECT_EQ(verdict->size, 1202u);
  }
}

TEST_F(EvidenceLogTest, CheckpointThatTheReaderKept_IsComparedInAPackOfOneRecord) {
  Write(plans_, "1.00");
  Sealer sealer(Context());
  SealUntil(sealer, 2);
  const std::string kept = *ReadMemory(folder_.path());
  for (int i = 2; i <= 40; ++i)
    Write(plans_, absl::StrCat(i, ".00"), "organisations/lyubimets/plans/2");
  SealUntil(sealer, 41);
  Serve();
  const auto pack = Export("organisations/lyubimets/plans/3", {2});
  ASSERT_TRUE(pack.ok()) << pack.status();
  EXPECT_TRUE(Verify(*pack, {kept}).ok()) << Verify(*pack, {kept}).status();
  // A checkpoint of a log that forked off.
  const merkle::Signer key = *Sealer(Context()).LoadKey();
  merkle::Checkpoint fork = *merkle::OpenCheckpoint(kept, PublicKey());
  fork.root = merkle::LeafHash("fork");
  EXPECT_FALSE(Verify(*pack, {key.Sign(merkle::FormatCheckpoint(fork), fork.origin)}).ok());
}

TEST_F(EvidenceLogTest, Untouched_HasNoProblems) {
  SealAndServe(300);
  EXPECT_THAT(Check(), IsEmpty());
}

// "ENTRY_CHANGED 3 plans organisations/lyubimets/plans/1"
std::vector<std::string> Show(const std::vector<v1::EvidenceProblem>& problems) {
  std::vector<std::string> shown;
  for (const v1::EvidenceProblem& problem : problems) {
    shown.push_back(absl::StrCat(v1::EvidenceProblemKind_Name(problem.kind()), " ", problem.index(),
                                 " ", problem.service(), " ", problem.record()));
  }
  return shown;
}

TEST_F(EvidenceLogTest, RowChangedBehindItsBack_IsLocated) {
  SealAndServe(5);
  sandbox_.Inspect(
      "update plans.evidence set actor = 'somebody else' where after_state->>'amount' = '3.00'");
  EXPECT_THAT(Show(Check()), ElementsAre(absl::StrCat("ENTRY_CHANGED 3 plans ", kRecord)));
  EXPECT_THAT(Check()[0].entry(), HasSubstr("organisations/lyubimets/evidence/plans-"));
  EXPECT_EQ(ReasonOf(Export().status()), "EVIDENCE_DAMAGED");
  v1::GetInclusionProofRequest request;
  request.set_name(Check()[0].entry());
  EXPECT_EQ(ReasonOf(Call(&v1::ReportsService::Stub::GetInclusionProof, request).status()),
            "EVIDENCE_DAMAGED");
}

TEST_F(EvidenceLogTest, AnyColumnChanged_IsLocated) {
  SealAndServe(2);
  for (const char* change :
       {"recorded_at = recorded_at + interval '1 microsecond'", "actor = actor || ' '", "action = 'x'",
        "record = 'organisations/lyubimets/plans/2'", "before_state = 'null'", "after_state = null",
        "after_state = after_state || '{\"amount\": \"9.00\"}'", "reason = ''", "request_id = 'x'",
        "trace_id = 'x'", "organisation_id = 'sopot'"}) {
    sandbox_.Inspect("create table kept as table plans.evidence");
    sandbox_.Inspect(
        absl::StrCat("update plans.evidence set ", change, " where after_state->>'amount' = '2.00'"));
    EXPECT_THAT(Show(Check()), ElementsAre(absl::StrCat("ENTRY_CHANGED 2 plans ", kRecord))) << change;
    sandbox_.Inspect(
        "delete from plans.evidence; insert into plans.evidence overriding system value table kept; "
        "drop table kept");
  }
  EXPECT_THAT(Check(), IsEmpty());
}

TEST_F(EvidenceLogTest, RowDeletedBehindItsBack_IsLocated) {
  SealAndServe(5);
  sandbox_.Inspect("delete from plans.evidence where after_state->>'amount' = '5.00'");
  EXPECT_THAT(Show(Check()), ElementsAre(absl::StrCat("ENTRY_DELETED 5 plans ", kRecord)));
  EXPECT_EQ(ReasonOf(Export().status()), "EVIDENCE_DAMAGED");
}

TEST_F(EvidenceLogTest, RowPutInBehindItsBack_IsLocated) {
  SealAndServe(5);
  sandbox_.Inspect(R"sql(
    insert into plans.evidence (tx_id, organisation_id, actor, action, record, reason)
    select tx_id, organisation_id, 'somebody', 'x', 'organisations/lyubimets/plans/9', '' from plans.evidence
     where after_state->>'amount' = '2.00')sql");
  EXPECT_THAT(Show(Check()), ElementsAre("ENTRY_INSERTED 3 plans organisations/lyubimets/plans/9"));
}

TEST_F(EvidenceLogTest, LogItselfChanged_IsLocated) {
  SealAndServe(5);
  sandbox_.Inspect("update reports.sealed_entry set record = 'x' where leaf_index = 2");
  EXPECT_THAT(Show(Check()), ElementsAre("INDEX_CHANGED 2 plans x"));
  sandbox_.Inspect(
      "delete from plans.evidence where after_state->>'amount' = '2.00'; "
      "delete from reports.sealed_entry where leaf_index = 2");
  EXPECT_THAT(Show(Check()), ElementsAre("INDEX_CHANGED 2  "));
  sandbox_.Inspect("update reports.sealed_epoch set reason = 'x'");
  EXPECT_THAT(Show(Check()), ElementsAre("ENTRY_CHANGED 0  ", "INDEX_CHANGED 2  "));
}

TEST_F(EvidenceLogTest, RowAndItsHashChanged_IsFoundByTheTree) {
  SealAndServe(300);
  sandbox_.Inspect(
      "update reports.sealed_tile set hashes = set_byte(hashes, 99, 255 - get_byte(hashes, 99)) "
      "where level = 0 and number = 0");
  const std::vector<std::string> shown = Show(Check());
  EXPECT_THAT(shown, ElementsAre(absl::StrCat("ENTRY_CHANGED 3 plans ", kRecord), "TREE_CHANGED 0  "));
  sandbox_.Inspect(
      "update reports.sealed_tile set hashes = set_byte(hashes, 99, 255 - get_byte(hashes, 99)) "
      "where level = 0 and number = 1");
  EXPECT_THAT(Show(Check()).back(), "TREE_CHANGED 300  ");
}

TEST_F(EvidenceLogTest, ProblemsOfOthers_AreNotTold) {
  Write(plans_, "1.00");
  Write(plans_, "2.00", "organisations/sopot/plans/1", "sopot");
  Sealer sealer(Context());
  SealUntil(sealer, 3);
  Serve();
  sandbox_.Inspect("update plans.evidence set actor = 'x' where organisation_id = 'sopot'");
  EXPECT_THAT(Check(), IsEmpty());
}

TEST_F(EvidenceLogTest, LogThatIsNotTheSignedOne_GivesNoProofs) {
  Sealer sealer(Context());
  SealUntil(sealer, 1);
  std::filesystem::remove(MemoryFile(folder_.path()));
  StartServing();
  const auto ask = [&] {
    return ReasonOf(
        Call(&v1::ReportsService::Stub::GetEvidenceCheckpoint, v1::GetEvidenceCheckpointRequest())
            .status());
  };
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (ask() != "EVIDENCE_MEMORY_MISSING" && absl::Now() < deadline) {
  }
  EXPECT_EQ(ask(), "EVIDENCE_MEMORY_MISSING");
  EXPECT_EQ(ReasonOf(Export().status()), "EVIDENCE_MEMORY_MISSING");
}

TEST_F(EvidenceLogTest, Proof_OfAnEntryThatIsNotSealedYet_IsRefused) {
  SealAndServe(1);
  reports_.role().StopConsumers();
  Write(plans_, "2.00");
  const pqxx::result row =
      sandbox_.Inspect("select tx_id, entry_id from plans.evidence order by entry_id desc limit 1");
  v1::GetInclusionProofRequest request;
  request.set_name(absl::StrCat("organisations/lyubimets/evidence/plans-", row[0][0].as<std::string>(),
                                "-", row[0][1].as<std::string>()));
  EXPECT_EQ(ReasonOf(Call(&v1::ReportsService::Stub::GetInclusionProof, request).status()),
            "EVIDENCE_NOT_SEALED");
  request.set_name("organisations/lyubimets/evidence/plans-3-999");
  EXPECT_EQ(ReasonOf(Call(&v1::ReportsService::Stub::GetInclusionProof, request).status()),
            "NOT_FOUND");
  request.set_name("organisations/lyubimets/evidence/plans");
  EXPECT_EQ(ReasonOf(Call(&v1::ReportsService::Stub::GetInclusionProof, request).status()),
            "RESOURCE_NAME_MALFORMED");
}

}  // namespace
}  // namespace tranche::reports

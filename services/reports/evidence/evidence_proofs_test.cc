// SPDX-License-Identifier: EUPL-1.2
// Proofs of sealed entries, packs, and what is found when anything of the log was changed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/base/error.h"
#include "platform/testing/fake_role.h"
#include "reports/testing/evidence_fixture.h"

namespace tranche::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

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

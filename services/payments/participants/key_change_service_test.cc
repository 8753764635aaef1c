// SPDX-License-Identifier: EUPL-1.2
// The change of the key of participants' records, also of one that was interrupted.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/testing/participants_fixture.h"

namespace tranche::payments::testing {
namespace {

// An installation with a folder of secrets, and its key being changed.
class KeyChangeTest : public ParticipantsTest {
 protected:
  KeyChangeTest() {
    folder_ = std::filesystem::temp_directory_path() / "tranche-key-change-XXXXXX";
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
    context_ = role_.context();
    context_.secrets_folder = folder_;
    service_ = MakeService();
    Begin();
  }
  ~KeyChangeTest() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<participants::ParticipantsService> MakeService() const {
    return std::make_unique<participants::ParticipantsService>(
        context_, [](absl::Time) { return absl::OkStatus(); });
  }
  absl::StatusOr<v1::ParticipantsDocument> Put(const std::vector<v1::ParticipantRecord>& rows) {
    return service_->ImportParticipants(role_.Scope(Manager()), ImportOf(1, rows));
  }
  static int CountIn(participants::ParticipantsService& service, const rpc::CallScope& scope) {
    v1::ListParticipantsRequest list;
    list.set_parent(kContract);
    const auto listed = service.ListParticipants(scope, list);
    EXPECT_TRUE(listed.ok()) << listed.status();
    return listed.ok() ? listed->participants_size() : -1;
  }
  // -1: to the end.
  absl::StatusOr<participants::KeyChange> Change(int batches_max = -1) {
    return participants::ChangePersonalKey(
        context_, {.subject = "admin", .reason = "план", .batch = 1, .batches_max = batches_max});
  }
  std::string ReadFile(const std::string& name) const {
    std::ifstream stream(folder_ + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
  // Rows that are not under this key.
  int UnderOthers(const std::string& sign) {
    return sandbox_
        .Inspect(absl::StrCat("select (select count(*) from payments.participant where key_sign <> '",
                              sign,
                              "') + (select count(*) from payments.participant_record where "
                              "key_sign <> '",
                              sign, "')"))[0][0]
        .as<int>();
  }

  std::string folder_;
  rpc::RoleContext context_;
  std::unique_ptr<participants::ParticipantsService> service_;
};

TEST_F(KeyChangeTest, Changed_EverythingIsUnderTheNewKeyAndTheFormerOneIsGone) {
  ASSERT_TRUE(Put({Ivan(), Maria()}).ok());
  const std::string former = ReadFile("/personal.key");

  const auto change = Change();

  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(change->participants, 2);
  EXPECT_EQ(change->from_key, "");
  EXPECT_EQ(UnderOthers(change->to_key), 0);
  EXPECT_NE(ReadFile("/personal.key"), former);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/personal.key.next"));
  EXPECT_EQ(CountIn(*service_, role_.Scope(Manager())), 2);
  EXPECT_EQ(CountIn(*MakeService(), role_.Scope(Manager())), 2);
  // The same people are found, and what they said is known.
  const auto again = Put({Maria(), Ivan()});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->unchanged(), 2);
  EXPECT_EQ(Count("participant"), 2);
  EXPECT_EQ(sandbox_
                .Inspect("select count(*) from payments.evidence where action = "
                         "'participants.change_key' and actor = 'admin' and reason = 'план'")[0][0]
                .as<int>(),
            2);
  // It may be changed again, and each change is another key.
  const auto second = Change();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->from_key, change->to_key);
  EXPECT_EQ(UnderOthers(second->to_key), 0);
  EXPECT_EQ(CountIn(*service_, role_.Scope(Manager())), 2);
}

TEST_F(KeyChangeTest, KilledHalfway_ImportsAndReadingsGoOnUnderBothKeys) {
  ASSERT_TRUE(Put({Ivan(), Maria()}).ok());
  const auto half = Change(/*batches_max=*/1);
  ASSERT_TRUE(half.ok()) << half.status();
  EXPECT_EQ(half->participants, 1);
  EXPECT_EQ(UnderOthers(half->to_key), 2);  // A participant and its record.
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/personal.key.next"));
  EXPECT_EQ(CountIn(*service_, role_.Scope(Manager())), 2);
  EXPECT_EQ(CountIn(*MakeService(), role_.Scope(Manager())), 2);

  EXPECT_EQ(Put({Ivan(), Maria()})->unchanged(), 2);
  v1::ParticipantRecord moved = Maria();
  moved.set_settlement("гр. Хасково");
  v1::ParticipantRecord ivan = Ivan();
  ivan.set_settlement("гр. Хасково");
  const auto changed = Put({ivan, moved});
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->recorded(), 2);
  EXPECT_EQ(Count("participant"), 2);  // Both were found, whichever key is theirs.

  const auto rest = Change();
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(rest->to_key, half->to_key);  // No third key.
  EXPECT_EQ(UnderOthers(rest->to_key), 0);
  EXPECT_EQ(CountIn(*MakeService(), role_.Scope(Manager())), 2);
  EXPECT_EQ(Put({ivan, moved})->unchanged(), 2);
}

TEST_F(KeyChangeTest, KilledBeforeItBeginsOrAfterItEnds_TheNextRunEndsIt) {
  ASSERT_TRUE(Put({Ivan()}).ok());
  // The next key was made, and the database knows nothing of it.
  const auto made = participants::MakeNextKey(folder_);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(CountIn(*MakeService(), role_.Scope(Manager())), 1);
  const std::string before = ReadFile("/personal.key");
  const auto change = Change();
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(change->to_key, *made);
  // The change ended, and its key did not get its place.
  std::filesystem::rename(folder_ + "/personal.key", folder_ + "/personal.key.next");
  std::ofstream(folder_ + "/personal.key", std::ios::binary) << before;
  EXPECT_EQ(CountIn(*MakeService(), role_.Scope(Manager())), 1);
  const auto ended = Change();
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->to_key, *made);
  EXPECT_EQ(ended->participants, 0);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/personal.key.next"));
  EXPECT_EQ(CountIn(*MakeService(), role_.Scope(Manager())), 1);
}

// A run that hangs while others end its change and begin the next one.
TEST_F(KeyChangeTest, RunThatWasOvertaken_ChangesNothingMore) {
  ASSERT_TRUE(Put({Ivan(), Maria()}).ok());
  const auto first = Change();
  ASSERT_TRUE(first.ok()) << first.status();
  const auto next = Change(/*batches_max=*/1);
  ASSERT_TRUE(next.ok()) << next.status();
  const auto late = idempotency::Step<int>(
      role_.pool(), role_.Scope(Manager()), /*validate_only=*/false,
      [&](pg::Tx& tx) -> absl::StatusOr<int> {
        Contract contract;
        contract.organisation = "mineralni-bani";
        contract.id = "BG05M9OP001-2.005-0063-C01";
        participants::store::Reseal(tx, contract, 1, std::string(64, 'c'), first->to_key, {});
        return 0;
      });
  EXPECT_EQ(ReasonOf(late.status()), "CONFLICT_RETRY");
  ASSERT_TRUE(Change().ok());
  EXPECT_EQ(UnderOthers(next->to_key), 0);
  EXPECT_EQ(CountIn(*MakeService(), role_.Scope(Manager())), 2);
}

TEST_F(KeyChangeTest, RecordThatDoesNotOpen_EndsItAndTheFormerKeyStays) {
  ASSERT_TRUE(Put({Ivan()}).ok());
  const std::string former = ReadFile("/personal.key");
  sandbox_.Inspect("update payments.participant_record set sealed = reverse(sealed)");
  EXPECT_EQ(ReasonOf(Change().status()), "PERSONAL_DATA_SEALED");
  EXPECT_EQ(ReadFile("/personal.key"), former);
}

// PRT-3 past the service: nothing but the key of a record may be changed, and only to the one in force.
TEST_F(KeyChangeTest, RecordUnderTheKeyInForce_CannotBeReplaced) {
  ASSERT_TRUE(Put({Ivan()}).ok());
  const std::string before =
      sandbox_.Inspect("select sealed from payments.participant_record")[0][0].as<std::string>();
  const auto moved = idempotency::Step<int>(
      role_.pool(), role_.Scope(Manager()), /*validate_only=*/false,
      [&](pg::Tx& tx) -> absl::StatusOr<int> {
        Contract contract;
        contract.organisation = "mineralni-bani";
        contract.id = "BG05M9OP001-2.005-0063-C01";
        participants::HeldRecord other{.participant = 1,
                                       .package = 1,
                                       .document_version = 1,
                                       .digest = std::string(64, 'a'),
                                       .sealed = std::string(100, 'b')};
        participants::store::Reseal(tx, contract, 1, std::string(64, 'c'), "", {other});
        return 0;
      });
  EXPECT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(sandbox_.Inspect("select sealed from payments.participant_record")[0][0].as<std::string>(),
            before);
}

}  // namespace
}  // namespace tranche::payments::testing

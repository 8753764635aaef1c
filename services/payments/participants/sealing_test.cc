// SPDX-License-Identifier: EUPL-1.2
#include "payments/participants/sealing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "platform/base/error.h"

namespace tranche::payments::participants {
namespace {

class SealingTest : public ::testing::Test {
 protected:
  SealingTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "tranche-sealing-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  void SetUp() override { ASSERT_TRUE(Sealing(folder_).Prepare(/*nothing_is_sealed=*/true).ok()); }

  ~SealingTest() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
};

TEST_F(SealingTest, SealedText_OpensAtItsPlaceAlone) {
  Sealing sealing(folder_);
  const absl::StatusOr<std::string> sealed = sealing.Seal("8001010008 Иван", "participants/1");
  ASSERT_TRUE(sealed.ok()) << sealed.status();
  EXPECT_FALSE(absl::StrContains(*sealed, "8001010008"));
  EXPECT_EQ(*sealing.Open(*sealed, "participants/1"), "8001010008 Иван");
  EXPECT_EQ(ReasonOf(sealing.Open(*sealed, "participants/2").status()), "PERSONAL_DATA_SEALED");
}

TEST_F(SealingTest, ChangedText_DoesNotOpen) {
  Sealing sealing(folder_);
  const std::string sealed = *sealing.Seal("тайна", "p");
  for (const std::size_t place : {std::size_t{0}, sealed.size() / 2, sealed.size() - 1}) {
    std::string changed = sealed;
    changed[place] = changed[place] == '0' ? '1' : '0';
    EXPECT_EQ(ReasonOf(sealing.Open(changed, "p").status()), "PERSONAL_DATA_SEALED") << place;
  }
  EXPECT_EQ(ReasonOf(sealing.Open("00", "p").status()), "PERSONAL_DATA_SEALED");
}

TEST_F(SealingTest, TheSameTextTwice_IsSealedDifferentlyAndHashedAlike) {
  Sealing sealing(folder_);
  EXPECT_NE(*sealing.Seal("a", "p"), *sealing.Seal("a", "p"));
  EXPECT_EQ(*sealing.Hash("a", "p"), *sealing.Hash("a", "p"));
  EXPECT_NE(*sealing.Hash("a", "p"), *sealing.Hash("a", "q"));
  EXPECT_EQ(sealing.Hash("a", "p")->size(), 64);
}

TEST_F(SealingTest, Key_IsMadeOnceAndIsItsOwnersAlone) {
  const std::string sealed = *Sealing(folder_).Seal("a", "p");
  EXPECT_EQ(*Sealing(folder_).Open(sealed, "p"), "a");
  struct stat file;
  ASSERT_EQ(stat((folder_ + "/personal.key").c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
}

TEST_F(SealingTest, LostKey_IsNotReplacedWhileSomethingIsSealed) {
  const std::string sealed = *Sealing(folder_).Seal("a", "p");
  std::filesystem::remove(folder_ + "/personal.key");
  Sealing sealing(folder_);
  EXPECT_EQ(ReasonOf(sealing.Open(sealed, "p").status()), "PERSONAL_DATA_KEY_MISSING");
  EXPECT_EQ(ReasonOf(sealing.Seal("a", "p").status()), "PERSONAL_DATA_KEY_MISSING");
  EXPECT_EQ(ReasonOf(sealing.Hash("a", "p").status()), "PERSONAL_DATA_KEY_MISSING");
  EXPECT_EQ(ReasonOf(sealing.Prepare(/*nothing_is_sealed=*/false)), "PERSONAL_DATA_KEY_MISSING");
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/personal.key"));
  EXPECT_TRUE(sealing.Prepare(/*nothing_is_sealed=*/true).ok());
  EXPECT_EQ(ReasonOf(sealing.Open(sealed, "p").status()), "PERSONAL_DATA_SEALED");
}

TEST_F(SealingTest, ManyAtOnce_AgreeOnOneKey) {
  std::filesystem::remove(folder_ + "/personal.key");
  std::vector<std::string> hashes(8);
  std::vector<std::thread> threads;
  for (std::string& hash : hashes) {
    threads.emplace_back([&] {
      Sealing sealing(folder_);
      if (sealing.Prepare(/*nothing_is_sealed=*/true).ok())
        hash = sealing.Hash("a", "p").value_or("failed");
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(hashes, ::testing::Each(hashes[0]));
  EXPECT_EQ(hashes[0].size(), 64);
}

TEST_F(SealingTest, NextKey_IsFoundByItsSignWhereverItLies) {
  const std::string sealed = *Sealing(folder_).Seal("a", "p");
  const absl::StatusOr<std::string> next = MakeNextKey(folder_);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(MakeNextKey(folder_).value(), *next);  // Made once.
  EXPECT_EQ(SignOfNextKey(folder_).value(), *next);
  Sealing both(folder_);
  const std::string anew = *both.Seal("a", "p", *next);
  EXPECT_EQ(*both.Open(sealed, "p"), "a");
  EXPECT_EQ(*both.Open(anew, "p", *next), "a");
  EXPECT_EQ(ReasonOf(both.Open(anew, "p").status()), "PERSONAL_DATA_SEALED");
  EXPECT_NE(*both.Hash("a", "p"), *both.Hash("a", "p", *next));
  ASSERT_TRUE(TakeNextKey(folder_).ok());
  ASSERT_TRUE(TakeNextKey(folder_).ok());  // There is none any more.
  EXPECT_EQ(*Sealing(folder_).Open(anew, "p", *next), "a");
  EXPECT_EQ(ReasonOf(Sealing(folder_).Open(sealed, "p").status()), "PERSONAL_DATA_SEALED");
  EXPECT_EQ(ReasonOf(Sealing(folder_).Seal("a", "p", "0123456789abcdef").status()),
            "PERSONAL_DATA_KEY_MISSING");
  EXPECT_FALSE(SignOfNextKey(folder_).ok());
}

TEST_F(SealingTest, KeyThatIsNone_IsSaidAndNotReplaced) {
  std::ofstream(folder_ + "/personal.key") << "short";
  for (const std::string& folder : {folder_, folder_ + "/nowhere"}) {
    EXPECT_EQ(ReasonOf(Sealing(folder).Prepare(/*nothing_is_sealed=*/true)),
              "PERSONAL_DATA_KEY_MISSING");
    EXPECT_EQ(ReasonOf(Sealing(folder).Seal("a", "p").status()), "PERSONAL_DATA_KEY_MISSING");
  }
}

}  // namespace
}  // namespace tranche::payments::participants

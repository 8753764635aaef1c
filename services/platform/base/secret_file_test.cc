// SPDX-License-Identifier: EUPL-1.2
#include "platform/base/secret_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

namespace tranche {
namespace {

class SecretFileTest : public ::testing::Test {
 protected:
  SecretFileTest() {
    char folder[] = "/tmp/tranche-secret-XXXXXX";
    folder_ = mkdtemp(folder);
  }
  ~SecretFileTest() override { std::filesystem::remove_all(folder_); }

  std::string File() const { return folder_ + "/key"; }
  std::string Content() const {
    std::ifstream stream(File());
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
  int FileCount() const {
    return static_cast<int>(std::distance(std::filesystem::directory_iterator(folder_), {}));
  }

  std::string folder_;
};

TEST_F(SecretFileTest, Write_IsReadableByItsOwnerOnly) {
  ASSERT_TRUE(WriteSecretFile(File(), "secret").ok());
  struct stat status {};
  ASSERT_EQ(stat(File().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(SecretFileTest, Write_ReplacesWhatWasThere) {
  ASSERT_TRUE(WriteSecretFile(File(), "first, and longer").ok());
  ASSERT_TRUE(WriteSecretFile(File(), "second").ok());
  EXPECT_EQ(Content(), "second");
  EXPECT_EQ(FileCount(), 1);
}

TEST_F(SecretFileTest, WriteNew_KeepsWhatWasThere) {
  ASSERT_TRUE(WriteNewSecretFile(File(), "first").ok());
  EXPECT_TRUE(absl::IsAlreadyExists(WriteNewSecretFile(File(), "second")));
  EXPECT_EQ(Content(), "first");
  EXPECT_EQ(FileCount(), 1);
}

TEST_F(SecretFileTest, WriteNew_ManyAtOnce_OneWinsWhole) {
  constexpr int kWriters = 8;
  std::vector<absl::Status> answers(kWriters);
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&, i] {
      answers[i] = WriteNewSecretFile(File(), std::string(100, static_cast<char>('a' + i)));
    });
  }
  for (std::thread& writer : writers) writer.join();
  int winner = -1;
  for (int i = 0; i < kWriters; ++i) {
    if (!answers[i].ok()) {
      EXPECT_TRUE(absl::IsAlreadyExists(answers[i])) << answers[i];
      continue;
    }
    EXPECT_EQ(winner, -1) << "two wrote it";
    winner = i;
  }
  ASSERT_GE(winner, 0);
  EXPECT_EQ(Content(), std::string(100, static_cast<char>('a' + winner)));
  EXPECT_EQ(FileCount(), 1);
}

TEST_F(SecretFileTest, NoSuchFolder_IsNamedAndLeavesNothing) {
  const absl::Status status = WriteSecretFile(folder_ + "/none/key", "secret");
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr(folder_ + "/none/key"));
  EXPECT_EQ(FileCount(), 0);
}

TEST_F(SecretFileTest, NameOfAFolder_IsRefusedAndLeavesNoDraft) {
  std::filesystem::create_directory(File());
  EXPECT_FALSE(WriteSecretFile(File(), "secret").ok());
  EXPECT_EQ(FileCount(), 1);
}

}  // namespace
}  // namespace tranche

// SPDX-License-Identifier: EUPL-1.2
// The key of personal data changed with the real programs, while the server goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;

constexpr char kNumber[] = "BG05M9OP001-2.005-0063-C01";
constexpr char kRows[] =
    "ЕГН;Име;Фамилия;Пол;Статус на пазара на труда;Образование;Дата на включване\n"
    "8001010008;Иван;Ганев;м;заето;основно;15.01.2018\n"
    "0041010002;Мария;Иванова;ж;заето;основно;16.01.2018\n";

TEST(PersonalKey, ChangedWhileTheServerGoesOn_EveryParticipantIsReadAndFoundAsBefore) {
  const Programs programs({.roles = "", .gateway = false});
  const std::string folder = programs.folder() + "/secrets/";
  const auto key = [&] {
    std::ifstream stream(folder + "personal.key", std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  };
  const std::string package =
      programs.TrancheJson({"packages", "create", kNumber, "--type", "technical-package"})["name"];
  const std::string file = programs.WriteFile("people.csv", kRows);
  const std::vector<std::string> import = {"participants",
                                           "import",
                                           file,
                                           "--contract",
                                           kNumber,
                                           "--package",
                                           package.substr(package.rfind('/') + 1)};
  const Ran first = programs.Tranche(import);
  ASSERT_EQ(first.code, 0) << first.error;
  const Ran before = programs.Tranche({"participants", "list", kNumber});
  const std::string former = key();

  const Ran changed = flow::Run({Program("tranched"), "change-personal-key", "--config",
                                 programs.folder() + "/tranched.textproto", "--subject", "operator",
                                 "--reason", "the yearly change"});

  ASSERT_EQ(changed.code, 0) << changed.error;
  EXPECT_THAT(changed.out, HasSubstr("sealed anew: 2"));
  EXPECT_NE(key(), former);
  EXPECT_FALSE(std::filesystem::exists(folder + "personal.key.next"));
  EXPECT_EQ(programs.Tranche({"participants", "list", kNumber}).out, before.out);
  ASSERT_EQ(programs.Tranche(import).code, 0);
  EXPECT_EQ(programs.Count("payments.participant"), 2);
  EXPECT_EQ(programs.Count("payments.participant_record"), 2);
  EXPECT_EQ(programs.Count("payments.evidence where action = 'participants.change_key' and actor = "
                           "'operator' and reason = 'the yearly change'"),
            1);
  // Without the folder of keys it says what is missing, and changes nothing.
  std::filesystem::rename(folder + "personal.key", folder + "kept");
  const Ran missing = flow::Run({Program("tranched"), "change-personal-key", "--config",
                                 programs.folder() + "/tranched.textproto", "--subject", "operator",
                                 "--reason", "again"});
  EXPECT_NE(missing.code, 0);
  EXPECT_THAT(missing.error, HasSubstr("key"));
  EXPECT_FALSE(std::filesystem::exists(folder + "personal.key.next"));
  std::filesystem::rename(folder + "kept", folder + "personal.key");
}

}  // namespace
}  // namespace tranche::flow

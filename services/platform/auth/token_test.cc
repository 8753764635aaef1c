// SPDX-License-Identifier: EUPL-1.2
#include "platform/auth/token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "platform/base/error.h"
#include "platform/testing/fake_role.h"

namespace tranche::auth {
namespace {

using ::testing::ElementsAre;

rpc::Actor Finance() {
  return {
      .subject = "finance@lyubimets", .organisations = {"lyubimets", "sopot"}, .roles = {"FINANCE"}};
}

class TokenTest : public ::testing::Test {
 protected:
  std::string Reason(const std::string& token, absl::Time now) {
    return ReasonOf(world_.verifier().Verify(token, now).status());
  }
  testing::TestWorld world_;
};

TEST_F(TokenTest, ValidToken_Verified_GivesTheActorBack) {
  const std::string token = world_.issuer().Issue(Finance(), world_.now() + absl::Hours(1));
  const absl::StatusOr<rpc::Actor> actor = world_.verifier().Verify(token, world_.now());
  ASSERT_TRUE(actor.ok()) << actor.status();
  EXPECT_EQ(actor->subject, "finance@lyubimets");
  EXPECT_THAT(actor->organisations, ElementsAre("lyubimets", "sopot"));
  EXPECT_THAT(actor->roles, ElementsAre("FINANCE"));
}

TEST_F(TokenTest, RolesByOrganisation_Verified_AreGivenBack) {
  const rpc::Actor given{.subject = "maria@lyubimets",
                         .organisations = {},
                         .roles = {},
                         .roles_in = {{"sopot", {"AUDITOR"}}, {"lyubimets", {"AUDITOR", "FINANCE"}}}};
  const absl::StatusOr<rpc::Actor> actor = world_.verifier().Verify(
      world_.issuer().Issue(given, world_.now() + absl::Hours(1)), world_.now());
  ASSERT_TRUE(actor.ok()) << actor.status();
  EXPECT_EQ(actor->roles_in, given.roles_in);
  EXPECT_THAT(actor->organisations, ElementsAre("lyubimets", "sopot"));
  EXPECT_THAT(actor->roles, ElementsAre("AUDITOR", "FINANCE"));
}

TEST_F(TokenTest, AllRolesInThirtyTwoOrganisationsWithLongNames_FitIntoAToken) {
  rpc::Actor given{.subject = "maria@lyubimets", .organisations = {}, .roles = {}};
  for (int i = 10; i < 42; ++i) {
    given.roles_in[std::string(61, 'o') + std::to_string(i)] = {"ADMINISTRATOR", "AUDITOR", "FINANCE",
                                                                "PROJECT_MANAGER"};
  }
  EXPECT_TRUE(world_.verifier().Verify(world_.Token(given), world_.now()).ok());
}

TEST_F(TokenTest, VerifiedBefore_IsAskedForItsEndAgain_AndAnotherKeyRefusesIt) {
  const absl::Time expires = world_.now() + absl::Hours(1);
  const std::string token = world_.issuer().Issue(Finance(), expires);
  for (int i = 0; i < 2; ++i) {
    const absl::StatusOr<rpc::Actor> actor = world_.verifier().Verify(token, world_.now());
    ASSERT_TRUE(actor.ok()) << actor.status();
    EXPECT_EQ(actor->subject, Finance().subject);
    EXPECT_EQ(actor->organisations, Finance().organisations);
    EXPECT_EQ(actor->roles, Finance().roles);
  }
  EXPECT_EQ(Reason(token, expires), "TOKEN_EXPIRED");
  testing::TestWorld other;
  EXPECT_EQ(ReasonOf(other.verifier().Verify(token, world_.now()).status()), "TOKEN_INVALID");
}

TEST_F(TokenTest, NoToken_Verified_IsMissing) { EXPECT_EQ(Reason("", world_.now()), "TOKEN_MISSING"); }

TEST_F(TokenTest, AnyCharacterChanged_Verified_IsInvalid) {
  const std::string token = world_.Token(Finance());
  for (size_t i = 0; i < token.size(); ++i) {
    std::string tampered = token;
    tampered[i] = tampered[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(Reason(tampered, world_.now()), "TOKEN_INVALID") << "character " << i;
  }
}

TEST_F(TokenTest, ShortenedAnywhere_Verified_IsInvalid) {
  const std::string token = world_.Token(Finance());
  for (size_t size = 1; size < token.size(); ++size) {
    EXPECT_EQ(Reason(token.substr(0, size), world_.now()), "TOKEN_INVALID") << size << " characters";
  }
}

TEST_F(TokenTest, TokenOfAnotherInstallation_Verified_IsInvalid) {
  testing::TestWorld other;
  EXPECT_EQ(Reason(other.Token(Finance()), world_.now()), "TOKEN_INVALID");
}

TEST_F(TokenTest, OverLongText_Verified_IsInvalid) {
  EXPECT_EQ(Reason("tranche_" + std::string(5000, 'A') + ".AAAA", world_.now()), "TOKEN_INVALID");
}

TEST_F(TokenTest, AtItsLastInstant_Verified_IsExpired) {
  const absl::Time expires = world_.now() + absl::Hours(1);
  const std::string token = world_.issuer().Issue(Finance(), expires);
  EXPECT_EQ(Reason(token, expires - absl::Seconds(1)), "");
  EXPECT_EQ(Reason(token, expires), "TOKEN_EXPIRED");
}

class KeyFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string path = (std::filesystem::temp_directory_path() / "tranche-keys-XXXXXX").string();
    ASSERT_NE(mkdtemp(path.data()), nullptr);
    folder_ = path;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string Secret() const { return folder_ + "/signing.key"; }
  std::string Public() const { return folder_ + "/signing.pub"; }
  static std::string Content(const std::string& file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    return line;
  }
  std::string folder_;
};

TEST_F(KeyFilesTest, MakeKeys_Twice_KeepsTheFirstPair) {
  ASSERT_TRUE(Issuer::MakeKeys(Secret(), Public()).ok());
  const std::string first = Content(Secret());
  ASSERT_TRUE(Issuer::MakeKeys(Secret(), Public()).ok());
  EXPECT_EQ(Content(Secret()), first);
}

TEST_F(KeyFilesTest, MakeKeys_SecretKey_IsReadableByItsOwnerOnly) {
  ASSERT_TRUE(Issuer::MakeKeys(Secret(), Public()).ok());
  struct stat status {};
  ASSERT_EQ(stat(Secret().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(KeyFilesTest, MakeKeys_PublicKeyLost_IsMadeFromTheSecretOne) {
  ASSERT_TRUE(Issuer::MakeKeys(Secret(), Public()).ok());
  const std::string first = Content(Public());
  std::filesystem::remove(Public());
  ASSERT_TRUE(Issuer::MakeKeys(Secret(), Public()).ok());
  EXPECT_EQ(Content(Public()), first);
}

TEST_F(KeyFilesTest, FromFile_NoKey_IsAnErrorThatNamesTheFile) {
  std::ofstream(Public()) << "not a key\n";
  EXPECT_THAT(std::string(Verifier::FromFile(Public()).status().message()),
              ::testing::HasSubstr(Public()));
  EXPECT_THAT(std::string(Issuer::FromFile(Secret()).status().message()),
              ::testing::HasSubstr(Secret()));
}

}  // namespace
}  // namespace tranche::auth

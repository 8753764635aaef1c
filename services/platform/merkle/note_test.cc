// SPDX-License-Identifier: EUPL-1.2
#include "platform/merkle/note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace tranche::merkle {
namespace {

Signer TestSigner() { return Signer::FromSeed(LeafHash("a key for tests")); }

Checkpoint TestCheckpoint() {
  return {.origin = "example.com/log", .size = 17, .root = LeafHash("root")};
}

TEST(Note, Signed_Opens) {
  const Signer signer = TestSigner();
  const std::string note = signer.Sign("example.com/log\nand more\n", "example.com/log");
  const auto text = OpenNote(note, "example.com/log", signer.public_key());
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_EQ(*text, "example.com/log\nand more\n");
}

TEST(Note, AnyByteChanged_IsRefused) {
  const Signer signer = TestSigner();
  const std::string note = signer.Sign(FormatCheckpoint(TestCheckpoint()), "example.com/log");
  ASSERT_TRUE(OpenCheckpoint(note, signer.public_key()).ok());
  for (size_t i = 0; i < note.size(); ++i) {
    for (const char bit : {1, 32}) {
      std::string changed = note;
      changed[i] = static_cast<char>(changed[i] ^ bit);
      EXPECT_FALSE(OpenCheckpoint(changed, signer.public_key()).ok()) << i;
    }
    EXPECT_FALSE(OpenCheckpoint(note.substr(0, i), signer.public_key()).ok()) << i;
  }
  EXPECT_FALSE(OpenCheckpoint(note + "\n", signer.public_key()).ok());
  EXPECT_FALSE(OpenCheckpoint(note + note.substr(note.find("\n\n") + 2), signer.public_key()).ok());
}

TEST(Note, OtherKeyOrName_IsRefused) {
  const Signer signer = TestSigner();
  const std::string note = signer.Sign("a\n", "example.com/log");
  EXPECT_FALSE(
      OpenNote(note, "example.com/log", Signer::FromSeed(LeafHash("other")).public_key()).ok());
  EXPECT_FALSE(OpenNote(note, "example.com", signer.public_key()).ok());
}

// A key that the documentation of Go's notes shows: its hash is the one that others compute.
TEST(PublicKey, KnownKey_HasTheHashThatOthersGiveIt) {
  EXPECT_TRUE(
      ParsePublicKey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").ok());
  EXPECT_FALSE(
      ParsePublicKey("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").ok());
}

TEST(Checkpoint, Formatted_IsParsedBack) {
  const auto parsed = ParseCheckpoint(FormatCheckpoint(TestCheckpoint()));
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->origin, "example.com/log");
  EXPECT_EQ(parsed->size, 17u);
  EXPECT_EQ(parsed->root, LeafHash("root"));
}

TEST(Checkpoint, OtherThanOriginSizeRoot_IsRefused) {
  const std::string good = FormatCheckpoint(TestCheckpoint());
  for (const std::string& bad :
       {std::string(), absl::StrReplaceAll(good, {{"17", "017"}}),
        absl::StrReplaceAll(good, {{"17", "-1"}}), absl::StrReplaceAll(good, {{"17", " 17"}}),
        absl::StrReplaceAll(good, {{"17", "99999999999999999999"}}), good + "extension\n",
        absl::StrReplaceAll(good, {{"example.com/log", "two words"}}),
        absl::StrReplaceAll(good, {{"=\n", "\n"}})}) {
    EXPECT_FALSE(ParseCheckpoint(bad).ok()) << bad;
  }
}

TEST(PublicKey, BothForms_AreRead) {
  const Hash key = TestSigner().public_key();
  EXPECT_EQ(*ParsePublicKey(ToBase64(BytesOf(key)) + "\n"), key);
  const std::string text = FormatVerifierKey("example.com/log", key);
  EXPECT_EQ(*ParsePublicKey(text), key);
  EXPECT_FALSE(ParsePublicKey(absl::StrReplaceAll(text, {{"log", "lag"}})).ok());
  EXPECT_FALSE(ParsePublicKey("").ok());
  EXPECT_FALSE(ParsePublicKey("AAAA").ok());
}

// RFC 8032, 7.1, test 1 has this seed and key.
TEST(Signer, SeedOfTheStandard_HasItsPublicKey) {
  std::string seed;
  Hash bytes;
  ASSERT_TRUE(FromBase64("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=", &seed) &&
              HashFrom(seed, &bytes));
  EXPECT_EQ(ToHex(Signer::FromSeed(bytes).public_key()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

TEST(Signer, FileThatHoldsNoKey_IsRefusedByItsName) {
  const std::string file = absl::StrCat(::testing::TempDir(), "/tranche-", getpid(), ".key");
  EXPECT_EQ(Signer::FromFile(file + ".missing").status().code(), absl::StatusCode::kNotFound);
  std::ofstream(file) << "AAAA\n";
  EXPECT_THAT(std::string(Signer::FromFile(file).status().message()), ::testing::HasSubstr(file));
  std::remove(file.c_str());
}

TEST(Proof, Formatted_HasTheLinesOfTheSpecification) {
  const std::string text = FormatProof(3, {LeafHash("a"), LeafHash("b")}, "origin\n", "x");
  EXPECT_EQ(text, absl::StrCat("c2sp.org/tlog-proof@v1\nextra eA==\nindex 3\n",
                               ToBase64(BytesOf(LeafHash("a"))), "\n", ToBase64(BytesOf(LeafHash("b"))),
                               "\n\norigin\n"));
  EXPECT_EQ(FormatProof(0, {}, "origin\n", ""), "c2sp.org/tlog-proof@v1\nindex 0\n\norigin\n");
}

}  // namespace
}  // namespace tranche::merkle

// SPDX-License-Identifier: EUPL-1.2
#include "platform/base/digest.h"

#include <gtest/gtest.h>

#include "platform/base/digest_stream.h"

namespace tranche {
namespace {

// Vectors of FIPS 180-4.
TEST(Sha256, KnownTexts_GiveTheirPublishedDigests) {
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256Stream, Pieces_GiveTheDigestOfTheWhole) {
  Sha256Stream digest;
  for (const char* piece : {"a", "", "bc"}) digest.Add(piece);
  EXPECT_EQ(digest.TakeHex(), Sha256Hex("abc"));
  EXPECT_EQ(Sha256Stream().TakeHex(), Sha256Hex(""));
}

TEST(Sha256, Bytes_AreThirtyTwo) { EXPECT_EQ(Sha256("abc").size(), 32u); }

}  // namespace
}  // namespace tranche

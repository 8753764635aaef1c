// SPDX-License-Identifier: EUPL-1.2
#include "platform/merkle/tiles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace tranche::merkle {
namespace {

using Stored = std::map<TilePlace, std::string>;

TileReader From(const Stored& stored) {
  return [&stored](TilePlace place) -> absl::StatusOr<std::string> {
    const auto found = stored.find(place);
    if (found == stored.end()) return absl::NotFoundError("no such tile");
    return found->second;
  };
}

// Grows by `steps` leaves at a time to `size`, storing and loading each time; checks the root each
// time.
Stored Grow(uint64_t size, uint64_t step) {
  Stored stored;
  Frontier frontier;
  for (uint64_t from = 0; from < size; from += step) {
    absl::StatusOr<TileEdge> edge = TileEdge::Load(from, From(stored));
    EXPECT_TRUE(edge.ok()) << edge.status();
    EXPECT_EQ(edge->Root(), frontier.Root()) << from;
    for (uint64_t i = from; i < std::min(size, from + step); ++i) {
      edge->Append(LeafHash(absl::StrCat(i)));
      frontier.Append(LeafHash(absl::StrCat(i)));
    }
    for (auto& [place, hashes] : edge->TakeGrown()) stored[place] = hashes;
    EXPECT_TRUE(edge->TakeGrown().empty());
    EXPECT_EQ(edge->Root(), frontier.Root()) << edge->size();
  }
  return stored;
}

TEST(TileEdge, AnyStep_MakesTheSameTiles) {
  const Stored once = Grow(1500, 1500);
  EXPECT_EQ(Grow(1500, 1), once);
  EXPECT_EQ(Grow(1500, 255), once);
  EXPECT_EQ(Grow(1500, 256), once);
  EXPECT_EQ(Grow(1500, 700), once);
  EXPECT_EQ(once.size(), 7u);  // Five full tiles and the last of level 0, and one of level 1.
}

TEST(TileEdge, ThreeLevels_HaveTheRootOfTheirLeaves) {
  const uint64_t size = 2 * 65536 + 3 * 256 + 5;
  const Stored stored = Grow(size, 9999);
  EXPECT_EQ(stored.at({2, 0}).size(), 2 * sizeof(Hash));
  EXPECT_EQ(stored.at({1, 2}).size(), 3 * sizeof(Hash));
  Frontier frontier;
  for (uint64_t i = 0; i < size; ++i) frontier.Append(LeafHash(absl::StrCat(i)));
  const Reader reader = ReadTiles(From(stored));
  EXPECT_EQ(*RootAt(size, reader), frontier.Root());
  const Hash leaf = LeafHash(absl::StrCat(70000));
  EXPECT_TRUE(
      VerifyInclusion(70000, size, leaf, *InclusionProof(70000, size, reader), frontier.Root()));
}

TEST(TileEdge, TileOfAnotherLength_IsDataLoss) {
  Stored stored = Grow(300, 300);
  stored[{0, 1}].resize(stored[{0, 1}].size() - sizeof(Hash));
  EXPECT_EQ(TileEdge::Load(300, From(stored)).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(RootAt(300, ReadTiles(From(stored))).status().code(), absl::StatusCode::kDataLoss);
  stored.erase({0, 1});
  EXPECT_EQ(TileEdge::Load(300, From(stored)).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace tranche::merkle

// SPDX-License-Identifier: EUPL-1.2
#include "platform/merkle/merkle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "platform/merkle/tiles.h"

namespace tranche::merkle {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr uint64_t kLargest = 300;  // More than one tile.

std::vector<Hash> With(std::vector<Hash> proof, const Hash& last) {
  proof.push_back(last);
  return proof;
}

// The definitions of RFC 6962, 2.1, word by word over the leaves [begin, end); what the library is
// compared with. It only remembers the roots that it has made.
class Naive {
 public:
  explicit Naive(std::vector<Hash> leaves) : leaves_(std::move(leaves)) {}

  Hash Root(uint64_t begin, uint64_t end) {
    if (begin == end) return EmptyRoot();
    if (end - begin == 1) return leaves_[begin];
    const auto known = roots_.find({begin, end});
    if (known != roots_.end()) return known->second;
    const uint64_t middle = begin + Split(end - begin);
    return roots_[{begin, end}] = NodeHash(Root(begin, middle), Root(middle, end));
  }
  std::vector<Hash> Path(uint64_t index, uint64_t begin, uint64_t end) {
    if (end - begin == 1) return {};
    const uint64_t middle = begin + Split(end - begin);
    return index < middle ? With(Path(index, begin, middle), Root(middle, end))
                          : With(Path(index, middle, end), Root(begin, middle));
  }
  // Of the tree that ends before `from`.
  std::vector<Hash> Subproof(uint64_t from, uint64_t begin, uint64_t end, bool known) {
    if (from == end) return known ? std::vector<Hash>{} : std::vector<Hash>{Root(begin, end)};
    const uint64_t middle = begin + Split(end - begin);
    return from <= middle ? With(Subproof(from, begin, middle, known), Root(middle, end))
                          : With(Subproof(from, middle, end, false), Root(begin, middle));
  }

 private:
  static uint64_t Split(uint64_t count) {
    uint64_t split = 1;
    while (2 * split < count) split *= 2;
    return split;
  }
  const std::vector<Hash> leaves_;
  std::map<std::pair<uint64_t, uint64_t>, Hash> roots_;
};

// The entries that the reference implementation of Certificate Transparency is tested with.
std::vector<Hash> ReferenceLeaves() {
  std::vector<Hash> leaves;
  for (const char* hex : {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                          "606162636465666768696a6b6c6d6e6f"}) {
    leaves.push_back(LeafHash(absl::HexStringToBytes(hex)));
  }
  return leaves;
}

std::vector<Hash> Leaves(uint64_t count) {
  std::vector<Hash> leaves;
  for (uint64_t i = 0; i < count; ++i) leaves.push_back(LeafHash(absl::StrCat("leaf ", i)));
  return leaves;
}

// The tree as the sealer keeps it.
class Tiled {
 public:
  explicit Tiled(const std::vector<Hash>& leaves) {
    for (const Hash& leaf : leaves) edge_.Append(leaf);
    for (auto& [place, hashes] : edge_.TakeGrown()) tiles_[place] = hashes;
  }
  TileReader tiles() const {
    return [this](TilePlace place) -> absl::StatusOr<std::string> {
      const auto found = tiles_.find(place);
      if (found == tiles_.end()) return absl::NotFoundError("no such tile");
      return found->second;
    };
  }
  Reader reader() const {
    return [from = ReadTiles(tiles()), this](Node node) -> absl::StatusOr<Hash> {
      const auto known = known_.find({node.level, node.index});
      if (known != known_.end()) return known->second;
      return known_[{node.level, node.index}] = *from(node);
    };
  }
  Hash Root() const { return edge_.Root(); }

 private:
  TileEdge edge_;
  std::map<TilePlace, std::string> tiles_;
  mutable std::map<std::pair<int, uint64_t>, Hash> known_;  // So that thousands of proofs are quick.
};

std::vector<std::string> Hex(const std::vector<Hash>& hashes) {
  std::vector<std::string> hex;
  for (const Hash& hash : hashes) hex.push_back(ToHex(hash));
  return hex;
}

TEST(MerkleRoot, ReferenceLeaves_HaveThePublishedRoots) {
  constexpr const char* kRoots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  const std::vector<Hash> leaves = ReferenceLeaves();
  const Tiled tree(leaves);
  Frontier frontier;
  for (uint64_t size = 0; size <= leaves.size(); ++size) {
    EXPECT_EQ(ToHex(*RootAt(size, tree.reader())), kRoots[size]) << size;
    EXPECT_EQ(ToHex(frontier.Root()), kRoots[size]) << size;
    if (size < leaves.size()) frontier.Append(leaves[size]);
  }
}

TEST(MerkleProofs, ReferenceLeaves_HaveThePublishedProofs) {
  const std::string h01 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
  const std::string h23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
  const std::string h47 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
  const std::string leaf4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
  const std::string h67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
  const std::string h03 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
  const Tiled tree(ReferenceLeaves());
  const Reader reader = tree.reader();
  EXPECT_THAT(Hex(*InclusionProof(0, 1, reader)), IsEmpty());
  EXPECT_THAT(Hex(*InclusionProof(0, 8, reader)), ElementsAre(h01, h23, h47));
  EXPECT_THAT(Hex(*InclusionProof(5, 8, reader)), ElementsAre(leaf4, h67, h03));
  EXPECT_THAT(Hex(*InclusionProof(2, 3, reader)),
              ElementsAre("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"));
  EXPECT_THAT(
      Hex(*InclusionProof(1, 5, reader)),
      ElementsAre("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", h23, leaf4));
  EXPECT_THAT(Hex(*ConsistencyProof(1, 1, reader)), IsEmpty());
  EXPECT_THAT(Hex(*ConsistencyProof(1, 8, reader)), ElementsAre(h01, h23, h47));
  EXPECT_THAT(
      Hex(*ConsistencyProof(6, 8, reader)),
      ElementsAre("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", h67, h03));
  EXPECT_THAT(Hex(*ConsistencyProof(2, 5, reader)), ElementsAre(h23, leaf4));
}

TEST(MerkleProofs, InclusionForEverySizeAndIndex_IsTheDefinitionsAndVerifies) {
  const std::vector<Hash> leaves = Leaves(kLargest);
  const Tiled tree(leaves);
  Naive naive(leaves);
  const Reader reader = tree.reader();
  for (uint64_t size = 1; size <= kLargest; ++size) {
    const Hash root = naive.Root(0, size);
    ASSERT_EQ(*RootAt(size, reader), root);
    for (uint64_t index = 0; index < size; ++index) {
      const std::vector<Hash> proof = *InclusionProof(index, size, reader);
      ASSERT_EQ(proof, naive.Path(index, 0, size)) << index << " of " << size;
      ASSERT_TRUE(VerifyInclusion(index, size, leaves[index], proof, root)) << index << " of " << size;
    }
  }
}

TEST(MerkleProofs, OtherLeafIndexSizeOrProof_IsNotProven) {
  const std::vector<Hash> leaves = Leaves(70);
  const Tiled tree(leaves);
  for (uint64_t size = 2; size <= 70; ++size) {
    const Hash root = *RootAt(size, tree.reader());
    for (uint64_t index = 0; index < size; ++index) {
      std::vector<Hash> proof = *InclusionProof(index, size, tree.reader());
      const uint64_t next = (index + 1) % size;
      ASSERT_FALSE(VerifyInclusion(index, size, leaves[next], proof, root));
      ASSERT_FALSE(VerifyInclusion(next, size, leaves[index], proof, root));
      ASSERT_FALSE(VerifyInclusion(size, size, leaves[index], proof, root));
      ASSERT_FALSE(VerifyInclusion(index, size, leaves[index], With(proof, root), root));
      proof.back()[31] ^= 1;
      ASSERT_FALSE(VerifyInclusion(index, size, leaves[index], proof, root));
      proof.pop_back();
      ASSERT_FALSE(VerifyInclusion(index, size, leaves[index], proof, root));
    }
  }
}

TEST(MerkleProofs, ConsistencyForEveryPairOfSizes_IsTheDefinitionsAndVerifies) {
  const std::vector<Hash> leaves = Leaves(kLargest);
  const Tiled tree(leaves);
  Naive naive(leaves);
  const Reader reader = tree.reader();
  for (uint64_t to = 0; to <= kLargest; ++to) {
    for (uint64_t from = 0; from <= to; ++from) {
      const std::vector<Hash> proof = *ConsistencyProof(from, to, reader);
      if (from > 0) {
        ASSERT_EQ(proof, naive.Subproof(from, 0, to, true)) << from << " to " << to;
      }
      ASSERT_TRUE(VerifyConsistency(from, to, proof, naive.Root(0, from), naive.Root(0, to)))
          << from << " to " << to;
    }
  }
}

TEST(MerkleProofs, OtherRootOrProof_IsNotConsistent) {
  const Tiled tree(Leaves(70));
  const Hash other = LeafHash("another tree");
  for (uint64_t to = 1; to <= 70; ++to) {
    const Hash to_root = *RootAt(to, tree.reader());
    for (uint64_t from = 1; from <= to; ++from) {
      const Hash from_root = *RootAt(from, tree.reader());
      std::vector<Hash> proof = *ConsistencyProof(from, to, tree.reader());
      ASSERT_FALSE(VerifyConsistency(from, to, proof, other, to_root)) << from << " to " << to;
      ASSERT_FALSE(VerifyConsistency(from, to, proof, from_root, other)) << from << " to " << to;
      ASSERT_FALSE(VerifyConsistency(from, to, With(proof, other), from_root, to_root));
      if (proof.empty()) continue;
      proof.front()[0] ^= 1;
      ASSERT_FALSE(VerifyConsistency(from, to, proof, from_root, to_root));
    }
  }
}

TEST(MerkleProofs, SmallerAfterLarger_IsNotConsistent) {
  const Tiled tree(Leaves(8));
  const Hash root = *RootAt(8, tree.reader());
  EXPECT_FALSE(VerifyConsistency(8, 4, {}, root, *RootAt(4, tree.reader())));
}

TEST(MerkleCover, AnyRange_IsCoveredOnceByCompleteSubtrees) {
  const Tiled tree(Leaves(64));
  for (uint64_t begin = 0; begin <= 64; ++begin) {
    for (uint64_t end = begin; end <= 64; ++end) {
      uint64_t at = begin;
      for (const Node node : Cover(begin, end)) {
        ASSERT_EQ(node.index << node.level, at);
        at += uint64_t{1} << node.level;
      }
      ASSERT_EQ(at, end);
    }
  }
}

TEST(Frontier, Subtrees_MakeTheSameRootAsTheirLeaves) {
  const Tiled tree(Leaves(kLargest));
  for (uint64_t middle = 0; middle <= kLargest; ++middle) {
    Frontier frontier;
    for (const auto& [begin, end] : {std::pair<uint64_t, uint64_t>{0, middle}, {middle, kLargest}}) {
      for (const Node node : Cover(begin, end))
        ASSERT_TRUE(frontier.Append(node, *tree.reader()(node)));
    }
    ASSERT_EQ(frontier.Root(), tree.Root());
  }
}

TEST(Frontier, SubtreeThatIsNotTheNext_IsRefused) {
  Frontier frontier;
  frontier.Append(LeafHash("a"));
  EXPECT_FALSE(frontier.Append({1, 1}, LeafHash("b")));
  EXPECT_FALSE(frontier.Append({0, 2}, LeafHash("b")));
  EXPECT_TRUE(frontier.Append({0, 1}, LeafHash("b")));
}

}  // namespace
}  // namespace tranche::merkle

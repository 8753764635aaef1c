// SPDX-License-Identifier: EUPL-1.2
// The Merkle tree of RFC 6962 and RFC 9162 with SHA-256: roots, inclusion proofs (this leaf stands at
// this index) and consistency proofs (the smaller tree is the beginning of the larger one).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tranche::merkle {

using Hash = std::array<unsigned char, 32>;

// SHA-256 of nothing: the root of a tree without leaves.
Hash EmptyRoot();
Hash LeafHash(absl::string_view leaf);
Hash NodeHash(const Hash& left, const Hash& right);

absl::string_view BytesOf(const Hash& hash);
// False when `bytes` are not 32.
bool HashFrom(absl::string_view bytes, Hash* hash);
std::string ToHex(const Hash& hash);

// A complete subtree of 2^level leaves that begins at leaf index · 2^level.
struct Node {
  int level = 0;
  uint64_t index = 0;
  friend bool operator==(Node a, Node b) { return a.level == b.level && a.index == b.index; }
};

// The fewest complete subtrees that make up the leaves [begin, end), from left to right.
std::vector<Node> Cover(uint64_t begin, uint64_t end);

// Where the hash of a complete subtree comes from.
using Reader = std::function<absl::StatusOr<Hash>(Node)>;

// The root of the first `size` leaves.
absl::StatusOr<Hash> RootAt(uint64_t size, const Reader& reader);
// The hashes that prove leaf `index` of the tree of `size`, from the leaf up; index < size.
absl::StatusOr<std::vector<Hash>> InclusionProof(uint64_t index, uint64_t size, const Reader& reader);
// The hashes that prove that the tree of `from` leaves is the beginning of that of `to`; from <= to.
// Empty for from = 0 and from = to.
absl::StatusOr<std::vector<Hash>> ConsistencyProof(uint64_t from, uint64_t to, const Reader& reader);

bool VerifyInclusion(uint64_t index, uint64_t size, const Hash& leaf, const std::vector<Hash>& proof,
                     const Hash& root);
bool VerifyConsistency(uint64_t from, uint64_t to, const std::vector<Hash>& proof,
                       const Hash& from_root, const Hash& to_root);

// A tree that only grows and keeps no more than the roots of its largest complete subtrees.
class Frontier {
 public:
  uint64_t size() const { return size_; }
  void Append(const Hash& leaf) { (void)Append(Node{0, size_}, leaf); }
  // Appends a whole subtree; false when it is not the next one.
  bool Append(Node node, const Hash& hash);
  Hash Root() const;

 private:
  struct Part {
    int level;
    Hash hash;
  };
  uint64_t size_ = 0;
  std::vector<Part> parts_;  // Levels fall from left to right.
};

}  // namespace tranche::merkle

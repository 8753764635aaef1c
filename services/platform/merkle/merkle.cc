// SPDX-License-Identifier: EUPL-1.2
#include "platform/merkle/merkle.h"

#include <sodium.h>

#include <algorithm>

#include "absl/strings/escaping.h"
#include "platform/base/status_macros.h"

namespace tranche::merkle {
namespace {

// Leaves and nodes are hashed with different first bytes, so that neither can pass for the other.
constexpr unsigned char kLeafPrefix = 0;
constexpr unsigned char kNodePrefix = 1;

// The largest power of two below `count`; count >= 2.
uint64_t SplitOf(uint64_t count) {
  uint64_t split = 1;
  while (split < count - split) split *= 2;
  return split;
}

// The root of the leaves [begin, end), which is not empty and whose begin is where a subtree begins.
absl::StatusOr<Hash> RangeRoot(uint64_t begin, uint64_t end, const Reader& reader) {
  const std::vector<Node> nodes = Cover(begin, end);
  TRANCHE_ASSIGN_OR_RETURN(Hash root, reader(nodes.back()));
  for (size_t i = nodes.size() - 1; i-- > 0;) {
    TRANCHE_ASSIGN_OR_RETURN(const Hash left, reader(nodes[i]));
    root = NodeHash(left, root);
  }
  return root;
}

}  // namespace

Hash EmptyRoot() {
  Hash hash;
  crypto_hash_sha256(hash.data(), nullptr, 0);
  return hash;
}

Hash LeafHash(absl::string_view leaf) {
  Hash hash;
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, &kLeafPrefix, 1);
  crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(leaf.data()), leaf.size());
  crypto_hash_sha256_final(&state, hash.data());
  return hash;
}

Hash NodeHash(const Hash& left, const Hash& right) {
  std::array<unsigned char, 1 + 2 * sizeof(Hash)> bytes;
  bytes[0] = kNodePrefix;
  std::copy(left.begin(), left.end(), bytes.begin() + 1);
  std::copy(right.begin(), right.end(), bytes.begin() + 1 + sizeof(Hash));
  Hash hash;
  crypto_hash_sha256(hash.data(), bytes.data(), bytes.size());
  return hash;
}

absl::string_view BytesOf(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

bool HashFrom(absl::string_view bytes, Hash* hash) {
  if (bytes.size() != hash->size()) return false;
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(hash->data()));
  return true;
}

std::string ToHex(const Hash& hash) { return absl::BytesToHexString(BytesOf(hash)); }

std::vector<Node> Cover(uint64_t begin, uint64_t end) {
  std::vector<Node> nodes;
  while (begin < end) {
    int level = 0;
    // As large as it may be where it begins, and within the end.
    while (level < 62 && begin % (uint64_t{2} << level) == 0 && (uint64_t{2} << level) <= end - begin) {
      ++level;
    }
    nodes.push_back({level, begin >> level});
    begin += uint64_t{1} << level;
  }
  return nodes;
}

absl::StatusOr<Hash> RootAt(uint64_t size, const Reader& reader) {
  if (size == 0) return EmptyRoot();
  return RangeRoot(0, size, reader);
}

absl::StatusOr<std::vector<Hash>> InclusionProof(uint64_t index, uint64_t size, const Reader& reader) {
  // From the root down: at each step the half without the leaf is a part of the proof.
  std::vector<Hash> proof;
  uint64_t begin = 0;
  uint64_t end = size;
  while (end - begin > 1) {
    const uint64_t middle = begin + SplitOf(end - begin);
    const bool left = index < middle;
    TRANCHE_ASSIGN_OR_RETURN(const Hash other,
                             left ? RangeRoot(middle, end, reader) : RangeRoot(begin, middle, reader));
    proof.push_back(other);
    (left ? end : begin) = middle;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

absl::StatusOr<std::vector<Hash>> ConsistencyProof(uint64_t from, uint64_t to, const Reader& reader) {
  std::vector<Hash> proof;
  if (from == 0 || from == to) return proof;
  uint64_t begin = 0;
  uint64_t end = to;
  // Down to the subtree that ends with the smaller tree.
  while (end != from) {
    const uint64_t middle = begin + SplitOf(end - begin);
    const bool left = from <= middle;
    TRANCHE_ASSIGN_OR_RETURN(const Hash other,
                             left ? RangeRoot(middle, end, reader) : RangeRoot(begin, middle, reader));
    proof.push_back(other);
    (left ? end : begin) = middle;
  }
  // When that is the whole smaller tree, the verifier knows its root.
  if (begin != 0) {
    TRANCHE_ASSIGN_OR_RETURN(const Hash last, RangeRoot(begin, end, reader));
    proof.push_back(last);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

// RFC 9162, 2.1.3.2.
bool VerifyInclusion(uint64_t index, uint64_t size, const Hash& leaf, const std::vector<Hash>& proof,
                     const Hash& root) {
  if (index >= size) return false;
  uint64_t place = index;
  uint64_t last = size - 1;
  Hash hash = leaf;
  for (const Hash& other : proof) {
    if (last == 0) return false;
    if (place % 2 == 1 || place == last) {
      hash = NodeHash(other, hash);
      while (place % 2 == 0 && place != 0) {
        place /= 2;
        last /= 2;
      }
    } else {
      hash = NodeHash(hash, other);
    }
    place /= 2;
    last /= 2;
  }
  return last == 0 && hash == root;
}

// RFC 9162, 2.1.4.2.
bool VerifyConsistency(uint64_t from, uint64_t to, const std::vector<Hash>& proof,
                       const Hash& from_root, const Hash& to_root) {
  if (from > to) return false;
  if (from == to) return proof.empty() && from_root == to_root;
  if (from == 0) return proof.empty() && from_root == EmptyRoot();
  std::vector<Hash> path = proof;
  if ((from & (from - 1)) == 0) path.insert(path.begin(), from_root);
  if (path.empty()) return false;
  uint64_t place = from - 1;
  uint64_t last = to - 1;
  while (place % 2 == 1) {
    place /= 2;
    last /= 2;
  }
  Hash smaller = path.front();
  Hash larger = path.front();
  for (size_t i = 1; i < path.size(); ++i) {
    if (last == 0) return false;
    if (place % 2 == 1 || place == last) {
      smaller = NodeHash(path[i], smaller);
      larger = NodeHash(path[i], larger);
      while (place % 2 == 0 && place != 0) {
        place /= 2;
        last /= 2;
      }
    } else {
      larger = NodeHash(larger, path[i]);
    }
    place /= 2;
    last /= 2;
  }
  return last == 0 && smaller == from_root && larger == to_root;
}

bool Frontier::Append(Node node, const Hash& hash) {
  if (node.level < 0 || node.level > 62) return false;
  const uint64_t leaves = uint64_t{1} << node.level;
  if (size_ % leaves != 0 || size_ / leaves != node.index) return false;
  Part part{node.level, hash};
  while (!parts_.empty() && parts_.back().level == part.level) {
    part = {part.level + 1, NodeHash(parts_.back().hash, part.hash)};
    parts_.pop_back();
  }
  parts_.push_back(part);
  size_ += leaves;
  return true;
}

Hash Frontier::Root() const {
  if (parts_.empty()) return EmptyRoot();
  Hash root = parts_.back().hash;
  for (size_t i = parts_.size() - 1; i-- > 0;) root = NodeHash(parts_[i].hash, root);
  return root;
}

}  // namespace tranche::merkle

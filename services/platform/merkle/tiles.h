// SPDX-License-Identifier: EUPL-1.2
// The hashes of a tree in tiles of 256 (C2SP tlog-tiles): tile `number` of level 0 holds the hashes of
// leaves, each hash of level n + 1 is the root of a full tile of level n. Any subtree's hash is found
// in one tile, and a growing tree changes only the last tile of each level.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/merkle/merkle.h"

namespace tranche::merkle {

inline constexpr int kTileHeight = 8;
inline constexpr uint64_t kTileHashes = uint64_t{1} << kTileHeight;

struct TilePlace {
  int level = 0;
  uint64_t number = 0;
  friend bool operator<(TilePlace a, TilePlace b) {
    return std::pair(a.level, a.number) < std::pair(b.level, b.number);
  }
  friend bool operator==(TilePlace a, TilePlace b) {
    return a.level == b.level && a.number == b.number;
  }
};

// The hashes of a tile, 32 bytes each, as many as it has; NotFound for a tile that is missing.
using TileReader = std::function<absl::StatusOr<std::string>(TilePlace)>;

// The tile that holds a complete subtree's hash, and the hash from it; DataLoss when the tile is too
// short.
TilePlace TileOf(Node node);
absl::StatusOr<Hash> HashFromTile(Node node, const std::string& hashes);
// Tiles as a source for proofs; each is read once.
Reader ReadTiles(TileReader tiles);

// The root of a full tile.
Hash RootOfTile(const std::string& hashes);

// A tree that grows, by its last tile of each level.
class TileEdge {
 public:
  // The edge of the tree of `size`.
  static absl::StatusOr<TileEdge> Load(uint64_t size, const TileReader& tiles);

  uint64_t size() const { return size_; }
  void Append(const Hash& leaf);
  Hash Root() const;
  // The tiles that have grown since the last call, as they are now.
  std::map<TilePlace, std::string> TakeGrown();

 private:
  void AppendTo(size_t level, const Hash& hash);

  struct Edge {
    uint64_t number = 0;
    std::string hashes;  // Fewer than 256.
  };
  uint64_t size_ = 0;
  std::vector<Edge> levels_;
  std::map<TilePlace, std::string> full_;  // Became full since the last call.
  std::vector<bool> grown_;                // By level.
};

}  // namespace tranche::merkle

// SPDX-License-Identifier: EUPL-1.2
#include "platform/merkle/tiles.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"

namespace tranche::merkle {
namespace {

constexpr size_t kHashBytes = sizeof(Hash);

Hash HashAt(const std::string& hashes, uint64_t position) {
  Hash hash;
  HashFrom(absl::string_view(hashes).substr(position * kHashBytes, kHashBytes), &hash);
  return hash;
}

// The root of `count` hashes from `first` on, a power of two.
Hash RootOf(const std::string& hashes, uint64_t first, uint64_t count) {
  Frontier frontier;
  for (uint64_t i = 0; i < count; ++i) frontier.Append(HashAt(hashes, first + i));
  return frontier.Root();
}

}  // namespace

TilePlace TileOf(Node node) {
  return {node.level / kTileHeight, (node.index << (node.level % kTileHeight)) / kTileHashes};
}

absl::StatusOr<Hash> HashFromTile(Node node, const std::string& hashes) {
  const int height = node.level % kTileHeight;
  const uint64_t first = (node.index << height) % kTileHashes;
  const uint64_t count = uint64_t{1} << height;
  if (hashes.size() < (first + count) * kHashBytes) {
    const TilePlace place = TileOf(node);
    return absl::DataLossError(absl::StrCat("tile ", place.level, "/", place.number, " is too short"));
  }
  return RootOf(hashes, first, count);
}

Reader ReadTiles(TileReader tiles) {
  auto kept = std::make_shared<std::map<TilePlace, std::string>>();
  return [tiles = std::move(tiles), kept](Node node) -> absl::StatusOr<Hash> {
    const TilePlace place = TileOf(node);
    auto found = kept->find(place);
    if (found == kept->end()) {
      TRANCHE_ASSIGN_OR_RETURN(std::string hashes, tiles(place));
      found = kept->emplace(place, std::move(hashes)).first;
    }
    return HashFromTile(node, found->second);
  };
}

Hash RootOfTile(const std::string& hashes) { return RootOf(hashes, 0, kTileHashes); }

absl::StatusOr<TileEdge> TileEdge::Load(uint64_t size, const TileReader& tiles) {
  TileEdge edge;
  edge.size_ = size;
  uint64_t hashes_of_level = size;
  for (int level = 0; hashes_of_level > 0; ++level, hashes_of_level /= kTileHashes) {
    Edge last{hashes_of_level / kTileHashes, ""};
    const uint64_t count = hashes_of_level % kTileHashes;
    if (count > 0) {
      TRANCHE_ASSIGN_OR_RETURN(last.hashes, tiles({level, last.number}));
      if (last.hashes.size() != count * kHashBytes) {
        return absl::DataLossError(absl::StrCat("tile ", level, "/", last.number, " has ",
                                                last.hashes.size() / kHashBytes, " hashes, not ",
                                                count));
      }
    }
    edge.levels_.push_back(std::move(last));
  }
  edge.grown_.assign(edge.levels_.size(), false);
  return edge;
}

void TileEdge::Append(const Hash& leaf) {
  AppendTo(0, leaf);
  ++size_;
}

void TileEdge::AppendTo(size_t level, const Hash& hash) {
  if (level == levels_.size()) {
    levels_.emplace_back();
    grown_.push_back(false);
  }
  Edge& last = levels_[level];
  last.hashes.append(reinterpret_cast<const char*>(hash.data()), hash.size());
  grown_[level] = true;
  if (last.hashes.size() < kTileHashes * kHashBytes) return;
  const Hash root = RootOfTile(last.hashes);
  full_[{static_cast<int>(level), last.number}] = std::move(last.hashes);
  last = {last.number + 1, ""};
  grown_[level] = false;
  AppendTo(level + 1, root);
}

Hash TileEdge::Root() const {
  // From the right, where the smallest subtrees are.
  bool any = false;
  Hash root = EmptyRoot();
  for (const Edge& last : levels_) {
    uint64_t count = last.hashes.size() / kHashBytes;
    for (uint64_t width = 1; count > 0; width *= 2) {
      if ((count & width) == 0) continue;
      count -= width;
      const Hash part = RootOf(last.hashes, count, width);
      root = any ? NodeHash(part, root) : part;
      any = true;
    }
  }
  return root;
}

std::map<TilePlace, std::string> TileEdge::TakeGrown() {
  std::map<TilePlace, std::string> grown = std::move(full_);
  full_.clear();
  for (size_t level = 0; level < levels_.size(); ++level) {
    if (grown_[level]) grown[{static_cast<int>(level), levels_[level].number}] = levels_[level].hashes;
    grown_[level] = false;
  }
  return grown;
}

}  // namespace tranche::merkle

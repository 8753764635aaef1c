// SPDX-License-Identifier: EUPL-1.2
#include "reports/evidence/comparison.h"

#include <algorithm>
#include <map>
#include <optional>

#include "reports/evidence/entry_names.h"

namespace tranche::reports {
namespace {

constexpr int64_t kStretch = 4096;
constexpr int kRowsAtOnce = 1000;

Discrepancy Of(v1::EvidenceProblemKind kind, const store::SealedEntry& sealed) {
  return {kind, sealed.index, sealed.organisation, sealed.place, sealed.record};
}

Discrepancy OfTree(int64_t index) { return {.kind = v1::TREE_CHANGED, .index = index}; }

Discrepancy Inserted(const store::PlacedLeaf& stored, int64_t before) {
  return {v1::ENTRY_INSERTED, before, evidence::ValueOf(stored.leaf, "organisation"), stored.place,
          evidence::ValueOf(stored.leaf, "record")};
}

// The leaves' hashes as they are stored; those that are missing are zero and differ from all.
std::vector<merkle::Hash> LeafHashes(const merkle::Reader& reader, int64_t from, int64_t to) {
  std::vector<merkle::Hash> hashes;
  for (int64_t index = from; index < to; ++index) {
    const absl::StatusOr<merkle::Hash> hash = reader({0, static_cast<uint64_t>(index)});
    hashes.push_back(hash.ok() ? *hash : merkle::Hash{});
  }
  return hashes;
}

// The tiles whose hashes do not make up the hash that the tile above has of them.
void CompareTiles(pg::Tx& tx, const store::SealedHead& head, int level, int64_t first, int64_t last,
                  std::vector<Discrepancy>* found) {
  const merkle::TileReader tiles = store::TilesOf(tx, head.epoch);
  const merkle::Reader reader = merkle::ReadTiles(tiles);
  for (int64_t number = first; number < last; ++number) {
    const auto tile = static_cast<uint64_t>(number);
    const absl::StatusOr<std::string> hashes = tiles({level, tile});
    const absl::StatusOr<merkle::Hash> above = reader({merkle::kTileHeight * (level + 1), tile});
    const bool full = hashes.ok() && hashes->size() == merkle::kTileHashes * sizeof(merkle::Hash);
    if (full && above.ok() && merkle::RootOfTile(*hashes) == *above) continue;
    found->push_back(OfTree(number << (merkle::kTileHeight * (level + 1))));
  }
}

// The tiles above the leaves, and the root.
void CompareTop(pg::Tx& tx, const store::SealedHead& head, const merkle::Hash& public_key,
                std::vector<Discrepancy>* found) {
  const auto size = static_cast<int64_t>(head.checkpoint.size);
  int level = 1;
  for (int64_t full = size >> 16; full > 0; full >>= 8) CompareTiles(tx, head, level++, 0, full, found);
  const absl::StatusOr<merkle::Checkpoint> opened = merkle::OpenCheckpoint(head.note, public_key);
  const absl::StatusOr<merkle::Hash> root =
      merkle::RootAt(head.checkpoint.size, merkle::ReadTiles(store::TilesOf(tx, head.epoch)));
  const bool as_signed = opened.ok() && root.ok() && opened->root == *root &&
                         merkle::FormatCheckpoint(*opened) == merkle::FormatCheckpoint(head.checkpoint);
  // What is below full tiles was compared with them; the rest is the end of the tree.
  if (!as_signed) found->push_back(OfTree(size - 1));
}

std::vector<store::PlacedLeaf> ReadStored(pg::Tx& tx, const evidence::Place& after,
                                          const evidence::Place& to) {
  std::vector<store::PlacedLeaf> stored;
  evidence::Place reached = after;
  while (true) {
    std::vector<store::PlacedLeaf> some = store::ReadEntries(tx, reached, to, kRowsAtOnce);
    if (some.empty()) return stored;
    reached = some.back().place;
    std::move(some.begin(), some.end(), std::back_inserter(stored));
  }
}

}  // namespace

bool ConcernsOneOf(const Discrepancy& found, const std::vector<std::string>& organisations) {
  return found.organisation.empty() ||
         std::count(organisations.begin(), organisations.end(), "*") > 0 ||
         std::count(organisations.begin(), organisations.end(), found.organisation) > 0;
}

v1::EvidenceProblem ToProto(const Discrepancy& found) {
  v1::EvidenceProblem problem;
  problem.set_kind(found.kind);
  problem.set_index(found.index);
  if (found.organisation.empty()) return problem;
  problem.set_service(found.place.service);
  problem.set_entry(EntryName(found.organisation, found.place));
  problem.set_record(found.record);
  return problem;
}

std::vector<Discrepancy> CompareLeaves(int64_t from, const std::vector<merkle::Hash>& hashes,
                                       const std::vector<store::SealedEntry>& sealed,
                                       const std::vector<store::PlacedLeaf>& stored) {
  std::vector<Discrepancy> found;
  auto next = stored.begin();
  int64_t expected = from;
  for (const store::SealedEntry& leaf : sealed) {
    for (; expected < leaf.index; ++expected) {
      found.push_back({.kind = v1::INDEX_CHANGED, .index = expected});
    }
    ++expected;
    for (; next != stored.end() && next->place < leaf.place; ++next) {
      found.push_back(Inserted(*next, leaf.index));
    }
    if (next == stored.end() || leaf.place < next->place) {
      found.push_back(Of(v1::ENTRY_DELETED, leaf));
      continue;
    }
    const merkle::Hash hash = merkle::LeafHash(evidence::Encode(next->leaf));
    if (hash != hashes[static_cast<size_t>(leaf.index - from)]) {
      found.push_back(Of(v1::ENTRY_CHANGED, leaf));
    } else if (evidence::ValueOf(next->leaf, "record") != leaf.record ||
               evidence::ValueOf(next->leaf, "organisation") != leaf.organisation) {
      found.push_back(Of(v1::INDEX_CHANGED, leaf));
    }
    ++next;
  }
  const int64_t end = from + static_cast<int64_t>(hashes.size());
  for (; expected < end; ++expected) found.push_back({.kind = v1::INDEX_CHANGED, .index = expected});
  for (; next != stored.end(); ++next) found.push_back(Inserted(*next, end));
  return found;
}

Comparison CompareStretch(pg::Tx& tx, const store::SealedHead& head, int64_t from,
                          const merkle::Hash& public_key) {
  const auto size = static_cast<int64_t>(head.checkpoint.size);
  Comparison comparison{.next = std::min(size, from + kStretch), .found = {}};
  const merkle::Reader reader = merkle::ReadTiles(store::TilesOf(tx, head.epoch));
  // Leaf 0 is no entry.
  const int64_t first = std::max<int64_t>(from, 1);
  if (from == 0) {
    const merkle::Hash hash = merkle::LeafHash(evidence::Encode(store::LoadEpochLeaf(tx, head.epoch)));
    if (LeafHashes(reader, 0, 1).front() != hash) {
      comparison.found.push_back({.kind = v1::ENTRY_CHANGED, .index = 0});
    }
  }
  const std::optional<store::SealedEntry> before = store::LastSealedBefore(tx, head.epoch, first);
  const std::optional<store::SealedEntry> last =
      store::LastSealedBefore(tx, head.epoch, comparison.next);
  const bool end = comparison.next == size;
  const evidence::Place to = end ? head.last : last ? last->place : evidence::Place{};
  const std::vector<Discrepancy> entries =
      CompareLeaves(first, LeafHashes(reader, first, comparison.next),
                    store::ListSealedBetween(tx, head.epoch, first, comparison.next),
                    ReadStored(tx, before ? before->place : evidence::Place{}, to));
  comparison.found.insert(comparison.found.end(), entries.begin(), entries.end());
  constexpr int64_t kLeaves = int64_t{1} << merkle::kTileHeight;
  CompareTiles(tx, head, 0, from / kLeaves, comparison.next / kLeaves, &comparison.found);
  if (end) CompareTop(tx, head, public_key, &comparison.found);
  return comparison;
}

}  // namespace tranche::reports

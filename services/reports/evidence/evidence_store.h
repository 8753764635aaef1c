// SPDX-License-Identifier: EUPL-1.2
// All SQL of the evidence log: the entries that services publish, and the log's own tables.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "platform/evidence/leaf.h"
#include "platform/merkle/note.h"
#include "platform/merkle/tiles.h"
#include "platform/pg/transaction.h"

namespace tranche::reports::store {

// A signed checkpoint, and the place of the last entry that it holds.
struct SealedHead {
  int epoch = 0;
  merkle::Checkpoint checkpoint;
  std::string note;
  evidence::Place last;
  absl::Time sealed_at;
};

// Which entry is which leaf.
struct SealedEntry {
  std::string organisation;
  int64_t index = 0;
  evidence::Place place;
  std::string record;
};

struct PlacedLeaf {
  evidence::Place place;
  evidence::Leaf leaf;
};

// Why a tree begins: what the one before held by the last signature, and what was found of it.
struct NewEpoch {
  int epoch = 0;
  std::string origin;
  std::string started_by;
  std::string reason;
  merkle::Checkpoint remembered;
  merkle::Checkpoint found;
};

// One process at a time may add to the log, until its transaction ends. False: another one does.
bool TryLockLog(pg::Tx& tx);
void LockLog(pg::Tx& tx);

// The last checkpoint of the last epoch; nothing when no log was begun.
std::optional<SealedHead> LoadHead(pg::Tx& tx);
// A checkpoint of an epoch: the one of exactly this size, or the largest up to it.
std::optional<SealedHead> LoadCheckpoint(pg::Tx& tx, int epoch, int64_t size);
std::optional<SealedHead> LoadCheckpointUpTo(pg::Tx& tx, int epoch, int64_t size);

// Writes that a tree begins and gives its first leaf.
evidence::Leaf BeginEpoch(pg::Tx& tx, const NewEpoch& epoch);
evidence::Leaf LoadEpochLeaf(pg::Tx& tx, int epoch);

// The published entries after one place and up to another, in order, below the oldest open transaction:
// no entry can come in front of them any more. Not all at once: at most `rows` and about 2 MB, but one
// at least.
std::vector<PlacedLeaf> ReadEntries(pg::Tx& tx, const evidence::Place& after, const evidence::Place& to,
                                    int rows);
// Above all places.
evidence::Place EndOfLog();
// The published entries at these places, in no order; those that are not there are left out.
std::vector<PlacedLeaf> ReadEntriesAt(pg::Tx& tx, const std::vector<evidence::Place>& places);

// Writes leaves for their organisations: only these may be in the transaction's context.
void SealEntries(pg::Tx& tx, int epoch, int64_t first_index, const std::vector<PlacedLeaf>& leaves);
// False when the tile held something else than the beginning of these hashes.
bool PutTile(pg::Tx& tx, int epoch, merkle::TilePlace place, const std::string& hashes);
// Tiles of an epoch, in a transaction that outlives the reader.
merkle::TileReader TilesOf(pg::Tx& tx, int epoch);
void PutCheckpoint(pg::Tx& tx, const SealedHead& head);

// Leaves of organisations from an index on, of all records or of one.
std::vector<SealedEntry> ListSealed(pg::Tx& tx, const std::vector<std::string>& organisations,
                                    int epoch, const std::string& record, int64_t from, int64_t to,
                                    int limit);
// All leaves of [from, to) that the transaction's organisations may see.
std::vector<SealedEntry> ListSealedBetween(pg::Tx& tx, int epoch, int64_t from, int64_t to);
// The last leaf before an index; nothing when there is none.
std::optional<SealedEntry> LastSealedBefore(pg::Tx& tx, int epoch, int64_t index);
std::optional<SealedEntry> FindSealed(pg::Tx& tx, const std::vector<std::string>& organisations,
                                      int epoch, const evidence::Place& place);

}  // namespace tranche::reports::store

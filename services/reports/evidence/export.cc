// SPDX-License-Identifier: EUPL-1.2
#include "reports/evidence/export.h"

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"
#include "reports/evidence/entry_names.h"

namespace tranche::reports {
namespace {

constexpr int kEntriesOfPage = 500;
constexpr size_t kBytesOfPage = 1 << 20;
// Earlier checkpoints in a pack: the last ones before each sixteenth of the tree.
constexpr int64_t kParts = 16;

// By size, without the pack's own.
std::map<int64_t, std::string> EarlierCheckpoints(pg::Tx& tx, const store::SealedHead& head) {
  std::map<int64_t, std::string> notes;
  const auto size = static_cast<int64_t>(head.checkpoint.size);
  for (int64_t part = 1; part <= kParts; ++part) {
    const int64_t most = part == kParts ? size - 1 : size / kParts * part;
    const auto earlier = store::LoadCheckpointUpTo(tx, head.epoch, most);
    if (earlier) notes[static_cast<int64_t>(earlier->checkpoint.size)] = earlier->note;
  }
  return notes;
}

// Writes the lines of one page.
class Writer {
 public:
  Writer(pg::Tx& tx, const store::SealedHead& head, std::set<int64_t> sizes, int64_t from)
      : sizes_(std::move(sizes)),
        reader_(merkle::ReadTiles(store::TilesOf(tx, head.epoch))),
        next_(from) {}

  int64_t next() const { return next_; }
  std::string& lines() { return lines_; }

  // Hashes for the leaves up to `to`, in stretches that end where a checkpoint does.
  absl::Status Skip(int64_t to) {
    while (next_ < to) {
      const auto stop = sizes_.upper_bound(next_);
      const int64_t end = stop == sizes_.end() ? to : std::min(to, *stop);
      std::vector<merkle::Hash> hashes;
      for (const merkle::Node node :
           merkle::Cover(static_cast<uint64_t>(next_), static_cast<uint64_t>(end))) {
        TRANCHE_ASSIGN_OR_RETURN(const merkle::Hash hash, reader_(node));
        hashes.push_back(hash);
      }
      lines_ += evidence::GapLine(static_cast<uint64_t>(next_), static_cast<uint64_t>(end), hashes);
      next_ = end;
    }
    return absl::OkStatus();
  }

  // False when the leaf is not as it was sealed.
  absl::StatusOr<bool> Add(const evidence::Leaf& leaf) {
    TRANCHE_ASSIGN_OR_RETURN(const merkle::Hash sealed, reader_({0, static_cast<uint64_t>(next_)}));
    if (merkle::LeafHash(evidence::Encode(leaf)) != sealed) return false;
    lines_ += evidence::LeafLine(static_cast<uint64_t>(next_), leaf);
    ++next_;
    return true;
  }

 private:
  const std::set<int64_t> sizes_;
  const merkle::Reader reader_;
  int64_t next_;
  std::string lines_;
};

absl::Status AddEntries(pg::Tx& tx, const std::vector<store::SealedEntry>& sealed, Writer* writer) {
  const LeavesByPlace leaves = ReadLeaves(tx, sealed);
  for (const store::SealedEntry& entry : sealed) {
    if (writer->lines().size() >= kBytesOfPage) break;
    TRANCHE_RETURN_IF_ERROR(writer->Skip(entry.index));
    const auto leaf = leaves.find(entry.place);
    // To leave out what was deleted would say that it never was.
    if (leaf == leaves.end()) return Damaged(entry);
    TRANCHE_ASSIGN_OR_RETURN(const bool as_sealed, writer->Add(leaf->second));
    if (!as_sealed) return Damaged(entry);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ExportPage> MakePage(pg::Tx& tx, const merkle::Signer& key,
                                    const store::SealedHead& head, const ExportWish& wish) {
  const auto size = static_cast<int64_t>(head.checkpoint.size);
  const std::map<int64_t, std::string> earlier = EarlierCheckpoints(tx, head);
  std::set<int64_t> sizes(wish.sizes.begin(), wish.sizes.end());
  for (const auto& [at, note] : earlier) sizes.insert(at);
  const std::string header = evidence::HeaderLine(
      merkle::FormatVerifierKey(head.checkpoint.origin, key.public_key()), wish.selection);

  Writer writer(tx, head, std::move(sizes), wish.from);
  if (wish.from == 0) {
    writer.lines() = header;
    for (const auto& [at, note] : earlier) writer.lines() += evidence::CheckpointLine(note);
    writer.lines() += evidence::CheckpointLine(head.note);
    TRANCHE_ASSIGN_OR_RETURN(const bool as_sealed, writer.Add(store::LoadEpochLeaf(tx, head.epoch)));
    if (!as_sealed) return Damaged({.organisation = "-", .index = 0, .place = {}, .record = ""});
  }
  const std::vector<store::SealedEntry> sealed =
      store::ListSealed(tx, wish.selection.organisations, head.epoch, wish.selection.record,
                        writer.next(), size, kEntriesOfPage);
  TRANCHE_RETURN_IF_ERROR(AddEntries(tx, sealed, &writer));
  const bool last =
      sealed.size() < kEntriesOfPage && (sealed.empty() || writer.next() > sealed.back().index);
  if (last) TRANCHE_RETURN_IF_ERROR(writer.Skip(size));

  const std::string statement = evidence::PageText(
      head.checkpoint.origin, static_cast<uint64_t>(wish.from), static_cast<uint64_t>(writer.next()),
      head.checkpoint.size, header, writer.lines());
  ExportPage page{.lines = std::move(writer.lines()), .next = writer.next()};
  page.lines += evidence::PageLine(key.Sign(statement, head.checkpoint.origin));
  return page;
}

}  // namespace tranche::reports

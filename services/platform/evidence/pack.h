// SPDX-License-Identifier: EUPL-1.2
// Packs: a file from which anybody can rebuild the tree of the evidence log up to a signed checkpoint,
// with some entries in full and hashes in place of the others. services/reports/evidence_format.md
// describes the format.
#pragma once

#include <sodium.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "platform/evidence/leaf.h"
#include "platform/merkle/merkle.h"
#include "platform/merkle/note.h"

namespace tranche::evidence {

// Which entries a pack has in full.
struct Selection {
  std::vector<std::string> organisations;  // By name, at least one.
  std::string record;                      // Empty: all records.
};

// The lines of a pack, each with its line end.
std::string HeaderLine(const std::string& verifier_key, const Selection& selection);
std::string CheckpointLine(absl::string_view note);
std::string LeafLine(uint64_t index, const Leaf& leaf);
// The leaves [from, to) by the hashes of Cover(from, to).
std::string GapLine(uint64_t from, uint64_t to, const std::vector<merkle::Hash>& hashes);
std::string PageLine(absl::string_view note);

// What the log signs of a page: the leaves [from, to) of a pack at `size`, of all which the selection
// of `header` has in full; `lines` are all lines of the page.
std::string PageText(const std::string& origin, uint64_t from, uint64_t to, uint64_t size,
                     absl::string_view header, absl::string_view lines);

enum class PackFault {
  kNotAPack,          // The first line is no header of a version that is known.
  kLineMalformed,     // A line is not of the form.
  kOtherKey,          // The pack names another key than the one that is trusted.
  kSignatureWrong,    // A checkpoint or page that the key did not sign.
  kPageChanged,       // The lines of a page are not those that were signed.
  kPageOrder,         // A page is missing, doubled, or of another pack.
  kIndexWrong,        // An entry is missing, doubled or moved.
  kNotSelected,       // An entry that is not of the selection.
  kOrderWrong,        // An entry that stands before an earlier one.
  kRootDiffers,       // The tree is not that of a checkpoint.
  kCheckpointHidden,  // Hashes stand where a checkpoint ends, so that it cannot be compared.
  kCheckpointOther,   // A checkpoint is of another log, or of a larger tree than the pack's.
  kIncomplete,        // The file ends before its last page.
};

struct PackProblem {
  PackFault fault = PackFault::kIncomplete;
  int64_t first_line = 0;  // From 1.
  int64_t last_line = 0;
};

// What a good pack has proven.
struct PackVerdict {
  std::string origin;
  merkle::Hash public_key;
  Selection selection;
  uint64_t size = 0;  // Leaves of the tree.
  merkle::Hash root;
  int64_t entries = 0;      // In full.
  int64_t checkpoints = 0;  // Smaller ones that the tree extends.
};

class PackVerifier {
 public:
  // Without a trusted key the pack's own is believed. `known` are notes of checkpoints that the
  // verifier kept; the pack must extend them.
  explicit PackVerifier(std::optional<merkle::Hash> trusted_key, std::vector<std::string> known = {});

  // The next line without its line end; a problem ends the verification.
  std::optional<PackProblem> Feed(absl::string_view line);
  // After the last line. `complete`: it had its line end.
  std::optional<PackProblem> Finish(bool complete);
  const PackVerdict& verdict() const { return verdict_; }

 private:
  using Fault = std::optional<PackFault>;

  std::optional<PackProblem> Found(PackFault fault, int64_t first_line) const {
    return PackProblem{fault, first_line, line_};
  }
  Fault ReadHeader(absl::string_view line);
  Fault AddCheckpoint(absl::string_view note);
  Fault AddKnown(const std::string& note);
  Fault AddLeaf(uint64_t index, const Leaf& leaf);
  Fault AddGap(uint64_t from, uint64_t to, const std::vector<merkle::Hash>& hashes);
  Fault ReadLine(absl::string_view line);
  Fault EndPage(absl::string_view line, absl::string_view note);
  // After the tree has grown: the checkpoints that end here.
  Fault Compare();
  bool Selected(const Leaf& leaf) const;

  const std::optional<merkle::Hash> trusted_key_;
  const std::vector<std::string> known_;
  PackVerdict verdict_;
  std::string header_;
  int64_t line_ = 0;
  int64_t page_line_ = 1;      // First of the page.
  int64_t compared_line_ = 0;  // Where the tree was last that of a checkpoint.
  uint64_t page_from_ = 0;
  crypto_hash_sha256_state page_;  // Of its lines so far.
  bool has_checkpoint_ = false;
  bool done_ = false;
  merkle::Frontier tree_;
  std::multimap<uint64_t, merkle::Hash> roots_;  // Of the checkpoints that are still ahead.
  std::optional<Place> last_place_;
};

}  // namespace tranche::evidence

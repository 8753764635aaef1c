// SPDX-License-Identifier: EUPL-1.2
// Packs made in memory from a log of our own, good and spoilt in every way that verifiers must notice.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "platform/evidence/pack.h"

namespace tranche::evidence {

// A log with its key, whose packs can be made without a database.
class TestLog {
 public:
  // `entries` of two organisations and three records, with Cyrillic, line ends and missing states.
  explicit TestLog(int entries);

  struct Wish {
    uint64_t size = 0;                      // Of the tree.
    uint64_t page = 1000;                   // Most leaves of a page.
    std::string record = "";                // Only of this record.
    std::vector<std::string> earlier = {};  // Notes of earlier checkpoints.
    bool hide = false;                      // Gaps pass over the checkpoints.
  };
  // The pack of lyubimets' entries.
  std::string Pack(const Wish& wish) const;
  // The signed checkpoint at a size.
  std::string Note(uint64_t size) const;

  const merkle::Signer& signer() const { return signer_; }
  void SignWith(const merkle::Signer& signer) { signer_ = signer; }
  uint64_t size() const { return leaves_.size(); }
  std::vector<Leaf>& leaves() { return leaves_; }

 private:
  std::string Lines(uint64_t from, uint64_t to, const Wish& wish) const;
  std::string Gap(uint64_t from, uint64_t to, const Wish& wish) const;
  merkle::Hash HashOf(merkle::Node node) const;

  merkle::Signer signer_;
  std::string origin_;
  std::vector<Leaf> leaves_;
};

// A way to spoil a pack: what it is called, and the file that comes of it.
struct Spoilt {
  std::string how;
  std::string file;
};
// How many ways there are.
int WaysToSpoil();
// Way number `way`, at places chosen at random.
Spoilt Spoil(int way, const TestLog& log, const TestLog::Wish& wish, std::mt19937* random);

}  // namespace tranche::evidence

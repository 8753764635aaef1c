// SPDX-License-Identifier: EUPL-1.2
// What is stored beside what was sealed: finds the place of whatever was changed behind the log's back.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/merkle/merkle.h"
#include "reports/evidence/evidence_store.h"
#include "tranche/reports/v1/evidence.pb.h"

namespace tranche::reports {

struct Discrepancy {
  v1::EvidenceProblemKind kind = v1::EVIDENCE_PROBLEM_KIND_UNSPECIFIED;
  int64_t index = 0;
  std::string organisation = {};  // Empty: of the tree, which belongs to all.
  evidence::Place place = {};
  std::string record = {};
};

bool ConcernsOneOf(const Discrepancy& found, const std::vector<std::string>& organisations);
v1::EvidenceProblem ToProto(const Discrepancy& found);

// Pure: the stored entries of a stretch and its leaves, both in order; `hashes` are those of the leaves
// [from, from + hashes.size()).
std::vector<Discrepancy> CompareLeaves(int64_t from, const std::vector<merkle::Hash>& hashes,
                                       const std::vector<store::SealedEntry>& sealed,
                                       const std::vector<store::PlacedLeaf>& stored);

struct Comparison {
  int64_t next = 0;  // First leaf that was not looked at.
  std::vector<Discrepancy> found;
};

// A stretch of 4,096 leaves from `from` on, a multiple of that; the last one ends with the checkpoint
// and compares the whole tree's root with what was signed.
Comparison CompareStretch(pg::Tx& tx, const store::SealedHead& head, int64_t from,
                          const merkle::Hash& public_key);

}  // namespace tranche::reports

// SPDX-License-Identifier: EUPL-1.2
// What is sealed of an evidence entry: its fields as texts, and the one sequence of bytes that stands
// for them. services/reports/evidence_format.md describes it for whoever verifies without this code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tranche::evidence {

enum class LeafKind : unsigned char {
  kEntry = 1,  // Who changed what.
  kEpoch = 2,  // A tree begins: leaf 0.
};

struct LeafField {
  absl::string_view name;
  bool nullable = false;
};
// The fields of a kind in the order in which they are encoded.
const std::vector<LeafField>& FieldsOf(LeafKind kind);

struct Leaf {
  LeafKind kind = LeafKind::kEntry;
  std::vector<std::optional<std::string>> values;  // One for each of FieldsOf(kind).
};

// A value by the name of its field; "" for null.
const std::string& ValueOf(const Leaf& leaf, absl::string_view field);

// Version, kind, and each value with its length before it: no two leaves have the same encoding.
std::string Encode(const Leaf& leaf);

// Where an entry stands among all: transaction, service, number within the service.
struct Place {
  uint64_t tx_id = 0;
  std::string service;
  int64_t entry_id = 0;
  friend bool operator<(const Place& a, const Place& b) {
    if (a.tx_id != b.tx_id) return a.tx_id < b.tx_id;
    if (a.service != b.service) return a.service < b.service;
    return a.entry_id < b.entry_id;
  }
  friend bool operator==(const Place& a, const Place& b) { return !(a < b) && !(b < a); }
};
// False when the numbers of the leaf are none.
bool PlaceOf(const Leaf& leaf, Place* place);

}  // namespace tranche::evidence

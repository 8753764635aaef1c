// SPDX-License-Identifier: EUPL-1.2
// What movements of an account may be: payments that were received, documents that were paid. Proposals
// with reasons; a person confirms them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace tranche::payments::bank {

// Why a movement may be a record; the order is that of the weights.
enum class Why {
  kOrderNamesDocument,
  kAmountEqual,
  kNumberInText,
  kReferenceEqual,
  kNameEqual,
  kContractInText,
  kSameDay,
  kNearDay,
};

// What the order of a movement pays of a record.
struct OrderedRecord {
  std::string record_id;  // "costs/7".
  int64_t amount_minor = 0;
};

// A movement, or what is left of it.
struct OpenEntry {
  int64_t number = 0;
  absl::CivilDay booked_on;
  int64_t left_minor = 0;  // Above 0: money came; below 0: money went; never 0.
  std::string text;        // What it is for, as typed.
  std::string name;        // Of the other side.
  std::string reference;   // The bank's.
  // Documents of the order whose reference it bears; none: it bears none, or the order names none.
  std::vector<OrderedRecord> ordered = {};
};

// A payment or a document, or what is left of it.
struct OpenRecord {
  std::string id;  // "payments/PA001", "costs/7".
  bool received = false;
  absl::CivilDay day;
  int64_t left_minor = 0;  // Above 0.
  std::string number;      // Of the document; empty of a payment.
  std::string name;        // Of the issuer; empty of a payment.
  std::string reference;   // The bank's, as it was recorded with the payment.
};

// Bounds of the search; what lies beyond is not proposed and stays unexplained.
struct MatchLimits {
  int days_max = 14;        // Between the movement and the record.
  int near_days_max = 3;    // That count as near.
  size_t together_max = 4;  // Movements of one record, or records of one movement.
  // Among which those are looked for, the nearest days first; and most proposals of one movement or
  // record.
  size_t nearest_max = 20;
  // Of pairs and sums that are looked at in one search; beyond it the search is refused, not cut short.
  size_t pairs_max = 2'000'000;
};

struct ProposalPart {
  size_t entry = 0;   // Place in the list of movements.
  size_t record = 0;  // Place in the list of records.
  int64_t amount_minor = 0;
};

struct Proposal {
  std::vector<ProposalPart> parts;
  std::vector<Why> reasons;  // That hold for every part, each once, in their order.
  int score = 0;             // 0 to 100.
  bool clear = false;  // Equal amounts, and nothing else claims its movements or records as surely.
};

int WeightOf(Why why);

// Proposals, the surest first; among equals in the order of the movements. What orders say that they
// pay goes before all else. `contract` is its register number. No movement and no record is given more
// than it has left. RECONCILE_TOO_LARGE.
absl::StatusOr<std::vector<Proposal>> Propose(const std::vector<OpenEntry>& entries,
                                              const std::vector<OpenRecord>& records,
                                              const std::string& contract,
                                              const MatchLimits& limits = {});

}  // namespace tranche::payments::bank

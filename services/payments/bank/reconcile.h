// SPDX-License-Identifier: EUPL-1.2
// Whether bank, ledger and budget agree about a contract, and what does not.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "payments/bank/matching.h"
#include "payments/bank/statement.h"
#include "platform/money/money.h"

namespace tranche::payments::bank {

// A movement with what is matched of it.
struct BankedEntry {
  std::string name;  // Resource name.
  OpenEntry open;    // left_minor: what is neither matched nor explained; may be 0 here.
  int64_t amount_minor = 0;
  int64_t explained_minor = 0;  // As neither a payment nor a document, without sign.
  std::optional<absl::CivilDay> value_on;
};

// A payment or document with what is matched of it.
struct BookedRecord {
  std::string name;
  std::string key;  // Of its target.
  OpenRecord open;  // left_minor: what is not matched; may be 0 here.
  int64_t amount_minor = 0;
};

// A part of a confirmed match of one of the records.
struct ConfirmedPart {
  std::string record_id;  // "payments/PA001".
  int64_t amount_minor = 0;
  absl::CivilDay booked_on;  // Of its movement.
  std::optional<absl::CivilDay> value_on;
};

// The ends of a statement of the account.
struct StatementEnds {
  absl::CivilDay from_day;
  absl::CivilDay to_day;
  Money opening;
  Money closing;
};

// An order of the contract that the bank has contradicted and that no explained movement settles.
struct ContradictedOrder {
  std::string name;
  int number = 0;
  std::string state;  // "ORDER_GIVEN_UP".
  std::string said;   // "BANK_PAID": the last that the bank has said.
  Money amount;
};

// A document of which more is ordered and paid than it says after its credit notes.
struct OverpaidDocument {
  std::string name;  // Of a cost that claims from it.
  std::string number;
  Money taken;  // Ordered and paid.
  Money says;
};

struct Books {
  Currency currency = Currency::kBgn;
  std::string contract;  // Register number.
  std::vector<BankedEntry> entries;
  std::vector<BookedRecord> records;
  std::vector<ConfirmedPart> confirmed;
  // What orders pay of the records, by the reference that a movement of theirs bears.
  std::map<std::string, std::vector<OrderedRecord>> ordered = {};
  std::vector<StatementEnds> statements;  // By the day on which they begin.
  // All movements of the account are here, so that the balances can be reckoned from the first to the
  // last.
  bool whole_account = false;
  std::vector<ContradictedOrder> contradicted;
  std::vector<OverpaidDocument> overpaid = {};
  int entries_of_other_currency = 0;  // Movements that are not among `entries`.
  // Of the whole contract.
  int64_t approved_by_claims_minor = 0;
  int64_t spent_by_budget_minor = 0;
  int64_t paid_by_claims_minor = 0;
  int64_t payments_minor = 0;
  // Of a contract that was converted to euro: from this day its money moves in euro; and what claims
  // and budget lines may differ by, since each was rounded by itself.
  std::optional<absl::CivilDay> changeover_on = {};
  int64_t rounding_minor_max = 0;
};

struct Comparison {
  std::vector<Finding> differences;  // None: they agree to the cent.
  int64_t ledger_received_minor = 0;
  int64_t bank_received_minor = 0;
  int64_t ledger_paid_minor = 0;
  int64_t bank_paid_minor = 0;
  int64_t unexplained_minor = 0;
  int64_t explained_minor = 0;
  int unconfirmed = 0;  // Clear proposals that were taken as right.
};

// What is confirmed counts; what is not, counts when its proposal is clear, and is counted apart.
// RECONCILE_TOO_LARGE.
absl::StatusOr<Comparison> Compare(const Books& books);

// Statements of which one does not begin with what the one before ended with, each at its first day.
std::vector<Finding> FindGaps(const std::vector<StatementEnds>& statements);

}  // namespace tranche::payments::bank

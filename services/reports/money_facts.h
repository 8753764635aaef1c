// SPDX-License-Identifier: EUPL-1.2
// What the report on a contract's whole money is made of, as it was read; each amount in the currency
// it is kept in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/money/three_part.h"

namespace tranche::reports {

struct VersionFact {
  int version = 0;
  std::string type;  // By its name on the wire, "ANNEX".
  std::string document;
  std::string title;
  std::string concluded_on;  // ISO 8601, like all days here.
  ThreePart amount;
};

struct LineFact {
  std::string code;
  std::string title;
  ThreePart cap;
  ThreePart reserved;
  ThreePart spent;
  ThreePart modified;     // By revisions, those that are prepared and hold something too.
  ThreePart transferred;  // By transfers.
  ThreePart held;         // Taken by a prepared revision, at most 0 each.
  ThreePart this_report;
  ThreePart journal_reserved;
  ThreePart journal_spent;
};

// Cash before any cost, by the name of the kind on the wire.
inline bool IsAdvanceKind(const std::string& kind) {
  return kind == "ADVANCE" || kind == "STATE_AID_ADVANCE";
}

struct ClaimFact {
  int sequence = 0;
  std::string kind;   // "INTERIM".
  std::string state;  // "ACCEPTED"; by the days asked for.
  std::string sent_on;
  std::string decided_on;
  ThreePart requested;
  ThreePart claimed_again;
  ThreePart refused;  // Unapproved and by correction.
  ThreePart by_correction;
  ThreePart approved;
  ThreePart payable;
  ThreePart cleared;
  ThreePart to_recover;
  ThreePart paid;  // As the claim knows it now.
  ThreePart deducted;
  ThreePart as_advance = ZeroParts(paid.eu.currency());  // Approved advances to contractors: not paid.

  bool IsAdvance() const { return IsAdvanceKind(kind); }
  bool IsDecided() const { return state == "ACCEPTED" || state == "REFUSED"; }
};

struct MovementFact {
  std::string booked_on;
  std::string bank_reference;
  Money amount;
};

struct PaymentFact {
  std::string id;      // "PA001".
  std::string number;  // As it is shown.
  int claim = 0;
  std::string paid_on;
  std::string bank_reference;
  ThreePart amount;
  std::vector<MovementFact> movements;
};

struct CorrectionFact {
  int number = 0;
  std::string irregularity;
  int version = 0;
  int64_t percent_ten_thousandths = 0;
  std::string decided_on;
  ThreePart amount;
};

struct DebtFact {
  int id = 0;
  std::string number;
  std::string status;  // "REPAID_IN_FULL".
  std::string served_on;
  ThreePart principal;
  ThreePart interest;
  ThreePart repaid_principal;
  ThreePart repaid_interest;
};

// Amounts of a contract before and after its conversion to euro.
struct Converted {
  ThreePart before;
  ThreePart after;

  friend bool operator==(const Converted&, const Converted&) = default;
};

// The conversion of a contract as the services that hold its money tell of it.
struct ConversionFact {
  std::string converted_on;
  Converted contract;
  std::optional<Converted> budget;  // Absent: the budget has not followed yet.
  bool payments = false;            // Claims, payments, corrections and debts have followed.
};

struct MoneyFacts {
  std::string organisation;
  std::string number;
  Currency currency = Currency::kBgn;  // In which the contract is kept.
  ThreePart budget_amount;             // What the lines must add up to.
  std::vector<VersionFact> versions;
  std::vector<LineFact> lines;
  int claim = 0;  // "This report"; 0: there is none.
  std::vector<ClaimFact> claims;
  std::vector<PaymentFact> payments;
  std::vector<CorrectionFact> corrections;
  std::vector<DebtFact> debts;
  std::string closed_on;
  std::optional<ConversionFact> conversion;  // Only without days.
  // Another contract of the organisation was converted to euro, this one is kept in lev.
  bool is_left_in_lev = false;
  // Costs of a converted budget that count for nothing in euro; only with the journal, at most 50.
  std::vector<std::string> costs_left_in_lev;

  bool dated = false;            // As of a day or as known at one.
  bool journal_is_read = false;  // journal_reserved and journal_spent of the lines are there.
};

}  // namespace tranche::reports

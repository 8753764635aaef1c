// SPDX-License-Identifier: EUPL-1.2
// What the report on a contract's whole money is made of, as it was read; each amount in the currency
// it is kept in.
#pragma once

#include <cstdint>
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

  bool IsAdvance() const { return kind == "ADVANCE"; }
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

  bool dated = false;            // As of a day or as known at one.
  bool journal_is_read = false;  // journal_reserved and journal_spent of the lines are there.
};

}  // namespace tranche::reports

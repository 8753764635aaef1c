// SPDX-License-Identifier: EUPL-1.2
// Many costs of one contract decided on one after the other, each by the rule for a single one
// (DecideRecord, TakeFrom, DecideClaim): a refused one keeps no other from being recorded.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "budgets/budget_line.h"
#include "budgets/documents/cost_document.h"
#include "budgets/limits/limit.h"
#include "platform/base/error.h"
#include "platform/money/money.h"
#include "platform/money/three_part.h"

namespace tranche::budgets {

struct BatchRow {
  std::string line;
  DocumentKey document;
  DocumentClaim claim;
  std::string paid_on;  // ISO 8601.
  // Who pays how much of it, where that is settled; else the line's split says so.
  std::optional<ThreePart> parts = std::nullopt;
};

// What the line knows of earlier costs with a document.
struct EarlierCosts {
  int64_t last = 0;    // Number of the last of them, 0: there is none.
  Money last_claimed;  // Its amount.
  Money last_total;    // Of its document.
  std::string last_issued_on;
  std::string last_paid_on;
  bool blocks =
      false;  // One of them is undecided or approved in full: the document may not come again.
  int not_in_full = 0;  // How many were decided on and not approved in full.
};

// Which costs a line compares a new one with: the day of issue is not part of it.
using OnLine = std::tuple<std::string, std::string, std::string, std::string>;
OnLine OnLineOf(const BatchRow& row);  // Line, number, issuer, type.

// The state of everything that the batch touches, as it was locked.
struct BatchBooks {
  std::string contract;  // "organisations/…/contracts/…".
  int64_t last_number = 0;
  std::map<std::string, BudgetLine> lines;  // By code.
  std::map<std::string, Limit> limits;      // By code; those that hold one of the lines.
  std::map<DocumentKey, DocumentBalance> documents;
  std::map<OnLine, EarlierCosts> earlier;
};

enum class RowResult { kRecorded, kAlreadyThere, kRefused };

struct RowDecision {
  RowResult result = RowResult::kRefused;
  absl::Status refusal;           // When refused.
  std::vector<Violation> faults;  // All of them when refused, by field within the cost.
  int64_t cost_number = 0;        // Of the cost, the earlier one when it is already there.
  DocumentKey document;           // With the issuer as the document knows it.
  int resubmission = 0;
  ThreePart parts;
  Money left_on_line;
};

// The field within a cost that a refusal of it is about; "" when it is none of these rules.
const char* FieldOfRefusal(absl::string_view reason);

// Type of the document that stands for a simplified cost.
inline constexpr char kSimplifiedReport[] = "SIMPLIFIED_REPORT";

class CostBatch {
 public:
  // `resubmit`: a document may come again of which a decision left something unapproved. `told`: costs
  // that were answered to rows of this request before, by their keys.
  CostBatch(BatchBooks books, bool resubmit, std::set<int64_t> told = {});

  // Decides on the next row and keeps what it takes. A row is there already only when an earlier cost
  // agrees with it in everything: two payments of one amount are two costs. Refusals: LINE_NOT_FOUND,
  // COST_ON_SIMPLIFIED_LINE, LINE_HAS_REAL_COSTS, MONEY_CURRENCY_MIXED, COST_DUPLICATE, LINE_EXHAUSTED,
  // LINE_PART_EXHAUSTED, LIMIT_EXHAUSTED, those of DecideClaim.
  RowDecision Decide(BatchRow row);

  // Everything for which the books as they are now refuse a row, by field within the cost; keeps
  // nothing. Without amounts, which could not be read, what needs none.
  std::vector<Violation> FaultsOf(const BatchRow& row, bool with_amounts) const;

  const BatchBooks& books() const { return books_; }

 private:
  // Number, type, day and identification code of the issuer.
  using ByEik = std::tuple<std::string, std::string, std::string, std::string>;

  // The row under the issuer as its document knows it.
  BatchRow AsKnown(BatchRow row) const;
  EarlierCosts EarlierOf(const BatchRow& row) const;
  // Earlier costs keep the row's document from coming again.
  bool IsBlocked(const EarlierCosts& earlier) const {
    return earlier.last > 0 && (earlier.blocks || !resubmit_);
  }
  absl::Status Duplicate(const BatchRow& row, const EarlierCosts& earlier) const;
  absl::Status DecideKnown(const BatchRow& row, RowDecision* decision);
  absl::Status Record(const BatchRow& row, const EarlierCosts& earlier, RowDecision* decision);

  BatchBooks books_;
  const bool resubmit_;
  std::map<ByEik, std::string> issuers_;  // The folded issuer of a document by its code.
  // Costs that stand for a row of this request: none of them stands for a second one, which would be
  // dropped unseen.
  std::set<int64_t> told_;
};

}  // namespace tranche::budgets

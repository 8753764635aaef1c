// SPDX-License-Identifier: EUPL-1.2
// The rules of the books: what the journal and the tables of budgets and payments must say of each
// other, whatever was killed. A part of the checker in history.h.
#pragma once

#include <string>
#include <vector>

#include "books/history.h"

namespace tranche::books {

using Problems = std::vector<std::string>;

// Lines, journal, costs, documents, transfers and revisions.
void CheckBudgets(const Facts& facts, Problems* problems);

// Limits over lines, unit costs, lump sums, flat rates and hours.
void CheckSimplified(const Facts& facts, Problems* problems);

// Report packages: returns, checks, samples; state-aid advances.
void CheckPackages(const Facts& facts, Problems* problems);

// What secures advances, step by step (SEC-1 to SEC-4).
void CheckSecurities(const Facts& facts, Problems* problems);
// "IN_FORCE", "CALLED_IN", "RECEIVED" or "RELEASED": of an accepted advance that is secured.
std::string SecurityStateOf(const Facts& facts, const Facts::Claim& advance);

// Participants of packages: their numbers, records and imports.
void CheckParticipants(const Facts& facts, Problems* problems);
// Additional income and its debts (INC-1 to INC-4).
void CheckIncomes(const Facts& facts, Problems* problems);

// Movements of the bank and what they were matched with.
void CheckBank(const Facts& facts, Problems* problems);

// Claims, questions, cash, payments, orders and what the bank made of them, corrections, debts.
void CheckMoney(const Facts& facts, Problems* problems);

inline bool IsAdvance(const Facts::Claim& claim) {
  return claim.kind == "ADVANCE" || claim.kind == "STATE_AID_ADVANCE";
}
inline Parts Plus(const Parts& a, const Parts& b) { return {a[0] + b[0], a[1] + b[1], a[2] + b[2]}; }
inline Parts Minus(const Parts& a, const Parts& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
inline int64_t Sum(const Parts& a) { return a[0] + a[1] + a[2]; }
inline bool Within(const Parts& used, const Parts& cap) {
  return used[0] <= cap[0] && used[1] <= cap[1] && used[2] <= cap[2];
}
inline bool IsNegative(const Parts& a) { return a[0] < 0 || a[1] < 0 || a[2] < 0; }

}  // namespace tranche::books

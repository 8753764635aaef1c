// SPDX-License-Identifier: EUPL-1.2
// SQL of simplified costs: terms of lines, what a cost was reckoned from, hours of persons. Hours are
// locked last, after documents.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "budgets/contracts_store.h"
#include "budgets/documents/cost_document.h"
#include "budgets/simplified/flat_rate.h"
#include "budgets/simplified/simplified.h"
#include "platform/pg/transaction.h"

namespace tranche::budgets::store {

struct StoredTerms {
  Terms terms;
  std::string set_by;
};
// Terms of all lines of a contract that have any, or of one line, by code.
std::vector<StoredTerms> ListTerms(pg::Tx& tx, const std::string& organisation,
                                   const std::string& contract, const std::string& line = "");
std::vector<FlatRate> ListFlatRates(pg::Tx& tx, const Contract& contract);
// Expense types of all lines by code.
std::map<std::string, std::string> ListTypes(pg::Tx& tx, const Contract& contract);
// Sets the terms of a locked line, takes them back for real costs; TERMS_LINE_IN_USE is thrown as a
// refusal of the database.
void SetTerms(pg::Tx& tx, const Contract& contract, const Terms& terms, const std::string& set_by);

// What a recorded simplified cost was reckoned from.
struct NewSimplified {
  int64_t cost_number = 0;
  std::string line;
  SupportForm form = SupportForm::kUnitCosts;
  std::string item;
  int attempt = 0;
  std::string title;
  int64_t quantity_hundredths = 0;  // 0: none.
  std::string evidence;
  std::string person;
  int year = 0;  // 0: none.
  std::optional<Money> price;
  std::optional<Money> base;
  int percent_hundredths = 0;
};
void InsertSimplified(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                      const NewSimplified& simplified);

// Claims of a lump sum on a locked line: how often it was refused, and the number of the cost that
// claims it now, 0 when none does.
struct LumpSumClaims {
  int refused = 0;
  int64_t claimed_by = 0;
};
LumpSumClaims FindLumpSum(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                          const std::string& line, const std::string& item);
// Nobody else claims this report meanwhile. A cost that claims it with another day: the day is no part
// of what a report is, only of how its document is kept.
struct ClaimedReport {
  std::string contract;
  std::string line;
  int64_t cost_number = 0;
};
std::optional<ClaimedReport> LockReport(pg::Tx& tx, const std::string& organisation,
                                        const DocumentKey& report);
// How many costs a line has.
int64_t CountCosts(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                   const std::string& line);

// Locks the hours of a person and year, of which nobody takes meanwhile.
PersonHours LockHours(pg::Tx& tx, const std::string& organisation, const std::string& person, int year,
                      int64_t max_hundredths);
void TakeHours(pg::Tx& tx, const std::string& organisation, const PersonHours& hours,
               int64_t taken_hundredths);

}  // namespace tranche::budgets::store

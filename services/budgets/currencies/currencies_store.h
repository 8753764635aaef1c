// SPDX-License-Identifier: EUPL-1.2
// SQL of whatever concerns two currencies: conversions of budgets, rates, and what documents say in
// their own currency. A budget is converted by budgets.redenominate alone.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "budgets/budget_line.h"
#include "budgets/contracts_store.h"
#include "budgets/documents/cost_document.h"
#include "platform/pg/transaction.h"
#include "tranche/budgets/v1/currencies.pb.h"

namespace tranche::budgets::store {

// What an event says of a conversion.
struct Conversion {
  int version = 1;
  ThreePart before;
  ThreePart after;
  std::string rate;
  absl::CivilDay converted_on;
  std::string legal_source;
  bool verified = false;
};
// Converts every row of a contract; `lines` are all of its lines as they are to be. The caller has
// locked the lines, then the contract.
void Redenominate(pg::Tx& tx, const Contract& contract, const Conversion& conversion,
                  const std::vector<BudgetLine>& lines);
bool IsRedenominated(pg::Tx& tx, const Contract& contract);
// Nothing when the budget was not converted; lines without their names and differences.
struct ConvertedBudget {
  v1::RedenominatedBudget shown;
  struct Line {
    std::string title;
    BudgetLine before;
    BudgetLine after;
  };
  std::vector<Line> lines;  // By code.
};
std::optional<ConvertedBudget> FindConverted(pg::Tx& tx, const Contract& contract);

// A rate of a currency in a month; of several the one recorded last.
struct StoredRate {
  int64_t entry = 0;
  int64_t millionths = 0;
  v1::ExchangeRate shown;
};
std::optional<StoredRate> FindRate(pg::Tx& tx, const std::string& organisation,
                                   const std::string& currency, const std::string& month);
StoredRate InsertRate(pg::Tx& tx, const std::string& organisation, const v1::ExchangeRate& rate,
                      int64_t millionths, const std::string& recorded_by);
// By currency and month, after these; `currency` empty: of all currencies.
std::vector<StoredRate> ListRates(pg::Tx& tx, const std::string& organisation,
                                  const std::string& currency, const std::string& after_currency,
                                  const std::string& after_month, int limit);

// What nobody claims of a document; nothing when there is no such document.
std::optional<Money> LeftOfDocument(pg::Tx& tx, const std::string& organisation, const DocumentKey& key,
                                    const std::string& issuer_eik);
// Keeps what the document of a cost says in its own currency.
void InsertOriginal(pg::Tx& tx, const Contract& contract, int64_t cost_number,
                    const v1::OriginalAmounts& original, int64_t difference_minor);
// From the JSON that a cost is read with; `currency` is the one that the cost counts in.
v1::OriginalAmounts OriginalFromJson(const nlohmann::json& row, Currency currency);

}  // namespace tranche::budgets::store

// SPDX-License-Identifier: EUPL-1.2
// SQL of the reports in packages and of a contract's indicators.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "payments/claim.h"
#include "payments/package/package.h"
#include "payments/package/report.h"
#include "platform/money/three_part.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::package::store {

// The newest list; version 0 where none was set.
IndicatorList LoadIndicators(pg::Tx& tx, const Contract& contract);
void InsertIndicators(pg::Tx& tx, const Contract& contract, const IndicatorList& list,
                      const std::string& recorded_by);

// What the accepted packages before this one achieved in all, by code.
Cumulative LoadCumulative(pg::Tx& tx, const Contract& contract, int before_package);
// Indicators that a package reports which was neither refused nor withdrawn, with the first such
// package.
std::map<std::string, int> FindReported(pg::Tx& tx, const Contract& contract);

// The next version of a package's report, 1 and up, also after one was removed.
int NextTechnicalVersion(pg::Tx& tx, const Contract& contract, int package);
int NextFinancialVersion(pg::Tx& tx, const Contract& contract, int package);

void InsertTechnicalReport(pg::Tx& tx, const Contract& contract, int package,
                           const TechnicalReport& report);
// The version of a package's report; there is one.
TechnicalReport LoadTechnicalReport(pg::Tx& tx, const Contract& contract, int package, int version);

struct FinancialReport {
  int version = 0;
  std::vector<std::string> cost_ids;  // In the order in which they were given.
  ThreePart total;
  std::string recorded_by;
};
void InsertFinancialReport(pg::Tx& tx, const Contract& contract, int package,
                           const FinancialReport& report);
FinancialReport LoadFinancialReport(pg::Tx& tx, const Contract& contract, int package, int version);

}  // namespace tranche::payments::package::store

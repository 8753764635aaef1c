// SPDX-License-Identifier: EUPL-1.2
// The report on a contract's whole money as a message, in the currency asked for.
#pragma once

#include "absl/status/statusor.h"
#include "reports/money_facts.h"
#include "tranche/reports/v1/money_report.pb.h"

namespace tranche::reports {

// All figures in `shown`, each converted by itself; the roundings say what the rows of a table miss of
// its total.
absl::StatusOr<v1::MoneyReport> ToProto(const MoneyFacts& facts, Currency shown);

}  // namespace tranche::reports

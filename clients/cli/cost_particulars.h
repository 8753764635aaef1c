// SPDX-License-Identifier: EUPL-1.2
// What a cost document says beside its amounts, as it is typed.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "cli/commands.h"
#include "tranche/budgets/v1/budgets_service.pb.h"

namespace tranche::cli {

// --issuer-kind, --flag and --activity of a cost that is recorded.
std::vector<Parameter> ParticularsParameters();
// The same of costs that are listed: one of each.
std::vector<Parameter> ParticularsFilters();

// `before`, then the parameters of particulars, then `after`: the order in which the help shows them.
std::vector<Parameter> WithParticulars(std::vector<Parameter> before,
                                       const std::vector<Parameter>& particulars,
                                       const std::vector<Parameter>& after);

// Whether any of them was given.
bool SaysParticulars(const Arguments& arguments);

// Reads them into a cost of which the claimed amount is read; an activity without an amount has all of
// it.
absl::Status FillParticulars(const Arguments& arguments, budgets::v1::Cost* cost);
absl::Status FillFilters(const Arguments& arguments, budgets::v1::ListCostsRequest* request);

}  // namespace tranche::cli

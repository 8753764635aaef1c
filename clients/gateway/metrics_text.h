// SPDX-License-Identifier: EUPL-1.2
// Metrics of several processes as one text in Prometheus' format.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/backend.h"

namespace tranche::gateway {

// The text of a single process as it is. Of several, each family once, as the format demands, with a
// label `process` on every sample. Before that `tranche_up`, which says of each whether it gave any.
std::string MergeMetrics(const std::vector<Backend::ProcessMetrics>& all);

// How many contracts' books did not agree when they were last compared (services/budgets/ledger); 0
// also when no process says so.
int64_t DisagreeingContracts(const std::vector<Backend::ProcessMetrics>& all);

}  // namespace tranche::gateway

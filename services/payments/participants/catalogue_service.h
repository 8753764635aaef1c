// SPDX-License-Identifier: EUPL-1.2
// Who is counted by which indicator, asked of reference.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "payments/package/report.h"
#include "payments/participants/counting.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"

namespace tranche::payments::participants {

struct CatalogueEntry {
  Condition condition;
  bool verified = false;
};

struct Catalogue {
  std::string programming_period;
  std::map<std::pair<std::string, std::string>, CatalogueEntry> entries;  // By fund and code.
};

// The catalogues of the contract's programming period. RULE_UNREADABLE.
absl::StatusOr<Catalogue> FetchCatalogue(const rpc::RoleContext& context, const rpc::CallScope& scope,
                                         const Contract& contract);

// Every indicator that is said to count participants stands in the catalogue of its fund, else
// PARTICIPANT_INDICATOR_UNKNOWN by field, "list.indicators[2].participantsFund". Nothing is asked when
// none does.
absl::Status CheckCounted(const rpc::RoleContext& context, const rpc::CallScope& scope,
                          const Contract& contract, const std::vector<package::Indicator>& indicators);

}  // namespace tranche::payments::participants

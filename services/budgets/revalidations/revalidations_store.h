// SPDX-License-Identifier: EUPL-1.2
// SQL of revalidations. A write comes after the locks of the line and the contract.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "budgets/contracts_store.h"
#include "budgets/documents/cost_document.h"
#include "budgets/revalidations/revalidation.h"
#include "platform/money/annulment.h"
#include "platform/pg/transaction.h"
#include "tranche/budgets/v1/cost_revalidations.pb.h"

namespace tranche::budgets::store {

// What of a decided cost was not approved, and what of that was revalidated already.
struct RevalidatedSums {
  NotApproved refused;
  NotApproved given;
};
RevalidatedSums SumRevalidated(pg::Tx& tx, const Contract& contract, int64_t cost_number);

// What revalidations of the contract gave back of what a correction took, EU and national money. By the
// last segment of its name, which is its number.
Money SumGivenBack(pg::Tx& tx, const Contract& contract, const std::string& correction);

// The costs of one document on one line.
struct CostChain {
  int costs = 0;
  // One that came after the revalidated cost and carries no revalidation of it; 0: none.
  int64_t claimed_anew = 0;
};
CostChain FindChain(pg::Tx& tx, const Contract& contract, int64_t cost_number);

// The document of a cost holds less for it: what a correction had taken and another cost carries now.
void ReleaseOfCorrection(pg::Tx& tx, const std::string& organisation, const DocumentKey& document,
                         Money amount);

struct NewRevalidation {
  int64_t cost_number = 0;  // Carries it.
  int64_t revalidated_number = 0;
  NotApproved parts;
  std::string claim;
  std::string correction;
  std::string reason;
  std::string document;
  absl::CivilDay revalidated_on;
  std::string revalidated_by;
};
void InsertRevalidation(pg::Tx& tx, const Contract& contract, const NewRevalidation& revalidation);
void InsertRevalidationAnnulment(pg::Tx& tx, const Contract& contract, int64_t cost_number,
                                 const std::string& recorded_by, const Annulment& annulment);

struct StoredRevalidation {
  int64_t cost_number = 0;
  absl::CivilDay revalidated_on;
  std::optional<Annulment> annulment;
  ThreePart of_correction;  // In the currency of the contract.
  std::string correction_reason;
  v1::CostRevalidation shown;
};
// Those whose costs are numbered above `after`, in their order, at most `limit`.
std::vector<StoredRevalidation> ListRevalidations(pg::Tx& tx, const Contract& contract, int64_t after,
                                                  int limit);
std::optional<StoredRevalidation> FindRevalidation(pg::Tx& tx, const Contract& contract,
                                                   int64_t cost_number);

}  // namespace tranche::budgets::store

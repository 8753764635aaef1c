// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/refused_cost_service.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "budgets/documents/cost_batch_store.h"
#include "budgets/documents/documents_store.h"
#include "budgets/record_cost_store.h"
#include "platform/base/error.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::budgets {
namespace {

using Faults = std::vector<Violation>;

// What the books say against a cost; nothing when they cannot be read, since then what is known
// already is told all the same.
Faults FaultsByBooks(const rpc::RoleContext& context, const rpc::CallScope& scope,
                     const ContractRef& contract, const ReadCost& read) {
  const store::BatchScope batch = {
      .organisation = contract.organisation, .contract = contract.contract, .request_id = ""};
  std::vector<store::KeyedRow> rows(1);
  rows.front().cost = read.cost;
  rows.front().asked = RowOf(read.cost);
  const absl::StatusOr<Faults> faults =
      idempotency::Read<Faults>(*context.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<Faults> {
        std::vector<store::KeyedRow> asked = rows;
        std::optional<BatchBooks> books = store::ReadBooks(tx, batch, &asked);
        if (!books) return Faults();
        return CostBatch(*std::move(books), /*resubmit=*/true)
            .FaultsOf(asked.front().asked, read.amounts_fit);
      });
  return faults.ok() ? *faults : Faults();
}

}  // namespace

BatchRow RowOf(const store::NewCost& cost) {
  const v1::CostDocument& document = cost.cost.document();
  return {.line = cost.cost.line(),
          .document = {.number_folded = cost.number_folded,
                       .issuer_folded = cost.issuer_folded,
                       .type = v1::DocumentType_Name(document.type()),
                       .issued_on = document.issued_on()},
          .claim = {.number = document.number(),
                    .issuer_eik = document.issuer_eik(),
                    .total = cost.total,
                    .claimable = cost.claimable,
                    .claimed = cost.claimed},
          .paid_on = document.paid_on()};
}

absl::Status RefuseCost(const rpc::RoleContext& context, const rpc::CallScope& scope,
                        const ContractRef& contract, ReadCost read, const std::string& prefix,
                        const absl::Status& refusal) {
  const std::string reason = ReasonOf(refusal);
  const std::string field = FieldOfRefusal(reason);
  if (!refusal.ok() && field.empty()) return refusal;
  Faults faults = std::move(read.faults);
  // What was recorded already is not measured against the room that it took itself.
  if (reason != "COST_DUPLICATE") {
    for (Violation& fault : FaultsByBooks(context, scope, contract, read)) {
      faults.push_back(std::move(fault));
    }
  }
  const bool told = std::any_of(faults.begin(), faults.end(),
                                [&](const Violation& fault) { return fault.reason == reason; });
  if (!refusal.ok() && !told) faults.insert(faults.begin(), {field, reason, ValuesOf(refusal)});
  faults = Within(prefix, std::move(faults));
  if (refusal.ok()) return RefuseFields(std::move(faults));
  return RefuseInput(reason, std::move(faults), ValuesOf(refusal));
}

}  // namespace tranche::budgets

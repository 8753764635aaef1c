// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/ledger_steps_service.h"

#include "absl/strings/str_cat.h"
#include "budgets/budgets_convert.h"
#include "budgets/budgets_follow.h"
#include "budgets/ledger/revisions_store.h"
#include "platform/base/error.h"

namespace tranche::budgets {

std::string NameOf(const store::Contract& contract) {
  return ContractName(contract.organisation, contract.contract);
}

absl::Status CheckNoRevision(pg::Tx& tx, const store::Contract& contract) {
  const std::optional<int> open = store::FindOpenRevision(tx, contract);
  if (!open) return absl::OkStatus();
  return Refuse("REVISION_OPEN", {{"version", absl::StrCat(*open)}});
}

absl::Status ReleaseWithdrawn(pg::Tx& tx, const store::Contract& contract,
                              const std::optional<int>& version) {
  if (!version) return absl::OkStatus();
  return EndRevisionOf(tx, contract, *version, RevisionEvent::kVersionWithdrawn).status();
}

}  // namespace tranche::budgets

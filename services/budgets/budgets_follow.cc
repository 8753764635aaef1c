// SPDX-License-Identifier: EUPL-1.2
#include "budgets/budgets_follow.h"

#include <optional>
#include <string>
#include <vector>

#include "budgets/budgets_convert.h"
#include "budgets/contracts_store.h"
#include "budgets/currencies/currencies_store.h"
#include "budgets/currencies/redenomination.h"
#include "budgets/ledger/ledger_convert.h"
#include "budgets/ledger/revisions_store.h"
#include "budgets/lines_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/events/events.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"
#include "tranche/budgets/v1/ledger.pb.h"
#include "tranche/proposals/v1/contract_versions.pb.h"
#include "tranche/proposals/v1/proposals.pb.h"
#include "tranche/proposals/v1/redenominations.pb.h"

namespace tranche::budgets {

namespace {

absl::Status ApplyWithdrawal(pg::Tx& tx, const common::v1::Event& event) {
  proposals::v1::ContractVersionWithdrawn withdrawn;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &withdrawn));
  TRANCHE_ASSIGN_OR_RETURN(const VersionRef ref, ParseVersionName(withdrawn.version().name()));
  store::Contract contract;
  contract.organisation = event.organisation();
  contract.contract = ref.contract.contract;
  return EndRevisionOf(tx, contract, ref.number, RevisionEvent::kVersionWithdrawn).status();
}

// Converts the rows of a contract, once.
absl::Status ApplyRedenomination(pg::Tx& tx, const common::v1::Event& event) {
  proposals::v1::ContractRedenominated redenominated;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &redenominated));
  const proposals::v1::Redenomination& told = redenominated.redenomination();
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(told.contract()));
  store::Conversion conversion;
  conversion.version = told.version();
  TRANCHE_ASSIGN_OR_RETURN(conversion.before, convert::FromProto(told.before()));
  TRANCHE_ASSIGN_OR_RETURN(conversion.after, convert::FromProto(told.after()));
  conversion.rate = told.rate();
  TRANCHE_ASSIGN_OR_RETURN(conversion.converted_on, ParseDay(told.converted_on()));
  conversion.legal_source = told.legal_source();
  conversion.verified = told.verified();

  store::Contract named;
  named.organisation = event.organisation();
  named.contract = ref.contract;
  // A revision that is prepared now is of a version that is no more, or none could have been converted.
  if (const std::optional<int> open = store::FindOpenRevision(tx, named)) {
    TRANCHE_RETURN_IF_ERROR(EndRevisionOf(tx, named, *open, RevisionEvent::kVersionWithdrawn).status());
  }
  // First the lines, then the contract: the order in which every transaction locks.
  std::vector<BudgetLine> lines;
  for (store::LockedLine& locked : store::LockAllLines(tx, named)) lines.push_back(locked.line);
  const std::optional<store::Contract> contract =
      store::LockContract(tx, named.organisation, named.contract);
  if (!contract) return Refuse("NOT_FOUND", {{"name", told.contract()}});
  if (store::IsRedenominated(tx, *contract)) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<BudgetLine> converted,
                           ConvertLines(conversion.after, lines));
  store::Redenominate(tx, *contract, conversion, converted);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> EndRevisionOf(pg::Tx& tx, const store::Contract& contract, int version,
                                   RevisionEvent event) {
  // Most contracts have none: then no line is locked.
  if (store::FindOpenRevision(tx, contract) != version) return false;
  store::LockAllLines(tx, contract);
  const std::optional<store::StoredRevision> revision = store::FindRevision(tx, contract, version);
  if (!revision) return false;
  const std::optional<RevisionState> next = Next(revision->state, event);
  if (!next) return false;
  store::EndRevision(tx, contract, version, *next == RevisionState::kApplied);
  if (*next != RevisionState::kApplied) return true;
  v1::BudgetRevised revised;
  *revised.mutable_revision() = store::FindRevision(tx, contract, version)->shown;
  events::Append(tx, contract.organisation, revised.revision().name(), revised);
  return true;
}

absl::Status ApplyContractEvent(pg::Tx& tx, const rpc::CallScope&, const common::v1::Event& event) {
  if (event.type() == proposals::v1::ContractVersionWithdrawn::descriptor()->full_name()) {
    return ApplyWithdrawal(tx, event);
  }
  if (event.type() == proposals::v1::ContractRedenominated::descriptor()->full_name()) {
    return ApplyRedenomination(tx, event);
  }
  proposals::v1::ContractActivated activated;
  if (event.type() != activated.GetTypeName()) return absl::OkStatus();
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &activated));
  const proposals::v1::Contract& contract = activated.contract();
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(
                               "organisations/{organisation}/contracts/{contract}", contract.name()));
  store::Contract copy;
  copy.organisation = event.organisation();
  copy.contract = FoldRegisterNumber(segments[1]);
  copy.number = contract.number();
  copy.title = contract.title();
  TRANCHE_ASSIGN_OR_RETURN(copy.amount, convert::FromProto(contract.amount()));
  TRANCHE_ASSIGN_OR_RETURN(copy.starts_on, ParseDay(contract.starts_on()));
  TRANCHE_ASSIGN_OR_RETURN(copy.ends_on, ParseDay(contract.ends_on()));
  copy.version = contract.version();
  // First the lines, then the contract: the order in which every transaction locks.
  TRANCHE_RETURN_IF_ERROR(
      EndRevisionOf(tx, copy, copy.version, RevisionEvent::kVersionInForce).status());
  store::KeepContract(tx, copy);
  return absl::OkStatus();
}

}  // namespace tranche::budgets

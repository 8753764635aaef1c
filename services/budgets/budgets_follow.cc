// SPDX-License-Identifier: EUPL-1.2
#include "budgets/budgets_follow.h"

#include <string>
#include <vector>

#include "budgets/budgets_store.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/events/events.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"
#include "tranche/proposals/v1/proposals.pb.h"

namespace tranche::budgets {

absl::Status ApplyContractEvent(pg::Tx& tx, const rpc::CallScope&, const common::v1::Event& event) {
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
  store::KeepContract(tx, copy);
  return absl::OkStatus();
}

}  // namespace tranche::budgets

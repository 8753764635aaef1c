// SPDX-License-Identifier: EUPL-1.2
#include "plans/plans_follow.h"

#include "plans/search/project_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/events/events.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"
#include "tranche/proposals/v1/proposals.pb.h"

namespace tranche::plans {
namespace {

constexpr char kContractName[] = "organisations/{organisation}/contracts/{contract}";

}  // namespace

absl::Status Follower::Follow(pg::Tx& tx, const rpc::CallScope&, const common::v1::Event& event) {
  if (event.type() != proposals::v1::ContractActivated::descriptor()->full_name())
    return absl::OkStatus();
  proposals::v1::ContractActivated activated;
  TRANCHE_RETURN_IF_ERROR(events::Unpack(event, &activated));
  const proposals::v1::Contract& contract = activated.contract();
  const auto segments = validate::ParseResourceName(kContractName, contract.name());
  if (!segments.ok()) return Refuse("EVENT_UNREADABLE", {{"type", event.type()}});
  const store::Project project = {.organisation = event.organisation(),
                                  .contract_id = FoldRegisterNumber((*segments)[1]),
                                  .number_typed = contract.number(),
                                  .title = contract.title(),
                                  .state = proposals::v1::ExecutionState_Name(contract.state()),
                                  .version = contract.version()};
  store::PutProject(tx, project);
  return IndexProject(tx, project);
}

}  // namespace tranche::plans

// SPDX-License-Identifier: EUPL-1.2
// What timelines keeps of the events of other services. An event of a type that it does not know leaves
// nothing; one that it cannot read stops the following (EVENT_UNREADABLE) until it is put right.
#pragma once

#include "absl/status/status.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/common/v1/event.pb.h"

namespace tranche::timelines {

// ContractActivated: the period of the contract.
absl::Status FollowProposals(pg::Tx& tx, const rpc::CallScope& scope, const common::v1::Event& event);

// ClaimSent: the clock of the managing authority begins. It ends by a PaymentRecorded that pays the
// claim in full, on the day on which the last of it arrived, or by a ClaimDecided after which nothing
// is owed.
absl::Status FollowPayments(pg::Tx& tx, const rpc::CallScope& scope, const common::v1::Event& event);

}  // namespace tranche::timelines

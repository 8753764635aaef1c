// SPDX-License-Identifier: EUPL-1.2
#include "payments/closing/contract_ends_service.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/all_organisations_service.h"
#include "payments/package/package_store.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/idempotency/idempotency.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/peers.h"
#include "platform/rpc/service_scope.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"

namespace tranche::payments::closing {
namespace {

using ProposalsStub = proposals::v1::ProposalsService::Stub;

constexpr absl::Duration kStep = absl::Seconds(10);
// A closing that is recorded does not wait long for being heard of: it is told again.
constexpr absl::Duration kTellMax = absl::Seconds(3);
constexpr char kMethod[] = "payments.contract_ends";

}  // namespace

absl::Status Ends::TellOne(const rpc::CallScope& own, const store::ToTell& change) {
  const std::unique_ptr<ProposalsStub> stub =
      proposals::v1::ProposalsService::NewStub(context_.peers->Get("proposals"));
  proposals::v1::FollowMoneyClosingRequest request;
  request.set_name(
      absl::StrCat("organisations/", change.organisation, "/contracts/", change.contract_id));
  request.set_number(change.number);
  if (change.closed_on.has_value()) request.set_closed_on(FormatDay(*change.closed_on));
  TRANCHE_RETURN_IF_ERROR(
      rpc::Call<proposals::v1::ContractEnd>(own, *stub, &ProposalsStub::FollowMoneyClosing, request)
          .status());
  return pg::Transact(*context_.pool, own, [&](pg::Tx& tx) -> absl::Status {
    store::SaveTold(tx, change);
    return absl::OkStatus();
  });
}

void Ends::Tell(const rpc::CallScope& scope, const Contract& contract) {
  const absl::StatusOr<std::optional<store::ToTell>> change =
      idempotency::Read<std::optional<store::ToTell>>(*context_.pool, scope, [&](pg::Tx& tx) {
        return absl::StatusOr<std::optional<store::ToTell>>(
            store::FindToTell(tx, contract.organisation, contract.id));
      });
  if (!change.ok() || !change->has_value()) return;
  // By the service's own token: no person may end a contract.
  const rpc::CallScope own =
      rpc::ServiceScope(context_, contract.organisation,
                        std::min(scope.deadline, absl::Now() + kTellMax), scope.method, scope.trace_id);
  TellOne(own, **change).IgnoreError();
}

int Ends::TellLeftBehind() {
  const absl::StatusOr<rpc::CallScope> all = ScopeOfAll(context_, kStep, kMethod);
  if (!all.ok()) return 0;
  const absl::StatusOr<std::vector<store::ToTell>> changes =
      idempotency::Read<std::vector<store::ToTell>>(*context_.pool, *all, [&](pg::Tx& tx) {
        return absl::StatusOr<std::vector<store::ToTell>>(store::ListToTell(tx));
      });
  if (!changes.ok()) return 0;
  int told = 0;
  for (const store::ToTell& change : *changes) {
    const rpc::CallScope own =
        rpc::ServiceScope(context_, change.organisation, absl::Now() + kStep, kMethod);
    const absl::Status heard = TellOne(own, change);
    // Proposals is away: the others wait for the next time, too. One that it refuses holds no other up.
    if (absl::IsUnavailable(heard) || absl::IsDeadlineExceeded(heard)) break;
    if (heard.ok()) ++told;
  }
  return told;
}

}  // namespace tranche::payments::closing

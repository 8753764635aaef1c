// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/holds_service.h"

#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/all_organisations_service.h"
#include "payments/payments_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "platform/rpc/service_scope.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"

namespace tranche::payments::package {
namespace {

using ProposalsStub = proposals::v1::ProposalsService::Stub;

constexpr absl::Duration kStep = absl::Seconds(10);

std::string NameOfPackage(const store::Hold& hold) {
  return absl::StrCat("organisations/", hold.organisation, "/contracts/", hold.contract_id,
                      "/packages/", hold.package);
}

}  // namespace

absl::Status Holds::Ask(const rpc::CallScope& scope, const store::Hold& hold, bool validate_only) {
  // By the service's own token: no person may hold a contract.
  const rpc::CallScope own =
      rpc::ServiceScope(context_, hold.organisation, scope.deadline, scope.method, scope.trace_id);
  const std::unique_ptr<ProposalsStub> stub =
      proposals::v1::ProposalsService::NewStub(context_.peers->Get("proposals"));
  proposals::v1::HoldContractRequest request;
  request.set_name(NameOfPackage(hold));
  request.set_number(hold.number);
  request.set_validate_only(validate_only);
  return rpc::Call<proposals::v1::ContractHold>(own, *stub, &ProposalsStub::HoldContract, request)
      .status();
}

absl::StatusOr<Holds::Taken> Holds::Take(const rpc::CallScope& scope, const Contract& found,
                                         const std::string& request_id, bool validate_only,
                                         const Check& check) {
  TRANCHE_ASSIGN_OR_RETURN(
      const Taken taken,
      idempotency::Step<Taken>(
          *context_.pool, scope, validate_only, [&](pg::Tx& tx) -> absl::StatusOr<Taken> {
            TRANCHE_ASSIGN_OR_RETURN(const Contract contract, payments::store::LockContract(tx, found));
            if (payments::store::WasAnswered(tx, scope, found.organisation, request_id)) return Taken{};
            TRANCHE_RETURN_IF_ERROR(check(tx, contract));
            if (contract.open_package.has_value()) return Taken{};
            return Taken{.needed = true, .hold = store::BeginHold(tx, contract)};
          }));
  if (!taken.needed) return taken;
  absl::Status asked = Ask(scope, taken.hold, validate_only);
  // The contract cannot change from here on: what is kept of it is brought up to date now.
  if (asked.ok()) asked = catch_up_(scope.deadline);
  if (asked.ok()) return taken;
  if (!validate_only) GiveUp(scope, taken);
  return asked;
}

absl::Status Holds::Confirm(pg::Tx& tx, const Contract& contract, const Taken& taken,
                            bool validate_only) {
  if (!taken.needed) return Refuse("CONFLICT_RETRY");
  // A rehearsal has kept nothing of its first step.
  if (validate_only) store::BeginHold(tx, contract);
  if (taken.hold.package != contract.next_package_sequence ||
      !store::MoveHold(tx, taken.hold, HoldStep::kConfirm)) {
    return Refuse("CONFLICT_RETRY");
  }
  return absl::OkStatus();
}

void Holds::GiveUp(const rpc::CallScope& scope, const Taken& taken) {
  if (!taken.needed) return;
  const absl::StatusOr<bool> moved =
      idempotency::Step<bool>(*context_.pool, scope, /*validate_only=*/false, [&](pg::Tx& tx) {
        return absl::StatusOr<bool>(store::MoveHold(tx, taken.hold, HoldStep::kGiveUp));
      });
  if (moved.value_or(false)) End(scope, taken.hold).IgnoreError();
}

absl::Status Holds::End(const rpc::CallScope& scope, const store::Hold& hold) {
  const rpc::CallScope own =
      rpc::ServiceScope(context_, hold.organisation, scope.deadline, scope.method, scope.trace_id);
  const std::unique_ptr<ProposalsStub> stub =
      proposals::v1::ProposalsService::NewStub(context_.peers->Get("proposals"));
  proposals::v1::ReleaseContractRequest request;
  request.set_name(NameOfPackage(hold));
  request.set_number(hold.number);
  TRANCHE_RETURN_IF_ERROR(
      rpc::Call<proposals::v1::ContractHold>(own, *stub, &ProposalsStub::ReleaseContract, request)
          .status());
  return pg::Transact(*context_.pool, own, [&](pg::Tx& tx) -> absl::Status {
    store::MoveHold(tx, hold, HoldStep::kTold);
    return absl::OkStatus();
  });
}

void Holds::Release(const rpc::CallScope& scope, const Contract& contract) {
  const absl::StatusOr<std::optional<store::Hold>> hold =
      idempotency::Read<std::optional<store::Hold>>(*context_.pool, scope, [&](pg::Tx& tx) {
        return absl::StatusOr<std::optional<store::Hold>>(
            store::LoadHold(tx, contract.organisation, contract.id));
      });
  if (!hold.ok() || !hold->has_value() || (*hold)->state != Name(HoldState::kReleasing)) return;
  End(scope, **hold).IgnoreError();
}

int Holds::EndLeftBehind(absl::Duration releasing, absl::Duration taking) {
  const absl::StatusOr<rpc::CallScope> all = ScopeOfAll(context_, kStep, "payments.holds");
  if (!all.ok()) return 0;
  const absl::StatusOr<std::vector<store::Hold>> holds =
      idempotency::Read<std::vector<store::Hold>>(*context_.pool, *all, [&](pg::Tx& tx) {
        return absl::StatusOr<std::vector<store::Hold>>(store::FindLeftBehind(tx, releasing, taking));
      });
  if (!holds.ok()) return 0;
  int ended = 0;
  for (const store::Hold& hold : *holds) {
    const rpc::CallScope own =
        rpc::ServiceScope(context_, hold.organisation, absl::Now() + kStep, "payments.holds");
    if (hold.state == Name(HoldState::kTaking)) {
      const absl::StatusOr<bool> moved =
          idempotency::Step<bool>(*context_.pool, own, /*validate_only=*/false, [&](pg::Tx& tx) {
            return absl::StatusOr<bool>(store::MoveHold(tx, hold, HoldStep::kGiveUp));
          });
      if (!moved.value_or(false)) continue;
    }
    const absl::Status heard = End(own, hold);
    // Proposals is away: the others wait for the next time, too. One that it refuses holds no other up.
    if (absl::IsUnavailable(heard) || absl::IsDeadlineExceeded(heard)) break;
    if (heard.ok()) ++ended;
  }
  return ended;
}

}  // namespace tranche::payments::package

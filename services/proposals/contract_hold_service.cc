// SPDX-License-Identifier: EUPL-1.2
// What payments tells of a contract: its hold for a report package, which excludes versions of it, and
// that it has ended with its money.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/record_name.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"
#include "proposals/contract_hold_store.h"
#include "proposals/contract_version_store.h"
#include "proposals/proposals_convert.h"
#include "proposals/proposals_service.h"
#include "proposals/proposals_store.h"

namespace tranche::proposals {
namespace {

struct PackageRef {
  std::string contract;
  int package = 0;
};
absl::StatusOr<PackageRef> ParsePackageName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName(
          "organisations/{organisation}/contracts/{contract}/packages/{package}", name));
  const PackageRef ref{.contract = FoldRegisterNumber(segments[1]),
                       .package = validate::ParseNumber<int>(segments[2])};
  if (ref.package == 0) return Refuse("NOT_FOUND", {{"name", name}});
  return ref;
}

v1::ContractHold HoldOf(const std::string& organisation, const PackageRef& ref, int64_t number,
                        bool held) {
  v1::ContractHold hold;
  hold.set_contract(ContractName(organisation, ref.contract));
  hold.set_package(absl::StrCat(hold.contract(), "/packages/", ref.package));
  hold.set_number(number);
  hold.set_held(held);
  return hold;
}

void Record(pg::Tx& tx, const rpc::CallScope& scope, const std::string& action,
            const v1::ContractHold& hold, const std::string& request_id) {
  evidence::Record(tx, scope,
                   {.organisation = rpc::OrganisationOf(scope),
                    .action = action,
                    .record = hold.contract(),
                    .before = nullptr,
                    .after = &hold,
                    .reason = hold.package(),
                    .request_id = request_id});
}

}  // namespace

absl::StatusOr<v1::ContractHold> Service::HoldContract(const rpc::CallScope& scope,
                                                       const v1::HoldContractRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const PackageRef ref, ParsePackageName(request.name()));
  const std::string organisation = rpc::OrganisationOf(scope);
  return idempotency::Write<v1::ContractHold>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ContractHold> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                                 store::LockContract(tx, organisation, ref.contract));
        const v1::ContractHold hold = HoldOf(organisation, ref, request.number(), /*held=*/true);
        if (!store::HoldForPackage(tx, organisation, ref.contract, ref.package, request.number())) {
          // Released meanwhile, or followed by another: whoever asks late begins anew.
          if (!absl::StartsWith(contract.open_change, "versions/")) return Refuse("CONFLICT_RETRY");
          return Refuse("VERSION_OPEN",
                        {{"contract", contract.number}, {"version", OpenVersionOf(contract)}});
        }
        Record(tx, scope, "contracts.hold", hold, request.request_id());
        return hold;
      });
}

absl::StatusOr<v1::ContractHold> Service::ReleaseContract(const rpc::CallScope& scope,
                                                          const v1::ReleaseContractRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const PackageRef ref, ParsePackageName(request.name()));
  const std::string organisation = rpc::OrganisationOf(scope);
  return idempotency::Write<v1::ContractHold>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ContractHold> {
        TRANCHE_RETURN_IF_ERROR(store::LockContract(tx, organisation, ref.contract).status());
        const v1::ContractHold hold = HoldOf(organisation, ref, request.number(), /*held=*/false);
        store::ReleaseHold(tx, organisation, ref.contract, request.number());
        Record(tx, scope, "contracts.release", hold, request.request_id());
        return hold;
      });
}

absl::StatusOr<v1::ContractEnd> Service::FollowMoneyClosing(
    const rpc::CallScope& scope, const v1::FollowMoneyClosingRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::RecordName name,
                           convert::ParseRecordName(convert::kContractPattern, request.name()));
  const std::string& id = name.id;
  const std::string organisation = rpc::OrganisationOf(scope);
  std::optional<absl::CivilDay> closed_on;
  if (!request.closed_on().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(closed_on, ParseDay(request.closed_on()));
  }
  return idempotency::Write<v1::ContractEnd>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ContractEnd> {
        TRANCHE_RETURN_IF_ERROR(store::LockContract(tx, organisation, id).status());
        const auto shown = [&] {
          const store::MoneyClosing closing = store::LoadMoneyClosing(tx, organisation, id);
          v1::ContractEnd end;
          end.set_contract(ContractName(organisation, id));
          end.set_number(closing.number);
          if (closing.ended_on.has_value()) end.set_ended_on(FormatDay(*closing.ended_on));
          return end;
        };
        const v1::ContractEnd before = shown();
        store::FollowMoneyClosing(tx, organisation, id, request.number(), closed_on);
        const v1::ContractEnd after = shown();
        // What was heard of before changes nothing.
        if (before.number() == after.number()) return after;
        evidence::Record(tx, scope,
                         {.organisation = organisation,
                          .action = after.ended_on().empty() ? "contracts.go_on" : "contracts.end",
                          .record = after.contract(),
                          .before = &before,
                          .after = &after,
                          .reason = "",
                          .request_id = request.request_id()});
        return after;
      });
}

}  // namespace tranche::proposals

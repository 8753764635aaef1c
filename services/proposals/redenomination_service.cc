// SPDX-License-Identifier: EUPL-1.2
#include "proposals/redenomination_service.h"

#include <google/protobuf/util/time_util.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/convert/record_name.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/money/redenominate.h"
#include "platform/rpc/peers.h"
#include "platform/validate/validate.h"
#include "proposals/contract_version_store.h"
#include "proposals/proposals_convert.h"
#include "proposals/proposals_store.h"
#include "proposals/redenomination_store.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::proposals {
namespace {

using ReferenceStub = reference::v1::ReferenceService::Stub;

void AddAmounts(const ThreePart& before, const ThreePart& after, v1::Redenomination* proto) {
  *proto->mutable_before() = convert::ToProto(before);
  *proto->mutable_after() = convert::ToProto(after);
  for (const PartDifference& part : DifferencesOf(before, after)) {
    common::v1::RoundingDifference* difference = proto->add_differences();
    difference->set_of(part.of);
    *difference->mutable_before() = convert::ToProto(part.before);
    *difference->mutable_converted() = convert::ToProto(part.converted);
    *difference->mutable_kept() = convert::ToProto(part.kept);
    *difference->mutable_difference() = convert::ToProto(
        Money::Minor(part.kept.minor() - part.converted.minor(), part.kept.currency()));
  }
}

// What can be said of a contract that is not converted: where it stands, and what it would be.
v1::Redenomination Outlook(const Contract& contract, const Changeover& changeover,
                           RedenominationState state) {
  v1::Redenomination proto;
  const std::string name = ContractName(contract.organisation, contract.id);
  proto.set_name(name + "/redenomination");
  proto.set_contract(name);
  proto.set_number(contract.number);
  v1::RedenominationState parsed = v1::REDENOMINATION_STATE_UNSPECIFIED;
  v1::RedenominationState_Parse(std::string(NameOf(state)), &parsed);
  proto.set_state(parsed);
  proto.set_version(contract.version);
  proto.set_waits_for(WaitsFor(contract));
  proto.set_ends_on(FormatDay(contract.ends_on));
  if (state == RedenominationState::kNotConcerned) return proto;
  proto.set_rate(changeover.rate);
  proto.set_converted_on(FormatDay(changeover.day));
  proto.set_legal_source(changeover.legal_source);
  proto.set_verified(changeover.verified);
  const absl::StatusOr<ThreePart> after = ConvertParts(contract.amount);
  if (after.ok()) AddAmounts(contract.amount, *after, &proto);
  return proto;
}

v1::Redenomination Converted(const Contract& contract, const store::StoredRedenomination& stored) {
  v1::Redenomination proto = Outlook(contract, stored.changeover, RedenominationState::kNotConcerned);
  proto.set_state(v1::CONVERTED);
  proto.set_version(stored.version);
  proto.clear_waits_for();
  proto.set_rate(stored.changeover.rate);
  proto.set_converted_on(FormatDay(stored.changeover.day));
  proto.set_legal_source(stored.changeover.legal_source);
  proto.set_verified(stored.changeover.verified);
  proto.set_recorded_by(stored.recorded_by);
  *proto.mutable_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(stored.recorded_at_us);
  AddAmounts(stored.before, stored.after, &proto);
  return proto;
}

// Converts a locked contract and tells whoever follows.
absl::StatusOr<v1::Redenomination> Apply(pg::Tx& tx, const rpc::CallScope& scope,
                                         const convert::RecordName& ref,
                                         const absl::StatusOr<Changeover>& changeover,
                                         const v1::RedenominateContractRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, ref.organisation, ref.id));
  const std::vector<store::StoredRedenomination> earlier =
      store::FindRedenominations(tx, ref.organisation, {ref.id});
  if (!earlier.empty()) {
    return Refuse("REDENOMINATION_DONE",
                  {{"contract", contract.number},
                   {"recorded_at", google::protobuf::util::TimeUtil::ToString(
                                       google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
                                           earlier.front().recorded_at_us / 1'000'000 * 1'000'000))}});
  }
  TRANCHE_RETURN_IF_ERROR(changeover.status());
  TRANCHE_ASSIGN_OR_RETURN(
      const ThreePart after,
      DecideRedenomination(contract, *changeover, request.still_to_settle(), scope.today));
  const v1::Redenomination before =
      Outlook(contract, *changeover, StateOf(contract, *changeover, /*converted=*/false));
  const std::optional<store::StoredRedenomination> stored =
      store::CarryOut(tx, contract, *changeover, after, scope.actor.subject);
  if (!stored) return Refuse("CONFLICT_RETRY");
  v1::ContractRedenominated event;
  *event.mutable_redenomination() = Converted(contract, *stored);
  events::Append(tx, ref.organisation, event.redenomination().contract(), event);
  evidence::Record(tx, scope,
                   {.organisation = ref.organisation,
                    .action = "contracts.redenominate",
                    .record = event.redenomination().contract(),
                    .before = &before,
                    .after = &event.redenomination(),
                    .reason = changeover->legal_source,
                    .request_id = request.request_id()});
  return event.redenomination();
}

}  // namespace

absl::StatusOr<Changeover> Redenominations::FetchChangeover(const rpc::CallScope& scope) {
  const auto stub = reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListChangeoversResponse response,
                           rpc::Call(scope, *stub, &ReferenceStub::ListChangeovers,
                                     reference::v1::ListChangeoversRequest()));
  const std::string lev(CurrencyCode(Currency::kBgn));
  for (const reference::v1::Changeover& changeover : response.changeovers()) {
    // Another rate than the one that amounts are divided by would be a lie on every record.
    if (changeover.from_currency() != lev || changeover.rate() != kLevPerEuroText) continue;
    TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(changeover.day()));
    return Changeover{.from = Currency::kBgn,
                      .to = Currency::kEur,
                      .day = day,
                      .rate = changeover.rate(),
                      .legal_source = changeover.legal_source(),
                      .verified = changeover.verified()};
  }
  return Refuse("CHANGEOVER_UNKNOWN", {{"currency", lev}});
}

absl::StatusOr<v1::Redenomination> Redenominations::RedenominateContract(
    const rpc::CallScope& scope, const v1::RedenominateContractRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(convert::RecordName ref,
                           convert::ParseRecordName(convert::kContractPattern, request.name()));
  ref.organisation = rpc::OrganisationOf(scope);
  // Looked at in the body only, so that a repeat is answered when reference is away.
  const absl::StatusOr<Changeover> changeover = FetchChangeover(scope);
  return idempotency::Write<v1::Redenomination>(*context_.pool, scope, request, [&](pg::Tx& tx) {
    return Apply(tx, scope, ref, changeover, request);
  });
}

absl::StatusOr<v1::Redenomination> Redenominations::GetRedenomination(
    const rpc::CallScope& scope, const v1::GetRedenominationRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::RecordName ref,
                           convert::ParseRecordName(convert::kContractPattern, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Changeover changeover, FetchChangeover(scope));
  return idempotency::Read<v1::Redenomination>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Redenomination> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                                 store::GetContract(tx, ref.organisation, ref.id));
        const std::vector<store::StoredRedenomination> stored =
            store::FindRedenominations(tx, contract.organisation, {ref.id});
        if (!stored.empty()) return Converted(contract, stored.front());
        return Outlook(contract, changeover, StateOf(contract, changeover, /*converted=*/false));
      });
}

absl::StatusOr<v1::ListRedenominationsResponse> Redenominations::ListRedenominations(
    const rpc::CallScope& scope, const v1::ListRedenominationsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName("organisations/{organisation}", request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Changeover changeover, FetchChangeover(scope));
  const std::string list = absl::StrCat("proposals.redenominations ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> key,
                           convert::ReadPageToken(list, request.page_token()));
  if (!key.empty() && key.size() != 2) return Refuse("PAGE_TOKEN_INVALID");
  store::After after;
  if (!key.empty()) after = {.organisation = key[0], .id = key[1]};
  const int page_size = convert::PageSize(request.page_size());
  const auto load = [&](pg::Tx& tx) -> absl::StatusOr<v1::ListRedenominationsResponse> {
    std::vector<Contract> page = store::ListContracts(tx, segments[0], after, page_size + 1);
    v1::ListRedenominationsResponse response;
    if (static_cast<int>(page.size()) > page_size) {
      page.resize(page_size);
      response.set_next_page_token(
          convert::MakePageToken(list, {page.back().organisation, page.back().id}));
    }
    std::vector<std::string> ids;
    for (const Contract& contract : page) ids.push_back(contract.id);
    std::map<std::pair<std::string, std::string>, store::StoredRedenomination> converted;
    for (store::StoredRedenomination& stored : store::FindRedenominations(tx, segments[0], ids)) {
      converted.insert({{stored.organisation, stored.contract}, std::move(stored)});
    }
    for (const Contract& contract : page) {
      const auto found = converted.find({contract.organisation, contract.id});
      *response.add_redenominations() =
          found != converted.end()
              ? Converted(contract, found->second)
              : Outlook(contract, changeover, StateOf(contract, changeover, /*converted=*/false));
    }
    return response;
  };
  return idempotency::Read<v1::ListRedenominationsResponse>(*context_.pool, scope, load);
}

}  // namespace tranche::proposals

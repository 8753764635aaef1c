// SPDX-License-Identifier: EUPL-1.2
#include "proposals/proposals_service.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/page.h"
#include "platform/convert/record_name.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"
#include "proposals/contract_version.h"
#include "proposals/contract_version_store.h"
#include "proposals/proposals_convert.h"
#include "proposals/proposals_store.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::proposals {
namespace {

constexpr char kProposalPattern[] = "organisations/{organisation}/proposals/{proposal}";

absl::StatusOr<std::string> ParseParent(const std::string& parent) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName("organisations/{organisation}", parent));
  return segments[0];
}

absl::StatusOr<store::After> ReadAfter(const std::string& list, const std::string& token) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> key, convert::ReadPageToken(list, token));
  if (key.empty()) return store::After{};
  if (key.size() != 2) return Refuse("PAGE_TOKEN_INVALID");
  return store::After{.organisation = key[0], .id = key[1]};
}

// Cuts a list that was read one item further than asked and returns the token of the next page.
template <class Record>
std::string CutPage(const std::string& list, int page_size, std::vector<Record>* records) {
  if (static_cast<int>(records->size()) <= page_size) return "";
  records->resize(page_size);
  return convert::MakePageToken(list, {records->back().organisation, records->back().id});
}

// Moves a proposal by a pure decision and records who did it.
absl::StatusOr<v1::Proposal> Move(pg::Tx& tx, const rpc::CallScope& scope,
                                  const convert::RecordName& name, const std::string& action,
                                  const std::string& request_id,
                                  const std::function<absl::StatusOr<Proposal>(Proposal)>& decide) {
  TRANCHE_ASSIGN_OR_RETURN(const Proposal before,
                           store::LockProposal(tx, rpc::OrganisationOf(scope), name.id));
  TRANCHE_ASSIGN_OR_RETURN(const Proposal after, decide(before));
  store::UpdateProposal(tx, after);
  const v1::Proposal before_proto = ToProto(before);
  const v1::Proposal after_proto = ToProto(after);
  evidence::Record(tx, scope,
                   {.organisation = after.organisation,
                    .action = action,
                    .record = after_proto.name(),
                    .before = &before_proto,
                    .after = &after_proto,
                    .reason = "",
                    .request_id = request_id});
  return after_proto;
}

}  // namespace

absl::StatusOr<std::string> Service::KnownProcedure(const rpc::CallScope& scope,
                                                    const std::string& code) {
  const auto stub = reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  reference::v1::ListProceduresRequest request;
  request.set_code(code);
  TRANCHE_ASSIGN_OR_RETURN(
      const reference::v1::ListProceduresResponse response,
      rpc::Call<reference::v1::ListProceduresResponse>(
          scope, *stub, &reference::v1::ReferenceService::Stub::ListProcedures, request));
  for (const reference::v1::Procedure& procedure : response.procedures()) {
    if (FoldRegisterNumber(procedure.code()) == code) return procedure.code();
  }
  return Refuse("PROCEDURE_UNKNOWN", {{"procedure", code}});
}

absl::StatusOr<v1::Proposal> Service::CreateProposal(const rpc::CallScope& scope,
                                                     const v1::CreateProposalRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(Proposal draft, FromProto(rpc::OrganisationOf(scope), request.proposal()));
  TRANCHE_RETURN_IF_ERROR(CheckDraft(draft));
  // Looked at in the body only, so that a repeat is answered when reference is away.
  const absl::StatusOr<std::string> procedure = KnownProcedure(scope, draft.procedure);
  return idempotency::Write<v1::Proposal>(*context_.pool, scope, request,
                                          [&](pg::Tx& tx) -> absl::StatusOr<v1::Proposal> {
                                            TRANCHE_ASSIGN_OR_RETURN(draft.procedure, procedure);
                                            TRANCHE_RETURN_IF_ERROR(store::InsertProposal(tx, draft));
                                            const v1::Proposal created = ToProto(draft);
                                            evidence::Record(tx, scope,
                                                             {.organisation = draft.organisation,
                                                              .action = "proposals.create",
                                                              .record = created.name(),
                                                              .before = nullptr,
                                                              .after = &created,
                                                              .reason = "",
                                                              .request_id = request.request_id()});
                                            return created;
                                          });
}

absl::StatusOr<v1::Proposal> Service::SubmitProposal(const rpc::CallScope& scope,
                                                     const v1::SubmitProposalRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::RecordName name,
                           convert::ParseRecordName(kProposalPattern, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay submitted_on, ParseDay(request.submitted_on()));
  return idempotency::Write<v1::Proposal>(*context_.pool, scope, request, [&](pg::Tx& tx) {
    return Move(tx, scope, name, "proposals.submit", request.request_id(), [&](Proposal proposal) {
      return Submit(std::move(proposal), submitted_on, scope.today);
    });
  });
}

absl::StatusOr<v1::Proposal> Service::EvaluateProposal(const rpc::CallScope& scope,
                                                       const v1::EvaluateProposalRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::RecordName name,
                           convert::ParseRecordName(kProposalPattern, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Evaluation evaluation, FromProto(request.evaluation()));
  return idempotency::Write<v1::Proposal>(*context_.pool, scope, request, [&](pg::Tx& tx) {
    return Move(tx, scope, name, "proposals.evaluate", request.request_id(), [&](Proposal proposal) {
      return Evaluate(std::move(proposal), evaluation, scope.today);
    });
  });
}

absl::StatusOr<v1::Proposal> Service::GetProposal(const rpc::CallScope& scope,
                                                  const v1::GetProposalRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::RecordName name,
                           convert::ParseRecordName(kProposalPattern, request.name()));
  return idempotency::Read<v1::Proposal>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Proposal> {
        TRANCHE_ASSIGN_OR_RETURN(const Proposal proposal,
                                 store::GetProposal(tx, name.organisation, name.id));
        return ToProto(proposal);
      });
}

absl::StatusOr<v1::ListProposalsResponse> Service::ListProposals(
    const rpc::CallScope& scope, const v1::ListProposalsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation, ParseParent(request.parent()));
  const std::string list = absl::StrCat("proposals.proposals ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(const store::After after, ReadAfter(list, request.page_token()));
  const int page_size = convert::PageSize(request.page_size());
  return idempotency::Read<v1::ListProposalsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListProposalsResponse> {
        std::vector<Proposal> page = store::ListProposals(tx, organisation, after, page_size + 1);
        v1::ListProposalsResponse response;
        response.set_next_page_token(CutPage(list, page_size, &page));
        for (const Proposal& proposal : page) *response.add_proposals() = ToProto(proposal);
        return response;
      });
}

absl::StatusOr<v1::Contract> Service::ConcludeContract(const rpc::CallScope& scope,
                                                       const v1::ConcludeContractRequest& request) {
  const std::string organisation = rpc::OrganisationOf(scope);
  TRANCHE_ASSIGN_OR_RETURN(const Contract terms, FromProto(organisation, request.contract()));
  TRANCHE_ASSIGN_OR_RETURN(const convert::RecordName name,
                           convert::ParseRecordName(kProposalPattern, request.contract().proposal()));
  // A contract follows a proposal of its own organisation only.
  if (name.organisation != organisation && name.organisation != "-") {
    return Refuse("NOT_FOUND", {{"name", request.contract().proposal()}});
  }
  return idempotency::Write<v1::Contract>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Contract> {
        v1::Contract concluded;
        const auto conclude = [&](Proposal proposal) -> absl::StatusOr<Proposal> {
          // Before the state of the proposal: who repeats a contract is told so.
          if (store::ContractExists(tx, organisation, terms.id)) {
            return Refuse("CONTRACT_EXISTS", {{"contract", terms.number}});
          }
          TRANCHE_ASSIGN_OR_RETURN(const Contract contract, Conclude(proposal, terms, scope.today));
          TRANCHE_RETURN_IF_ERROR(store::InsertContract(tx, contract));
          store::InsertVersion(tx, FirstVersion(contract), scope.actor.subject);
          concluded = ToProto(contract);
          proposal.state = *Next(proposal.state, ProposalEvent::kConclude);
          return proposal;
        };
        TRANCHE_RETURN_IF_ERROR(
            Move(tx, scope, name, "proposals.contract", request.request_id(), conclude).status());
        v1::ContractActivated event;
        *event.mutable_contract() = concluded;
        events::Append(tx, organisation, concluded.name(), event);
        evidence::Record(tx, scope,
                         {.organisation = organisation,
                          .action = "contracts.conclude",
                          .record = concluded.name(),
                          .before = nullptr,
                          .after = &concluded,
                          .reason = "",
                          .request_id = request.request_id()});
        return concluded;
      });
}

absl::StatusOr<v1::Contract> Service::GetContract(const rpc::CallScope& scope,
                                                  const v1::GetContractRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::RecordName name,
                           convert::ParseRecordName(convert::kContractPattern, request.name()));
  return idempotency::Read<v1::Contract>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Contract> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                                 store::GetContract(tx, name.organisation, name.id));
        return ToProto(contract);
      });
}

absl::StatusOr<v1::ListContractsResponse> Service::ListContracts(
    const rpc::CallScope& scope, const v1::ListContractsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation, ParseParent(request.parent()));
  const std::string list = absl::StrCat("proposals.contracts ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(const store::After after, ReadAfter(list, request.page_token()));
  const int page_size = convert::PageSize(request.page_size());
  return idempotency::Read<v1::ListContractsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListContractsResponse> {
        std::vector<Contract> page = store::ListContracts(tx, organisation, after, page_size + 1);
        v1::ListContractsResponse response;
        response.set_next_page_token(CutPage(list, page_size, &page));
        for (const Contract& contract : page) *response.add_contracts() = ToProto(contract);
        return response;
      });
}

absl::StatusOr<common::v1::ListEventsResponse> Service::ListEvents(
    const rpc::CallScope& scope, const common::v1::ListEventsRequest& request) {
  return events::List(*context_.pool, scope, request);
}

}  // namespace tranche::proposals

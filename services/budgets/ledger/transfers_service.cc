// SPDX-License-Identifier: EUPL-1.2
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/contract_service.h"
#include "budgets/ledger/ledger_service.h"
#include "budgets/ledger/ledger_steps_service.h"
#include "budgets/ledger/revisions_store.h"
#include "budgets/ledger/transfers_store.h"
#include "budgets/limits/limit.h"
#include "budgets/limits/limits_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

using ReferenceStub = reference::v1::ReferenceService::Stub;

// The locked line of a code; LINE_NOT_FOUND.
absl::StatusOr<TransferLine> LineOf(const std::vector<TransferLine>& lines, const std::string& code) {
  for (const TransferLine& line : lines) {
    if (line.line.code == code) return line;
  }
  return Refuse("LINE_NOT_FOUND", {{"line", code}});
}

// Whether limits let an amount move between two lines.
absl::Status CheckTransferLimits(pg::Tx& tx, const store::Contract& contract,
                                 const std::vector<Limit>& limits, const v1::Transfer& transfer,
                                 Money amount) {
  if (limits.empty()) return absl::OkStatus();
  const LimitedLines before = store::ReadLimitedLines(tx, contract.organisation, contract.contract);
  LimitedLines after = before;
  Money& giver = after.at(transfer.from_line()).cap;
  TRANCHE_ASSIGN_OR_RETURN(giver, Subtract(giver, amount));
  Money& receiver = after.at(transfer.to_line()).cap;
  TRANCHE_ASSIGN_OR_RETURN(receiver, Add(receiver, amount));
  return CheckCaps(limits, before, after, amount.currency());
}

// Decides on a transfer on locked lines and carries it out.
absl::StatusOr<v1::Transfer> ApplyTransfer(pg::Tx& tx, const store::Contract& found,
                                           const v1::Transfer& transfer, const TransferRule& rule) {
  const std::vector<store::LockedLine> locked =
      store::LockLinesOf(tx, found, {transfer.from_line(), transfer.to_line()});
  const std::vector<Limit> limits = store::LockAllLimits(tx, found);
  // The contract's row gives out the numbers, and is locked after its lines and limits.
  const std::optional<store::Contract> contract =
      store::LockContract(tx, found.organisation, found.contract);
  if (!contract) return Refuse("NOT_FOUND", {{"name", NameOf(found)}});
  TRANCHE_RETURN_IF_ERROR(CheckNoRevision(tx, *contract));
  const int version = store::VersionOfCaps(tx, *contract);
  const std::vector<TransferLine> lines = store::WithTransfers(tx, *contract, version, locked);
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(transfer.valid_on()));
  // Each of them by itself; the rule and what is left need them all.
  std::vector<Violation> faults;
  AddViolation(
      CheckTransferDay(day, contract->starts_on, contract->ends_on, store::LastCapDay(tx, *contract)),
      "transfer.validOn", &faults);
  const absl::StatusOr<TransferLine> giver = LineOf(lines, transfer.from_line());
  AddViolation(giver.status(), "transfer.fromLine", &faults);
  const absl::StatusOr<TransferLine> receiver = LineOf(lines, transfer.to_line());
  AddViolation(receiver.status(), "transfer.toLine", &faults);
  const absl::StatusOr<Money> amount = convert::FromProto(transfer.amount());
  AddViolation(amount.status(), "transfer.amount", &faults);
  if (amount.ok() && amount->minor() <= 0) {
    faults.push_back({"transfer.amount", "TRANSFER_NOT_POSITIVE", {}});
  }
  if (!faults.empty()) return RefuseFields(std::move(faults));
  TRANCHE_ASSIGN_OR_RETURN(const DecidedTransfer decided,
                           DecideTransfer(*giver, *receiver, *amount, rule));
  TRANCHE_RETURN_IF_ERROR(CheckTransferLimits(tx, *contract, limits, transfer, *amount));
  return store::InsertTransfer(tx, *contract, version, transfer, decided, rule);
}

}  // namespace

absl::StatusOr<TransferRule> Ledger::RuleFor(const rpc::CallScope& scope,
                                             const store::Contract& contract, const std::string& day) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string procedure, ProcedureOf(scope, contract));
  const auto stub = reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  reference::v1::ListTransferRulesRequest request;
  request.set_procedure(procedure);
  request.set_as_of(day);
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListTransferRulesResponse rules,
                           rpc::Call<reference::v1::ListTransferRulesResponse>(
                               scope, *stub, &ReferenceStub::ListTransferRules, request));
  return RuleOf(rules, procedure, day);
}

absl::StatusOr<v1::Transfer> Ledger::TransferBetweenLines(
    const rpc::CallScope& scope, const v1::TransferBetweenLinesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay valid_on, ParseDay(request.transfer().valid_on()));
  TRANCHE_RETURN_IF_ERROR(CheckNotAfter(valid_on, scope.today));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireBudget(context_, catch_up_, scope, ref, request.parent()));
  // Asked before, looked at within: a repeat gets its first answer even when a neighbour is away.
  const absl::StatusOr<TransferRule> rule = RuleFor(scope, contract, FormatDay(valid_on));
  const std::optional<int> withdrawn = FindWithdrawn(scope, contract, 0);
  v1::Transfer asked = request.transfer();
  asked.set_recorded_by(scope.actor.subject);
  return idempotency::Write<v1::Transfer>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Transfer> {
        TRANCHE_RETURN_IF_ERROR(rule.status());
        // Before the two lines are locked: this locks all.
        TRANCHE_RETURN_IF_ERROR(ReleaseWithdrawn(tx, contract, withdrawn));
        TRANCHE_ASSIGN_OR_RETURN(const v1::Transfer transfer,
                                 ApplyTransfer(tx, contract, asked, *rule));
        v1::TransferRecorded event;
        *event.mutable_transfer() = transfer;
        events::Append(tx, contract.organisation, transfer.name(), event);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "budgets.transfer",
                          .record = transfer.name(),
                          .before = nullptr,
                          .after = &transfer,
                          .reason = transfer.reason(),
                          .request_id = request.request_id()});
        return transfer;
      });
}

absl::StatusOr<v1::ListTransfersResponse> Ledger::ListTransfers(
    const rpc::CallScope& scope, const v1::ListTransfersRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireContract(context_, catch_up_, scope, ref, request.parent()));
  const int page_size = convert::PageSize(request.page_size());
  const std::string list = absl::StrCat("budgets.transfers ", NameOf(contract));
  TRANCHE_ASSIGN_OR_RETURN(const int64_t after,
                           convert::ReadNumberToken<int64_t>(list, request.page_token()));
  return idempotency::Read<v1::ListTransfersResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListTransfersResponse> {
        std::vector<v1::Transfer> transfers = store::ListTransfers(tx, contract, after, page_size + 1);
        v1::ListTransfersResponse response;
        if (static_cast<int>(transfers.size()) > page_size) {
          transfers.pop_back();
          response.set_next_page_token(convert::MakePageToken(list, {absl::StrCat(after + page_size)}));
        }
        for (v1::Transfer& transfer : transfers) *response.add_transfers() = std::move(transfer);
        return response;
      });
}

}  // namespace tranche::budgets

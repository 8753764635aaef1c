// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/documents_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/budgets_convert.h"
#include "budgets/contract_service.h"
#include "budgets/currencies/foreign_cost_convert.h"
#include "budgets/documents/credit_notes_service.h"
#include "budgets/documents/documents_store.h"
#include "budgets/documents/record_batch_service.h"
#include "budgets/documents/suspicions_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/page.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::budgets {
namespace {

constexpr int kTriesMax = 5;

}  // namespace

DocumentsService::DocumentsService(const rpc::RoleContext& context,
                                   std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), catch_up_(std::move(catch_up)) {}

absl::StatusOr<v1::RecordCostsResponse> DocumentsService::RecordCosts(
    const rpc::CallScope& scope, const v1::RecordCostsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty() || organisation == "*") return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_RETURN_IF_ERROR(CheckRows(request));
  const ReadBatch batch = ReadRows(scope, request, ref.contract);
  // Looked at only where a row needs it.
  absl::StatusOr<FixedRate> changeover = FixedRate{};
  if (batch.needs_fixed_rate) changeover = FetchFixedRate(context_, scope);
  const auto record = [&] {
    return idempotency::Step<v1::RecordCostsResponse>(
        *context_.pool, scope, request.validate_only(),
        [&](pg::Tx& tx) { return RecordBatch(tx, scope, request, changeover, batch); });
  };
  absl::StatusOr<v1::RecordCostsResponse> response = record();
  if (ReasonOf(response.status()) == "NOT_FOUND") {
    // The contract may have been concluded just now.
    TRANCHE_RETURN_IF_ERROR(catch_up_(scope.deadline));
    response = record();
  }
  // A document that was new was claimed by somebody else at the same moment: now it is there.
  for (int tries = 1; tries < kTriesMax && ReasonOf(response.status()) == "CONFLICT_RETRY"; ++tries) {
    response = record();
  }
  return response;
}

absl::StatusOr<v1::DocumentShares> DocumentsService::GetDocumentShares(
    const rpc::CallScope& scope, const v1::GetDocumentSharesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const CostRef ref, ParseCostName(request.name()));
  return idempotency::Read<v1::DocumentShares>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::DocumentShares> {
        std::vector<store::StoredDocument> found =
            store::FindDocumentOf(tx, ref.contract.organisation, ref.contract.contract, ref.number);
        if (found.empty()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        if (found.size() > 1) return Refuse("NAME_AMBIGUOUS", {{"name", request.name()}});
        return std::move(found.front().shown);
      });
}

absl::StatusOr<v1::ListSuspectedDuplicatesResponse> DocumentsService::ListSuspectedDuplicates(
    const rpc::CallScope& scope, const v1::ListSuspectedDuplicatesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  const int page_size = convert::PageSize(request.page_size());
  const auto load = [&](pg::Tx& tx) -> absl::StatusOr<v1::ListSuspectedDuplicatesResponse> {
    TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract, FindContract(tx, ref, request.parent()));
    const std::string& organisation = contract.organisation;
    const std::string list = "budgets.suspected " + ContractName(organisation, ref.contract);
    TRANCHE_ASSIGN_OR_RETURN(const int64_t after,
                             convert::ReadNumberToken<int64_t>(list, request.page_token()));
    // One more than asked for tells whether there is a next page.
    std::vector<store::NumberedSuspicion> found =
        store::ListSuspected(tx, organisation, ref.contract, after, page_size + 1);
    const bool more = static_cast<int>(found.size()) > page_size;
    if (more) found.pop_back();
    v1::ListSuspectedDuplicatesResponse response;
    for (store::NumberedSuspicion& one : found) *response.add_suspected() = std::move(one.suspected);
    if (more) {
      response.set_next_page_token(
          convert::MakePageToken(list, {absl::StrCat(found.back().cost_number)}));
    }
    return response;
  };
  return idempotency::Read<v1::ListSuspectedDuplicatesResponse>(*context_.pool, scope, load);
}

absl::StatusOr<v1::DocumentShares> DocumentsService::RecordCreditNote(
    const rpc::CallScope& scope, const v1::RecordCreditNoteRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(CostRef ref, ParseCostName(request.name()));
  const ReadNote read = CheckNote(request.credit_note(), scope.today);
  if (!read.faults.empty()) return RefuseFields(Within("creditNote.", read.faults));
  ref.contract.organisation = rpc::OrganisationOf(scope);
  const auto record = [&](pg::Tx& tx) -> absl::StatusOr<v1::DocumentShares> {
    TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                             FindContract(tx, ref.contract, request.name()));
    TRANCHE_RETURN_IF_ERROR(CheckMoneyOpen(tx, contract));
    const std::optional<store::StoredDocument> document =
        store::LockDocumentOf(tx, contract.organisation, ref.contract.contract, ref.number);
    if (!document) return Refuse("NOT_FOUND", {{"name", request.name()}});
    return RecordNote(tx, scope, ref, *document, read, "creditNote.", request.request_id());
  };
  return idempotency::Write<v1::DocumentShares>(*context_.pool, scope, request, record);
}

}  // namespace tranche::budgets

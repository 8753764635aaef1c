// SPDX-License-Identifier: EUPL-1.2
// Credit notes that were a mistake are annulled.
#include <optional>
#include <string>

#include "budgets/budgets_convert.h"
#include "budgets/contract_service.h"
#include "budgets/documents/credit_note_annulments_store.h"
#include "budgets/documents/documents_service.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/annulments.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/held_role.h"
#include "platform/text/fold_document.h"

namespace tranche::budgets {

absl::StatusOr<v1::DocumentShares> DocumentsService::AnnulCreditNote(
    const rpc::CallScope& scope, const v1::AnnulCreditNoteRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const CostRef ref, ParseCostName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Annulment annulment,
                           convert::FromProto(request.annulment(), scope.actor.subject));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay issued_on, ParseDay(request.issued_on()));
  const std::string organisation = rpc::OrganisationOf(scope);
  const auto annul = [&](pg::Tx& tx) -> absl::StatusOr<v1::DocumentShares> {
    TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                             FindContract(tx, {organisation, ref.contract.contract}, request.name()));
    TRANCHE_RETURN_IF_ERROR(CheckMoneyOpen(tx, contract));
    std::optional<store::StoredDocument> document =
        store::LockDocumentOf(tx, organisation, ref.contract.contract, ref.number);
    if (!document) return Refuse("NOT_FOUND", {{"name", request.name()}});
    store::AddCreditNotes(tx, &*document);
    std::optional<store::EnteredNote> note = store::FindCreditNote(
        tx, *document, FoldDocumentNumber(request.number()), FormatDay(issued_on));
    if (!note) {
      return Refuse("CREDIT_NOTE_UNKNOWN",
                    {{"number", request.number()}, {"day", FormatDay(issued_on)}});
    }
    TRANCHE_RETURN_IF_ERROR(
        DecideAnnulment({.number = note->number,
                         .day = issued_on,
                         .recorded_by = note->recorded_by,
                         .annulment = note->annulment},
                        annulment, rpc::HoldsRole(scope.actor, organisation, "FINANCE"), scope.today));
    note->annulment = annulment;
    store::AnnulCreditNote(tx, *document, *note);
    const v1::DocumentShares shares =
        store::FindDocumentOf(tx, organisation, ref.contract.contract, ref.number).front().shown;
    evidence::Record(tx, scope,
                     {.organisation = organisation,
                      .action = "budgets.costs.annul_credit",
                      .record = CostName(organisation, ref.contract.contract, ref.number),
                      .before = &document->shown,
                      .after = &shares,
                      .reason = annulment.reason,
                      .request_id = request.request_id()});
    return shares;
  };
  return idempotency::Write<v1::DocumentShares>(*context_.pool, scope, request, annul);
}

}  // namespace tranche::budgets

-- SPDX-License-Identifier: EUPL-1.2
-- The credit notes of a document are found by it: every cost is shown with what they take back.
begin;

set local role own_budgets;

create index credit_note_of_document
    on budgets.credit_note (organisation_id, number_folded, issuer_folded, document_type, issued_on);

commit;

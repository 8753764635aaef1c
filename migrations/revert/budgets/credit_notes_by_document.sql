-- SPDX-License-Identifier: EUPL-1.2
begin;

drop index budgets.credit_note_of_document;

commit;

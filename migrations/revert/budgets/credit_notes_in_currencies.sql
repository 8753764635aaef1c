-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_budgets;

alter table budgets.credit_note
  drop constraint credit_note_original_amounts,
  drop constraint credit_note_original,
  drop column original_currency,
  drop column original_amount_minor,
  drop column original_vat_minor,
  drop column rate;

commit;

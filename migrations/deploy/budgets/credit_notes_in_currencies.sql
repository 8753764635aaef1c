-- SPDX-License-Identifier: EUPL-1.2
-- Credit notes in another currency than the books of their document.
begin;

set local role own_budgets;

alter table budgets.credit_note
  add column original_currency text,
  add column original_amount_minor bigint,
  add column original_vat_minor bigint,
  add column rate text not null default '',
  add constraint credit_note_original
    check (num_nonnulls(original_currency, original_amount_minor, original_vat_minor) in (0, 3)
           and (original_currency is null) = (rate = '')),
  add constraint credit_note_original_amounts
    check (original_currency ~ '^[A-Z]{3}$' and original_currency <> currency and original_amount_minor > 0
           and original_vat_minor between 0 and original_amount_minor);
comment on column budgets.credit_note.original_currency is
  'Currency of the note where it is not that of the document''s books: what it says there is beside, amount_minor is what that was
converted to. Null: the same.';
comment on column budgets.credit_note.rate is
  'Units of that currency for one euro by which the document was converted, "1.0835"; between lev and euro the fixed rate.';

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

do $$
begin
  if to_regclass('budgets.credit_note_of_document') is null then
    raise exception 'credit notes are not found by their document';
  end if;
end $$;

rollback;

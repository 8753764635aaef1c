-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('budgets', array['credit_note', 'credit_note_annulment']);
select organisation_id, note_folded, issuer_folded, note_issued_on, entry, credited_minor, currency, annulled_on, reason,
       reference, recorded_by, annulled_by, recorded_at
  from budgets.credit_note_annulment where false;
select recorded_by, entry from budgets.credit_note where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['credit_note_duplicate', 'credit_note_annulled_once', 'credit_note_annulment_of',
                      'credit_note_annulled_by_other', 'credit_note_annulment_has_reason']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'budgets'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules of annulled credit notes are missing: %', problems;
  end if;
  if not exists (select from pg_catalog.pg_trigger where tgname = 'credit_note_annulment_whole' and tgenabled = 'O') then
    raise exception 'a part of a credit note may be annulled';
  end if;
  if pg_get_functiondef('budgets.restate_documents'::regproc) not like '%credit_note_annulment%' then
    raise exception 'a conversion counts credit notes that were annulled';
  end if;
end $$;

rollback;

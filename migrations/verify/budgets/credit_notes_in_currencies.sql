-- SPDX-License-Identifier: EUPL-1.2
begin;

select original_currency, original_amount_minor, original_vat_minor, rate from budgets.credit_note where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['credit_note_original', 'credit_note_original_amounts']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'budgets'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules of credit notes in other currencies are missing: %', problems;
  end if;
end $$;

rollback;

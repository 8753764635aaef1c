-- SPDX-License-Identifier: EUPL-1.2
begin;

select closing_told from payments.contract where false;

do $$
begin
  if not exists (select from pg_catalog.pg_constraint
                  where conname = 'contract_closing_told' and connamespace = 'payments'::regnamespace
                        and convalidated) then
    raise exception 'more closings may be told than there were';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

do $$
begin
  if not exists (select from pg_catalog.pg_proc
                  where oid = 'budgets.record_cost'::regproc and 'enable_seqscan=off' = any (proconfig)) then
    raise exception 'budgets.record_cost may read tables from end to end';
  end if;
end $$;

rollback;

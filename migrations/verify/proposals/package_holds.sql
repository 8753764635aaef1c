-- SPDX-License-Identifier: EUPL-1.2
begin;

select open_change, released_hold from proposals.contract where false;

do $$
begin
  if not has_function_privilege('svc_proposals', 'proposals.hold_for_package(text, text, integer, bigint)', 'EXECUTE')
     or not has_function_privilege('svc_proposals', 'proposals.release_hold(text, text, bigint)', 'EXECUTE') then
    raise exception 'svc_proposals may not hold a contract for a package';
  end if;
  if has_any_column_privilege('svc_proposals', 'proposals.contract', 'UPDATE') then
    raise exception 'svc_proposals may change what holds a contract past the functions';
  end if;
  if not exists (select from pg_catalog.pg_constraint
                  where conname = 'contract_open_change' and connamespace = 'proposals'::regnamespace
                        and convalidated) then
    raise exception 'anything may hold a contract';
  end if;
end $$;

rollback;

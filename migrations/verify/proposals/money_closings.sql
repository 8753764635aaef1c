-- SPDX-License-Identifier: EUPL-1.2
begin;

select closing_number, ended_on from proposals.contract where false;

do $$
begin
  if not has_function_privilege('svc_proposals', 'proposals.follow_money_closing(text, text, bigint, date)', 'EXECUTE') then
    raise exception 'svc_proposals may not follow the closing of money';
  end if;
  if has_any_column_privilege('svc_proposals', 'proposals.contract', 'UPDATE') then
    raise exception 'svc_proposals may end a contract past the function';
  end if;
  if not exists (select from pg_catalog.pg_constraint
                  where conname = 'contract_ended_is_known' and connamespace = 'proposals'::regnamespace
                        and convalidated) then
    raise exception 'a contract may have ended without a day';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select organisation from budgets.organisation where false;

do $$
begin
  if has_table_privilege('svc_budgets', 'budgets.organisation', 'INSERT, UPDATE, DELETE') then
    raise exception 'svc_budgets may write whose budgets there are';
  end if;
end $$;

rollback;

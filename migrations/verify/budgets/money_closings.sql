-- SPDX-License-Identifier: EUPL-1.2
begin;

select closing_number, closed_on from budgets.contract where false;

do $$
begin
  if not has_function_privilege('svc_budgets', 'budgets.follow_money_closing(text, text, bigint, date, boolean)',
                                'EXECUTE') then
    raise exception 'svc_budgets may not follow the closing of money';
  end if;
  if has_column_privilege('svc_budgets', 'budgets.contract', 'closed_on', 'UPDATE')
     or has_column_privilege('svc_budgets', 'budgets.contract', 'closing_number', 'UPDATE') then
    raise exception 'svc_budgets may open a budget past the function';
  end if;
  if (select count(1) from pg_catalog.pg_trigger
       where tgname in ('contract_closed', 'transfer_closed', 'revision_closed') and tgenabled = 'O') <> 3 then
    raise exception 'a closed budget may take something';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select budget_step, budget_step_closes, budget_step_at, budget_step_heard from payments.contract where false;

do $$
begin
  if not has_column_privilege('svc_payments', 'payments.contract', 'budget_step', 'UPDATE') then
    raise exception 'svc_payments cannot number the steps of a budget';
  end if;
  if not exists (select from pg_catalog.pg_constraint
                  where conname = 'contract_budget_step' and connamespace = 'payments'::regnamespace) then
    raise exception 'steps of a budget are not numbered in order';
  end if;
end $$;

rollback;

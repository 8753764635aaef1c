-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('budgets', array['spending_plan', 'spending_plan_quarter']);

select organisation_id, contract_id, plan_version, reason, recorded_by, recorded_at
  from budgets.spending_plan where false;
select organisation_id, contract_id, plan_version, line_code, year, quarter, amount_minor, currency
  from budgets.spending_plan_quarter where false;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

drop index payments.contract_budget_step_open;
alter table payments.contract
  drop column budget_step,
  drop column budget_step_closes,
  drop column budget_step_at,
  drop column budget_step_heard;

commit;

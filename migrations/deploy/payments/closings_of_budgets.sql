-- SPDX-License-Identifier: EUPL-1.2
-- What budgets is asked before the money of a contract is closed and told after it is open again. Each step has a number, so
-- that a call that comes late changes nothing.
begin;

set local role own_payments;

alter table payments.contract
  add column budget_step bigint not null default 0,
  add column budget_step_closes boolean not null default false,
  add column budget_step_at timestamptz not null default now(),
  add column budget_step_heard bigint not null default 0,
  add constraint contract_budget_step check (budget_step_heard between 0 and budget_step);
comment on column payments.contract.budget_step is 'Number of the last step of its budget; 0: there was none.';
comment on column payments.contract.budget_step_closes is 'Whether that step closes the budget.';
comment on column payments.contract.budget_step_at is 'When it was begun.';
comment on column payments.contract.budget_step_heard is 'The last step that budgets has answered.';
grant update (budget_step, budget_step_closes, budget_step_at, budget_step_heard) on payments.contract to svc_payments;
create index contract_budget_step_open on payments.contract (organisation_id, contract_id)
 where budget_step_heard < budget_step or budget_step_closes <> (closed_on is not null);

-- Whose money is closed already is told of. Not as the owner, whom row security holds too.
reset role;
update payments.contract set budget_step = 1, budget_step_closes = true where closed_on is not null;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- A decision that approves a part of a cost has no place in the older schema: then this refuses.
begin;

do $$
begin
  if exists (select from budgets.cost_decision
              where not approved and approved_eu_minor + approved_national_minor + approved_own_minor > 0) then
    raise exception 'costs are approved in part; the older schema cannot hold that';
  end if;
end $$;
set local role own_budgets;

alter table budgets.cost_decision
  drop constraint cost_decision_parts_not_negative,
  drop constraint cost_decision_approved_in_full,
  drop constraint cost_decision_reason;
reset role;
update budgets.cost_decision set reason = correction_reason where reason = '' and correction_reason <> '';
set local role own_budgets;
alter table budgets.cost_decision
  add constraint cost_decision_reason check (approved or reason <> ''),
  drop column approved_eu_minor,
  drop column approved_national_minor,
  drop column approved_own_minor,
  drop column unapproved_eu_minor,
  drop column unapproved_national_minor,
  drop column unapproved_own_minor,
  drop column by_correction_eu_minor,
  drop column by_correction_national_minor,
  drop column by_correction_own_minor,
  drop column correction_reason,
  drop column correction;
comment on column budgets.cost_decision.approved is null;
comment on column budgets.cost_decision.reason is 'Why it is refused; empty for most approvals.';

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- A decision may approve a part of a cost: what is not approved, what a financial correction takes, and what
-- is left, each by who pays. `approved` means approved in full from here on, so that the document of a cost
-- that was not may come again (resubmission), as of a refused one before.
begin;

set local role own_budgets;

alter table budgets.cost_decision
  add column approved_eu_minor bigint,
  add column approved_national_minor bigint,
  add column approved_own_minor bigint,
  add column unapproved_eu_minor bigint not null default 0,
  add column unapproved_national_minor bigint not null default 0,
  add column unapproved_own_minor bigint not null default 0,
  add column by_correction_eu_minor bigint not null default 0,
  add column by_correction_national_minor bigint not null default 0,
  add column by_correction_own_minor bigint not null default 0,
  add column correction_reason text not null default '',
  add column correction text not null default '';

-- The decisions that there are took all of a cost or nothing. Not as the owner, whom row security holds too.
reset role;
update budgets.cost_decision as d
   set approved_eu_minor = case when d.approved then c.claimed_eu_minor else 0 end,
       approved_national_minor = case when d.approved then c.claimed_national_minor else 0 end,
       approved_own_minor = case when d.approved then c.claimed_own_minor else 0 end,
       unapproved_eu_minor = case when d.approved then 0 else c.claimed_eu_minor end,
       unapproved_national_minor = case when d.approved then 0 else c.claimed_national_minor end,
       unapproved_own_minor = case when d.approved then 0 else c.claimed_own_minor end
  from budgets.cost as c
 where c.organisation_id = d.organisation_id and c.contract_id = d.contract_id
       and c.cost_number = d.cost_number;
set local role own_budgets;

alter table budgets.cost_decision
  alter column approved_eu_minor set not null,
  alter column approved_national_minor set not null,
  alter column approved_own_minor set not null,
  -- INV-02: approved is what is left of the claimed parts (kInsertDecisions), so that none of the three is
  -- below zero only when nothing beyond the cost was taken; see DecideCosts.
  add constraint cost_decision_parts_not_negative
    check (least(approved_eu_minor, approved_national_minor, approved_own_minor) >= 0
           and least(unapproved_eu_minor, unapproved_national_minor, unapproved_own_minor) >= 0
           and least(by_correction_eu_minor, by_correction_national_minor, by_correction_own_minor) >= 0),
  add constraint cost_decision_approved_in_full
    check (approved = (unapproved_eu_minor + unapproved_national_minor + unapproved_own_minor
                       + by_correction_eu_minor + by_correction_national_minor + by_correction_own_minor = 0)),
  drop constraint cost_decision_reason,
  add constraint cost_decision_reason
    check ((reason <> '' or unapproved_eu_minor + unapproved_national_minor + unapproved_own_minor = 0)
           and (correction_reason <> ''
                or by_correction_eu_minor + by_correction_national_minor + by_correction_own_minor = 0)
           and (correction = '' or correction_reason <> ''));
comment on column budgets.cost_decision.approved is 'All of it is approved; false: at least a part of it is not.';
comment on column budgets.cost_decision.reason is 'Why an amount is unapproved; empty for most approvals.';
comment on column budgets.cost_decision.approved_eu_minor is
  'What is approved by who pays: the cost''s part less what is unapproved, by correction or not.';
comment on column budgets.cost_decision.unapproved_eu_minor is 'Not approved; it may be claimed again.';
comment on column budgets.cost_decision.by_correction_eu_minor is 'Taken by a financial correction, for good.';
comment on column budgets.cost_decision.correction is 'Name or number of the financial correction; empty: not known.';

commit;

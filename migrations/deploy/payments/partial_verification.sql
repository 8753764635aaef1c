-- SPDX-License-Identifier: EUPL-1.2
-- A verification says of each cost what is not approved: a part of it or all, by a financial correction or not.
-- A cost that was not approved in full may be claimed again, and is then linked to the first item. A draft can be
-- taken back.
begin;

set local role own_payments;

alter table payments.claim_cost
  add column requested_eu_minor bigint,
  add column requested_national_minor bigint,
  add column requested_own_minor bigint,
  add column first_cost_id text,
  add column again_eu_minor bigint not null default 0,
  add column again_national_minor bigint not null default 0,
  add column again_own_minor bigint not null default 0,
  add column attempt integer not null default 0;
alter table payments.claim_refused_cost
  add column approved_eu_minor bigint not null default 0,
  add column approved_national_minor bigint not null default 0,
  add column approved_own_minor bigint not null default 0,
  add column unapproved_eu_minor bigint,
  add column unapproved_national_minor bigint,
  add column unapproved_own_minor bigint,
  add column by_correction_eu_minor bigint not null default 0,
  add column by_correction_national_minor bigint not null default 0,
  add column by_correction_own_minor bigint not null default 0,
  add column correction_reason text not null default '',
  add column correction text not null default '';

-- What the claims there are ask for stands in budgets. Of a chain of refused documents each asks again for what
-- the largest before it asked for. Not as the owner, whom row security holds too.
reset role;
with item as (
  select c.organisation_id, c.contract_id, c.cost_number::text as cost_id, c.claimed_eu_minor,
         c.claimed_national_minor, c.claimed_own_minor, c.claimed_minor,
         first_value(c.cost_number) over chain as first_number,
         max(c.claimed_minor) over (chain rows between unbounded preceding and 1 preceding) as before_minor
    from budgets.cost as c
  window chain as (partition by c.organisation_id, c.contract_id, c.line_code, c.document_number_folded,
                                c.issuer_folded, c.document_type
                       order by c.resubmission)
), again as (
  select organisation_id, contract_id, cost_id, claimed_eu_minor, claimed_national_minor, claimed_own_minor,
         first_number, least(claimed_minor, coalesce(before_minor, 0)) as again_minor
    from item
)
update payments.claim_cost as k
   set requested_eu_minor = a.claimed_eu_minor, requested_national_minor = a.claimed_national_minor,
       requested_own_minor = a.claimed_own_minor, first_cost_id = a.first_number::text,
       again_eu_minor = s.eu_part, again_national_minor = s.national_part, again_own_minor = s.own_part
  from again as a
 cross join lateral (
   select coalesce(n.eu_part, 0) as eu_part, coalesce(n.national_part, 0) as national_part,
          coalesce(n.own_part, 0) as own_part
     from (select 1) as one
     left join lateral budgets.next_split(a.claimed_eu_minor, a.claimed_national_minor, a.claimed_own_minor, 0, 0, 0,
                                          a.again_minor) as n on a.again_minor > 0) as s
 where k.organisation_id = a.organisation_id and k.contract_id = a.contract_id and k.cost_id = a.cost_id;
update payments.claim_refused_cost as r
   set unapproved_eu_minor = k.requested_eu_minor, unapproved_national_minor = k.requested_national_minor,
       unapproved_own_minor = k.requested_own_minor
  from payments.claim_cost as k
 where k.organisation_id = r.organisation_id and k.contract_id = r.contract_id and k.sequence = r.sequence
       and k.cost_id = r.cost_id;
set local role own_payments;

alter table payments.claim_cost
  alter column requested_eu_minor set not null,
  alter column requested_national_minor set not null,
  alter column requested_own_minor set not null,
  alter column first_cost_id set not null,
  add constraint claim_cost_again_within_requested
    check (again_eu_minor between 0 and requested_eu_minor
           and again_national_minor between 0 and requested_national_minor
           and again_own_minor between 0 and requested_own_minor),
  -- A draft that was taken back frees its costs: the next claim of one has the next attempt.
  add constraint claim_cost_attempt check (attempt >= 0),
  drop constraint claim_cost_once,
  add constraint claim_cost_once unique (organisation_id, contract_id, cost_id, attempt);
comment on column payments.claim_cost.requested_eu_minor is 'What the claim asks for it by who pays: the cost''s parts.';
comment on column payments.claim_cost.first_cost_id is
  'The first cost that was claimed for its document; itself when it is claimed for the first time.';
comment on column payments.claim_cost.again_eu_minor is
  'Of it, what an earlier claim asked for already and was not approved: cumulative claimed counts it once.';
comment on column payments.claim_cost.attempt is
  'How many claims that held it were taken back before; 0 for the first.';
create index claim_cost_by_first on payments.claim_cost (organisation_id, contract_id, first_cost_id);

alter table payments.claim_refused_cost
  alter column unapproved_eu_minor set not null,
  alter column unapproved_national_minor set not null,
  alter column unapproved_own_minor set not null,
  alter column approved_eu_minor drop default,
  alter column approved_national_minor drop default,
  alter column approved_own_minor drop default,
  -- Approved is what is left of what was requested (kInsertVerdicts), see ResolveVerdicts.
  add constraint claim_refused_cost_parts_not_negative
    check (least(approved_eu_minor, approved_national_minor, approved_own_minor) >= 0
           and least(unapproved_eu_minor, unapproved_national_minor, unapproved_own_minor) >= 0
           and least(by_correction_eu_minor, by_correction_national_minor, by_correction_own_minor) >= 0),
  add constraint claim_refused_cost_something
    check (unapproved_eu_minor + unapproved_national_minor + unapproved_own_minor
           + by_correction_eu_minor + by_correction_national_minor + by_correction_own_minor > 0),
  add constraint claim_refused_cost_reasons
    check ((reason <> '') = (unapproved_eu_minor + unapproved_national_minor + unapproved_own_minor > 0)
           and (correction_reason <> '')
               = (by_correction_eu_minor + by_correction_national_minor + by_correction_own_minor > 0)
           and (correction = '' or correction_reason <> ''));
comment on table payments.claim_refused_cost is
  'Costs of which the decision on their claim does not approve all: what of each, and why.';
comment on column payments.claim_refused_cost.unapproved_eu_minor is 'Not approved; it may be claimed again.';
comment on column payments.claim_refused_cost.by_correction_eu_minor is 'Taken by a financial correction, for good.';
comment on column payments.claim_refused_cost.correction is
  'Name or number of the financial correction; empty: not known.';

alter table payments.claim
  add column by_correction_eu_minor bigint,
  add column by_correction_national_minor bigint,
  add column by_correction_own_minor bigint;
reset role;
update payments.claim
   set by_correction_eu_minor = 0, by_correction_national_minor = 0, by_correction_own_minor = 0
 where refused_eu_minor is not null;
set local role own_payments;
alter table payments.claim
  drop constraint claim_state,
  add constraint claim_state
    check (state in ('DRAFT', 'SENT', 'AWAITING_ANSWER', 'IN_VERIFICATION', 'ACCEPTED', 'REFUSED', 'TAKEN_BACK')),
  drop constraint claim_sent_is_known,
  add constraint claim_sent_is_known
    check ((state in ('DRAFT', 'TAKEN_BACK')) = (sent_on is null) and (sent_on is null) = (sent_by is null)),
  drop constraint claim_decision_is_known,
  add constraint claim_decision_is_known
    check ((state in ('DRAFT', 'SENT', 'AWAITING_ANSWER', 'TAKEN_BACK')) = (decided_on is null)
           and (decided_on is null) = (decided_by is null)),
  drop constraint claim_decision_adds_up,
  -- An advance is no expenditure: nothing of it is approved or refused.
  add constraint claim_decision_adds_up check (
    case when kind = 'ADVANCE' or state not in ('ACCEPTED', 'REFUSED')
      then num_nonnulls(approved_eu_minor, approved_national_minor, approved_own_minor,
                        refused_eu_minor, refused_national_minor, refused_own_minor,
                        by_correction_eu_minor, by_correction_national_minor, by_correction_own_minor) = 0
      else num_nulls(approved_eu_minor, approved_national_minor, approved_own_minor,
                     refused_eu_minor, refused_national_minor, refused_own_minor,
                     by_correction_eu_minor, by_correction_national_minor, by_correction_own_minor) = 0
           and approved_eu_minor >= 0 and approved_national_minor >= 0 and approved_own_minor >= 0
           and by_correction_eu_minor between 0 and refused_eu_minor
           and by_correction_national_minor between 0 and refused_national_minor
           and by_correction_own_minor between 0 and refused_own_minor
           and approved_eu_minor + refused_eu_minor = requested_eu_minor
           and approved_national_minor + refused_national_minor = requested_national_minor
           and approved_own_minor + refused_own_minor = requested_own_minor
    end);
comment on column payments.claim.by_correction_eu_minor is
  'Of what was refused, that which financial corrections take; the rest may be claimed again.';

drop index payments.claim_one_advance;
drop index payments.claim_one_final;
drop index payments.claim_one_open;
create unique index claim_one_advance on payments.claim (organisation_id, contract_id)
  where kind = 'ADVANCE' and state not in ('REFUSED', 'TAKEN_BACK');
create unique index claim_one_final on payments.claim (organisation_id, contract_id)
  where kind = 'FINAL' and state not in ('REFUSED', 'TAKEN_BACK');
create unique index claim_one_open on payments.claim (organisation_id, contract_id)
  where state in ('DRAFT', 'SENT', 'AWAITING_ANSWER', 'IN_VERIFICATION');

grant update (by_correction_eu_minor, by_correction_national_minor, by_correction_own_minor)
   on payments.claim to svc_payments;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Costs approved in part, drafts that were taken back and costs claimed again after it have no place in the older
-- schema: then this refuses.
begin;

do $$
begin
  if exists (select from payments.claim_refused_cost
              where approved_eu_minor + approved_national_minor + approved_own_minor > 0)
     or exists (select from payments.claim where state in ('AWAITING_ANSWER', 'TAKEN_BACK')) then
    raise exception 'there are partial approvals, open questions or drafts taken back; the older schema cannot hold that';
  end if;
end $$;
set local role own_payments;

drop index payments.claim_one_advance;
drop index payments.claim_one_final;
drop index payments.claim_one_open;
create unique index claim_one_advance on payments.claim (organisation_id, contract_id)
  where kind = 'ADVANCE' and state <> 'REFUSED';
create unique index claim_one_final on payments.claim (organisation_id, contract_id)
  where kind = 'FINAL' and state <> 'REFUSED';
create unique index claim_one_open on payments.claim (organisation_id, contract_id)
  where state in ('DRAFT', 'SENT', 'IN_VERIFICATION');

alter table payments.claim
  drop constraint claim_state,
  add constraint claim_state check (state in ('DRAFT', 'SENT', 'IN_VERIFICATION', 'ACCEPTED', 'REFUSED')),
  drop constraint claim_sent_is_known,
  add constraint claim_sent_is_known
    check ((state = 'DRAFT') = (sent_on is null) and (sent_on is null) = (sent_by is null)),
  drop constraint claim_decision_is_known,
  add constraint claim_decision_is_known
    check ((state in ('DRAFT', 'SENT')) = (decided_on is null) and (decided_on is null) = (decided_by is null)),
  drop constraint claim_decision_adds_up,
  drop column by_correction_eu_minor,
  drop column by_correction_national_minor,
  drop column by_correction_own_minor,
  add constraint claim_decision_adds_up check (
    case when kind = 'ADVANCE' or state not in ('ACCEPTED', 'REFUSED')
      then num_nonnulls(approved_eu_minor, approved_national_minor, approved_own_minor,
                        refused_eu_minor, refused_national_minor, refused_own_minor) = 0
      else num_nulls(approved_eu_minor, approved_national_minor, approved_own_minor,
                     refused_eu_minor, refused_national_minor, refused_own_minor) = 0
           and approved_eu_minor >= 0 and approved_national_minor >= 0 and approved_own_minor >= 0
           and refused_eu_minor >= 0 and refused_national_minor >= 0 and refused_own_minor >= 0
           and approved_eu_minor + refused_eu_minor = requested_eu_minor
           and approved_national_minor + refused_national_minor = requested_national_minor
           and approved_own_minor + refused_own_minor = requested_own_minor
    end);

alter table payments.claim_refused_cost
  drop constraint claim_refused_cost_parts_not_negative,
  drop constraint claim_refused_cost_something,
  drop constraint claim_refused_cost_reasons,
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
comment on table payments.claim_refused_cost is 'Costs that the decision on their claim refuses, with the reason.';

drop index payments.claim_cost_by_first;
alter table payments.claim_cost
  drop constraint claim_cost_again_within_requested,
  drop constraint claim_cost_attempt,
  drop constraint claim_cost_once,
  add constraint claim_cost_once unique (organisation_id, contract_id, cost_id),
  drop column requested_eu_minor,
  drop column requested_national_minor,
  drop column requested_own_minor,
  drop column first_cost_id,
  drop column again_eu_minor,
  drop column again_national_minor,
  drop column again_own_minor,
  drop column attempt;

commit;

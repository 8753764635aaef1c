-- SPDX-License-Identifier: EUPL-1.2
-- Costs that are advances paid to contractors are approved and pay nothing.
begin;

set local role own_payments;

alter table payments.claim_cost add column contractor_advance boolean not null default false;
comment on column payments.claim_cost.contractor_advance is
  'The cost is an advance paid to a contractor: what is approved of it is neither payable nor clears the advance.';

alter table payments.claim
  add column contractor_advances boolean not null default false,
  drop constraint claim_payable_adds_up,
  -- PAY-8: what is approved is paid or clears the advance, but for advances paid to contractors, which are the rest.
  add constraint claim_payable_adds_up check (
    case when state <> 'ACCEPTED'
      then num_nonnulls(payable_eu_minor, payable_national_minor, cleared_eu_minor, cleared_national_minor) = 0
      else num_nulls(payable_eu_minor, payable_national_minor, cleared_eu_minor, cleared_national_minor) = 0
           and least(payable_eu_minor, payable_national_minor, cleared_eu_minor, cleared_national_minor) >= 0
           and case when kind in ('ADVANCE', 'STATE_AID_ADVANCE')
                 then payable_eu_minor = requested_eu_minor and payable_national_minor = requested_national_minor
                      and cleared_eu_minor + cleared_national_minor = 0
               when contractor_advances
                 then payable_eu_minor + cleared_eu_minor <= approved_eu_minor
                      and payable_national_minor + cleared_national_minor <= approved_national_minor
               else payable_eu_minor + cleared_eu_minor = approved_eu_minor
                    and payable_national_minor + cleared_national_minor = approved_national_minor
               end
    end);
comment on column payments.claim.contractor_advances is 'One of its costs is an advance paid to a contractor.';

-- The same view, and at its end what of an accepted claim is approved and not to be paid.
create or replace view published.claim as
  select k.organisation_id, k.contract_id, k.sequence, k.kind, k.state, k.sent_on, k.decided_on, k.requested_eu_minor,
         k.requested_national_minor, k.requested_own_minor, k.approved_eu_minor, k.approved_national_minor,
         k.approved_own_minor, k.refused_eu_minor, k.refused_national_minor, k.refused_own_minor,
         k.by_correction_eu_minor, k.by_correction_national_minor, k.by_correction_own_minor, k.payable_eu_minor,
         k.payable_national_minor, k.cleared_eu_minor, k.cleared_national_minor, k.to_recover_eu_minor,
         k.to_recover_national_minor, k.paid_eu_minor, k.paid_national_minor, k.currency, k.recorded_at,
         k.sent_recorded_at, k.decided_recorded_at, coalesce(a.eu_minor, 0) as as_advance_eu_minor,
         coalesce(a.national_minor, 0) as as_advance_national_minor
    from payments.claim as k
    left join lateral (
      select sum(coalesce(r.approved_eu_minor, c.requested_eu_minor))::bigint as eu_minor,
             sum(coalesce(r.approved_national_minor, c.requested_national_minor))::bigint as national_minor
        from payments.claim_cost as c
        left join payments.claim_refused_cost as r
          on r.organisation_id = c.organisation_id and r.contract_id = c.contract_id and r.sequence = c.sequence
             and r.cost_id = c.cost_id
       where k.contractor_advances and k.state = 'ACCEPTED' and c.contractor_advance
             and c.organisation_id = k.organisation_id and c.contract_id = k.contract_id
             and c.sequence = k.sequence) as a on true
   where k.state <> 'TAKEN_BACK';

commit;

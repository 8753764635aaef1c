-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while a claim has such costs: it does not add up in the older schema.
begin;

do $$
begin
  if exists (select from payments.claim where contractor_advances) then
    raise exception 'claims have advances paid to contractors; the older schema cannot hold them';
  end if;
end $$;

set local role own_payments;
drop view published.claim;
create view published.claim as
  select organisation_id, contract_id, sequence, kind, state, sent_on, decided_on, requested_eu_minor,
         requested_national_minor, requested_own_minor, approved_eu_minor, approved_national_minor,
         approved_own_minor, refused_eu_minor, refused_national_minor, refused_own_minor, by_correction_eu_minor,
         by_correction_national_minor, by_correction_own_minor, payable_eu_minor, payable_national_minor,
         cleared_eu_minor, cleared_national_minor, to_recover_eu_minor, to_recover_national_minor, paid_eu_minor,
         paid_national_minor, currency, recorded_at, sent_recorded_at, decided_recorded_at
    from payments.claim
   where state <> 'TAKEN_BACK';
comment on view published.claim is
  'Claims with what was decided on them, without those taken back; refused: unapproved and by correction together.';
grant select on published.claim to svc_reports;

alter table payments.claim
  drop constraint claim_payable_adds_up,
  add constraint claim_payable_adds_up check (
    case when state <> 'ACCEPTED'
      then num_nonnulls(payable_eu_minor, payable_national_minor, cleared_eu_minor, cleared_national_minor) = 0
      else num_nulls(payable_eu_minor, payable_national_minor, cleared_eu_minor, cleared_national_minor) = 0
           and least(payable_eu_minor, payable_national_minor, cleared_eu_minor, cleared_national_minor) >= 0
           and payable_eu_minor + cleared_eu_minor
               = case when kind in ('ADVANCE', 'STATE_AID_ADVANCE') then requested_eu_minor else approved_eu_minor end
           and payable_national_minor + cleared_national_minor
               = case when kind in ('ADVANCE', 'STATE_AID_ADVANCE') then requested_national_minor
                      else approved_national_minor end
           and (kind not in ('ADVANCE', 'STATE_AID_ADVANCE') or cleared_eu_minor + cleared_national_minor = 0)
    end),
  drop column contractor_advances;
alter table payments.claim_cost drop column contractor_advance;

commit;

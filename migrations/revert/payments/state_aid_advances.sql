-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while there are state-aid advances: facts are not taken back.
begin;

do $$
begin
  if exists (select from payments.claim where kind = 'STATE_AID_ADVANCE') then
    raise exception 'there are state-aid advances; the older schema cannot hold them';
  end if;
end $$;
drop table payments.advance_withdrawal;
drop index payments.claim_one_advance;
create unique index claim_one_advance on payments.claim (organisation_id, contract_id)
  where kind = 'ADVANCE' and state not in ('REFUSED', 'TAKEN_BACK');
alter table payments.claim
  drop constraint claim_cover_by,
  drop constraint claim_security,
  drop column cover_by,
  drop column security_valid_until,
  drop column security_currency,
  drop column security_minor,
  drop column security_number,
  drop column security_issuer,
  drop column security_kind,
  drop constraint claim_kind,
  add constraint claim_kind check (kind in ('ADVANCE', 'INTERIM', 'FINAL')),
  drop constraint claim_refusal_of_advance,
  add constraint claim_refusal_of_advance
    check (advance_refused = (refusal_reason <> '') and (kind = 'ADVANCE' or not advance_refused)),
  drop constraint claim_refused_advance_is_not_accepted,
  add constraint claim_refused_advance_is_not_accepted
    check (kind <> 'ADVANCE' or state not in ('ACCEPTED', 'REFUSED')
           or (state = 'REFUSED') = advance_refused),
  drop constraint claim_decision_adds_up,
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
    end),
  drop constraint claim_payable_adds_up,
  add constraint claim_payable_adds_up check (
    case when state <> 'ACCEPTED'
      then num_nonnulls(payable_eu_minor, payable_national_minor, cleared_eu_minor, cleared_national_minor) = 0
      else num_nulls(payable_eu_minor, payable_national_minor, cleared_eu_minor, cleared_national_minor) = 0
           and least(payable_eu_minor, payable_national_minor, cleared_eu_minor, cleared_national_minor) >= 0
           and payable_eu_minor + cleared_eu_minor
               = case kind when 'ADVANCE' then requested_eu_minor else approved_eu_minor end
           and payable_national_minor + cleared_national_minor
               = case kind when 'ADVANCE' then requested_national_minor else approved_national_minor end
           and (kind <> 'ADVANCE' or cleared_eu_minor + cleared_national_minor = 0)
    end);

commit;

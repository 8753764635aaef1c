-- SPDX-License-Identifier: EUPL-1.2
-- Advances under state aid: secured in full, accepted with the day by which costs have to cover them; what nothing
-- covered is withdrawn once.
begin;

set local role own_payments;

alter table payments.claim
  add column security_kind text,
  add column security_issuer text,
  add column security_number text,
  add column security_minor bigint,
  add column security_currency text,
  add column security_valid_until date,
  add column cover_by date,
  drop constraint claim_kind,
  add constraint claim_kind check (kind in ('ADVANCE', 'INTERIM', 'FINAL', 'STATE_AID_ADVANCE')),
  drop constraint claim_refusal_of_advance,
  add constraint claim_refusal_of_advance
    check (advance_refused = (refusal_reason <> '')
           and (kind in ('ADVANCE', 'STATE_AID_ADVANCE') or not advance_refused)),
  drop constraint claim_refused_advance_is_not_accepted,
  add constraint claim_refused_advance_is_not_accepted
    check (kind not in ('ADVANCE', 'STATE_AID_ADVANCE') or state not in ('ACCEPTED', 'REFUSED')
           or (state = 'REFUSED') = advance_refused),
  drop constraint claim_decision_adds_up,
  -- No costs of an advance are approved or refused.
  add constraint claim_decision_adds_up check (
    case when kind in ('ADVANCE', 'STATE_AID_ADVANCE') or state not in ('ACCEPTED', 'REFUSED')
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
  -- PAY-8: what is approved is paid or clears the advance.
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
  -- AID-1: a state-aid advance is secured in full. The security stays in its currency when the claim is converted.
  add constraint claim_security check (
    case when kind <> 'STATE_AID_ADVANCE'
      then num_nonnulls(security_kind, security_issuer, security_number, security_minor, security_currency,
                        security_valid_until) = 0
      else num_nulls(security_kind, security_issuer, security_number, security_minor, security_currency,
                     security_valid_until) = 0
           and security_kind in ('BANK_GUARANTEE', 'PUBLIC_GUARANTEE') and security_currency in ('BGN', 'EUR')
           and (security_currency <> currency or security_minor >= requested_eu_minor + requested_national_minor)
    end),
  -- AID-2: it is accepted with the day by which it has to be covered, within its security.
  add constraint claim_cover_by check (
    case when kind = 'STATE_AID_ADVANCE' and state in ('IN_VERIFICATION', 'ACCEPTED') and not advance_refused
      then cover_by is not null and cover_by between decided_on and security_valid_until
      else cover_by is null end);
comment on column payments.claim.security_kind is 'What secures a state-aid advance; null: it is none.';
comment on column payments.claim.security_minor is 'As its document says, never converted.';
comment on column payments.claim.cover_by is 'Last day on which a cost that covers a state-aid advance may have been paid.';

-- PAY-2: one advance of either kind.
drop index payments.claim_one_advance;
create unique index claim_one_advance on payments.claim (organisation_id, contract_id)
  where kind in ('ADVANCE', 'STATE_AID_ADVANCE') and state not in ('REFUSED', 'TAKEN_BACK');

create table payments.advance_withdrawal (
  organisation_id text not null,
  contract_id text not null,
  sequence integer not null,
  withdrawn_on date not null,
  withdrawn_by text not null,
  reason text not null,
  before_sequence integer not null,
  recorded_at timestamptz not null default now(),
  -- AID-4: once.
  primary key (organisation_id, contract_id, sequence),
  constraint advance_withdrawal_claim foreign key (organisation_id, contract_id, sequence)
    references payments.claim (organisation_id, contract_id, sequence),
  constraint advance_withdrawal_has_a_reason check (reason <> ''),
  constraint advance_withdrawal_after_the_advance check (before_sequence > sequence)
);
comment on table payments.advance_withdrawal is
  'What costs did not cover of a state-aid advance is verified expenditure no more.';
comment on column payments.advance_withdrawal.before_sequence is 'Claims from this one on cover nothing of it.';

select platform.keep_to_organisation('payments.advance_withdrawal');
grant select, insert on payments.advance_withdrawal to svc_payments;
grant update (cover_by) on payments.claim to svc_payments;

commit;

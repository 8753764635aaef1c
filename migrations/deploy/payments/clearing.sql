-- SPDX-License-Identifier: EUPL-1.2
-- What of an approved amount is paid in cash and what the advance has paid already: advance and interim money
-- together stay under the cap of the rules until the advance is cleared, and the final claim balances all.
begin;

set local role own_payments;

alter table payments.contract
  add column advance_owed_minor bigint not null default 0,
  add column cleared_minor bigint not null default 0;
alter table payments.claim
  add column payable_eu_minor bigint,
  add column payable_national_minor bigint,
  add column cleared_eu_minor bigint,
  add column cleared_national_minor bigint,
  add column to_recover_eu_minor bigint not null default 0,
  add column to_recover_national_minor bigint not null default 0,
  add column cash_cap_minor bigint,
  add column cash_before_minor bigint,
  add column advance_left_minor bigint;

-- The claims there are were owed all that was approved. Not as the owner, whom row security holds too.
reset role;
update payments.claim
   set payable_eu_minor = case kind when 'ADVANCE' then requested_eu_minor else approved_eu_minor end,
       payable_national_minor = case kind when 'ADVANCE' then requested_national_minor else approved_national_minor end,
       cleared_eu_minor = 0,
       cleared_national_minor = 0
 where state = 'ACCEPTED';
update payments.contract as c
   set advance_owed_minor = k.payable_eu_minor + k.payable_national_minor
  from payments.claim as k
 where k.organisation_id = c.organisation_id and k.contract_id = c.contract_id
       and k.kind = 'ADVANCE' and k.state = 'ACCEPTED';
set local role own_payments;

alter table payments.contract
  -- PAY-9, see ShareCash: no more is cleared than the advance.
  add constraint contract_cleared_within_advance
    check (advance_owed_minor >= 0 and cleared_minor between 0 and advance_owed_minor);
comment on column payments.contract.advance_owed_minor is 'Accepted advance, EU and national money; 0: none.';
comment on column payments.contract.cleared_minor is 'Of the advance, what approved costs have cleared.';

alter table payments.claim
  -- PAY-8: what is approved is paid or clears the advance.
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
    end),
  -- PAY-10: no advance, and while some of it is not cleared no interim money, is owed above the cap.
  add constraint claim_cash_within_cap
    check (cash_cap_minor is null or kind = 'FINAL' or advance_left_minor = 0
           or payable_eu_minor + payable_national_minor = 0
           or cash_before_minor + payable_eu_minor + payable_national_minor <= cash_cap_minor),
  add constraint claim_cash_is_known
    check (num_nonnulls(cash_cap_minor, cash_before_minor, advance_left_minor) in (0, 3)),
  -- PAY-11: only the balance of a final claim is paid back, and then nothing is paid for it.
  add constraint claim_to_recover check (
    least(to_recover_eu_minor, to_recover_national_minor) >= 0
    and (to_recover_eu_minor + to_recover_national_minor = 0
         or (kind = 'FINAL' and state = 'ACCEPTED' and payable_eu_minor + payable_national_minor = 0))),
  drop constraint claim_paid_within_owed,
  -- INV-03, see DecidePayment: never more than the claim is owed.
  add constraint claim_paid_within_owed check (
    paid_eu_minor >= 0 and paid_national_minor >= 0 and paid_own_minor = 0
    and paid_eu_minor <= coalesce(payable_eu_minor, 0)
    and paid_national_minor <= coalesce(payable_national_minor, 0));
comment on column payments.claim.payable_eu_minor is 'Owed in cash; null until the claim is accepted.';
comment on column payments.claim.cleared_eu_minor is 'Approved, and paid with the advance already.';
comment on column payments.claim.to_recover_eu_minor is
  'Of a final claim: owed before it beyond all that was approved, to be paid back.';
comment on column payments.claim.cash_cap_minor is
  'Cap of advance and interim money that bound the decision; null: none did.';
comment on column payments.claim.cash_before_minor is 'Advance and interim money owed before the claim, under the cap.';
comment on column payments.claim.advance_left_minor is 'What is left of the advance to clear after the claim.';

grant update (advance_owed_minor, cleared_minor) on payments.contract to svc_payments;
grant update (payable_eu_minor, payable_national_minor, cleared_eu_minor, cleared_national_minor,
              to_recover_eu_minor, to_recover_national_minor, cash_cap_minor, cash_before_minor, advance_left_minor)
   on payments.claim to svc_payments;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while something is annulled: facts are not taken back.
begin;

do $$
begin
  if exists (select from payments.payment_annulment) or exists (select from payments.debt_repayment_annulment) then
    raise exception 'there are annulments; the older schema cannot hold them';
  end if;
end $$;
set local role own_payments;

create or replace view published.debt_interest as
  select organisation_id, contract_id, debt_id, interest_eu_minor as eu_minor,
         interest_national_minor as national_minor, currency, to_on, recorded_at
    from payments.debt_interest;
comment on view published.debt_interest is 'Interest that was charged on debts, by its last day.';

create or replace view published.debt_repayment as
  select organisation_id, contract_id, debt_id, repayment, to_principal_eu_minor, to_principal_national_minor,
         to_interest_eu_minor, to_interest_national_minor, currency, repaid_on, way, recorded_at
    from payments.debt_repayment
  union all
  select organisation_id, contract_id, debt_id, repayment, to_principal_eu_minor, to_principal_national_minor,
         to_interest_eu_minor, to_interest_national_minor, currency, taken_back_on, 'DEDUCTION', recorded_at
    from payments.debt_offset_reversal;
comment on view published.debt_repayment is
  'What was recovered of debts, and whether of principal or interest; a deduction that was taken back with a minus.';

create or replace view published.claim_payment as
  select p.organisation_id, p.contract_id, p.payment_id, p.number, p.sequence,
         coalesce(r.to_eu_minor, p.amount_eu_minor) as eu_minor,
         coalesce(r.to_national_minor, p.amount_national_minor) as national_minor,
         coalesce(r.to_own_minor, p.amount_own_minor) as own_minor,
         case when r.record is null then p.currency else 'EUR' end as currency, p.paid_on, p.bank_reference,
         p.recorded_at
    from payments.payment as p
    left join payments.restated_amount as r
      on r.organisation_id = p.organisation_id and r.contract_id = p.contract_id and r.series = 'amount'
         and r.record = 'payments/' || p.payment_id;
comment on view published.claim_payment is 'Payments with the claim that each pays, in the contract''s currency.';

create or replace view published.payment as
  select p.organisation_id, p.contract_id, p.payment_id, p.reason, coalesce(r.to_eu_minor, p.amount_eu_minor) as eu_minor,
         coalesce(r.to_national_minor, p.amount_national_minor) as national_minor,
         coalesce(r.to_own_minor, p.amount_own_minor) as own_minor,
         case when r.record is null then p.currency else 'EUR' end as currency, p.paid_on, p.recorded_at
    from payments.payment as p
    left join payments.restated_amount as r
      on r.organisation_id = p.organisation_id and r.contract_id = p.contract_id and r.series = 'amount'
         and r.record = 'payments/' || p.payment_id;
comment on view published.payment is
  'Payments by contract in the contract''s currency: reason ADVANCE_PAYMENT or APPROVED_EXPENSES, amount by who pays.';

alter table payments.debt
  drop constraint debt_removed_is_empty,
  add constraint debt_removed_is_empty
    check (state <> 'RECOVERY_REMOVED' or (principal_eu_minor = 0 and principal_national_minor = 0
                                           and next_repayment = 1));
alter table payments.debt_interest
  drop constraint debt_interest_day_once,
  drop column entry,
  add constraint debt_interest_day_once unique (organisation_id, contract_id, debt_id, from_on);
drop table payments.debt_repayment_annulment;
drop function payments.keep_repayment_annulment_whole;
alter table payments.debt_repayment
  drop column before_interest_from,
  drop column before_last_movement_on,
  alter column recorded_at set default now();
alter table payments.debt_offset_reversal alter column recorded_at set default now();
drop table payments.payment_annulment;
drop function payments.keep_payment_annulment_whole;

commit;

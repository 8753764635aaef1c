-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while there are deductions that were taken back: facts are not taken back.
begin;

do $$
begin
  if exists (select from payments.debt_offset_reversal) then
    raise exception 'there are deductions that were taken back; the older schema cannot hold them';
  end if;
end $$;
set local role own_payments;

create or replace view published.debt_repayment as
  select organisation_id, contract_id, debt_id, repayment, to_principal_eu_minor, to_principal_national_minor,
         to_interest_eu_minor, to_interest_national_minor, currency, repaid_on, way, recorded_at
    from payments.debt_repayment;
comment on view published.debt_repayment is 'What was recovered of debts, and whether of principal or interest.';

create or replace view published.claim_deduction as
  select o.organisation_id, o.contract_id, o.sequence, o.debt_id, coalesce(r.to_eu_minor, o.eu_minor) as eu_minor,
         coalesce(r.to_national_minor, o.national_minor) as national_minor, 0::bigint as own_minor,
         case when r.record is null then o.currency else 'EUR' end as currency, o.deducted_on, o.recorded_at
    from payments.debt_offset as o
    left join payments.restated_amount as r
      on r.organisation_id = o.organisation_id and r.contract_id = o.contract_id
         and r.record = 'debts/' || o.debt_id || '/repayments/' || o.repayment and r.series = 'deducted';
comment on view published.claim_deduction is 'Debts that were deducted from what claims are owed, by who pays.';
drop table payments.debt_offset_reversal;
drop function payments.keep_reversal_whole;

commit;

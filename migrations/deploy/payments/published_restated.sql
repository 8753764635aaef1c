-- SPDX-License-Identifier: EUPL-1.2
-- Reports see the payments of a contract that was converted to euro with the amounts that its claims were converted with,
-- and the balances of debts.
begin;

set local role own_payments;

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

create view published.debt as
  select organisation_id, contract_id, debt_id, principal_eu_minor, principal_national_minor,
         repaid_principal_eu_minor, repaid_principal_national_minor, charged_interest_eu_minor,
         charged_interest_national_minor, repaid_interest_eu_minor, repaid_interest_national_minor, currency
    from payments.debt
   where state = 'RECOVERY_ENTERED';
comment on view published.debt is 'Debts that were not taken back, with their balances as they are now.';
grant select on published.debt to svc_reports;

commit;

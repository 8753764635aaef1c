-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_payments;

drop view published.debt;
create or replace view published.payment as
  select organisation_id, contract_id, payment_id, reason, amount_eu_minor as eu_minor,
         amount_national_minor as national_minor, amount_own_minor as own_minor, currency, paid_on,
         recorded_at
    from payments.payment;
comment on view published.payment is 'Payments by contract: reason ADVANCE_PAYMENT or APPROVED_EXPENSES, amount by who pays.';
create or replace view published.claim_payment as
  select organisation_id, contract_id, payment_id, number, sequence, amount_eu_minor as eu_minor,
         amount_national_minor as national_minor, amount_own_minor as own_minor, currency, paid_on, bank_reference,
         recorded_at
    from payments.payment;
comment on view published.claim_payment is 'Payments with the claim that each pays.';

commit;

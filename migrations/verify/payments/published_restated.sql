-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role svc_reports;
set local tranche.organisations = '{}';
select organisation_id, contract_id, payment_id, reason, eu_minor, national_minor, own_minor, currency, paid_on,
       recorded_at
  from published.payment where false;
select organisation_id, contract_id, payment_id, number, sequence, eu_minor, national_minor, own_minor, currency,
       paid_on, bank_reference, recorded_at
  from published.claim_payment where false;
select organisation_id, contract_id, debt_id, principal_eu_minor, principal_national_minor, repaid_principal_eu_minor,
       repaid_principal_national_minor, charged_interest_eu_minor, charged_interest_national_minor,
       repaid_interest_eu_minor, repaid_interest_national_minor, currency
  from published.debt where false;
reset role;

rollback;

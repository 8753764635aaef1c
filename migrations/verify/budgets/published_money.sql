-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role svc_reports;
set local tranche.organisations = '{}';
select organisation_id, contract_id, eu_minor, national_minor, own_minor, currency
  from published.budget_amount where false;
select organisation_id, contract_id, line_code, eu_minor, national_minor, own_minor, currency, valid_on, recorded_at,
       by_transfer, held
  from published.budget_cap_movement where false;
select organisation_id, contract_id, cost_number, line_code from published.cost_line where false;
reset role;

select 1 / count(*) from pg_catalog.pg_class where oid = 'budgets.posting_moves_cap'::regclass;

rollback;

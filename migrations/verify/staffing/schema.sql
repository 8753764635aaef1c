-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('staffing', array['scheme', 'position', 'person']);

select organisation_id, contract_id, number, starts_on, ends_on, duration_months, currency, version,
       recorded_at
  from staffing.contract where false;
select organisation_id, contract_id, scheme_id, title, marks, recorded_at from staffing.scheme where false;
select organisation_id, contract_id, scheme_id, code, ordinal, title, places, months, monthly_cost_minor,
       currency, recorded_at
  from staffing.position where false;
select organisation_id, contract_id, scheme_id, code, ordinal, display_name, starts_on, ends_on, recorded_at
  from staffing.person where false;

rollback;

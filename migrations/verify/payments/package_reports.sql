-- SPDX-License-Identifier: EUPL-1.2
begin;

select organisation_id, contract_id, version, source, recorded_by, recorded_at from payments.indicator_list where false;
select organisation_id, contract_id, version, code, place, title, unit, by_gender, target_hundredths,
       target_women_hundredths, target_men_hundredths
  from payments.contract_indicator where false;
select organisation_id, contract_id, package_sequence, version, period_from, period_to, activities, recorded_by,
       recorded_at
  from payments.technical_report where false;
select organisation_id, contract_id, package_sequence, version, code, place, achieved_hundredths,
       achieved_women_hundredths, achieved_men_hundredths
  from payments.reported_indicator where false;
select organisation_id, contract_id, package_sequence, version, total_eu_minor, total_national_minor, total_own_minor,
       currency, cost_ids, recorded_by, recorded_at
  from payments.financial_report where false;

do $$
declare
  problems text;
begin
  select string_agg(report, ', ') into problems
    from unnest(array['indicator_list', 'contract_indicator', 'technical_report', 'reported_indicator',
                      'financial_report']) as report
   where has_any_column_privilege('svc_payments', 'payments.' || report, 'UPDATE')
         or has_table_privilege('svc_payments', 'payments.' || report, 'DELETE');
  if problems is not null then
    raise exception 'svc_payments may change a version of %', problems;
  end if;
end $$;

rollback;

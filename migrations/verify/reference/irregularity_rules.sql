-- SPDX-License-Identifier: EUPL-1.2
begin;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['irregularity_register_working_days', 'irregularity_check_months',
                      'irregularity_check_extension_days', 'irregularity_copy_days',
                      'irregularity_report_threshold_eur', 'irregularity_fraud_always_reported',
                      'irregularity_report_months', 'correction_procurement_percent_1',
                      'correction_durability_percent', 'correction_indicator_from_0',
                      'correction_indicator_truncates', 'debt_voluntary_days', 'debt_interest_first',
                      'interest_year_days', 'interest_allowance_percent', 'interest_basic_percent']) as wanted
   where not exists (select from reference.rule where code = wanted);
  if problems is not null then
    raise exception 'rules are missing: %', problems;
  end if;
  if not exists (select from pg_catalog.pg_constraint
                  where conname = 'rule_unit_known' and connamespace = 'reference'::regnamespace) then
    raise exception 'units of rules are not guarded';
  end if;
end $$;

rollback;

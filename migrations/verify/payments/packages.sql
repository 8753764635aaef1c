-- SPDX-License-Identifier: EUPL-1.2
begin;

select next_package_sequence, open_package from payments.contract where false;
select package_sequence, sample_seed from payments.claim where false;
select organisation_id, contract_id, package_sequence, type, state, made_for_claim, sent_on, sent_by, decided_on,
       decided_by, reference, closing_reason, technical_report_version, financial_report_version, recorded_at
  from payments.package where false;
select organisation_id, contract_id, package_sequence, return_number, returned_on, returned_by, reason, sent_on,
       sent_by, recorded_at
  from payments.package_return where false;
select organisation_id, contract_id, hold_number, package_sequence, state, since
  from payments.contract_hold where false;
select organisation, recorded_at from payments.organisation where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['claim_state', 'claim_sent_is_known', 'claim_decision_is_known', 'claim_package',
                      'package_sent_is_known', 'package_decided_by_other', 'package_returned_by_other']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard packages are missing: %', problems;
  end if;
  select string_agg(wanted, ', ') into problems
    from unnest(array['package_one_open', 'claim_one_open', 'claim_one_in_package']) as wanted
   where not exists (select from pg_catalog.pg_class as index
                       join pg_catalog.pg_index on indexrelid = index.oid and indisunique and indisvalid
                      where relname = wanted and relnamespace = 'payments'::regnamespace);
  if problems is not null then
    raise exception 'unique indexes are missing: %', problems;
  end if;
  if has_any_column_privilege('svc_payments', 'payments.package_return', 'UPDATE')
     or has_table_privilege('svc_payments', 'payments.package', 'DELETE')
     or has_column_privilege('svc_payments', 'payments.claim', 'package_sequence', 'UPDATE') then
    raise exception 'svc_payments may change what a package went through';
  end if;
end $$;

rollback;

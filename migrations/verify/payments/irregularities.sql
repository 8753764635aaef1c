-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('payments', array['irregularity_notification']);

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['recovery_corrected_within_support', 'correction_indebted_within_amount',
                      'correction_version_within_affected', 'correction_in_force_has_its_amount',
                      'irregularity_number_once', 'irregularity_signal_once',
                      'signal_ended_is_classified']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard corrections are missing: %', problems;
  end if;

  select string_agg(wanted, ', ') into problems
    from unnest(array['correction_one_of_irregularity', 'correction_version_one_draft',
                      'correction_version_one_actual']) as wanted
   where not exists (select from pg_catalog.pg_class as index
                       join pg_catalog.pg_index on indexrelid = index.oid and indisunique and indisvalid
                      where relname = wanted and relnamespace = 'payments'::regnamespace);
  if problems is not null then
    raise exception 'unique indexes are missing: %', problems;
  end if;

  if not exists (select from pg_catalog.pg_trigger
                  where tgrelid = 'payments.correction_version'::regclass and tgname = 'keep_version') then
    raise exception 'versions of corrections are not kept';
  end if;

  select string_agg(attrelid::regclass || '.' || attname, ', ') into problems
    from pg_catalog.pg_attribute
   where attrelid in ('payments.irregularity'::regclass, 'payments.signal'::regclass)
         and attname in ('organisation_id', 'contract_id', 'register', 'fund', 'year', 'number', 'signal_id',
                         'received_on', 'violation', 'recorded_at')
         and has_column_privilege('svc_payments', attrelid, attnum, 'UPDATE');
  if problems is not null then
    raise exception 'svc_payments may change %', problems;
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('payments', array['payment', 'claim_cost']);

select organisation_id, contract_id, number, procedure, concluded_on, starts_on, amount_eu_minor,
       amount_national_minor, amount_own_minor, currency, version, next_claim_sequence,
       next_payment_number, open_claim, recorded_at
  from payments.contract where false;
select organisation_id, contract_id, sequence, kind, state, requested_eu_minor,
       requested_national_minor, requested_own_minor, currency, sent_on, sent_by, decided_on, decided_by,
       reference, decision_marks, advance_refused, refusal_reason, decisions_recorded, approved_eu_minor, approved_national_minor, approved_own_minor,
       refused_eu_minor, refused_national_minor, refused_own_minor, paid_eu_minor, paid_national_minor,
       paid_own_minor, marks, recorded_at
  from payments.claim where false;
select organisation_id, contract_id, sequence, cost_id, paid_on, place, recorded_at
  from payments.claim_cost where false;
select organisation_id, contract_id, sequence, cost_id, reason, recorded_at
  from payments.claim_refused_cost where false;
select organisation_id, contract_id, payment_id, number, sequence, reason, amount_eu_minor,
       amount_national_minor, amount_own_minor, currency, paid_on, bank_reference, marks, recorded_by,
       recorded_at
  from payments.payment where false;
select organisation_id, contract_id, payment_id, reason, eu_minor, national_minor, own_minor, currency,
       paid_on, recorded_at
  from published.payment where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['claim_decided_by_other', 'claim_decision_adds_up', 'claim_paid_within_owed',
                      'claim_refusal_of_advance', 'claim_cost_once', 'payment_number_once']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard money are missing: %', problems;
  end if;

  select string_agg(wanted, ', ') into problems
    from unnest(array['claim_one_advance', 'claim_one_final', 'claim_one_open']) as wanted
   where not exists (select from pg_catalog.pg_class as index
                       join pg_catalog.pg_index on indexrelid = index.oid and indisunique and indisvalid
                      where relname = wanted and relnamespace = 'payments'::regnamespace);
  if problems is not null then
    raise exception 'unique indexes are missing: %', problems;
  end if;

  select string_agg(attrelid::regclass || '.' || attname, ', ') into problems
    from pg_catalog.pg_attribute
   where attrelid in ('payments.claim'::regclass, 'payments.contract'::regclass)
         and attname in ('organisation_id', 'contract_id', 'sequence', 'kind', 'requested_eu_minor',
                         'requested_national_minor', 'requested_own_minor', 'paid_own_minor', 'recorded_at')
         and has_column_privilege('svc_payments', attrelid, attnum, 'UPDATE');
  if problems is not null then
    raise exception 'svc_payments may change %', problems;
  end if;

  if not has_table_privilege('svc_reports', 'published.payment', 'SELECT') then
    raise exception 'svc_reports may not read published.payment';
  end if;
  if has_any_column_privilege('svc_reports', 'published.payment', 'INSERT, UPDATE')
     or has_table_privilege('svc_reports', 'published.payment', 'DELETE') then
    raise exception 'svc_reports may write to published.payment';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('payments', array['debt_offset']);
select deducted_eu_minor, deducted_national_minor from payments.claim where false;
select organisation_id, contract_id, sequence, debt_id, eu_minor, national_minor, own_minor, currency, deducted_on,
       recorded_at
  from published.claim_deduction where false;

do $$
begin
  if not exists (select from pg_catalog.pg_constraint
                  where conname = 'claim_paid_within_owed' and connamespace = 'payments'::regnamespace
                        and convalidated and pg_get_constraintdef(oid) like '%deducted_eu_minor%') then
    raise exception 'a claim may be paid and deducted beyond what it is owed';
  end if;
  if not has_table_privilege('svc_reports', 'published.claim_deduction', 'SELECT') then
    raise exception 'svc_reports may not read published.claim_deduction';
  end if;
end $$;

rollback;

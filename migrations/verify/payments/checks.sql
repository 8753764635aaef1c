-- SPDX-License-Identifier: EUPL-1.2
begin;

select organisation_id, checklist_id, version, document, programming_period, questions, source, verified, retired,
       recorded_by, recorded_at
  from payments.checklist where false;
select organisation_id, contract_id, package_sequence, check_number, document, document_version, state, checklist_id,
       checklist_version, approved, conclusion, checked_by, checked_on, recorded_at
  from payments.package_check where false;
select organisation_id, contract_id, package_sequence, check_number, code, answer, note
  from payments.package_check_answer where false;
select organisation_id, method_id, version, programming_period, always_from_bgn_minor, always_from_eur_minor,
       first_of_issuer, suspected_duplicates, rest_percent, source, verified, recorded_by, recorded_at
  from payments.sampling_method where false;
select organisation_id, contract_id, sequence, method_id, method_version, population_digest, chosen, drawn_by, recorded_at
  from payments.claim_sample where false;

do $$
declare
  problems text;
begin
  select string_agg(kept, ', ') into problems
    from unnest(array['checklist', 'sampling_method', 'claim_sample']) as kept
   where has_any_column_privilege('svc_payments', 'payments.' || kept, 'UPDATE')
         or has_table_privilege('svc_payments', 'payments.' || kept, 'DELETE');
  if problems is not null then
    raise exception 'svc_payments may change what was recorded in %', problems;
  end if;
  if to_regclass('payments.package_check_one_draft') is null
     or to_regclass('payments.package_check_one_active') is null then
    raise exception 'a document may have two drafts or two active checks';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('budgets', array['cost', 'cost_decision', 'posting', 'credit_note']);

select issuer_eik, vat_minor, vat_recoverable from budgets.cost where false;
select organisation_id, number_folded, issuer_folded, document_type, issued_on, document_number, issuer, issuer_eik,
       total_minor, vat_minor, claimable_minor, claimed_minor, credited_minor, excess_minor, currency, contract_id,
       cost_number, recorded_at
  from budgets.document where false;
select organisation_id, note_folded, issuer_folded, note_issued_on, note_number, amount_minor, vat_minor,
       credited_minor, number_folded, document_type, issued_on, currency, recorded_at
  from budgets.credit_note where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['document_not_claimed_twice', 'document_amounts', 'credit_note_duplicate', 'credit_note_positive',
                      'credit_note_vat', 'cost_claims_vat']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'budgets'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules that guard documents are missing: %', problems;
  end if;
  select string_agg(attname, ', ') into problems
    from pg_catalog.pg_attribute
   where attrelid = 'budgets.document'::regclass and attnum > 0
         and attname not in ('claimed_minor', 'credited_minor', 'issuer_eik', 'total_minor', 'vat_minor',
                             'claimable_minor', 'currency')
         and has_column_privilege('svc_budgets', attrelid, attnum, 'UPDATE');
  if problems is not null then
    raise exception 'svc_budgets may change % of a document', problems;
  end if;
  if not exists (select from pg_catalog.pg_proc
                  where oid = 'budgets.record_cost'::regproc and 'enable_seqscan=off' = any (proconfig)) then
    raise exception 'budgets.record_cost may read tables from end to end';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('budgets', array['cost_revalidation', 'cost_revalidation_annulment']);
select organisation_id, contract_id, cost_number, revalidated_number, claim, unapproved_eu_minor, unapproved_national_minor,
       unapproved_own_minor, of_correction_eu_minor, of_correction_national_minor, of_correction_own_minor, currency,
       correction, reason, document, revalidated_on, revalidated_by, recorded_at
  from budgets.cost_revalidation where false;
select organisation_id, contract_id, cost_number, annulled_on, reason, reference, recorded_by, annulled_by, recorded_at
  from budgets.cost_revalidation_annulment where false;

do $$
declare
  problems text;
  kept text;
begin
  foreach kept in array array['budgets.cost_revalidation', 'budgets.cost_revalidation_annulment'] loop
    if has_any_column_privilege('svc_budgets', kept, 'UPDATE') or has_table_privilege('svc_budgets', kept, 'DELETE') then
      raise exception 'svc_budgets may change %', kept;
    end if;
  end loop;
  select string_agg(wanted, ', ') into problems
    from unnest(array['cost_revalidation_carried_once', 'cost_revalidation_carried_by', 'cost_revalidation_of',
                      'cost_revalidation_parts_not_negative', 'cost_revalidation_something',
                      'cost_revalidation_annulled_once', 'cost_revalidation_annulled_by_other']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'budgets'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules of revalidations are missing: %', problems;
  end if;
  if not exists (select from pg_catalog.pg_trigger
                  where tgname = 'cost_revalidation_within_refused' and tgenabled = 'O') then
    raise exception 'more may be revalidated than was not approved';
  end if;
  if pg_get_functiondef('budgets.restate_documents'::regproc) not like '%cost_revalidation%' then
    raise exception 'a conversion counts twice what was revalidated of a correction';
  end if;
end $$;

rollback;

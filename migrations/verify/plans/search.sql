-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('plans');

select organisation_id, contract_id, number_typed, title, state, version from plans.project where false;
select organisation_id, record_no, name, kind, title, texts, stems from plans.search_record where false;
select organisation_id, stem, record_no, kind, weight, spots from plans.search_posting where false;
select sound, stem from plans.search_sound where false;

do $$
begin
  -- A search begins at the organisation and the stem; everything else would read what others have.
  if not exists (select from pg_catalog.pg_index as i
                   join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[1]
                  where i.indrelid = 'plans.search_posting'::regclass and i.indisprimary and a.attname = 'stem') then
    raise exception 'postings are not found by organisation and stem';
  end if;
  if has_table_privilege('svc_plans', 'plans.search_sound', 'UPDATE, DELETE') then
    raise exception 'svc_plans may change the words of others';
  end if;
end $$;

rollback;

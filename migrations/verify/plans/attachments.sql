-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('plans');

select organisation_id, plan_id, number, named_as, size_as_written, version, file_name, sha256, size_bytes, media_type, kept,
       measured_here, note, made_by, made_at, ended_because, ended_by, ended_at
  from plans.attachment where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['attachment_number', 'attachment_digest', 'attachment_size', 'attachment_kept_was_measured',
                      'attachment_end_is_known', 'attachment_end_says_why', 'attachment_is_of_a_version']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'plans'::regnamespace and convalidated);
  select concat_ws(', ', problems, string_agg(wanted, ', ')) into problems
    from unnest(array['attachment_digest_once', 'attachment_of_name_once']) as wanted
   where not exists (select from pg_catalog.pg_index as i join pg_catalog.pg_class as c on c.oid = i.indexrelid
                      where c.relname = wanted and c.relnamespace = 'plans'::regnamespace and i.indisunique);
  if problems <> '' then
    raise exception 'rules of attachments are missing: %', problems;
  end if;
  if has_table_privilege('svc_plans', 'plans.attachment', 'DELETE')
     or has_column_privilege('svc_plans', 'plans.attachment', 'sha256', 'UPDATE') then
    raise exception 'svc_plans may change a file that was handed over';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select occurrence from plans.attachment where false;

do $$
begin
  if not exists (select from pg_catalog.pg_constraint
                  where conname = 'attachment_occurrence' and connamespace = 'plans'::regnamespace and convalidated) then
    raise exception 'the rule of occurrences of attachments is missing';
  end if;
  if not exists (select from pg_catalog.pg_index as i join pg_catalog.pg_class as c on c.oid = i.indexrelid
                  where c.relname = 'attachment_of_name_once' and c.relnamespace = 'plans'::regnamespace and i.indisunique
                        and i.indnkeyatts = 5) then
    raise exception 'attachments of one name are not told apart';
  end if;
  if has_column_privilege('svc_plans', 'plans.attachment', 'occurrence', 'UPDATE') then
    raise exception 'svc_plans may change which attachment a file stands for';
  end if;
end $$;

rollback;

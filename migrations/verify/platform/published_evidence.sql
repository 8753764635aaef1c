-- SPDX-License-Identifier: EUPL-1.2
begin;

do $$
declare
  service text;
  found_text text;
begin
  foreach service in array platform.services() loop
    set local role svc_reports;
    set local tranche.organisations = '{*}';
    execute format('select tx_id, entry_id, organisation_id, recorded_at, actor, action, record, before_state, '
                   'after_state, reason, request_id, trace_id from published.%I where false',
                   service || '_evidence');
    reset role;
    if (select pg_get_userbyid(relowner) from pg_class
         where oid = format('published.%I', service || '_evidence')::regclass) <> 'own_' || service then
      raise exception 'published.%_evidence is not owned by own_%: row security would not hold', service, service;
    end if;
  end loop;

  select string_agg(format('%s for %s on %s', privilege_type, pg_get_userbyid(grantee), relname), ', ')
    into found_text
    from pg_class, aclexplode(relacl)
   where relnamespace = 'published'::regnamespace and relname like '%\_evidence' and grantee <> relowner
         and not (pg_get_userbyid(grantee) = 'svc_reports' and privilege_type = 'SELECT');
  if found_text is not null then
    raise exception 'rights on published evidence that nobody may have: %', found_text;
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('access', array['organisation']);

select organisation_id, person_id, display_name, language, disabled_at, granted_in, created_at
  from access.person where false;
select organisation_id, grant_id, home_id, person_id, role, valid_from, valid_to, granted_by, granted_at,
       withdrawn_by, withdrawn_at
  from access.role_grant where false;
select organisation_id, digest, person_id, made_by, made_at, expires_at, used_at, voided_at
  from access.sign_in_link where false;
select organisation_id, session_id, digest, person_id, began_at, seen_at, ends_at, ended_at, end_reason
  from access.session where false;

do $$
declare
  problems text;
begin
  select string_agg(attrelid::regclass || '.' || attname, ', ') into problems
    from pg_catalog.pg_attribute
   where attrelid in ('access.person'::regclass, 'access.role_grant'::regclass,
                      'access.sign_in_link'::regclass, 'access.session'::regclass)
         and attname in ('organisation_id', 'person_id', 'home_id', 'role', 'valid_from', 'valid_to',
                         'granted_by', 'digest', 'expires_at', 'began_at', 'ends_at', 'made_by')
         and has_column_privilege('svc_access', attrelid, attnum, 'UPDATE');
  if problems is not null then
    raise exception 'svc_access may change %', problems;
  end if;
end $$;

rollback;

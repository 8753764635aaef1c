-- SPDX-License-Identifier: EUPL-1.2
begin;

do $$
declare
  service text;
  wrong text;
begin
  foreach service in array platform.services() loop
    select string_agg(rolname, ', ') into wrong
      from (values ('own_' || service, false), ('svc_' || service, true)) as wanted (name, login)
      left join pg_catalog.pg_roles on rolname = name
     where rolname is null or rolcanlogin <> login or rolinherit or rolsuper or rolcreatedb
           or rolcreaterole or rolreplication or rolbypassrls;
    if exists (select from (values ('own_' || service), ('svc_' || service)) as wanted (name)
                where not exists (select from pg_catalog.pg_roles where rolname = name)) then
      raise exception 'a role of service % is missing', service;
    end if;
    if wrong is not null then
      raise exception 'roles with wrong attributes: %', wrong;
    end if;
  end loop;
  if exists (select from pg_catalog.pg_auth_members
               join pg_catalog.pg_roles on pg_roles.oid = member
              where rolname like 'svc\_%') then
    raise exception 'a login role of a service is a member of another role';
  end if;
end $$;

rollback;

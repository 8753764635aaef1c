-- SPDX-License-Identifier: EUPL-1.2
-- What every service's schema begins with, and the functions that keep all schemas to the same rules.
begin;

-- Public gets nothing, now and later.
revoke all on schema public from public;
do $$
begin
  execute format('revoke all on database %I from public', current_database());
end $$;
alter default privileges revoke execute on functions from public;

-- Views that a service publishes for reports. The owner role of a service makes them; svc_reports
-- alone may look in.
create schema published;
revoke all on schema published from public;

-- Refuses from PL/pgSQL with a reason of the catalogue and its values; the caller's transaction is
-- rolled back and the caller is told the reason.
create function platform.refuse(reason text, details jsonb default '{}') returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception using errcode = 'TR001', message = reason, detail = details::text;
end $$;

-- Forced row security: a row is seen and written only by a transaction whose setting
-- tranche.organisations, a text array, holds the row's organisation. The setting stands in a scalar
-- sub-select so that it is read once for each statement and not for each row. Where it was never set,
-- reading it is an error; where it was set by an earlier transaction of the connection, it is empty
-- text and the cast is an error.
create function platform.keep_to_organisation(kept regclass) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter table %s enable row level security', kept);
  execute format('alter table %s force row level security', kept);
  execute format(
      'create policy organisation on %s '
      'using (organisation_id = any ((select current_setting(''tranche.organisations'')::text[])::text[])) '
      'with check (organisation_id = any ((select current_setting(''tranche.organisations'')::text[])::text[]))',
      kept);
end $$;

-- The log of events and the evidence are followed for all organisations at once by services, whose
-- setting is {*}: that opens reading, never writing.
create function platform.open_to_services(followed regclass) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format(
      'create policy every_organisation on %s for select '
      'using (''*'' = any ((select current_setting(''tranche.organisations'')::text[])::text[]))',
      followed);
end $$;

-- The schema of a service with its roles and the four tables that every service has.
create function platform.create_service(service text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  owner_role constant text := 'own_' || service;
  login_role constant text := 'svc_' || service;
begin
  perform platform.create_roles(service);
  execute format('alter default privileges for role %I revoke execute on functions from public',
                 owner_role);
  execute format('grant connect on database %I to %I', current_database(), login_role);
  execute format('grant usage on schema platform to %I, %I', owner_role, login_role);
  execute format('grant execute on function platform.refuse(text, jsonb) to %I, %I', owner_role,
                 login_role);
  execute format('grant execute on function platform.keep_to_organisation(regclass) to %I', owner_role);
  execute format('grant usage, create on schema published to %I', owner_role);
  if service = 'reports' then
    execute format('grant usage on schema published to %I', login_role);
  end if;

  execute format('create schema %I authorization %I', service, owner_role);
  execute format('grant usage on schema %I to %I', service, login_role);

  -- The answer of a write, kept under its request key (INV-05). The row is inserted before the work
  -- and gets its answer after it, in one transaction, so that a second caller waits.
  execute format($table$
    create table %I.request (
      organisation_id text not null,
      actor text not null,
      method text not null,
      request_id text not null,
      request_hash bytea not null,
      response bytea,
      recorded_at timestamptz not null default now(),
      primary key (organisation_id, actor, method, request_id),
      constraint request_id_length check (octet_length(request_id) between 1 and 64),
      constraint request_hash_length check (octet_length(request_hash) = 32)
    )$table$, service);

  -- What other services follow (INV-06), read in the order of the key and below the oldest open
  -- transaction, so that no event is skipped.
  execute format($table$
    create table %I.event (
      tx_id xid8 not null default pg_current_xact_id(),
      event_id bigint generated always as identity,
      organisation_id text not null,
      type text not null,
      subject text not null,
      payload jsonb not null,
      recorded_at timestamptz not null default now(),
      primary key (tx_id, event_id)
    )$table$, service);

  -- How far this service has followed the log of another.
  execute format($table$
    create table %I.cursor (
      source text primary key,
      tx_id xid8 not null,
      event_id bigint not null
    )$table$, service);

  -- Who changed what (INV-07). An empty reason or request_id means that none was given.
  execute format($table$
    create table %I.evidence (
      tx_id xid8 not null default pg_current_xact_id(),
      entry_id bigint generated always as identity,
      organisation_id text not null,
      recorded_at timestamptz not null default now(),
      actor text not null,
      action text not null,
      record text not null,
      before_state jsonb,
      after_state jsonb,
      reason text not null default '',
      request_id text not null default '',
      trace_id text not null default '',
      primary key (tx_id, entry_id)
    )$table$, service);

  execute format('alter table %I.request owner to %I', service, owner_role);
  execute format('alter table %I.event owner to %I', service, owner_role);
  execute format('alter table %I.cursor owner to %I', service, owner_role);
  execute format('alter table %I.evidence owner to %I', service, owner_role);

  perform platform.keep_to_organisation(format('%I.%I', service, kept)::regclass)
     from unnest(array['request', 'event', 'evidence']) as kept;
  perform platform.open_to_services(format('%I.%I', service, followed)::regclass)
     from unnest(array['event', 'evidence']) as followed;

  execute format('grant select, insert, update (response) on %I.request to %I', service, login_role);
  execute format('grant select, insert, update on %I.cursor to %I', service, login_role);
  -- The place in a log is given by the database: tx_id and the number cannot be written.
  execute format('grant select, insert (organisation_id, type, subject, payload, recorded_at) '
                 'on %I.event to %I', service, login_role);
  execute format('grant select, insert (organisation_id, recorded_at, actor, action, record, '
                 'before_state, after_state, reason, request_id, trace_id) on %I.evidence to %I',
                 service, login_role);
end $$;

-- Takes back what create_service made, but for the roles.
create function platform.drop_service(service text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  owner_role constant text := 'own_' || service;
  login_role constant text := 'svc_' || service;
begin
  execute format('drop schema %I cascade', service);
  execute format('drop owned by %I cascade', owner_role);
  execute format('revoke all on schema platform, published from %I', login_role);
  execute format('revoke all on function platform.refuse(text, jsonb) from %I', login_role);
  execute format('revoke all on database %I from %I', current_database(), login_role);
end $$;

-- Everything that must be true of a service's schema; raises with the list of what is not. `facts`
-- are the tables whose rows are never changed or deleted, besides the logs.
create function platform.verify_service(service text, facts text[] default '{}') returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  owner_role constant text := 'own_' || service;
  login_role constant text := 'svc_' || service;
  fact_tables constant text[] := array['event', 'evidence', 'posting'] || facts;
  schema_id oid;
  problems text[] := '{}';
  found_text text[];
begin
  select oid into schema_id from pg_namespace where nspname = service;
  if schema_id is null then
    raise exception 'schema % is missing', service;
  end if;
  if (select pg_get_userbyid(nspowner) from pg_namespace where oid = schema_id) <> owner_role then
    problems := problems || format('schema %s is not owned by %s', service, owner_role);
  end if;
  if not has_schema_privilege(login_role, schema_id, 'USAGE') then
    problems := problems || format('%s may not use schema %s', login_role, service);
  end if;
  if has_schema_privilege(login_role, schema_id, 'CREATE') then
    problems := problems || format('%s may create in schema %s', login_role, service);
  end if;

  select array_agg(format('table %s is missing', name)) into found_text
    from unnest(array['request', 'event', 'cursor', 'evidence'] || facts) as name
   where to_regclass(format('%I.%I', service, name)) is null;
  if found_text is not null then
    raise exception 'service % is not as it must be: %', service, array_to_string(found_text, '; ');
  end if;

  select array_agg(format('%s is not owned by %s', relname, owner_role)) into found_text
    from pg_class
   where relnamespace = schema_id and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
         and pg_get_userbyid(relowner) <> owner_role;
  problems := problems || coalesce(found_text, '{}');

  select array_agg(format('function %s is not owned by %s', proname, owner_role)) into found_text
    from pg_proc where pronamespace = schema_id and pg_get_userbyid(proowner) <> owner_role;
  problems := problems || coalesce(found_text, '{}');

  select array_agg(format('function %s has no fixed search_path', proname)) into found_text
    from pg_proc
   where pronamespace = schema_id
         and not exists (select from unnest(proconfig) as setting where setting like 'search_path=%');
  problems := problems || coalesce(found_text, '{}');

  select array_agg(format('%s may execute function %s', case grantee when 0 then 'public' else
                          pg_get_userbyid(grantee) end, proname)) into found_text
    from pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner)))
   where pronamespace = schema_id
         and (grantee = 0 or pg_get_userbyid(grantee) not in (owner_role, login_role));
  problems := problems || coalesce(found_text, '{}');

  -- Rows of organisations.
  select array_agg(format('%s has organisation_id but no forced row security', relname)) into found_text
    from pg_class join pg_attribute on attrelid = pg_class.oid and attname = 'organisation_id'
   where relnamespace = schema_id and relkind in ('r', 'p')
         and not (relrowsecurity and relforcerowsecurity
                  and exists (select from pg_policy where polrelid = pg_class.oid
                                 and polname = 'organisation' and polcmd = '*' and polpermissive
                                 and polroles = '{0}'
                                 and pg_get_expr(polqual, polrelid) like '%tranche.organisations%'
                                 and pg_get_expr(polwithcheck, polrelid) like '%tranche.organisations%'));
  problems := problems || coalesce(found_text, '{}');

  select array_agg(format('%s has a policy %s that is not one of the foundation''s', relname, polname))
    into found_text
    from pg_policy join pg_class on pg_class.oid = polrelid
   where relnamespace = schema_id and polname <> 'organisation' and polpermissive
         and not (polname = 'every_organisation' and polcmd = 'r' and relname in ('event', 'evidence'));
  problems := problems || coalesce(found_text, '{}');

  -- A table without an organisation says in its comment that it is reference data.
  select array_agg(format('the primary key of %s does not begin with organisation_id', relname))
    into found_text
    from pg_class
   where relnamespace = schema_id and relkind in ('r', 'p')
         and relname not in ('event', 'evidence', 'cursor')
         and not exists (select from pg_index join pg_attribute on attrelid = indrelid
                                                               and attnum = indkey[0]
                          where indrelid = pg_class.oid and indisprimary
                                and attname = 'organisation_id')
         and not (exists (select from pg_index where indrelid = pg_class.oid and indisprimary)
                  and coalesce(obj_description(pg_class.oid, 'pg_class'), '') ilike 'reference data%');
  problems := problems || coalesce(found_text, '{}');

  -- Rights of the login role.
  select array_agg(format('%s may %s on %s', login_role, lower(privilege), relname)) into found_text
    from pg_class, unnest(array['TRUNCATE', 'REFERENCES', 'TRIGGER']) as privilege
   where relnamespace = schema_id and relkind in ('r', 'p', 'v', 'm')
         and has_table_privilege(login_role, pg_class.oid, privilege);
  problems := problems || coalesce(found_text, '{}');

  select array_agg(format('%s may change or delete rows of %s', login_role, relname)) into found_text
    from pg_class
   where relnamespace = schema_id and relkind in ('r', 'p') and relname = any (fact_tables)
         and (has_any_column_privilege(login_role, pg_class.oid, 'UPDATE')
              or has_table_privilege(login_role, pg_class.oid, 'DELETE'));
  problems := problems || coalesce(found_text, '{}');

  select array_agg(format('%s may not %s', login_role, wanted)) into found_text
    from (values
      ('select on request', has_table_privilege(login_role, format('%I.request', service), 'SELECT')),
      ('insert on request', has_table_privilege(login_role, format('%I.request', service), 'INSERT')),
      ('update response', has_column_privilege(login_role, format('%I.request', service), 'response',
                                               'UPDATE')),
      ('select on event', has_table_privilege(login_role, format('%I.event', service), 'SELECT')),
      ('insert on event', has_column_privilege(login_role, format('%I.event', service), 'payload',
                                               'INSERT')),
      ('select on evidence', has_table_privilege(login_role, format('%I.evidence', service), 'SELECT')),
      ('insert on evidence', has_column_privilege(login_role, format('%I.evidence', service), 'record',
                                                  'INSERT')),
      ('update on cursor', has_table_privilege(login_role, format('%I.cursor', service), 'UPDATE'))
    ) as rights (wanted, given)
   where not given;
  problems := problems || coalesce(found_text, '{}');

  if has_column_privilege(login_role, format('%I.request', service), 'request_hash', 'UPDATE')
     or has_table_privilege(login_role, format('%I.request', service), 'DELETE') then
    problems := problems || format('%s may change a request key', login_role);
  end if;
  if has_column_privilege(login_role, format('%I.event', service), 'tx_id', 'INSERT')
     or has_column_privilege(login_role, format('%I.evidence', service), 'tx_id', 'INSERT') then
    problems := problems || format('%s may choose its place in a log', login_role);
  end if;

  -- Nothing of the schema for anybody else; nothing elsewhere for the login role.
  select array_agg(distinct format('%s has rights on %s', case grantee when 0 then 'public' else
                                   pg_get_userbyid(grantee) end, relname)) into found_text
    from pg_class, aclexplode(relacl)
   where relnamespace = schema_id
         and (grantee = 0 or pg_get_userbyid(grantee) not in (owner_role, login_role));
  problems := problems || coalesce(found_text, '{}');

  select array_agg(format('%s may use schema %s', login_role, nspname)) into found_text
    from pg_namespace
   where nspname not in (service, 'pg_catalog', 'information_schema', 'platform')
         and not (service = 'reports' and nspname = 'published')
         and (has_schema_privilege(login_role, oid, 'USAGE')
              or has_schema_privilege(login_role, oid, 'CREATE'));
  problems := problems || coalesce(found_text, '{}');

  select array_agg(distinct format('%s owns something', login_role)) into found_text
    from pg_shdepend join pg_roles on pg_roles.oid = refobjid
   where rolname = login_role and deptype = 'o';
  problems := problems || coalesce(found_text, '{}');

  if cardinality(problems) > 0 then
    raise exception 'service % is not as it must be: %', service, array_to_string(problems, '; ');
  end if;
end $$;

revoke execute on all functions in schema platform from public;

commit;

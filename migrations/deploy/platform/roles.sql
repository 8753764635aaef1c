-- SPDX-License-Identifier: EUPL-1.2
-- Roles belong to the cluster and not to the database, so every statement here may be repeated: the
-- same cluster may hold several databases of Tranche (tests do).
begin;

create schema platform;
revoke all on schema platform from public;

-- The two roles of a service: own_<service> owns its tables and cannot log in; svc_<service> logs in,
-- owns nothing and inherits nothing. The password is set by whoever runs the cluster.
create function platform.create_roles(service text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  owner_role constant text := 'own_' || service;
  login_role constant text := 'svc_' || service;
begin
  if service !~ '^[a-z][a-z_]{1,30}$' then
    raise exception 'a service is named by lower-case letters, not %', quote_literal(service);
  end if;
  if not exists (select from pg_roles where rolname = owner_role) then
    begin
      execute format('create role %I', owner_role);
    exception when duplicate_object or unique_violation then
      null;  -- Another database of this cluster was quicker.
    end;
  end if;
  if not exists (select from pg_roles where rolname = login_role) then
    begin
      execute format('create role %I', login_role);
    exception when duplicate_object or unique_violation then
      null;
    end;
  end if;
  execute format('alter role %I nologin noinherit nosuperuser nocreatedb nocreaterole noreplication '
                 'nobypassrls', owner_role);
  execute format('alter role %I login noinherit nosuperuser nocreatedb nocreaterole noreplication '
                 'nobypassrls', login_role);
  -- Limits for whatever forgets its own: a call has at most 60 s.
  execute format('alter role %I set statement_timeout = %L', login_role, '60s');
  execute format('alter role %I set lock_timeout = %L', login_role, '10s');
  execute format('alter role %I set idle_in_transaction_session_timeout = %L', login_role, '30s');
  execute format('alter role %I set search_path = %I', login_role, service);
end $$;

create function platform.services() returns text[]
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select array['access', 'documents', 'reference', 'plans', 'proposals', 'budgets', 'staffing',
               'payments', 'timelines', 'reports'];
$$;

revoke execute on all functions in schema platform from public;

select platform.create_roles(service) from unnest(platform.services()) as service;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

do $$
declare
  open_functions text;
begin
  if exists (select from pg_catalog.pg_namespace, pg_catalog.aclexplode(nspacl)
              where nspname in ('public', 'platform', 'published') and grantee = 0) then
    raise exception 'public has rights on a schema';
  end if;
  select string_agg(proname, ', ') into open_functions
    from pg_catalog.pg_proc
   where pronamespace = 'platform'::regnamespace
         and (exists (select from pg_catalog.aclexplode(coalesce(proacl,
                                                        pg_catalog.acldefault('f', proowner)))
                       where grantee = 0)
              or not exists (select from unnest(proconfig) as setting
                              where setting like 'search_path=%'));
  if open_functions is not null then
    raise exception 'functions that public may execute or that have no fixed search_path: %',
                    open_functions;
  end if;

  begin
    perform platform.refuse('LINE_EXHAUSTED', '{"line": "2"}');
    raise exception 'platform.refuse did not refuse';
  exception when sqlstate 'TR001' then
    if sqlerrm <> 'LINE_EXHAUSTED' then
      raise exception 'platform.refuse lost its reason: %', sqlerrm;
    end if;
  end;
end $$;

-- A service made now is as it must be (and is gone with the rollback).
select platform.create_service('verification');
select platform.verify_service('verification');

rollback;

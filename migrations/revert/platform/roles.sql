-- SPDX-License-Identifier: EUPL-1.2
-- A role that another database of the cluster still uses stays.
begin;

do $$
declare
  service text;
  role_name text;
begin
  foreach service in array platform.services() loop
    foreach role_name in array array['svc_' || service, 'own_' || service] loop
      begin
        execute format('drop role if exists %I', role_name);
      exception when dependent_objects_still_exist then
        raise notice 'role % stays: another database uses it', role_name;
      end;
    end loop;
  end loop;
end $$;

drop function platform.create_roles(text);
drop function platform.services();
drop schema platform;

commit;

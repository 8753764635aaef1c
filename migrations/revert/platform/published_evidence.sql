-- SPDX-License-Identifier: EUPL-1.2
begin;

do $$
declare
  service text;
begin
  foreach service in array platform.services() loop
    execute format('drop view published.%I', service || '_evidence');
  end loop;
end $$;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('reference');

do $$
declare
  missing text;
begin
  select string_agg(wanted, ', ') into missing
    from unnest(array['flat_rate_indirect_of_direct', 'flat_rate_indirect_of_direct_by_method',
                      'flat_rate_indirect_of_staff', 'flat_rate_staff_of_other_direct', 'flat_rate_rest_of_staff',
                      'hourly_rate_hours_per_year']) as wanted
   where not exists (select from reference.rule where code = wanted and programming_period = '2021-2027');
  if missing is not null then
    raise exception 'rules of simplified costs are missing: %', missing;
  end if;
end $$;

rollback;

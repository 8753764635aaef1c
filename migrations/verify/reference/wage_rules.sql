-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('reference');

do $$
declare
  missing text;
begin
  -- On every day since 2011 there is a minimum wage and a percentage of contributions.
  select string_agg(wanted || ' on ' || day::date, ', ') into missing
    from unnest(array['minimum_wage_month', 'employer_contributions_percent']) as wanted
   cross join generate_series(date '2011-01-01', date '2027-01-01', interval '1 month') as day
   where not exists (select from reference.rule
           where code = wanted and valid_from <= day::date and coalesce(valid_to, 'infinity') >= day::date);
  if missing is not null then
    raise exception 'wages or contributions are missing: %', left(missing, 500);
  end if;
  if (select count(1) from reference.rule
       where code = 'scheme_hour_rate_bg051po001_5_2_09' and applies_to <> '') <> 3 then
    raise exception 'the hourly rates of the scheme of personal assistants are missing';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

do $$
declare
  missing text;
begin
  select string_agg(wanted || ' on ' || day::date, ', ') into missing
    from unnest(array['advance_security_percent', 'advance_security_percent_budget_body']) as wanted
   cross join generate_series(date '2014-01-01', date '2027-01-01', interval '1 month') as day
   where (select count(1) from reference.rule
           where code = wanted and valid_from <= day::date and coalesce(valid_to, 'infinity') >= day::date) <> 1;
  if missing is not null then
    raise exception 'rules of securities of advances are missing: %', left(missing, 500);
  end if;
end $$;

rollback;

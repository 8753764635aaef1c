-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('plans', array['plan', 'correction', 'adoption', 'strategy', 'plan_change']);

-- What the reports read, as the role that reads it.
set local role svc_reports;
set local tranche.organisations = '{}';
select organisation_id, plan_id, version, stated, recorded_at from published.plan_version where false;
select organisation_id, plan_id, number, version, field, place, value, takes_back, recorded_at
  from published.plan_correction where false;
select organisation_id, number, plan_id, measure, contract_id, external_project, share_hundredths, amount_minor, currency, people,
       contribution, illustrative, recorded_at, ended_at
  from published.project_link where false;
reset role;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['project_link_has_one_target', 'project_link_has_one_project', 'project_link_has_one_contribution',
                      'project_link_share', 'project_link_amount', 'correction_takes_back_an_earlier_one',
                      'strategy_link_end_is_known', 'project_link_end_is_known']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'plans'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules of the life of plans are missing: %', problems;
  end if;
end $$;

rollback;

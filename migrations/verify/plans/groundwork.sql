-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('plans');

select organisation_id, groundwork_id, revision, kind, content, recorded_at from plans.groundwork where false;
select organisation_id, checklist_id, step_id, state, evidence, reason, since, recorded_at from plans.step_state where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['groundwork_kind', 'groundwork_revision', 'step_state_reason', 'step_state_state',
                      'step_state_step']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'plans'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules of the groundwork are missing: %', problems;
  end if;
  if (select count(*) from plans.checklist_step where checklist_id = 'romact') <> 9
     or (select verified from plans.checklist where checklist_id = 'romact-cycle') then
    raise exception 'the steps of ROMACT are not as they were read';
  end if;
  if has_table_privilege('svc_plans', 'plans.checklist_step', 'INSERT, UPDATE, DELETE') then
    raise exception 'svc_plans may change the steps of a programme';
  end if;
end $$;

rollback;

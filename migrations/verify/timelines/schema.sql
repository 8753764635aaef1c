-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('timelines', array['activity', 'deadline_event', 'deadline_end']);

select organisation_id, contract_id, number, procedure, starts_on, ends_on, duration_months, version,
       recorded_at
  from timelines.contract where false;
select organisation_id, contract_id, code, title, first_month, last_month, marks, recorded_at
  from timelines.activity where false;
select organisation_id, contract_id, deadline_id, kind, event_on, claim, claim_kind, claim_sequence,
       recorded_at
  from timelines.deadline_event where false;
select organisation_id, contract_id, deadline_id, outcome, met_on, recorded_at
  from timelines.deadline_end where false;

do $$
begin
  if has_table_privilege('svc_timelines', 'timelines.contract', 'DELETE')
     or has_column_privilege('svc_timelines', 'timelines.contract', 'contract_id', 'UPDATE') then
    raise exception 'svc_timelines may change more than it needs';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('timelines', array['deadline_suspension', 'deadline_suspension_end']);

select organisation_id, contract_id, deadline_id, question_number, asked_on, due_on, suspension_days_max,
       recorded_at
  from timelines.deadline_suspension where false;
select organisation_id, contract_id, deadline_id, question_number, closed_on, days_in_all, recorded_at
  from timelines.deadline_suspension_end where false;

rollback;

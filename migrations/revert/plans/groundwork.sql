-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_plans;
drop table plans.step_state;
drop table plans.checklist_step;
drop table plans.checklist;
drop table plans.groundwork;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_plans;
drop index plans.plan_first;
drop table plans.search_sound;
drop table plans.search_posting;
drop table plans.search_record;
drop table plans.project;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_plans;

drop view published.project_link;
create view published.project_link as
  select organisation_id, number, plan_id, measure, contract_id, external_project, share_hundredths, amount_minor, currency,
         people, contribution, illustrative, made_at as recorded_at, ended_at
    from plans.project_link where plan_id is not null;
comment on view published.project_link is 'Which projects carry out plans.';
grant select on published.project_link to svc_reports;

commit;

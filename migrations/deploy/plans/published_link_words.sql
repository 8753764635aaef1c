-- SPDX-License-Identifier: EUPL-1.2
-- What a measure said when a project was linked with it, so that reports see when another one has its place.
begin;

set local role own_plans;

create or replace view published.project_link as
  select organisation_id, number, plan_id, measure, contract_id, external_project, share_hundredths, amount_minor, currency,
         people, contribution, illustrative, made_at as recorded_at, ended_at, measure_words
    from plans.project_link where plan_id is not null;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_plans;

drop view published.project_link, published.plan_correction, published.plan_version;
drop table plans.subscription, plans.plan_change, plans.project_link, plans.strategy_link, plans.strategy, plans.adoption,
  plans.correction;

commit;

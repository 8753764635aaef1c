-- SPDX-License-Identifier: EUPL-1.2
begin;

drop table budgets.spending_plan_quarter;
drop table budgets.spending_plan;

commit;

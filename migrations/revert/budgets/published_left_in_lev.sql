-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_budgets;

drop view published.cost_left_in_lev;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

drop view published.cost_line;
drop view published.budget_cap_movement;
drop view published.budget_amount;
drop index budgets.posting_moves_cap;

commit;

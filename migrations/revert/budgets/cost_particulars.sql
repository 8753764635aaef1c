-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while something is told of costs: the older schema cannot hold it.
begin;

do $$
begin
  if exists (select from budgets.cost_particulars) then
    raise exception 'costs have particulars; the older schema cannot hold them';
  end if;
end $$;
drop function budgets.record_told_cost;
drop function budgets.keep_particulars;
drop table budgets.cost_activity;
drop table budgets.cost_particulars;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Reports see which costs the conversion of a budget missed.
begin;

set local role own_budgets;

create view published.cost_left_in_lev as
  select c.organisation_id, c.contract_id, c.cost_number
    from budgets.redenomination as n
    join budgets.cost as c on c.organisation_id = n.organisation_id and c.contract_id = n.contract_id
                          and c.currency = n.before_currency
   where not exists (select from budgets.restated_cost as r
                      where r.organisation_id = c.organisation_id and r.contract_id = c.contract_id
                            and r.cost_number = c.cost_number);
comment on view published.cost_left_in_lev is 'Costs in lev of converted budgets that count for nothing in euro: there should be none.';
grant select on published.cost_left_in_lev to svc_reports;

commit;

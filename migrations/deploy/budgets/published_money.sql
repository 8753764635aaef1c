-- SPDX-License-Identifier: EUPL-1.2
-- What the report on a contract's whole money sees of the budget, beside the lines and their journal: the amount
-- that the lines add up to, what moved their caps, and which cost is of which line.
begin;

set local role own_budgets;

-- The report's cost must not grow with the number of costs, whose postings these are among.
create index posting_moves_cap on budgets.posting (organisation_id, contract_id, line_code)
  where transfer_number is not null or revision_version is not null;

create view published.budget_amount as
  select organisation_id, contract_id, amount_eu_minor as eu_minor, amount_national_minor as national_minor,
         amount_own_minor as own_minor, currency
    from budgets.contract
   where budgeted_at is not null;
comment on view published.budget_amount is
  'Amount of each contract that has a budget, which the caps of its lines add up to.';

create view published.budget_cap_movement as
  select p.organisation_id, p.contract_id, p.line_code,
         case p.credit when 'cap' then p.eu_minor else -p.eu_minor end as eu_minor,
         case p.credit when 'cap' then p.national_minor else -p.national_minor end as national_minor,
         case p.credit when 'cap' then p.own_minor else -p.own_minor end as own_minor,
         p.currency, p.valid_on, p.recorded_at, p.transfer_number is not null as by_transfer,
         coalesce(v.state = 'PREPARED', false) as held
    from budgets.contract as c
    join budgets.posting as p on p.organisation_id = c.organisation_id and p.contract_id = c.contract_id
                             and p.currency = c.currency
                             and (p.transfer_number is not null or p.revision_version is not null)
    left join budgets.revision as v on v.organisation_id = p.organisation_id and v.contract_id = p.contract_id
                                   and v.contract_version = p.revision_version;
comment on view published.budget_cap_movement is
  'What moved the caps of lines since the budget was made: by a transfer, else by a revision; held: by one that is not '
  'in force yet.';

create view published.cost_line as
  select organisation_id, contract_id, cost_number, line_code from budgets.cost;
comment on view published.cost_line is 'Which cost is of which line.';

grant select on published.budget_amount, published.budget_cap_movement, published.cost_line to svc_reports;

commit;

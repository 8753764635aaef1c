-- SPDX-License-Identifier: EUPL-1.2
-- The conversion of a contract right after its costs were written. Foreign keys of what it writes are looked up row by
-- row, and without statistics the planner takes any index that begins with the contract for as good as the primary
-- key: then each look-up reads all costs of the contract.
begin;

set local role own_budgets;

-- Statistics where there are fewer rows in them than this contract alone has costs. That is so until autovacuum has come
-- by, and never later.
create function budgets.learn_sizes(in_organisation text, in_contract text) returns bigint
language plpgsql security definer set search_path = budgets, pg_temp as $$
declare
  costs bigint;
begin
  select c.last_cost_number into costs
    from contract as c where c.organisation_id = in_organisation and c.contract_id = in_contract;
  if costs > 1000 and costs > (select t.reltuples from pg_class as t where t.oid = 'budgets.cost'::regclass) then
    analyze cost, cost_decision, posting, document;
  end if;
  return costs;
end $$;
comment on function budgets.learn_sizes(text, text) is
  'Before a conversion: statistics of the tables when they are older than the costs of the contract. How many costs it has.';
revoke all on function budgets.learn_sizes(text, text) from public;
grant execute on function budgets.learn_sizes(text, text) to svc_budgets;

commit;

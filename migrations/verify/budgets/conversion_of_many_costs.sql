-- SPDX-License-Identifier: EUPL-1.2
begin;

select 1 / has_function_privilege('svc_budgets', 'budgets.learn_sizes(text, text)', 'execute')::int;
select 1 / (not has_function_privilege('svc_reports', 'budgets.learn_sizes(text, text)', 'execute'))::int;

rollback;

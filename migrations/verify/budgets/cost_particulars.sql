-- SPDX-License-Identifier: EUPL-1.2
begin;

select organisation_id, contract_id, cost_number, issuer_kind, flags, recorded_at from budgets.cost_particulars where false;
select organisation_id, contract_id, cost_number, activity, place, amount_minor from budgets.cost_activity where false;

do $$
declare
  told text;
begin
  foreach told in array array['budgets.cost_particulars', 'budgets.cost_activity'] loop
    if has_any_column_privilege('svc_budgets', told, 'UPDATE') or has_table_privilege('svc_budgets', told, 'DELETE') then
      raise exception 'svc_budgets may change %', told;
    end if;
  end loop;
  if has_function_privilege('public', 'budgets.keep_particulars(text, text, bigint, jsonb)', 'EXECUTE') then
    raise exception 'everybody may tell of costs';
  end if;
end $$;

rollback;

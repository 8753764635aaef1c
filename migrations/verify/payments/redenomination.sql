-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('payments', array['restated_amount', 'debt_redenomination']);
select redenominated_on, redenomination_pending from payments.contract where false;
select organisation_id, contract_id, converted_on, recorded_at from published.payments_redenomination where false;
select organisation_id, contract_id, record, series, from_currency, from_eu_minor, from_national_minor, from_own_minor,
       to_eu_minor, to_national_minor, to_own_minor, difference_eu_minor, difference_national_minor,
       difference_own_minor
  from published.restated_amount where false;

do $$
begin
  if has_table_privilege('svc_payments', 'payments.restated_amount', 'INSERT')
     or has_table_privilege('svc_payments', 'payments.debt_redenomination', 'INSERT') then
    raise exception 'svc_payments may write what an amount was';
  end if;
  if not has_function_privilege('svc_payments', 'payments.redenominate(text, text, jsonb)', 'EXECUTE') then
    raise exception 'svc_payments may not convert a contract';
  end if;
end $$;

rollback;

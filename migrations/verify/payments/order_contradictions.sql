-- SPDX-License-Identifier: EUPL-1.2
begin;

select organisation_id, order_number, contradiction, said, order_state, source, reason, recorded_by, recorded_at
  from payments.order_contradiction where false;

do $$
begin
  if has_any_column_privilege('svc_payments', 'payments.order_contradiction', 'UPDATE')
     or has_table_privilege('svc_payments', 'payments.order_contradiction', 'DELETE') then
    raise exception 'svc_payments may change what the bank has said';
  end if;
  if not exists (select from pg_constraint where conname = 'order_contradiction_once' and convalidated) then
    raise exception 'what the bank says may be kept twice';
  end if;
end $$;

rollback;

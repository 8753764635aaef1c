-- SPDX-License-Identifier: EUPL-1.2
begin;

select organisation_id, valid_from, version, valid_to, yearly_hundred_thousandths, source, recorded_by, recorded_at
  from payments.interest_rate where false;

do $$
begin
  if has_any_column_privilege('svc_payments', 'payments.interest_rate', 'UPDATE')
     or has_table_privilege('svc_payments', 'payments.interest_rate', 'DELETE') then
    raise exception 'svc_payments may change rates of interest';
  end if;
  if not exists (select from pg_constraint where conname = 'interest_rate_days' and convalidated) then
    raise exception 'a rate of interest may hold for any number of days';
  end if;
end $$;

rollback;

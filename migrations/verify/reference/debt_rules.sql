-- SPDX-License-Identifier: EUPL-1.2
begin;

do $$
begin
  if not exists (select from reference.rule where code = 'debt_may_wait_below' and unit = 'bgn') then
    raise exception 'the rule of debts that may wait is missing';
  end if;
end $$;

rollback;

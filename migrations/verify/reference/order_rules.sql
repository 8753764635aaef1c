-- SPDX-License-Identifier: EUPL-1.2
begin;

do $$
begin
  if not exists (select from reference.rule where code = 'payment_order_near_duplicate_days') then
    raise exception 'the rule of orders that look the same is missing';
  end if;
end $$;

rollback;

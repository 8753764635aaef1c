-- SPDX-License-Identifier: EUPL-1.2
-- The control of documents_test: orders as they are often made, which look at what a document is still owed and then write.
-- What would hold them back is taken away: the locks of the contract and of both registers, and the trigger that adds up.
drop trigger payment_order_within_document on payments.payment_order_document;

-- Rows that are read without a lock: what comes out of a function is not locked.
alter table payments.contract rename to contract_row;
create function payments.look_at_contracts() returns setof payments.contract_row
language plpgsql stable set search_path = payments, pg_temp as $$
begin
  return query table contract_row;
end $$;
create view payments.contract with (security_invoker = true) as
  select
    found.*
    from payments.look_at_contracts() as found;

alter table payments.order_register rename to order_register_row;
create sequence payments.order_numbers start 100;
create function payments.look_at_orders() returns setof payments.order_register_row
language plpgsql volatile set search_path = payments, pg_temp as $$
begin
  -- Each order has a number of its own all the same.
  return query
    select r.organisation_id, nextval('payments.order_numbers')::integer, r.next_file, r.recorded_at
      from order_register_row as r;
end $$;
create view payments.order_register with (security_invoker = true) as
  select
    found.*
    from payments.look_at_orders() as found;

alter table payments.bank_register rename to bank_register_row;
create function payments.look_at_bank() returns setof payments.bank_register_row
language plpgsql stable set search_path = payments, pg_temp as $$
begin
  return query table bank_register_row;
end $$;
create view payments.bank_register with (security_invoker = true) as
  select
    found.*
    from payments.look_at_bank() as found;

create function payments.keep_numbers() returns trigger
language plpgsql set search_path = payments, pg_temp as $$
begin
  -- No row of them is locked either.
  if tg_op = 'INSERT' and tg_table_name = 'order_register' then
    insert into order_register_row (organisation_id) values (new.organisation_id) on conflict do nothing;
  elsif tg_op = 'INSERT' then
    insert into bank_register_row (organisation_id) values (new.organisation_id) on conflict do nothing;
  end if;
  return new;
end $$;
create trigger keep_numbers instead of update on payments.contract for each row execute function payments.keep_numbers();
create trigger keep_numbers instead of insert or update on payments.order_register
  for each row execute function payments.keep_numbers();
create trigger keep_numbers instead of insert or update on payments.bank_register
  for each row execute function payments.keep_numbers();

-- What a network or a busy machine does between the look and the write: it makes the others' turn certain.
create function payments.take_time() returns trigger
language plpgsql set search_path = payments, pg_temp as $$
begin
  perform pg_sleep(0.02);
  return new;
end $$;
create trigger take_time before insert on payments.payment_order for each row execute function payments.take_time();

grant execute on all functions in schema payments to own_payments, svc_payments;
grant select, insert, update on payments.contract, payments.order_register, payments.bank_register to svc_payments;
grant usage on sequence payments.order_numbers to own_payments, svc_payments;

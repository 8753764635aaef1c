-- SPDX-License-Identifier: EUPL-1.2
-- The control of ceilings_test: paying and deducting as they are often written, which look at what a claim is still owed
-- and then write. What would hold them back is taken away: the lock of the contract, the guard of the update and the
-- constraints that add up.
alter table payments.claim drop constraint claim_paid_within_owed;
alter table payments.payment drop constraint payment_number_once, drop constraint payment_pkey cascade;

-- A contract that is read without a lock: what comes out of a function is not locked.
alter table payments.contract rename to contract_row;
create function payments.look_at_contracts() returns setof payments.contract_row
language plpgsql stable set search_path = payments, pg_temp as $$
begin
  return query table contract_row;
end $$;
grant execute on function payments.look_at_contracts to own_payments, svc_payments;
create view payments.contract with (security_invoker = true) as
  select
    found.*
    from payments.look_at_contracts() as found;
create function payments.take_number() returns trigger
language plpgsql set search_path = payments, pg_temp as $$
begin
  -- No row of it is locked either: numbers may be given twice.
  return new;
end $$;
grant execute on function payments.take_number to own_payments, svc_payments;
create trigger take_number instead of update on payments.contract
  for each row execute function payments.take_number();
grant select, update on payments.contract to svc_payments;

-- A claim whose sums are written some time after they were read.
alter table payments.claim rename to claim_row;
create view payments.claim with (security_invoker = true) as table payments.claim_row;
create function payments.add_up() returns trigger
language plpgsql set search_path = payments, pg_temp as $$
begin
  -- What a network or a busy machine does between the two: it makes the others' turn certain.
  perform pg_sleep(0.005);
  update claim_row as k
     set paid_eu_minor = k.paid_eu_minor + new.paid_eu_minor - old.paid_eu_minor,
         paid_national_minor = k.paid_national_minor + new.paid_national_minor - old.paid_national_minor,
         deducted_eu_minor = k.deducted_eu_minor + new.deducted_eu_minor - old.deducted_eu_minor,
         deducted_national_minor = k.deducted_national_minor + new.deducted_national_minor - old.deducted_national_minor
   where (k.organisation_id, k.contract_id, k.sequence) = (old.organisation_id, old.contract_id, old.sequence);
  return new;
end $$;
grant execute on function payments.add_up to own_payments, svc_payments;
create trigger add_up instead of update on payments.claim for each row execute function payments.add_up();
grant select, update on payments.claim to svc_payments;

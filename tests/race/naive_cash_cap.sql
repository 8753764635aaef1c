-- SPDX-License-Identifier: EUPL-1.2
-- The control of cash_cap_test: a decision that adds up what is owed so far, sees what the cap leaves, and writes. What
-- would hold others back meanwhile is taken away: one claim of a contract is open at a time (PAY-1), and the lock of the
-- contract, under which a decision is closed. The constraints of what a claim itself says stay.
drop index payments.claim_one_open;
drop index payments.package_one_open;

-- A contract that is read without a lock, since what comes out of a function is not locked, and that has no claim and no
-- package open but those that the transaction is closing.
alter table payments.contract rename to contract_row;
create function payments.look_at_contracts() returns setof payments.contract_row
language plpgsql stable set search_path = payments, pg_temp as $$
declare
  found contract_row;
begin
  for found in table contract_row loop
    found.open_claim := nullif(current_setting('naive.claim', true), '')::integer;
    found.open_package := nullif(current_setting('naive.package', true), '')::integer;
    return next found;
  end loop;
end $$;
grant execute on function payments.look_at_contracts to own_payments, svc_payments;
create view payments.contract with (security_invoker = true) as
  select
    found.*
    from payments.look_at_contracts() as found;

-- Of what is written of a contract, the numbers that it gives out and its sums.
create function payments.add_to_contract() returns trigger
language plpgsql set search_path = payments, pg_temp as $$
begin
  update contract_row as c
     set next_claim_sequence = greatest(c.next_claim_sequence, new.next_claim_sequence),
         next_package_sequence = greatest(c.next_package_sequence, new.next_package_sequence),
         next_payment_number = greatest(c.next_payment_number, new.next_payment_number),
         advance_owed_minor = c.advance_owed_minor + new.advance_owed_minor - old.advance_owed_minor,
         cleared_minor = c.cleared_minor + new.cleared_minor - old.cleared_minor
   where (c.organisation_id, c.contract_id) = (old.organisation_id, old.contract_id);
  return new;
end $$;
grant execute on function payments.add_to_contract to own_payments, svc_payments;
create trigger add_to_contract instead of update on payments.contract
  for each row execute function payments.add_to_contract();
grant select, update on payments.contract to svc_payments;

create function payments.note_what_is_closed() returns trigger
language plpgsql set search_path = payments, pg_temp as $$
begin
  if tg_table_name = 'package' then
    perform set_config('naive.package', new.package_sequence::text, true);
  elsif new.state in ('ACCEPTED', 'REFUSED') then
    perform set_config('naive.claim', new.sequence::text, true);
    -- What a network or a busy machine does between the look and the write: it makes the others' turn certain.
    perform pg_sleep(0.05);
  end if;
  return new;
end $$;
grant execute on function payments.note_what_is_closed to own_payments, svc_payments;
create trigger note_what_is_closed before update on payments.claim
  for each row execute function payments.note_what_is_closed();
create trigger note_what_is_closed before update on payments.package
  for each row execute function payments.note_what_is_closed();

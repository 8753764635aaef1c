-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while an income is recorded: facts are not taken back.
begin;

do $$
begin
  if exists (select from payments.income) then
    raise exception 'there is additional income; the older schema cannot hold it';
  end if;
end $$;
set local role own_payments;

drop index payments.debt_one_of_income;
alter table payments.debt
  drop constraint debt_of_income_names_it,
  drop constraint debt_basis,
  drop column income_id,
  add constraint debt_basis
    check (basis in ('NEGATIVE_BALANCE', 'CORRECTION_DEBT', 'OVERPAYMENT', 'OTHER_BASIS'));
drop table payments.income_annulment;
drop table payments.income_decision;
drop table payments.income;

commit;

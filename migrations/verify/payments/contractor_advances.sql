-- SPDX-License-Identifier: EUPL-1.2
begin;

select contractor_advance from payments.claim_cost where false;
select contractor_advances from payments.claim where false;
select as_advance_eu_minor, as_advance_national_minor from published.claim where false;

do $$
begin
  if has_column_privilege('svc_payments', 'payments.claim', 'contractor_advances', 'UPDATE')
     or has_column_privilege('svc_payments', 'payments.claim_cost', 'contractor_advance', 'UPDATE') then
    raise exception 'svc_payments may change which costs are advances paid to contractors';
  end if;
  if not exists (select from pg_constraint where conname = 'claim_payable_adds_up' and convalidated) then
    raise exception 'what is payable of a claim need not add up';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_payments;

drop view published.claim_deduction;
drop table payments.debt_offset;
alter table payments.claim
  drop constraint claim_paid_within_owed,
  drop column deducted_eu_minor,
  drop column deducted_national_minor,
  add constraint claim_paid_within_owed check (
    paid_eu_minor >= 0 and paid_national_minor >= 0 and paid_own_minor = 0
    and paid_eu_minor <= coalesce(payable_eu_minor, 0)
    and paid_national_minor <= coalesce(payable_national_minor, 0));

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_payments;

create or replace view published.claim_deduction as
  select organisation_id, contract_id, sequence, debt_id, eu_minor, national_minor, 0::bigint as own_minor,
         currency, deducted_on, recorded_at
    from payments.debt_offset;
drop view published.restated_amount;
drop view published.payments_redenomination;
drop function payments.redenominate(text, text, jsonb);
alter table payments.contract
  drop constraint contract_pending_has_its_day,
  drop column redenominated_on,
  drop column redenomination_pending;
drop table payments.debt_redenomination;
drop table payments.restated_amount;
drop table payments.redenomination;

commit;

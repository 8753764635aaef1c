-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_payments;

alter table payments.claim
  drop constraint claim_payable_adds_up,
  drop constraint claim_cash_within_cap,
  drop constraint claim_cash_is_known,
  drop constraint claim_to_recover,
  drop constraint claim_paid_within_owed,
  drop column payable_eu_minor,
  drop column payable_national_minor,
  drop column cleared_eu_minor,
  drop column cleared_national_minor,
  drop column to_recover_eu_minor,
  drop column to_recover_national_minor,
  drop column cash_cap_minor,
  drop column cash_before_minor,
  drop column advance_left_minor,
  add constraint claim_paid_within_owed check (
    paid_eu_minor >= 0 and paid_national_minor >= 0 and paid_own_minor = 0
    and case
      when state <> 'ACCEPTED' then paid_eu_minor = 0 and paid_national_minor = 0
      when kind = 'ADVANCE'
        then paid_eu_minor <= requested_eu_minor and paid_national_minor <= requested_national_minor
      else paid_eu_minor <= approved_eu_minor and paid_national_minor <= approved_national_minor
    end);
alter table payments.contract
  drop constraint contract_cleared_within_advance,
  drop column advance_owed_minor,
  drop column cleared_minor;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role svc_reports;
set local tranche.organisations = '{}';
select organisation_id, contract_id, sequence, kind, state, sent_on, decided_on, requested_eu_minor,
       requested_national_minor, requested_own_minor, approved_eu_minor, approved_national_minor, approved_own_minor,
       refused_eu_minor, refused_national_minor, refused_own_minor, by_correction_eu_minor,
       by_correction_national_minor, by_correction_own_minor, payable_eu_minor, payable_national_minor,
       cleared_eu_minor, cleared_national_minor, to_recover_eu_minor, to_recover_national_minor, paid_eu_minor,
       paid_national_minor, currency, recorded_at, sent_recorded_at, decided_recorded_at
  from published.claim where false;
select organisation_id, contract_id, sequence, cost_id, requested_eu_minor, requested_national_minor,
       requested_own_minor, again_eu_minor, again_national_minor, again_own_minor, left_eu_minor,
       left_national_minor, left_own_minor
  from published.claim_cost where false;
select organisation_id, contract_id, payment_id, number, sequence, eu_minor, national_minor, own_minor, currency,
       paid_on, bank_reference, recorded_at
  from published.claim_payment where false;
select organisation_id, target_key, match_number, part_number, amount_minor, currency, booked_on, bank_reference,
       recorded_at
  from published.bank_match where false;
select organisation_id, contract_id, correction_id, version, percent_ten_thousandths, decided_on, eu_minor,
       national_minor, currency, recorded_at, irregularity
  from published.correction_version where false;
select organisation_id, contract_id, debt_id, number, status, version, eu_minor, national_minor, currency, served_on,
       effective_on, recorded_at
  from published.debt_version where false;
select organisation_id, contract_id, debt_id, eu_minor, national_minor, currency, to_on, recorded_at
  from published.debt_interest where false;
select organisation_id, contract_id, debt_id, repayment, to_principal_eu_minor, to_principal_national_minor,
       to_interest_eu_minor, to_interest_national_minor, currency, repaid_on, way, recorded_at
  from published.debt_repayment where false;
reset role;

do $$
begin
  if has_column_privilege('svc_payments', 'payments.claim', 'decided_recorded_at', 'UPDATE') then
    raise exception 'svc_payments may change when a claim was decided on';
  end if;
  if not exists (select from pg_catalog.pg_trigger
                  where tgname = 'note_claim_times' and tgrelid = 'payments.claim'::regclass and tgenabled = 'O') then
    raise exception 'nothing notes when a claim was sent and decided on';
  end if;
  if 2 <> (select count(*) from pg_catalog.pg_trigger
            where tgname = 'note_version_in_force' and tgenabled = 'O'
                  and tgrelid in ('payments.correction_version'::regclass, 'payments.debt_version'::regclass)) then
    raise exception 'nothing notes when a version of a correction or debt comes into force';
  end if;
end $$;

rollback;

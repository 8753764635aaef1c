-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('payments', array['payment', 'claim_cost']);

select organisation_id, contract_id, number, concluded_on, starts_on, amount_eu_minor,
       amount_national_minor, amount_own_minor, currency, next_claim_sequence, next_payment_number,
       open_claim, recorded_at
  from payments.contract where false;
select organisation_id, contract_id, sequence, kind, state, requested_eu_minor,
       requested_national_minor, requested_own_minor, currency, sent_on, sent_by, decided_on, decided_by,
       reference, decision_marks, approved_eu_minor, approved_national_minor, approved_own_minor,
       refused_eu_minor, refused_national_minor, refused_own_minor, paid_eu_minor, paid_national_minor,
       paid_own_minor, marks, recorded_at
  from payments.claim where false;
select organisation_id, contract_id, sequence, cost_id, place, recorded_at
  from payments.claim_cost where false;
select organisation_id, contract_id, sequence, cost_id, reason, recorded_at
  from payments.claim_refused_cost where false;
select organisation_id, contract_id, payment_id, number, sequence, reason, amount_eu_minor,
       amount_national_minor, amount_own_minor, currency, paid_on, bank_reference, marks, recorded_by,
       recorded_at
  from payments.payment where false;
select organisation_id, contract_id, payment_id, reason, eu_minor, national_minor, own_minor, currency,
       paid_on, recorded_at
  from published.payment where false;

do $$
begin
  if not has_table_privilege('svc_reports', 'published.payment', 'SELECT') then
    raise exception 'svc_reports may not read published.payment';
  end if;
  if has_any_column_privilege('svc_reports', 'published.payment', 'INSERT, UPDATE')
     or has_table_privilege('svc_reports', 'published.payment', 'DELETE') then
    raise exception 'svc_reports may write to published.payment';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('payments', array['payment', 'payment_annulment', 'debt_repayment',
                                                 'debt_repayment_annulment']);
select organisation_id, contract_id, payment_id, eu_minor, national_minor, currency, annulled_on, reason, reference,
       recorded_by, annulled_by, recorded_at
  from payments.payment_annulment where false;
select organisation_id, contract_id, debt_id, repayment, to_interest_eu_minor, to_interest_national_minor,
       to_principal_eu_minor, to_principal_national_minor, currency, first_piece, last_piece, annulled_on, reason,
       reference, recorded_by, annulled_by, recorded_at
  from payments.debt_repayment_annulment where false;
select before_interest_from, before_last_movement_on from payments.debt_repayment where false;
select entry from payments.debt_interest where false;

do $$
declare
  problems text;
begin
  select string_agg(wanted, ', ') into problems
    from unnest(array['payment_annulled_once', 'payment_annulment_of', 'payment_annulment_below_zero',
                      'payment_annulled_by_other', 'payment_annulment_has_reason', 'debt_repayment_annulled_once',
                      'debt_repayment_annulment_of', 'debt_repayment_annulment_below_zero',
                      'debt_repayment_annulled_by_other', 'debt_repayment_annulment_has_reason',
                      'debt_interest_day_once', 'debt_removed_is_empty']) as wanted
   where not exists (select from pg_catalog.pg_constraint
                      where conname = wanted and connamespace = 'payments'::regnamespace and convalidated);
  if problems is not null then
    raise exception 'rules of annulments are missing: %', problems;
  end if;
  select string_agg(wanted, ', ') into problems
    from unnest(array['payment_annulment_whole', 'debt_repayment_annulment_whole']) as wanted
   where not exists (select from pg_catalog.pg_trigger where tgname = wanted and tgenabled = 'O');
  if problems is not null then
    raise exception 'a part of a record may be annulled: %', problems;
  end if;
  select string_agg(seen, ', ') into problems
    from unnest(array['payment', 'claim_payment', 'debt_repayment', 'debt_interest']) as seen
   where pg_get_viewdef(format('published.%I', seen)::regclass) not like '%\_annulment%';
  if problems is not null then
    raise exception 'reports do not see annulments in: %', problems;
  end if;
end $$;

rollback;

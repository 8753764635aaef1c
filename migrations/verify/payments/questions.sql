-- SPDX-License-Identifier: EUPL-1.2
begin;

select organisation_id, contract_id, sequence, question_number, question, asked_on, asked_by, due_on, state, answer,
       answered_by, closed_on, suspension_days_max, recorded_at
  from payments.claim_question where false;

do $$
begin
  if not exists (select from pg_catalog.pg_constraint
                  where conname = 'claim_question_answered_by_other'
                        and connamespace = 'payments'::regnamespace and convalidated) then
    raise exception 'who asks may answer';
  end if;
  if not exists (select from pg_catalog.pg_class as index
                   join pg_catalog.pg_index on indexrelid = index.oid and indisunique and indisvalid
                  where relname = 'claim_question_one_open' and relnamespace = 'payments'::regnamespace) then
    raise exception 'several questions may be open at once';
  end if;
  if has_column_privilege('svc_payments', 'payments.claim_question', 'question', 'UPDATE') then
    raise exception 'svc_payments may change a question';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select participants_version, participants_void_through from payments.package where false;
select participants_fund from payments.contract_indicator where false;
select organisation_id, contract_id, participant, person_key, recorded_at from payments.participant where false;
select organisation_id, contract_id, participant, package_sequence, document_version, digest, sealed, recorded_by,
       recorded_at
  from payments.participant_record where false;

do $$
declare
  problems text;
begin
  select string_agg(name, ', ') into problems
    from unnest(array['participant', 'participant_record']) as name
   where has_any_column_privilege('svc_payments', 'payments.' || name, 'UPDATE')
         or has_table_privilege('svc_payments', 'payments.' || name, 'DELETE');
  if problems is not null then
    raise exception 'svc_payments may change %', problems;
  end if;
  if not exists (select from pg_constraint where conname = 'participant_record_is_sealed' and convalidated) then
    raise exception 'records of participants may be stored in the open';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select only_one, current_key, former_key, changed_at from payments.personal_key where false;
select key_sign from payments.participant where false;
select key_sign from payments.participant_record where false;

do $$
declare
  problems text;
begin
  if (select count(*) from payments.personal_key) <> 1 then
    raise exception 'there is not one row about the key of personal data';
  end if;
  if not has_function_privilege('svc_payments', 'payments.reseal_participant(text, text, integer, text, text, jsonb)', 'EXECUTE') then
    raise exception 'svc_payments cannot seal records anew';
  end if;
  select string_agg(name, ', ') into problems
    from unnest(array['participant', 'participant_record']) as name
   where has_any_column_privilege('svc_payments', 'payments.' || name, 'UPDATE')
         or has_table_privilege('svc_payments', 'payments.' || name, 'DELETE');
  if problems is not null then
    raise exception 'svc_payments may change %', problems;
  end if;
end $$;

rollback;

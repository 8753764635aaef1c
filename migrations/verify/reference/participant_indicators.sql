-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('reference');

select programming_period, fund, code, position, condition, sensitive, text_bg, text_en, legal_source, verified
  from reference.participant_indicator where false;

do $$
begin
  if (select count(distinct (programming_period, fund)) from reference.participant_indicator) < 2 then
    raise exception 'a catalogue of participants is missing';
  end if;
  if has_table_privilege('svc_reference', 'reference.participant_indicator', 'INSERT, UPDATE, DELETE') then
    raise exception 'svc_reference may change the catalogue of participants';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role svc_reports;
set local tranche.organisations = '{}';
select organisation_id, contract_id, version, type, document, title, concluded_on, eu_minor, national_minor,
       own_minor, currency, recorded_at
  from published.contract_version where false;
reset role;

do $$
begin
  if has_column_privilege('svc_proposals', 'proposals.contract_version', 'in_force_recorded_at', 'UPDATE') then
    raise exception 'svc_proposals may change when a version came into force';
  end if;
  if not exists (select from pg_catalog.pg_trigger
                  where tgname = 'note_version_in_force' and tgrelid = 'proposals.contract_version'::regclass
                        and tgenabled = 'O') then
    raise exception 'nothing notes when a version comes into force';
  end if;
end $$;

rollback;

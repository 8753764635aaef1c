-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('proposals');

select organisation_id, contract_id, version, type, state, concluded_on, document, reason, title, duration_months,
       ends_on, amount_eu_minor, amount_national_minor, amount_own_minor, currency, revises_budget, changes,
       recorded_by, recorded_at, withdrawal_reason, marks
  from proposals.contract_version where false;

do $$
begin
  if has_column_privilege('svc_proposals', 'proposals.contract_version', 'amount_eu_minor', 'UPDATE')
     or has_any_column_privilege('svc_proposals', 'proposals.contract', 'UPDATE')
     or has_table_privilege('svc_proposals', 'proposals.contract_version', 'DELETE') then
    raise exception 'svc_proposals may change what a version or a contract states';
  end if;
  if to_regclass('proposals.contract_version_in_force') is null
     or to_regclass('proposals.contract_version_open') is null then
    raise exception 'two versions of a contract may be in force or open';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('proposals', array['redenomination']);

select organisation_id, contract_id, contract_version, before_eu_minor, before_national_minor, before_own_minor,
       before_currency, after_eu_minor, after_national_minor, after_own_minor, after_currency, rate, converted_on,
       legal_source, verified, recorded_by, recorded_at
  from proposals.redenomination where false;

do $$
begin
  if has_table_privilege('svc_proposals', 'proposals.redenomination', 'UPDATE, DELETE')
     or has_any_column_privilege('svc_proposals', 'proposals.contract', 'UPDATE') then
    raise exception 'svc_proposals may change a conversion or a contract';
  end if;
  if has_table_privilege('svc_reports', 'published.contract_redenomination', 'INSERT, UPDATE, DELETE') then
    raise exception 'svc_reports may change conversions';
  end if;
end $$;

rollback;

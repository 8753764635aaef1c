-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_proposals;

drop view published.contract_version;
create view published.contract_version as
  select organisation_id, contract_id, version, type, document, title, concluded_on,
         amount_eu_minor as eu_minor, amount_national_minor as national_minor, amount_own_minor as own_minor,
         currency, in_force_recorded_at as recorded_at
    from proposals.contract_version
   where state in ('IN_FORCE', 'ARCHIVED');
comment on view published.contract_version is
  'What contracts said from one amendment to the next: the versions in force and those that were.';
grant select on published.contract_version to svc_reports;

commit;

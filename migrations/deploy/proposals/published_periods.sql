-- SPDX-License-Identifier: EUPL-1.2
-- From when to when contracts are carried out, beside what they are granted: a plan of another year says so in its report.
begin;

set local role own_proposals;

create or replace view published.contract_version as
  select v.organisation_id, v.contract_id, v.version, v.type, v.document, v.title, v.concluded_on,
         v.amount_eu_minor as eu_minor, v.amount_national_minor as national_minor, v.amount_own_minor as own_minor,
         v.currency, v.in_force_recorded_at as recorded_at, c.starts_on, v.ends_on
    from proposals.contract_version as v
    join proposals.contract as c on c.organisation_id = v.organisation_id and c.contract_id = v.contract_id
   where v.state in ('IN_FORCE', 'ARCHIVED');

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_reference;

delete from reference.rule where code like 'flat\_rate\_%' or code = 'hourly_rate_hours_per_year';
alter table reference.rule drop constraint rule_unit_known;
alter table reference.rule add constraint rule_unit_known
  check (unit in ('months', 'days', 'working_days', 'percent', 'flag', 'eur', 'bgn'));

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_reference;

delete from reference.rule
 where code like 'irregularity\_%' or code like 'correction\_%' or code like 'interest\_%'
       or code in ('debt_voluntary_days', 'debt_interest_first');
alter table reference.rule drop constraint rule_unit_known;
alter table reference.rule add constraint rule_unit_check check (unit in ('months', 'days', 'percent', 'flag'));

commit;

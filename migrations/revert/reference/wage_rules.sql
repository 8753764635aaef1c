-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_reference;

delete from reference.rule
 where code in ('minimum_wage_month', 'minimum_wage_hour', 'employer_contributions_percent')
       or code like 'scheme\_hour\_rate\_%';
alter table reference.rule drop column applies_to;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

drop table reference.changeover_rule;
drop table reference.changeover;

commit;

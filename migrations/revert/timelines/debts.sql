-- SPDX-License-Identifier: EUPL-1.2
begin;

drop table timelines.debt_repaid;
drop table timelines.debt;

commit;

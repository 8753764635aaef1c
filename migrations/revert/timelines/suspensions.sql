-- SPDX-License-Identifier: EUPL-1.2
begin;

drop table timelines.deadline_suspension_end;
drop table timelines.deadline_suspension;

commit;

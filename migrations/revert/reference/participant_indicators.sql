-- SPDX-License-Identifier: EUPL-1.2
begin;

drop table reference.participant_indicator;

commit;

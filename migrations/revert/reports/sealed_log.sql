-- SPDX-License-Identifier: EUPL-1.2
begin;

drop table reports.sealed_entry, reports.sealed_tile, reports.sealed_checkpoint, reports.sealed_epoch;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

drop view published.contract_version;
drop trigger note_version_in_force on proposals.contract_version;
drop function proposals.note_version_in_force;
alter table proposals.contract_version drop column in_force_recorded_at;

commit;

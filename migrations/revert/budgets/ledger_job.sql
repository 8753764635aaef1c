-- SPDX-License-Identifier: EUPL-1.2
begin;

drop trigger contract_organisation on budgets.contract;
drop function budgets.note_organisation;
drop table budgets.organisation;

commit;

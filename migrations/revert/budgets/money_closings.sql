-- SPDX-License-Identifier: EUPL-1.2
begin;

drop function budgets.follow_money_closing;
drop trigger revision_closed on budgets.revision;
drop trigger transfer_closed on budgets.transfer;
drop trigger contract_closed on budgets.contract;
drop function budgets.refuse_closed;
drop function budgets.refuse_closed_contract;
alter table budgets.contract
  drop column closing_number,
  drop column closed_on;

commit;

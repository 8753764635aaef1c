-- SPDX-License-Identifier: EUPL-1.2
begin;

drop function proposals.release_hold;
drop function proposals.hold_for_package;
update proposals.contract set open_change = null where open_change like 'packages/%';
alter table proposals.contract
  drop constraint contract_open_change,
  drop column released_hold;
comment on column proposals.contract.open_change is
  'Which change of the contract is open (an annex or a report package, never both); null: none.';

commit;

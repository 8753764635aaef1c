-- SPDX-License-Identifier: EUPL-1.2
begin;

drop function proposals.follow_money_closing;
alter table proposals.contract drop constraint contract_ended_is_known;
-- Payments tells of its closings again when the change is deployed again.
update proposals.contract set state = 'ACTIVE' where state = 'ENDED';
alter table proposals.contract
  drop column closing_number,
  drop column ended_on;

commit;

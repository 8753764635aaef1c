-- SPDX-License-Identifier: EUPL-1.2
begin;

drop view published.contract_redenomination;
drop function proposals.carry_out_redenomination;
drop table proposals.redenomination;

commit;

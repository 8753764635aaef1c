-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while there is a version besides the first of each contract: what it says would be lost.
begin;

do $$
begin
  if exists (select from proposals.contract_version where version > 1) then
    raise exception 'contracts were amended; the older schema cannot hold that';
  end if;
end $$;
drop function proposals.begin_change;
drop function proposals.end_change;
drop function proposals.put_in_force;
drop table proposals.contract_version;
alter table proposals.contract drop column title;

commit;

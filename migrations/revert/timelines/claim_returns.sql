-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while claims were given back: facts are not taken back.
begin;

do $$
begin
  if exists (select from timelines.claim_return) or exists (select from timelines.claim_sending) then
    raise exception 'there are claims that were given back; the older schema cannot hold that';
  end if;
end $$;
drop table timelines.claim_return;
drop table timelines.claim_sending;

commit;

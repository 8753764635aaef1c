-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while there are rates: interest may have been fixed by them.
begin;

do $$
begin
  if exists (select from payments.interest_rate) then
    raise exception 'there are recorded rates of interest; the older schema cannot hold them';
  end if;
end $$;
drop table payments.interest_rate;

commit;

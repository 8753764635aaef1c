-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while there are such facts: they are not taken back.
begin;

do $$
begin
  if exists (select from payments.advance_withdrawn_part) or exists (select from payments.advance_security_step) then
    raise exception 'there are steps of securities or withdrawn parts; the older schema cannot hold them';
  end if;
end $$;
drop table payments.advance_security_step;
drop table payments.advance_withdrawn_part;

commit;

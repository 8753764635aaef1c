-- SPDX-License-Identifier: EUPL-1.2
-- Refuses after a key was changed: the older schema knows of one key only.
begin;

do $$
begin
  if exists (select from payments.personal_key where current_key <> '' or former_key is not null) then
    raise exception 'the key of personal data was changed; the older schema cannot say so';
  end if;
end $$;
drop function payments.reseal_participant;
drop index payments.participant_of_former_key;
alter table payments.participant_record drop column key_sign;
alter table payments.participant drop column key_sign;
drop table payments.personal_key;

commit;

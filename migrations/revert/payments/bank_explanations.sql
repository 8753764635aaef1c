-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while there are explanations: facts are not taken back.
begin;

do $$
begin
  if exists (select from payments.bank_explanation) then
    raise exception 'there are explained movements; the older schema cannot hold them';
  end if;
end $$;
set local role own_payments;

drop table payments.bank_explanation;
drop index payments.bank_entry_list;
alter table payments.bank_entry
  drop constraint bank_entry_explained_within,
  drop column explained_minor;
create index bank_entry_list on payments.bank_entry
  (organisation_id, (matched_minor >= abs(amount_minor)), booked_on, entry_number);
alter table payments.bank_register
  drop constraint bank_register_next_explanation,
  drop column next_explanation;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while there are checklists, checks or samples: facts are not taken back.
begin;

do $$
begin
  if exists (select from payments.checklist) or exists (select from payments.sampling_method)
     or exists (select from payments.package_check) or exists (select from payments.claim_sample) then
    raise exception 'there are checklists, checks or samples; the older schema cannot hold that';
  end if;
end $$;
drop table payments.claim_sample;
drop table payments.sampling_method;
drop table payments.package_check_answer;
drop table payments.package_check;
drop table payments.checklist;

commit;

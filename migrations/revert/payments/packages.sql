-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while there are packages that are no claim, or returns: facts are not taken back.
begin;

do $$
begin
  if exists (select from payments.package_return)
     or exists (select from payments.package where not made_for_claim) then
    raise exception 'there are packages without a claim or returns; the older schema cannot hold that';
  end if;
end $$;
drop index payments.claim_one_in_package;
drop index payments.claim_one_open;
create unique index claim_one_open on payments.claim (organisation_id, contract_id)
  where state in ('DRAFT', 'SENT', 'AWAITING_ANSWER', 'IN_VERIFICATION');
alter table payments.claim
  drop constraint claim_package,
  drop constraint claim_sample_seed,
  drop constraint claim_state,
  add constraint claim_state
    check (state in ('DRAFT', 'SENT', 'AWAITING_ANSWER', 'IN_VERIFICATION', 'ACCEPTED', 'REFUSED', 'TAKEN_BACK')),
  drop constraint claim_sent_is_known,
  add constraint claim_sent_is_known
    check ((state in ('DRAFT', 'TAKEN_BACK')) = (sent_on is null) and (sent_on is null) = (sent_by is null)),
  drop constraint claim_decision_is_known,
  add constraint claim_decision_is_known
    check ((state in ('DRAFT', 'SENT', 'AWAITING_ANSWER', 'TAKEN_BACK')) = (decided_on is null)
           and (decided_on is null) = (decided_by is null)),
  drop column sample_seed,
  drop column package_sequence;
-- Numbers of holds begin with 1 again when this is deployed again.
update proposals.contract set open_change = null where open_change like 'packages/%';
update proposals.contract set released_hold = 0;
drop table payments.organisation;
drop table payments.contract_hold;
drop table payments.package_return;
drop table payments.package;
alter table payments.contract
  drop constraint contract_open_package_was_given,
  drop column open_package,
  drop column next_package_sequence;

commit;

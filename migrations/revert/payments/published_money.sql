-- SPDX-License-Identifier: EUPL-1.2
begin;

drop view published.debt_repayment, published.debt_interest, published.debt_version, published.correction_version,
          published.bank_match, published.claim_payment, published.claim_cost, published.claim;
drop index payments.bank_match_part_of_target, payments.claim_cost_claimed_again;
drop trigger note_claim_times on payments.claim;
drop function payments.note_claim_times;
drop trigger note_version_in_force on payments.correction_version;
drop trigger note_version_in_force on payments.debt_version;
drop function payments.note_version_in_force;
alter table payments.correction_version drop column in_force_recorded_at;
alter table payments.debt_version drop column in_force_recorded_at;
alter table payments.claim
  drop column sent_recorded_at,
  drop column decided_recorded_at;

commit;

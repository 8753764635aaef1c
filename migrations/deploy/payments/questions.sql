-- SPDX-License-Identifier: EUPL-1.2
-- Questions of the managing authority on a sent claim: while one is open the clock of the verification stands still.
begin;

set local role own_payments;

create table payments.claim_question (
  organisation_id text not null,
  contract_id text not null,
  sequence integer not null,
  question_number integer not null,
  question text not null,
  asked_on date not null,
  asked_by text not null,
  due_on date not null,
  state text not null default 'QUESTION_OPEN',
  answer text not null default '',
  answered_by text not null default '',
  closed_on date,
  suspension_days_max integer not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, sequence, question_number),
  constraint claim_question_claim foreign key (organisation_id, contract_id, sequence)
    references payments.claim (organisation_id, contract_id, sequence),
  constraint claim_question_number check (question_number >= 1),
  constraint claim_question_state check (state in ('QUESTION_OPEN', 'QUESTION_ANSWERED', 'QUESTION_EXPIRED')),
  constraint claim_question_due_after_asking check (due_on >= asked_on and suspension_days_max >= 0),
  constraint claim_question_end_is_known
    check ((state = 'QUESTION_OPEN') = (closed_on is null) and closed_on >= asked_on
           and (state = 'QUESTION_ANSWERED') = (answer <> '') and (answer <> '') = (answered_by <> '')),
  constraint claim_question_answered_by_other check (answered_by <> asked_by)
);
comment on table payments.claim_question is 'Questions on claims, the answers, and how long they stop the clock.';
comment on column payments.claim_question.asked_on is 'Day of asking: the clock stands still from it.';
comment on column payments.claim_question.due_on is 'Last day for the answer.';
comment on column payments.claim_question.closed_on is
  'Day of the answer, or the last day for it when the claim was decided on without one; null: open.';
comment on column payments.claim_question.suspension_days_max is
  'Most days for which all questions of the claim together stop the clock, by the rule on the day of the first.';
create unique index claim_question_one_open on payments.claim_question (organisation_id, contract_id, sequence)
  where state = 'QUESTION_OPEN';

select platform.keep_to_organisation('payments.claim_question');
grant select, insert, update (state, answer, answered_by, closed_on) on payments.claim_question to svc_payments;

commit;

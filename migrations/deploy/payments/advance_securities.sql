-- SPDX-License-Identifier: EUPL-1.2
-- Parts of a state-aid advance that are withdrawn before the rest, and what is done with its security.
begin;

set local role own_payments;

create table payments.advance_withdrawn_part (
  organisation_id text not null,
  contract_id text not null,
  sequence integer not null,
  part integer not null,
  amount_eu_minor bigint not null,
  amount_national_minor bigint not null,
  currency text not null,
  withdrawn_on date not null,
  withdrawn_by text not null,
  reason text not null,
  before_sequence integer not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, sequence, part),
  constraint advance_withdrawn_part_claim foreign key (organisation_id, contract_id, sequence)
    references payments.claim (organisation_id, contract_id, sequence),
  constraint advance_withdrawn_part_number check (part >= 1),
  constraint advance_withdrawn_part_amount
    check (amount_eu_minor >= 0 and amount_national_minor >= 0 and amount_eu_minor + amount_national_minor > 0),
  constraint advance_withdrawn_part_currency check (currency in ('BGN', 'EUR')),
  constraint advance_withdrawn_part_has_a_reason check (reason <> ''),
  constraint advance_withdrawn_part_after_the_advance check (before_sequence > sequence)
);
comment on table payments.advance_withdrawn_part is
  'Parts of a state-aid advance that are verified expenditure no more while the rest waits for costs.';
comment on column payments.advance_withdrawn_part.before_sequence is 'Claims from this one on cover nothing of the part.';
comment on column payments.advance_withdrawn_part.currency is 'In which it was withdrawn; never converted.';

create table payments.advance_security_step (
  organisation_id text not null,
  contract_id text not null,
  sequence integer not null,
  step integer not null,
  kind text not null,
  done_on date not null,
  valid_until date,
  amount_minor bigint,
  currency text,
  reference text not null,
  reason text not null default '',
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, sequence, step),
  constraint advance_security_step_claim foreign key (organisation_id, contract_id, sequence)
    references payments.claim (organisation_id, contract_id, sequence),
  constraint advance_security_step_number check (step >= 1),
  constraint advance_security_step_kind check (kind in ('PROLONG_SECURITY', 'CALL_IN_SECURITY', 'WITHDRAW_SECURITY_CALL',
    'RECEIVE_SECURITY', 'RELEASE_SECURITY')),
  -- AID-6: what a step states.
  constraint advance_security_step_states
    check ((kind = 'PROLONG_SECURITY') = (valid_until is not null)
           and (kind in ('CALL_IN_SECURITY', 'RECEIVE_SECURITY')) = (amount_minor is not null)
           and (amount_minor is null) = (currency is null)
           and coalesce(amount_minor, 1) > 0 and coalesce(currency, 'EUR') in ('BGN', 'EUR')),
  constraint advance_security_step_has_a_reference check (reference <> '')
);
comment on table payments.advance_security_step is 'What was done with the security of a state-aid advance, in its order.';
-- AID-6: whoever gives it pays once, and it is given back once.
create unique index advance_security_step_ends_once on payments.advance_security_step (organisation_id, contract_id, sequence)
 where kind in ('RECEIVE_SECURITY', 'RELEASE_SECURITY');

select platform.keep_to_organisation('payments.advance_withdrawn_part');
select platform.keep_to_organisation('payments.advance_security_step');
grant select, insert on payments.advance_withdrawn_part, payments.advance_security_step to svc_payments;

commit;

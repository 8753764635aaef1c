-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.create_service('payments');
set local role own_payments;

create table payments.contract (
  organisation_id text not null,
  contract_id text not null,
  number text not null,
  procedure text not null,
  concluded_on date not null,
  starts_on date not null,
  amount_eu_minor bigint not null,
  amount_national_minor bigint not null,
  amount_own_minor bigint not null,
  currency text not null,
  version integer not null,
  next_claim_sequence integer not null default 1,
  next_payment_number integer not null default 1,
  open_claim integer,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id),
  constraint contract_currency check (currency in ('BGN', 'EUR')),
  constraint contract_amount_not_negative
    check (amount_eu_minor >= 0 and amount_national_minor >= 0 and amount_own_minor >= 0),
  constraint contract_open_claim_was_given check (open_claim >= 1 and open_claim < next_claim_sequence)
);
comment on table payments.contract is
  'Copy of the contract in force, by event of proposals, and the row by which writes to one contract queue up.';
comment on column payments.contract.procedure is
  'Code of the procedure: its programming period chooses among rules.';
comment on column payments.contract.version is 'Version of the contract that was copied.';
comment on column payments.contract.open_claim is
  'Sequence of the claim that is a draft, sent or in verification; null when there is none.';
comment on column payments.contract.next_claim_sequence is 'Sequence of the next claim.';
comment on column payments.contract.next_payment_number is 'Number of the next payment, 7 for PA007.';

create table payments.claim (
  organisation_id text not null,
  contract_id text not null,
  sequence integer not null,
  kind text not null,
  state text not null,
  requested_eu_minor bigint not null,
  requested_national_minor bigint not null,
  requested_own_minor bigint not null,
  currency text not null,
  sent_on date,
  sent_by text,
  decided_on date,
  decided_by text,
  reference text not null default '',
  decision_marks jsonb not null default '[]',
  advance_refused boolean not null default false,
  refusal_reason text not null default '',
  decisions_recorded integer not null default 0,
  approved_eu_minor bigint,
  approved_national_minor bigint,
  approved_own_minor bigint,
  refused_eu_minor bigint,
  refused_national_minor bigint,
  refused_own_minor bigint,
  paid_eu_minor bigint not null default 0,
  paid_national_minor bigint not null default 0,
  paid_own_minor bigint not null default 0,
  marks jsonb not null default '[]',
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, sequence),
  constraint claim_contract foreign key (organisation_id, contract_id)
    references payments.contract (organisation_id, contract_id),
  constraint claim_sequence check (sequence >= 1),
  constraint claim_kind check (kind in ('ADVANCE', 'INTERIM', 'FINAL')),
  constraint claim_state check (state in ('DRAFT', 'SENT', 'IN_VERIFICATION', 'ACCEPTED', 'REFUSED')),
  constraint claim_currency check (currency in ('BGN', 'EUR')),
  constraint claim_requested_not_negative
    check (requested_eu_minor >= 0 and requested_national_minor >= 0 and requested_own_minor >= 0),
  -- INV-08, see DecideVerification.
  constraint claim_decided_by_other check (decided_by <> sent_by),
  constraint claim_sent_is_known
    check ((state = 'DRAFT') = (sent_on is null) and (sent_on is null) = (sent_by is null)),
  constraint claim_decision_is_known
    check ((state in ('DRAFT', 'SENT')) = (decided_on is null) and (decided_on is null) = (decided_by is null)),
  constraint claim_decided_after_sent check (decided_on >= sent_on),
  constraint claim_refusal_of_advance
    check (advance_refused = (refusal_reason <> '') and (kind = 'ADVANCE' or not advance_refused)),
  constraint claim_refused_advance_is_not_accepted
    check (kind <> 'ADVANCE' or state not in ('ACCEPTED', 'REFUSED')
           or (state = 'REFUSED') = advance_refused),
  -- An advance is no expenditure: nothing of it is approved or refused.
  constraint claim_decision_adds_up check (
    case when kind = 'ADVANCE' or state not in ('ACCEPTED', 'REFUSED')
      then num_nonnulls(approved_eu_minor, approved_national_minor, approved_own_minor,
                        refused_eu_minor, refused_national_minor, refused_own_minor) = 0
      else num_nulls(approved_eu_minor, approved_national_minor, approved_own_minor,
                     refused_eu_minor, refused_national_minor, refused_own_minor) = 0
           and approved_eu_minor >= 0 and approved_national_minor >= 0 and approved_own_minor >= 0
           and refused_eu_minor >= 0 and refused_national_minor >= 0 and refused_own_minor >= 0
           and approved_eu_minor + refused_eu_minor = requested_eu_minor
           and approved_national_minor + refused_national_minor = requested_national_minor
           and approved_own_minor + refused_own_minor = requested_own_minor
    end),
  -- INV-03, see DecidePayment: never more than the claim is owed.
  constraint claim_paid_within_owed check (
    paid_eu_minor >= 0 and paid_national_minor >= 0 and paid_own_minor = 0
    and case
      when state <> 'ACCEPTED' then paid_eu_minor = 0 and paid_national_minor = 0
      when kind = 'ADVANCE'
        then paid_eu_minor <= requested_eu_minor and paid_national_minor <= requested_national_minor
      else paid_eu_minor <= approved_eu_minor and paid_national_minor <= approved_national_minor
    end)
);
comment on table payments.claim is 'Claims by their sequence within a contract (report packages).';
comment on column payments.claim.requested_eu_minor is
  'Asked for by who pays it: an advance as it was given, other kinds the sum of their costs.';
comment on column payments.claim.sent_on is 'Day on which the claim was served on the managing authority.';
comment on column payments.claim.decided_by is 'Who recorded the decision; never who sent the claim.';
comment on column payments.claim.reference is 'Number of the decision or letter; empty: not known.';
comment on column payments.claim.advance_refused is
  'The decision refuses the advance; of other kinds the costs are refused one by one.';
comment on column payments.claim.refusal_reason is 'Why the advance is refused; empty otherwise.';
comment on column payments.claim.decisions_recorded is
  'How many decisions were recorded on it, those withdrawn included: only the latest can be withdrawn.';
comment on column payments.claim.marks is 'Provenance of values, by field.';

create unique index claim_one_advance on payments.claim (organisation_id, contract_id)
  where kind = 'ADVANCE' and state <> 'REFUSED';
create unique index claim_one_final on payments.claim (organisation_id, contract_id)
  where kind = 'FINAL' and state <> 'REFUSED';
create unique index claim_one_open on payments.claim (organisation_id, contract_id)
  where state in ('DRAFT', 'SENT', 'IN_VERIFICATION');

create table payments.claim_cost (
  organisation_id text not null,
  contract_id text not null,
  sequence integer not null,
  cost_id text not null,
  paid_on date not null,
  place integer not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, sequence, cost_id),
  constraint claim_cost_claim foreign key (organisation_id, contract_id, sequence)
    references payments.claim (organisation_id, contract_id, sequence),
  -- A refused cost is recorded anew before it is claimed again, so that no cost is claimed twice.
  constraint claim_cost_once unique (organisation_id, contract_id, cost_id)
);
comment on table payments.claim_cost is 'Costs of a claim, last segment of their names in budgets.';
comment on column payments.claim_cost.paid_on is 'Day on which its document was paid.';
comment on column payments.claim_cost.place is 'Place in the claim as it was given, 1 and up.';

create table payments.claim_refused_cost (
  organisation_id text not null,
  contract_id text not null,
  sequence integer not null,
  cost_id text not null,
  reason text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, sequence, cost_id),
  constraint claim_refused_cost_claimed foreign key (organisation_id, contract_id, sequence, cost_id)
    references payments.claim_cost (organisation_id, contract_id, sequence, cost_id)
);
comment on table payments.claim_refused_cost is 'Costs that the decision on their claim refuses, with the reason.';

create table payments.payment (
  organisation_id text not null,
  contract_id text not null,
  payment_id text not null,
  number text not null,
  sequence integer not null,
  reason text not null,
  amount_eu_minor bigint not null,
  amount_national_minor bigint not null,
  amount_own_minor bigint not null,
  currency text not null,
  paid_on date not null,
  bank_reference text not null default '',
  marks jsonb not null default '[]',
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, payment_id),
  constraint payment_number_once unique (organisation_id, number),
  constraint payment_claim foreign key (organisation_id, contract_id, sequence)
    references payments.claim (organisation_id, contract_id, sequence),
  constraint payment_reason check (reason in ('ADVANCE_PAYMENT', 'APPROVED_EXPENSES')),
  constraint payment_currency check (currency in ('BGN', 'EUR')),
  constraint payment_above_zero
    check (amount_eu_minor >= 0 and amount_national_minor >= 0
           and (amount_eu_minor > 0 or amount_national_minor > 0)),
  constraint payment_own_part_is_not_paid check (amount_own_minor = 0)
);
comment on table payments.payment is 'Money that arrived, for one claim each; never changed after (INV-03).';
comment on column payments.payment.sequence is 'Sequence of the claim that it pays.';
comment on column payments.payment.reason is 'By the kind of the claim: ADVANCE_PAYMENT or APPROVED_EXPENSES.';

select platform.keep_to_organisation('payments.contract');
select platform.keep_to_organisation('payments.claim');
select platform.keep_to_organisation('payments.claim_cost');
select platform.keep_to_organisation('payments.claim_refused_cost');
select platform.keep_to_organisation('payments.payment');

grant select, insert,
      update (number, procedure, concluded_on, starts_on, amount_eu_minor, amount_national_minor,
              amount_own_minor, currency, version, next_claim_sequence, next_payment_number, open_claim)
   on payments.contract to svc_payments;
-- Neither what it asks for nor what kind it is.
grant select, insert,
      update (state, sent_on, sent_by, decided_on, decided_by, reference, decision_marks, advance_refused,
              refusal_reason, decisions_recorded, approved_eu_minor, approved_national_minor,
              approved_own_minor, refused_eu_minor, refused_national_minor, refused_own_minor,
              paid_eu_minor, paid_national_minor)
   on payments.claim to svc_payments;
grant select, insert on payments.claim_cost to svc_payments;
-- A decision that budgets refused is withdrawn with its refused costs.
grant select, insert, delete on payments.claim_refused_cost to svc_payments;
grant select, insert on payments.payment to svc_payments;

-- What reports may see. The tables' row security holds here too, since it is forced on their owner.
create view published.payment as
  select organisation_id, contract_id, payment_id, reason, amount_eu_minor as eu_minor,
         amount_national_minor as national_minor, amount_own_minor as own_minor, currency, paid_on,
         recorded_at
    from payments.payment;
comment on view published.payment is 'Payments by contract: reason ADVANCE_PAYMENT or APPROVED_EXPENSES, amount by who pays.';
grant select on published.payment to svc_reports;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Movements of the bank that are neither a payment nor a document, and what they are instead.
begin;

set local role own_payments;

alter table payments.bank_register
  add column next_explanation integer not null default 1,
  add constraint bank_register_next_explanation check (next_explanation >= 1);
comment on column payments.bank_register.next_explanation is 'Number of the next explanation.';
grant update (next_explanation) on payments.bank_register to svc_payments;

alter table payments.bank_entry
  add column explained_minor bigint not null default 0,
  -- BANK-7: what is matched and what is explained are together never more than the movement.
  add constraint bank_entry_explained_within
    check (explained_minor >= 0 and matched_minor + explained_minor <= abs(amount_minor));
comment on column payments.bank_entry.explained_minor is 'What its explanation in force is for, without sign.';
grant update (explained_minor) on payments.bank_entry to svc_payments;
drop index payments.bank_entry_list;
create index bank_entry_list on payments.bank_entry
  (organisation_id, (matched_minor + explained_minor >= abs(amount_minor)), booked_on, entry_number);

create table payments.bank_explanation (
  organisation_id text not null,
  explanation_number integer not null,
  contract_id text not null,
  entry_number bigint not null,
  kind text not null,
  note text not null,
  amount_minor bigint not null,
  currency text not null,
  state text not null,
  explained_by text not null,
  confirmed_by text,
  withdrawn_by text,
  withdrawal_reason text not null default '',
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, explanation_number),
  constraint bank_explanation_contract foreign key (organisation_id, contract_id)
    references payments.contract (organisation_id, contract_id),
  constraint bank_explanation_entry foreign key (organisation_id, entry_number)
    references payments.bank_entry (organisation_id, entry_number),
  constraint bank_explanation_kind check (kind in ('BANK_FEE', 'BANK_INTEREST', 'OWN_TRANSFER', 'DEBT_REPAYMENT',
    'RETURNED_TRANSFER', 'OF_OTHER_CONTRACT', 'BANK_ERROR', 'OTHER_EXPLANATION')),
  constraint bank_explanation_state
    check (state in ('EXPLANATION_AWAITED', 'EXPLANATION_IN_FORCE', 'EXPLANATION_WITHDRAWN')),
  constraint bank_explanation_currency check (currency in ('BGN', 'EUR')),
  constraint bank_explanation_amount check (amount_minor <> 0),
  constraint bank_explanation_has_note check (note <> ''),
  -- BANK-8, four eyes where money went, see DecideConfirmation.
  constraint bank_explanation_confirmed_by_other check (confirmed_by <> explained_by),
  constraint bank_explanation_money_out_confirmed
    check (state <> 'EXPLANATION_IN_FORCE' or amount_minor > 0 or confirmed_by is not null),
  constraint bank_explanation_withdrawn_with_reason
    check ((state = 'EXPLANATION_WITHDRAWN') = (withdrawn_by is not null)
           and (withdrawn_by is null) = (withdrawal_reason = ''))
);
comment on table payments.bank_explanation is
  'What persons said of movements that are neither payments nor documents; only the state moves.';
comment on column payments.bank_explanation.amount_minor is
  'What was not matched of the movement then; above 0: money came; below 0: money went.';
create unique index bank_explanation_one_of_entry on payments.bank_explanation (organisation_id, entry_number)
 where state <> 'EXPLANATION_WITHDRAWN';
create index bank_explanation_of_contract on payments.bank_explanation (organisation_id, contract_id, explanation_number);

select platform.keep_to_organisation('payments.bank_explanation');
grant select, insert, update (state, confirmed_by, withdrawn_by, withdrawal_reason) on payments.bank_explanation
   to svc_payments;

commit;

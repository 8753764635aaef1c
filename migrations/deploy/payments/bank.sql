-- SPDX-License-Identifier: EUPL-1.2
-- Statements of the bank, their movements, and what these were matched with.
begin;

set local role own_payments;

create table payments.bank_register (
  organisation_id text not null,
  next_statement integer not null default 1,
  next_entry bigint not null default 1,
  next_match integer not null default 1,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id),
  constraint bank_register_numbers check (next_statement >= 1 and next_entry >= 1 and next_match >= 1)
);
comment on table payments.bank_register is
  'Gives out the numbers of an organisation''s statements, movements and matches, and is the row by which imports and matches queue up.';
comment on column payments.bank_register.next_statement is 'Number of the next statement.';
comment on column payments.bank_register.next_entry is 'Number of the next movement.';
comment on column payments.bank_register.next_match is 'Number of the next match.';

create table payments.bank_statement (
  organisation_id text not null,
  statement_number integer not null,
  account text not null,
  currency text not null,
  bank_number text not null default '',
  from_day date not null,
  to_day date not null,
  opening_minor bigint,
  closing_minor bigint,
  entry_count integer not null,
  new_entry_count integer not null,
  sha256 text not null,
  file_name text not null,
  form text not null,
  findings jsonb not null default '[]',
  imported_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, statement_number),
  constraint bank_statement_file_once unique (organisation_id, account, sha256),
  constraint bank_statement_currency check (currency in ('BGN', 'EUR')),
  constraint bank_statement_days check (from_day <= to_day),
  constraint bank_statement_balances check ((opening_minor is null) = (closing_minor is null)),
  constraint bank_statement_counts check (new_entry_count between 0 and entry_count),
  constraint bank_statement_form check (form in ('CAMT_053', 'BANK_CSV'))
);
comment on table payments.bank_statement is 'Statements as they were imported, each file once for an account.';
comment on column payments.bank_statement.bank_number is 'Number that the bank gave it; empty: none.';
comment on column payments.bank_statement.opening_minor is 'Balance before the first movement; null: the file does not say.';
comment on column payments.bank_statement.closing_minor is 'Balance after the last movement; null: the file does not say.';
comment on column payments.bank_statement.new_entry_count is 'Movements that no earlier statement had brought.';
comment on column payments.bank_statement.findings is 'What a person should know although the file could be read: reason, place, values.';

create table payments.bank_entry (
  organisation_id text not null,
  entry_number bigint not null,
  statement_number integer not null,
  account text not null,
  entry_key text not null,
  booked_on date not null,
  value_on date,
  amount_minor bigint not null,
  currency text not null,
  bank_reference text not null default '',
  end_to_end_id text not null default '',
  counterparty_name text not null default '',
  counterparty_iban text not null default '',
  remittance text not null default '',
  place text not null,
  matched_minor bigint not null default 0,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, entry_number),
  -- A movement that two statements report is here once, see KeysOf.
  constraint bank_entry_once unique (organisation_id, account, entry_key),
  constraint bank_entry_statement foreign key (organisation_id, statement_number)
    references payments.bank_statement (organisation_id, statement_number),
  constraint bank_entry_currency check (currency in ('BGN', 'EUR')),
  -- See CheckMatch: never more than the movement.
  constraint bank_entry_matched_within check (matched_minor >= 0 and matched_minor <= abs(amount_minor))
);
comment on table payments.bank_entry is 'Movements of accounts.';
comment on column payments.bank_entry.entry_key is 'What makes it the same movement in another statement of the account.';
comment on column payments.bank_entry.amount_minor is 'Above 0: money came; below 0: money went.';
comment on column payments.bank_entry.place is 'Where it stands in the file, "Ntry[3]" or "line 27".';
comment on column payments.bank_entry.matched_minor is 'Sum of its parts of matches that were not withdrawn, without sign.';
create index bank_entry_list on payments.bank_entry
  (organisation_id, (matched_minor >= abs(amount_minor)), booked_on, entry_number);
create index bank_entry_account on payments.bank_entry (organisation_id, account, booked_on, entry_number);

create table payments.bank_target (
  organisation_id text not null,
  target_key text not null,
  amount_minor bigint not null,
  currency text not null,
  matched_minor bigint not null default 0,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, target_key),
  constraint bank_target_currency check (currency in ('BGN', 'EUR')),
  -- See CheckMatch: never more than was received or paid.
  constraint bank_target_matched_within check (matched_minor >= 0 and matched_minor <= amount_minor)
);
comment on table payments.bank_target is
  'What movements are matched with: payments received, and documents paid, whichever contracts claim from them.';
comment on column payments.bank_target.target_key is '"payments/{contract}/{payment}" or "documents/{digest of its natural key}".';
comment on column payments.bank_target.amount_minor is 'What was received, or the total of the document.';
comment on column payments.bank_target.matched_minor is 'Sum of its parts of matches that were not withdrawn.';

create table payments.bank_match (
  organisation_id text not null,
  match_number integer not null,
  contract_id text not null,
  note text not null default '',
  confirmed_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, match_number),
  constraint bank_match_contract foreign key (organisation_id, contract_id)
    references payments.contract (organisation_id, contract_id)
);
comment on table payments.bank_match is 'What a person has confirmed; never changed after.';
create index bank_match_of_contract on payments.bank_match (organisation_id, contract_id, match_number);

create table payments.bank_match_part (
  organisation_id text not null,
  match_number integer not null,
  part_number integer not null,
  entry_number bigint not null,
  target_key text not null,
  record text not null,
  amount_minor bigint not null,
  currency text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, match_number, part_number),
  constraint bank_match_part_pair_once unique (organisation_id, match_number, entry_number, target_key),
  constraint bank_match_part_match foreign key (organisation_id, match_number)
    references payments.bank_match (organisation_id, match_number),
  constraint bank_match_part_entry foreign key (organisation_id, entry_number)
    references payments.bank_entry (organisation_id, entry_number),
  constraint bank_match_part_target foreign key (organisation_id, target_key)
    references payments.bank_target (organisation_id, target_key),
  constraint bank_match_part_above_zero check (amount_minor > 0),
  constraint bank_match_part_currency check (currency in ('BGN', 'EUR'))
);
comment on table payments.bank_match_part is 'Parts of movements and what they are; never changed after.';
comment on column payments.bank_match_part.record is 'Below the contract: "payments/PA001" or "costs/7".';
create index bank_match_part_of_entry on payments.bank_match_part (organisation_id, entry_number);

create table payments.bank_match_withdrawal (
  organisation_id text not null,
  match_number integer not null,
  reason text not null,
  withdrawn_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, match_number),
  constraint bank_match_withdrawal_match foreign key (organisation_id, match_number)
    references payments.bank_match (organisation_id, match_number)
);
comment on table payments.bank_match_withdrawal is 'Matches that were confirmed by mistake, each withdrawn once.';

select platform.keep_to_organisation('payments.bank_register');
select platform.keep_to_organisation('payments.bank_statement');
select platform.keep_to_organisation('payments.bank_entry');
select platform.keep_to_organisation('payments.bank_target');
select platform.keep_to_organisation('payments.bank_match');
select platform.keep_to_organisation('payments.bank_match_part');
select platform.keep_to_organisation('payments.bank_match_withdrawal');

grant select, insert, update (next_statement, next_entry, next_match) on payments.bank_register to svc_payments;
grant select, insert on payments.bank_statement to svc_payments;
grant select, insert, update (matched_minor) on payments.bank_entry to svc_payments;
-- The total of a document falls when a credit note comes, never below what is matched.
grant select, insert, update (amount_minor, matched_minor) on payments.bank_target to svc_payments;
grant select, insert on payments.bank_match to svc_payments;
grant select, insert on payments.bank_match_part to svc_payments;
grant select, insert on payments.bank_match_withdrawal to svc_payments;

commit;

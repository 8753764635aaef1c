-- SPDX-License-Identifier: EUPL-1.2
-- Signals, the register of irregularities, and financial corrections with their versions.
begin;

set local role own_payments;

create table payments.recovery_account (
  organisation_id text not null,
  contract_id text not null,
  next_signal integer not null default 1,
  next_irregularity integer not null default 1,
  next_correction integer not null default 1,
  next_debt integer not null default 1,
  support_eu_minor bigint not null default 0,
  support_national_minor bigint not null default 0,
  corrected_eu_minor bigint not null default 0,
  corrected_national_minor bigint not null default 0,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id),
  constraint recovery_account_contract foreign key (organisation_id, contract_id)
    references payments.contract (organisation_id, contract_id),
  -- REC-1, see DecideEntry.
  constraint recovery_corrected_within_support
    check (corrected_eu_minor >= 0 and corrected_national_minor >= 0
           and corrected_eu_minor <= support_eu_minor
           and corrected_national_minor <= support_national_minor)
);
comment on table payments.recovery_account is
  'Of a contract: the next numbers of its signals, cases, corrections and debts, and all corrections in force beside its grant.';
comment on column payments.recovery_account.support_eu_minor is
  'EU part of the contract''s grant when a correction was last entered.';
comment on column payments.recovery_account.corrected_eu_minor is 'EU part of all corrections in force.';

create table payments.signal (
  organisation_id text not null,
  contract_id text not null,
  signal_id integer not null,
  state text not null,
  received_on date not null,
  violation text not null,
  informer text not null default '',
  registered_on date,
  register_by date not null,
  check_by date not null,
  check_extended boolean not null default false,
  classification text,
  ended_on date,
  copy_by date,
  note text not null default '',
  marks jsonb not null default '[]',
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, signal_id),
  constraint signal_contract foreign key (organisation_id, contract_id)
    references payments.contract (organisation_id, contract_id),
  constraint signal_state check (state in ('SIGNAL_DRAFT', 'SIGNAL_ACTIVE', 'SIGNAL_ENDED', 'SIGNAL_REMOVED')),
  constraint signal_classification
    check (classification in ('NO_IRREGULARITY', 'IRREGULARITY', 'SUSPECTED_FRAUD', 'ESTABLISHED_FRAUD')),
  constraint signal_ended_is_classified
    check ((state = 'SIGNAL_ENDED') = (classification is not null)
           and (classification is null) = (ended_on is null) and (ended_on is null) = (copy_by is null)),
  constraint signal_registered_is_known
    check (case state when 'SIGNAL_DRAFT' then registered_on is null
                      when 'SIGNAL_REMOVED' then true else registered_on is not null end),
  constraint signal_days_in_order check (registered_on >= received_on and ended_on >= registered_on)
);
comment on table payments.signal is 'Word of something that may be an irregularity, by its number within a contract.';
comment on column payments.signal.informer is 'Body or capacity, no personal data; empty: anonymous.';

create table payments.irregularity_register (
  organisation_id text not null,
  register text not null,
  fund text not null,
  year integer not null,
  next_number integer not null default 1,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, register, fund, year),
  constraint irregularity_register_number check (next_number >= 1)
);
comment on table payments.irregularity_register is
  'Next number of a register, fund and year; taken in the transaction of its case, so that none is left out.';

create table payments.irregularity (
  organisation_id text not null,
  contract_id text not null,
  irregularity_id integer not null,
  signal_id integer not null,
  register text not null,
  fund text not null,
  year integer not null,
  number integer not null,
  notifications integer not null default 1,
  classification text not null,
  state text not null,
  registered_on date not null,
  amount_eu_minor bigint not null,
  amount_national_minor bigint not null,
  currency text not null,
  before_payment boolean not null,
  description text not null,
  fund_amount_eur_minor bigint not null,
  reported_to_olaf boolean not null,
  threshold_rule text not null,
  note text not null default '',
  marks jsonb not null default '[]',
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, irregularity_id),
  constraint irregularity_signal foreign key (organisation_id, contract_id, signal_id)
    references payments.signal (organisation_id, contract_id, signal_id),
  constraint irregularity_signal_once unique (organisation_id, contract_id, signal_id),
  constraint irregularity_number_once unique (organisation_id, register, fund, year, number),
  constraint irregularity_classification
    check (classification in ('IRREGULARITY', 'SUSPECTED_FRAUD', 'ESTABLISHED_FRAUD')),
  constraint irregularity_state
    check (state in ('CASE_ACTIVE', 'CASE_ENDED', 'CASE_TERMINATED', 'CASE_CANCELED')),
  constraint irregularity_currency check (currency in ('BGN', 'EUR')),
  constraint irregularity_amount_not_negative check (amount_eu_minor >= 0 and amount_national_minor >= 0),
  constraint irregularity_year check (year = extract(year from registered_on))
);
comment on table payments.irregularity is
  'Register of irregularities. The national number is register/yy/fund/0001/notification, kept as it was typed.';

create table payments.irregularity_notification (
  organisation_id text not null,
  contract_id text not null,
  irregularity_id integer not null,
  notification integer not null,
  reported_on date not null,
  state text not null,
  amount_eu_minor bigint not null,
  amount_national_minor bigint not null,
  currency text not null,
  fund_amount_eur_minor bigint not null,
  reported_to_olaf boolean not null,
  text text not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, irregularity_id, notification),
  constraint notification_irregularity foreign key (organisation_id, contract_id, irregularity_id)
    references payments.irregularity (organisation_id, contract_id, irregularity_id),
  constraint notification_number check (notification >= 1),
  constraint notification_amount_not_negative check (amount_eu_minor >= 0 and amount_national_minor >= 0)
);
comment on table payments.irregularity_notification is
  'What was notified of a case, the first on registration; the quarterly report lists these. Never changed after.';
create index notification_by_day on payments.irregularity_notification (organisation_id, reported_on);

create table payments.correction (
  organisation_id text not null,
  contract_id text not null,
  correction_id integer not null,
  state text not null,
  irregularity_id integer,
  last_version integer not null default 1,
  amount_eu_minor bigint not null default 0,
  amount_national_minor bigint not null default 0,
  indebted_eu_minor bigint not null default 0,
  indebted_national_minor bigint not null default 0,
  currency text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, correction_id),
  constraint correction_contract foreign key (organisation_id, contract_id)
    references payments.contract (organisation_id, contract_id),
  constraint correction_irregularity foreign key (organisation_id, contract_id, irregularity_id)
    references payments.irregularity (organisation_id, contract_id, irregularity_id),
  constraint correction_state check (state in ('RECOVERY_NEW', 'RECOVERY_ENTERED', 'RECOVERY_REMOVED')),
  constraint correction_currency check (currency in ('BGN', 'EUR')),
  constraint correction_in_force_has_its_amount
    check (amount_eu_minor >= 0 and amount_national_minor >= 0
           and (state = 'RECOVERY_ENTERED') = (amount_eu_minor > 0 or amount_national_minor > 0)),
  -- REC-4, see DecideDebtOfCorrection.
  constraint correction_indebted_within_amount
    check (indebted_eu_minor >= 0 and indebted_national_minor >= 0
           and indebted_eu_minor <= amount_eu_minor and indebted_national_minor <= amount_national_minor)
);
comment on table payments.correction is 'Financial corrections: amount in force (0 unless entered) and what debts were made of it.';
-- REC-2: one correction of an irregularity, never a sum.
create unique index correction_one_of_irregularity
  on payments.correction (organisation_id, contract_id, irregularity_id)
  where irregularity_id is not null and state <> 'RECOVERY_REMOVED';

create table payments.correction_version (
  organisation_id text not null,
  contract_id text not null,
  correction_id integer not null,
  version integer not null,
  state text not null,
  percent_ten_thousandths bigint not null,
  percent_basis text not null,
  affected_eu_minor bigint not null,
  affected_national_minor bigint not null,
  amount_eu_minor bigint not null,
  amount_national_minor bigint not null,
  currency text not null,
  decided_on date not null,
  content jsonb not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, correction_id, version),
  constraint correction_version_correction foreign key (organisation_id, contract_id, correction_id)
    references payments.correction (organisation_id, contract_id, correction_id),
  constraint correction_version_state check (state in ('VERSION_DRAFT', 'VERSION_ACTUAL', 'VERSION_ARCHIVED')),
  constraint correction_version_percent check (percent_ten_thousandths between 1 and 1000000),
  constraint correction_version_within_affected
    check (amount_eu_minor >= 0 and amount_national_minor >= 0
           and amount_eu_minor <= affected_eu_minor and amount_national_minor <= affected_national_minor)
);
comment on table payments.correction_version is
  'Versions of corrections. content: scale, findings, indicators, period, bearer, reasons and marks as they were stated.';
comment on column payments.correction_version.percent_ten_thousandths is
  'Percentage, 250000 for 25 percent, rounded for showing; the amount is of the exact fraction.';
create unique index correction_version_one_draft
  on payments.correction_version (organisation_id, contract_id, correction_id) where state = 'VERSION_DRAFT';
create unique index correction_version_one_actual
  on payments.correction_version (organisation_id, contract_id, correction_id) where state = 'VERSION_ACTUAL';

select platform.keep_to_organisation(format('payments.%I', kept)::regclass)
  from unnest(array['recovery_account', 'signal', 'irregularity_register', 'irregularity',
                    'irregularity_notification', 'correction', 'correction_version']) as kept;

grant select, insert,
      update (next_signal, next_irregularity, next_correction, next_debt, support_eu_minor,
              support_national_minor, corrected_eu_minor, corrected_national_minor)
   on payments.recovery_account to svc_payments;
grant select, insert,
      update (state, registered_on, check_by, check_extended, classification, ended_on, copy_by, note)
   on payments.signal to svc_payments;
grant select, insert, update (next_number) on payments.irregularity_register to svc_payments;
grant select, insert,
      update (state, notifications, amount_eu_minor, amount_national_minor, fund_amount_eur_minor,
              reported_to_olaf, note)
   on payments.irregularity to svc_payments;
grant select, insert on payments.irregularity_notification to svc_payments;
grant select, insert,
      update (state, last_version, amount_eu_minor, amount_national_minor, indebted_eu_minor,
              indebted_national_minor)
   on payments.correction to svc_payments;
-- A draft may be written anew; a version in force or archived may not, see the rule below.
grant select, insert,
      update (state, percent_ten_thousandths, percent_basis, affected_eu_minor, affected_national_minor,
              amount_eu_minor, amount_national_minor, decided_on, content, recorded_by)
   on payments.correction_version to svc_payments;

-- Only a draft changes its values; any other version changes its state alone.
create function payments.keep_version() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.state <> 'VERSION_DRAFT'
     and to_jsonb(new) - 'state' is distinct from to_jsonb(old) - 'state' then
    raise exception 'a version that was in force is not changed';
  end if;
  if old.state = 'VERSION_ARCHIVED' and new.state <> old.state
     or old.state = 'VERSION_ACTUAL' and new.state = 'VERSION_DRAFT' then
    raise exception 'a version does not come back';
  end if;
  return new;
end $$;
create trigger keep_version before update on payments.correction_version
  for each row execute function payments.keep_version();

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Debts with their versions, the interest that was charged, and what was recovered.
begin;

set local role own_payments;

create table payments.debt (
  organisation_id text not null,
  contract_id text not null,
  debt_id integer not null,
  number text not null,
  state text not null,
  basis text not null,
  book text not null,
  correction_id integer,
  claim_sequence integer,
  last_version integer not null default 1,
  status text not null default 'VOLUNTARY',
  principal_eu_minor bigint not null default 0,
  principal_national_minor bigint not null default 0,
  repaid_principal_eu_minor bigint not null default 0,
  repaid_principal_national_minor bigint not null default 0,
  charged_interest_eu_minor bigint not null default 0,
  charged_interest_national_minor bigint not null default 0,
  repaid_interest_eu_minor bigint not null default 0,
  repaid_interest_national_minor bigint not null default 0,
  currency text not null,
  interest_from date,
  last_movement_on date,
  next_piece integer not null default 1,
  next_repayment integer not null default 1,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, debt_id),
  constraint debt_number_once unique (organisation_id, number),
  constraint debt_contract foreign key (organisation_id, contract_id)
    references payments.contract (organisation_id, contract_id),
  constraint debt_correction foreign key (organisation_id, contract_id, correction_id)
    references payments.correction (organisation_id, contract_id, correction_id),
  constraint debt_state check (state in ('RECOVERY_NEW', 'RECOVERY_ENTERED', 'RECOVERY_REMOVED')),
  constraint debt_basis
    check (basis in ('NEGATIVE_BALANCE', 'CORRECTION_DEBT', 'OVERPAYMENT', 'OTHER_BASIS')),
  constraint debt_claim foreign key (organisation_id, contract_id, claim_sequence)
    references payments.claim (organisation_id, contract_id, sequence),
  constraint debt_of_balance_names_its_claim
    check ((basis = 'NEGATIVE_BALANCE') = (claim_sequence is not null)),
  constraint debt_of_correction_names_it check ((basis = 'CORRECTION_DEBT') = (correction_id is not null)),
  constraint debt_book check (book in ('DEBTORS', 'SYSTEM_WEAKNESSES')),
  constraint debt_status
    check (status in ('VOLUNTARY', 'ENFORCED', 'ENFORCED_BY_REVENUE_AGENCY', 'REPAID_IN_FULL',
                      'DEBT_CLOSED', 'UNRECOVERABLE', 'RESCHEDULED', 'OTHER_STATUS')),
  constraint debt_currency check (currency in ('BGN', 'EUR')),
  constraint debt_entered_has_its_days
    check (state <> 'RECOVERY_ENTERED' or (interest_from is not null and last_movement_on is not null)),
  -- DEB-1, see ApplyRepayment: nothing is recovered twice or beyond what is owed.
  constraint debt_repaid_within_principal
    check (repaid_principal_eu_minor >= 0 and repaid_principal_national_minor >= 0
           and repaid_principal_eu_minor <= principal_eu_minor
           and repaid_principal_national_minor <= principal_national_minor),
  constraint debt_repaid_within_interest
    check (repaid_interest_eu_minor >= 0 and repaid_interest_national_minor >= 0
           and repaid_interest_eu_minor <= charged_interest_eu_minor
           and repaid_interest_national_minor <= charged_interest_national_minor),
  -- DEB-5: a debt that was taken back holds nothing.
  constraint debt_removed_is_empty
    check (state <> 'RECOVERY_REMOVED' or (principal_eu_minor = 0 and principal_national_minor = 0
                                           and next_repayment = 1)),
  constraint debt_repaid_in_full_owes_nothing
    check (status <> 'REPAID_IN_FULL'
           or (repaid_principal_eu_minor = principal_eu_minor
               and repaid_principal_national_minor = principal_national_minor
               and repaid_interest_eu_minor = charged_interest_eu_minor
               and repaid_interest_national_minor = charged_interest_national_minor))
);
comment on table payments.debt is
  'What a beneficiary owes back: principal in force (0 unless entered), interest charged and what was recovered of each, part by part.';
comment on column payments.debt.interest_from is 'First day for which no interest was charged yet; after the voluntary period at first.';
comment on column payments.debt.last_movement_on is
  'Day of the latest repayment or version: none is recorded for a day before it.';

-- DEB-6: the negative balance of a claim is one debt.
create unique index debt_one_of_claim on payments.debt (organisation_id, contract_id, claim_sequence)
  where claim_sequence is not null and state <> 'RECOVERY_REMOVED';

create table payments.debt_version (
  organisation_id text not null,
  contract_id text not null,
  debt_id integer not null,
  version integer not null,
  state text not null,
  principal_eu_minor bigint not null,
  principal_national_minor bigint not null,
  currency text not null,
  declared boolean not null,
  served_on date not null,
  voluntary_until date not null,
  effective_on date not null,
  content jsonb not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, debt_id, version),
  constraint debt_version_debt foreign key (organisation_id, contract_id, debt_id)
    references payments.debt (organisation_id, contract_id, debt_id),
  constraint debt_version_state check (state in ('VERSION_DRAFT', 'VERSION_ACTUAL', 'VERSION_ARCHIVED')),
  constraint debt_version_above_zero
    check (principal_eu_minor >= 0 and principal_national_minor >= 0
           and (version > 1 or principal_eu_minor > 0 or principal_national_minor > 0)),
  constraint debt_version_days_in_order check (voluntary_until >= served_on and effective_on >= served_on)
);
comment on table payments.debt_version is
  'Versions of debts. content: national number, reason of the amendment and marks as they were stated.';
create unique index debt_version_one_draft
  on payments.debt_version (organisation_id, contract_id, debt_id) where state = 'VERSION_DRAFT';
create unique index debt_version_one_actual
  on payments.debt_version (organisation_id, contract_id, debt_id) where state = 'VERSION_ACTUAL';

create table payments.debt_interest (
  organisation_id text not null,
  contract_id text not null,
  debt_id integer not null,
  piece integer not null,
  from_on date not null,
  to_on date not null,
  principal_eu_minor bigint not null,
  principal_national_minor bigint not null,
  yearly_hundred_thousandths bigint not null,
  year_days integer not null,
  daily_hundred_thousandths bigint not null,
  interest_eu_minor bigint not null,
  interest_national_minor bigint not null,
  interest_total_minor bigint not null,
  currency text not null,
  source text not null,
  verified boolean not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, debt_id, piece),
  constraint debt_interest_debt foreign key (organisation_id, contract_id, debt_id)
    references payments.debt (organisation_id, contract_id, debt_id),
  -- DEB-3: no day bears interest twice.
  constraint debt_interest_day_once unique (organisation_id, contract_id, debt_id, from_on),
  constraint debt_interest_days_in_order check (to_on >= from_on),
  constraint debt_interest_not_negative
    check (interest_eu_minor >= 0 and interest_national_minor >= 0 and interest_total_minor >= 0),
  constraint debt_interest_within_a_cent
    check (abs(interest_total_minor - interest_eu_minor - interest_national_minor) <= 1)
);
comment on table payments.debt_interest is
  'Interest that was charged, a piece for each rate and principal, both days counted; rates in hundred-thousandths of a percent. Never changed after.';

create table payments.debt_repayment (
  organisation_id text not null,
  contract_id text not null,
  debt_id integer not null,
  repayment integer not null,
  amount_minor bigint not null,
  currency text not null,
  repaid_on date not null,
  way text not null,
  kind text not null,
  reference text not null,
  to_interest_eu_minor bigint not null,
  to_interest_national_minor bigint not null,
  to_principal_eu_minor bigint not null,
  to_principal_national_minor bigint not null,
  order_rule text not null,
  marks jsonb not null default '[]',
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, debt_id, repayment),
  constraint debt_repayment_debt foreign key (organisation_id, contract_id, debt_id)
    references payments.debt (organisation_id, contract_id, debt_id),
  constraint debt_repayment_way check (way in ('BY_BANK', 'DEDUCTION', 'WRITTEN_OFF', 'LIMIT_DEDUCTION')),
  constraint debt_repayment_kind
    check (kind in ('EX_GRATIA', 'BY_REVENUE_AGENCY', 'COLLATERAL', 'OTHER_KIND')),
  constraint debt_repayment_adds_up
    check (amount_minor > 0 and to_interest_eu_minor >= 0 and to_interest_national_minor >= 0
           and to_principal_eu_minor >= 0 and to_principal_national_minor >= 0
           and to_interest_eu_minor + to_interest_national_minor + to_principal_eu_minor
               + to_principal_national_minor = amount_minor)
);
comment on table payments.debt_repayment is 'What was recovered and what it paid off; never changed after.';

select platform.keep_to_organisation(format('payments.%I', kept)::regclass)
  from unnest(array['debt', 'debt_version', 'debt_interest', 'debt_repayment']) as kept;

grant select, insert,
      update (state, last_version, status, principal_eu_minor, principal_national_minor,
              repaid_principal_eu_minor, repaid_principal_national_minor, charged_interest_eu_minor,
              charged_interest_national_minor, repaid_interest_eu_minor, repaid_interest_national_minor,
              interest_from, last_movement_on, next_piece, next_repayment)
   on payments.debt to svc_payments;
grant select, insert,
      update (state, principal_eu_minor, principal_national_minor, declared, served_on, voluntary_until,
              effective_on, content, recorded_by)
   on payments.debt_version to svc_payments;
grant select, insert on payments.debt_interest to svc_payments;
grant select, insert on payments.debt_repayment to svc_payments;

create trigger keep_version before update on payments.debt_version
  for each row execute function payments.keep_version();

commit;

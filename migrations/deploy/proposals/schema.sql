-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.create_service('proposals');
set local role own_proposals;

create table proposals.proposal (
  organisation_id text not null,
  proposal_id text not null,
  number text not null,
  procedure text not null,
  title text not null,
  requested_eu_minor bigint not null,
  requested_national_minor bigint not null,
  requested_own_minor bigint not null,
  currency text not null,
  duration_months integer not null,
  target_groups text[] not null default '{}',
  state text not null,
  submitted_on date,
  evaluation_kind text,
  evaluation_standing text,
  evaluation_decided_on date,
  evaluation_reference text not null default '',
  evaluation_marks jsonb not null default '[]',
  marks jsonb not null default '[]',
  recorded_at timestamptz not null default now(),
  constraint proposal_key primary key (organisation_id, proposal_id),
  constraint proposal_parts check (requested_eu_minor >= 0 and requested_national_minor >= 0
                                   and requested_own_minor >= 0),
  constraint proposal_total check (requested_eu_minor + requested_national_minor
                                   + requested_own_minor > 0),
  constraint proposal_currency check (currency in ('BGN', 'EUR')),
  constraint proposal_duration check (duration_months between 1 and 120),
  constraint proposal_state check (state in ('DRAFT', 'REGISTERED', 'EVALUATED', 'CONTRACTED')),
  constraint proposal_submitted check ((submitted_on is null) = (state = 'DRAFT')),
  constraint proposal_evaluated check ((evaluation_decided_on is not null)
                                       = (state in ('EVALUATED', 'CONTRACTED'))),
  constraint proposal_evaluation_whole check (num_nulls(evaluation_kind, evaluation_standing,
                                                        evaluation_decided_on) in (0, 3)),
  constraint proposal_evaluation_kind check (evaluation_kind in ('ADMINISTRATIVE',
                                                                 'TECHNICAL_FINANCIAL', 'COMPLEX')),
  constraint proposal_standing check (evaluation_standing in ('APPROVED', 'RESERVE', 'REJECTED')),
  constraint proposal_contracted check (state <> 'CONTRACTED' or evaluation_standing = 'APPROVED')
);
comment on table proposals.proposal is
  'Project proposals under a procedure, with the result of their evaluation.';
comment on column proposals.proposal.proposal_id is
  'The register number, folded: finds the proposal however it was typed.';
comment on column proposals.proposal.number is 'The register number as it was typed.';
comment on column proposals.proposal.procedure is 'Code of the procedure as reference writes it.';
comment on column proposals.proposal.requested_eu_minor is 'Asked for from the Union, in hundredths.';
comment on column proposals.proposal.requested_national_minor is
  'Asked for from the national budget, in hundredths.';
comment on column proposals.proposal.requested_own_minor is
  'Own contribution that was offered, in hundredths.';
comment on column proposals.proposal.submitted_on is 'Day of submission; null while it is a draft.';
comment on column proposals.proposal.evaluation_decided_on is
  'Day of the decision on the evaluation; null before it.';
comment on column proposals.proposal.marks is 'Provenance of values, by field.';
select platform.keep_to_organisation('proposals.proposal');
grant select, insert,
      update (state, submitted_on, evaluation_kind, evaluation_standing, evaluation_decided_on,
              evaluation_reference, evaluation_marks)
   on proposals.proposal to svc_proposals;

create table proposals.contract (
  organisation_id text not null,
  contract_id text not null,
  number text not null,
  number_mixes_scripts boolean not null,
  proposal_id text not null,
  concluded_on date not null,
  starts_on date not null,
  duration_months integer not null,
  period_rule text not null,
  ends_on date not null,
  amount_eu_minor bigint not null,
  amount_national_minor bigint not null,
  amount_own_minor bigint not null,
  currency text not null,
  state text not null,
  version integer not null,
  open_change text,
  marks jsonb not null default '[]',
  recorded_at timestamptz not null default now(),
  constraint contract_key primary key (organisation_id, contract_id),
  constraint proposal_already_contracted unique (organisation_id, proposal_id),
  constraint contract_proposal foreign key (organisation_id, proposal_id)
    references proposals.proposal (organisation_id, proposal_id),
  constraint contract_parts check (amount_eu_minor >= 0 and amount_national_minor >= 0
                                   and amount_own_minor >= 0),
  constraint contract_total check (amount_eu_minor + amount_national_minor + amount_own_minor > 0),
  constraint contract_currency check (currency in ('BGN', 'EUR')),
  constraint contract_duration check (duration_months between 1 and 120),
  constraint contract_starts check (starts_on >= concluded_on),
  constraint contract_ends check (ends_on >= starts_on),
  -- The last day that is taken (platform/calendar/civil.h); followers could not read a year of five digits.
  constraint contract_ends_in_range check (ends_on <= date '2100-12-31'),
  constraint contract_period_rule check (period_rule in ('SAME_NUMBERED_DAY', 'DAY_BEFORE')),
  constraint contract_state check (state in ('CONCLUDED', 'ACTIVE', 'ENDED')),
  constraint contract_version check (version >= 1)
);
comment on table proposals.contract is
  'Grant contracts in their current version; the row guards what may be open on the contract.';
comment on column proposals.contract.contract_id is
  'The register number under which it was concluded, folded; an annex does not change it.';
comment on column proposals.contract.number is 'The register number as it was typed.';
comment on column proposals.contract.number_mixes_scripts is
  'The typed number mixes Latin and Cyrillic letters.';
comment on column proposals.contract.period_rule is
  'How the last day is read from the first one and the months.';
comment on column proposals.contract.ends_on is 'Last day of implementation, computed by period_rule.';
comment on column proposals.contract.amount_eu_minor is 'Paid by the Union, in hundredths.';
comment on column proposals.contract.amount_national_minor is
  'Paid by the national budget, in hundredths.';
comment on column proposals.contract.amount_own_minor is 'Paid by the beneficiary, in hundredths.';
comment on column proposals.contract.open_change is
  'Which change of the contract is open (an annex or a report package, never both); null: none.';
comment on column proposals.contract.marks is 'Provenance of values, by field.';
select platform.keep_to_organisation('proposals.contract');
grant select, insert on proposals.contract to svc_proposals;

commit;

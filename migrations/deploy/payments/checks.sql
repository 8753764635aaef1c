-- SPDX-License-Identifier: EUPL-1.2
-- How the managing authority looks at packages: checklists that are data, checks of documents, samples of costs.
begin;

set local role own_payments;

create table payments.checklist (
  organisation_id text not null,
  checklist_id text not null,
  version integer not null,
  document text not null,
  programming_period text not null,
  questions jsonb not null,
  source text not null,
  verified boolean not null,
  retired boolean not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, checklist_id, version),
  constraint checklist_version check (version >= 1),
  constraint checklist_document
    check (document in ('PAYMENT_CLAIM_DOCUMENT', 'TECHNICAL_REPORT_DOCUMENT', 'FINANCIAL_REPORT_DOCUMENT')),
  constraint checklist_source check (source <> '')
);
comment on table payments.checklist is
  'Questions on documents of a kind, by version; while the newest is not retired, such a document needs a check.';
comment on column payments.checklist.programming_period is 'Of the procedures for which it holds; empty: any.';
comment on column payments.checklist.questions is 'In their order: code, text, source.';
comment on column payments.checklist.verified is 'Whether the text of the source was read.';

create table payments.package_check (
  organisation_id text not null,
  contract_id text not null,
  package_sequence integer not null,
  check_number integer not null,
  document text not null,
  document_version integer not null,
  state text not null default 'CHECK_DRAFT',
  checklist_id text not null,
  checklist_version integer not null,
  approved boolean not null default false,
  conclusion text not null default '',
  checked_by text not null,
  checked_on date,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, package_sequence, check_number),
  constraint package_check_package foreign key (organisation_id, contract_id, package_sequence)
    references payments.package (organisation_id, contract_id, package_sequence),
  constraint package_check_checklist foreign key (organisation_id, checklist_id, checklist_version)
    references payments.checklist (organisation_id, checklist_id, version),
  constraint package_check_number check (check_number >= 1),
  constraint package_check_state check (state in ('CHECK_DRAFT', 'CHECK_ACTIVE', 'CHECK_ARCHIVED')),
  constraint package_check_active_has_day
    check ((state <> 'CHECK_DRAFT' or checked_on is null) and (state <> 'CHECK_ACTIVE' or checked_on is not null)),
  constraint package_check_approved_when_ended check (not approved or checked_on is not null)
);
comment on table payments.package_check is 'Checks of documents of packages, by number.';
comment on column payments.package_check.document_version is 'Version of the report that was checked; 0 for a claim.';
create unique index package_check_one_draft
  on payments.package_check (organisation_id, contract_id, package_sequence, document) where state = 'CHECK_DRAFT';
create unique index package_check_one_active
  on payments.package_check (organisation_id, contract_id, package_sequence, document) where state = 'CHECK_ACTIVE';

create table payments.package_check_answer (
  organisation_id text not null,
  contract_id text not null,
  package_sequence integer not null,
  check_number integer not null,
  code text not null,
  answer text not null,
  note text not null default '',
  primary key (organisation_id, contract_id, package_sequence, check_number, code),
  constraint package_check_answer_check foreign key (organisation_id, contract_id, package_sequence, check_number)
    references payments.package_check (organisation_id, contract_id, package_sequence, check_number),
  constraint package_check_answer check (answer in ('ANSWER_YES', 'ANSWER_NO', 'ANSWER_NOT_APPLICABLE')),
  constraint package_check_no_has_note check (answer <> 'ANSWER_NO' or note <> '')
);
comment on table payments.package_check_answer is 'Answers to the questions of a check.';

create table payments.sampling_method (
  organisation_id text not null,
  method_id text not null,
  version integer not null,
  programming_period text not null,
  always_from_bgn_minor bigint,
  always_from_eur_minor bigint,
  first_of_issuer boolean not null,
  suspected_duplicates boolean not null,
  rest_percent integer not null,
  source text not null,
  verified boolean not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, method_id, version),
  constraint sampling_method_version check (version >= 1),
  constraint sampling_method_threshold check (always_from_bgn_minor > 0 and always_from_eur_minor > 0),
  constraint sampling_method_rest check (rest_percent between 0 and 100),
  constraint sampling_method_source check (source <> '')
);
comment on table payments.sampling_method is 'How costs are chosen that are checked in full, by version.';
comment on column payments.sampling_method.rest_percent is
  'Of the costs that are not chosen for a reason, how many are chosen by chance, rounded up.';

create table payments.claim_sample (
  organisation_id text not null,
  contract_id text not null,
  sequence integer not null,
  method_id text not null,
  method_version integer not null,
  population_digest text not null,
  chosen jsonb not null,
  drawn_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, sequence),
  constraint claim_sample_claim foreign key (organisation_id, contract_id, sequence)
    references payments.claim (organisation_id, contract_id, sequence),
  constraint claim_sample_method foreign key (organisation_id, method_id, method_version)
    references payments.sampling_method (organisation_id, method_id, version),
  constraint claim_sample_digest check (population_digest ~ '^[0-9a-f]{64}$')
);
comment on table payments.claim_sample is 'The costs of a claim that are checked in full; drawn once.';
comment on column payments.claim_sample.chosen is 'In the order of the claim: cost, reasons.';

select platform.keep_to_organisation('payments.checklist');
select platform.keep_to_organisation('payments.package_check');
select platform.keep_to_organisation('payments.package_check_answer');
select platform.keep_to_organisation('payments.sampling_method');
select platform.keep_to_organisation('payments.claim_sample');

grant select, insert on payments.checklist, payments.sampling_method, payments.claim_sample to svc_payments;
grant select, insert, update (state, approved, conclusion, checked_on, checked_by) on payments.package_check to svc_payments;
grant select, insert, update (answer, note) on payments.package_check_answer to svc_payments;

commit;

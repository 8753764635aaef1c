-- SPDX-License-Identifier: EUPL-1.2
-- Participants of operations: everything about a person is sealed by the service's key, so that the database, its copies
-- and its logs hold nothing that names anybody. A person has one participation in a contract.
begin;

set local role own_payments;

alter table payments.package
  add column participants_version integer not null default 0,
  add column participants_void_through integer not null default 0,
  add constraint package_participants_version
    check (participants_void_through >= 0 and participants_version >= 0
           and (participants_version = 0 or participants_version > participants_void_through));
comment on column payments.package.participants_version is 'Newest import of participants that counts; 0: it has none.';
comment on column payments.package.participants_void_through is
  'Records of imports up to this one do not count: the document was removed after them.';

alter table payments.contract_indicator
  add column participants_fund text not null default '';
comment on column payments.contract_indicator.participants_fund is
  'Fund whose catalogue counts it from participants; empty: it is counted in another way.';

create table payments.participant (
  organisation_id text not null,
  contract_id text not null,
  participant integer not null,
  person_key text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, participant),
  constraint participant_contract foreign key (organisation_id, contract_id)
    references payments.contract (organisation_id, contract_id),
  constraint participant_number check (participant >= 1),
  constraint participant_person_key check (person_key ~ '^[0-9a-f]{64}$'),
  -- PRT-1: one participation of a person in a contract.
  constraint participant_once unique (organisation_id, contract_id, person_key)
);
comment on table payments.participant is 'Participations by their number within a contract.';
comment on column payments.participant.person_key is
  'Keyed hash of kind and personal number: finds the same person, tells nothing without the key.';

create table payments.participant_record (
  organisation_id text not null,
  contract_id text not null,
  participant integer not null,
  package_sequence integer not null,
  document_version integer not null,
  digest text not null,
  sealed text not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, participant, package_sequence, document_version),
  constraint participant_record_participant foreign key (organisation_id, contract_id, participant)
    references payments.participant (organisation_id, contract_id, participant),
  constraint participant_record_package foreign key (organisation_id, contract_id, package_sequence)
    references payments.package (organisation_id, contract_id, package_sequence),
  constraint participant_record_version check (document_version >= 1),
  constraint participant_record_digest check (digest ~ '^[0-9a-f]{64}$'),
  constraint participant_record_is_sealed check (sealed ~ '^[0-9a-f]{80,}$')
);
comment on table payments.participant_record is 'What imports of a package say of a participant; the newest that counts holds.';
comment on column payments.participant_record.digest is 'Keyed hash of the record: a row that is there already is told by it.';
comment on column payments.participant_record.sealed is
  'The record, encrypted and authenticated by the key of the installation, hexadecimal.';

alter table payments.checklist
  drop constraint checklist_document,
  add constraint checklist_document
    check (document in ('PAYMENT_CLAIM_DOCUMENT', 'TECHNICAL_REPORT_DOCUMENT', 'FINANCIAL_REPORT_DOCUMENT',
                        'PARTICIPANTS_DOCUMENT'));

select platform.keep_to_organisation('payments.participant');
select platform.keep_to_organisation('payments.participant_record');
grant select, insert on payments.participant, payments.participant_record to svc_payments;
grant update (participants_version, participants_void_through) on payments.package to svc_payments;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Projects as proposals tells of them, and the index by which everything is found. Only what is newest is indexed.
begin;

set local role own_plans;

create table plans.project (
  organisation_id text not null,
  contract_id text not null,
  number_typed text not null,
  title text not null,
  state text not null,
  version integer not null,
  primary key (organisation_id, contract_id)
);
comment on table plans.project is 'Contracts as the events of proposals tell of them';

create table plans.search_record (
  organisation_id text not null,
  record_no bigint generated always as identity,
  name text not null,
  kind smallint not null,
  title text not null,
  texts jsonb not null,
  stems text[] not null,
  primary key (organisation_id, record_no),
  constraint search_record_name unique (organisation_id, name),
  constraint search_record_number unique (record_no)
);
comment on table plans.search_record is 'What can be found, with its texts as they stand; made anew from the records at any time';
comment on column plans.search_record.name is 'Name of the record without its organisation, "plans/lyubimets-2013"';
comment on column plans.search_record.kind is 'Number of tranche.plans.v1.SearchKind';
comment on column plans.search_record.texts is 'Pairs of place and text, [["title", "Общински план …"]]';
comment on column plans.search_record.stems is 'The stems of its postings';

create table plans.search_posting (
  organisation_id text not null,
  stem text not null,
  record_no bigint not null,
  kind smallint not null,
  weight smallint not null,
  spots integer[] not null,
  -- A search reads the index alone, however many records have a word.
  primary key (organisation_id, stem, record_no) include (kind, weight)
);
-- No foreign key: a record has hundreds of postings, and the one function that writes them writes both.
comment on table plans.search_posting is 'In which records a stem stands, and where';
comment on column plans.search_posting.spots is 'For each place: number of the text, first byte, byte after the last one';

create table plans.search_sound (
  sound text not null,
  stem text not null,
  primary key (sound, stem)
);
create index search_sound_stem on plans.search_sound (stem);
comment on table plans.search_sound is
  'Reference data: words of the language and of names as they sound, each of them once and of no organisation';

-- Each plan has one first version: a list of plans reads as many entries as it shows, whatever came after.
create index plan_first on plans.plan (organisation_id, plan_id) where version = 1;

select platform.keep_to_organisation('plans.project');
select platform.keep_to_organisation('plans.search_record');
select platform.keep_to_organisation('plans.search_posting');
grant select, insert, update (title, state, version) on plans.project to svc_plans;
grant select, insert, delete, update (kind, title, texts, stems) on plans.search_record to svc_plans;
grant select, insert, delete on plans.search_posting to svc_plans;
grant select, insert on plans.search_sound to svc_plans;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Files that persons handed over for plans: their digests and sizes. The bytes, where they are kept, are with documents.
begin;

set local role own_plans;

create table plans.attachment (
  organisation_id text not null,
  plan_id text not null,
  number integer not null,
  named_as text not null,
  size_as_written text not null,
  version integer not null,
  file_name text not null,
  sha256 text not null,
  size_bytes bigint not null,
  media_type text not null,
  kept boolean not null,
  measured_here boolean not null,
  note text not null,
  made_by text not null,
  made_at timestamptz not null default clock_timestamp(),
  ended_because text,
  ended_by text,
  ended_at timestamptz,
  primary key (organisation_id, plan_id, number),
  constraint attachment_number check (number between 1 and 500),
  constraint attachment_digest check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint attachment_size check (size_bytes >= 1),
  constraint attachment_kept_was_measured check (not kept or (measured_here and media_type <> '')),
  constraint attachment_end_is_known check (num_nonnulls(ended_because, ended_by, ended_at) in (0, 3)),
  constraint attachment_end_says_why check (ended_because <> ''),
  constraint attachment_is_of_a_version foreign key (organisation_id, plan_id, version) references plans.plan
);
create unique index attachment_digest_once on plans.attachment (organisation_id, plan_id, sha256)
  where ended_at is null;
create unique index attachment_of_name_once on plans.attachment (organisation_id, plan_id, named_as, size_as_written)
  where ended_at is null and named_as <> '';
comment on table plans.attachment is 'Files that were handed over for plans; never changed, withdrawn with a reason';
comment on column plans.attachment.named_as is 'The attachment as the document names it; empty: it names none such';
comment on column plans.attachment.version is 'The newest version of the plan when the file was handed over';
comment on column plans.attachment.kept is 'The bytes are with documents, under their digest';
comment on column plans.attachment.measured_here is 'Digest and size were measured of the bytes; false: they were said by who handed it over';

select platform.keep_to_organisation('plans.attachment');
grant select, insert, update (ended_because, ended_by, ended_at) on plans.attachment to svc_plans;

commit;

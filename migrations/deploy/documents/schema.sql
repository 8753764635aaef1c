-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.create_service('documents');
set local role own_documents;

create table documents.document (
  organisation_id text not null,
  sha256 text not null,
  file_name text not null,
  media_type text not null,
  size_bytes bigint not null,
  content bytea not null,
  stored_at timestamptz not null default now(),
  primary key (organisation_id, sha256),
  constraint document_digest check (sha256 = encode(sha256(content), 'hex')),
  constraint document_size check (size_bytes = octet_length(content) and size_bytes between 1 and 1048576)
);
comment on table documents.document is 'A file by its digest; never changed, the same bytes are kept once';

select platform.keep_to_organisation('documents.document');
grant select, insert on documents.document to svc_documents;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Workbooks and texts of word processors are larger than plain texts.
begin;

set local role own_documents;

alter table documents.document drop constraint document_size;
alter table documents.document add constraint document_size
  check (size_bytes = octet_length(content) and size_bytes between 1 and 3145728);

commit;

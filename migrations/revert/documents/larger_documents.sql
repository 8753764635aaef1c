-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while there are documents that the older schema cannot hold.
begin;

do $$
begin
  if exists (select from documents.document where size_bytes > 1048576) then
    raise exception 'there are documents over 1 MiB; the older schema cannot hold them';
  end if;
end $$;
alter table documents.document drop constraint document_size;
alter table documents.document add constraint document_size
  check (size_bytes = octet_length(content) and size_bytes between 1 and 1048576);

commit;

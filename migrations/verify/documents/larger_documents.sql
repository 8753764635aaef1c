-- SPDX-License-Identifier: EUPL-1.2
begin;

do $$
begin
  if not exists (select from pg_constraint where conname = 'document_size'
                 and conrelid = 'documents.document'::regclass
                 and pg_get_constraintdef(oid) like '%3145728%') then
    raise exception 'documents.document does not hold documents of 3 MiB';
  end if;
end $$;

rollback;

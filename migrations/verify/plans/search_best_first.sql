-- SPDX-License-Identifier: EUPL-1.2
begin;

do $$
begin
  -- Another order, or a column that is read beside, would read all postings of a word.
  if pg_catalog.pg_get_indexdef('plans.search_posting_best_first'::regclass)
     not like '%(organisation_id, stem, weight DESC, record_no) INCLUDE (kind)' then
    raise exception 'the postings of a word are not kept in the order in which they are shown';
  end if;
end $$;

rollback;

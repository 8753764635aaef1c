-- SPDX-License-Identifier: EUPL-1.2
-- The postings of a stem in the order in which a search shows them: a page is read off the beginning, however many records
-- have the word.
begin;

set local role own_plans;

create index search_posting_best_first on plans.search_posting (organisation_id, stem, weight desc, record_no) include (kind);

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Recording a cost finds every row by an index. A connection keeps the plans that it made when the tables
-- were small, and those read tables from end to end; but of a line and a contract each recording leaves
-- an old version behind, and to read them all halves the rate on a hot line (tests/bench/run one-line).
begin;

set local role own_budgets;
alter function budgets.record_cost set enable_seqscan = off;

commit;

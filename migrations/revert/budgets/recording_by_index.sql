-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_budgets;
alter function budgets.record_cost reset enable_seqscan;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_plans;
drop index plans.search_posting_best_first;

commit;

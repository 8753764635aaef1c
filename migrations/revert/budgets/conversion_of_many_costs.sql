-- SPDX-License-Identifier: EUPL-1.2
begin;

drop function budgets.learn_sizes(text, text);

commit;

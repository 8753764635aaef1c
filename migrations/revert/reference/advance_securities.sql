-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_reference;

delete from reference.rule where code in ('advance_security_percent', 'advance_security_percent_budget_body');

commit;

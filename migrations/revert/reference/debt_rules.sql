-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_reference;

delete from reference.rule where code = 'debt_may_wait_below';

commit;

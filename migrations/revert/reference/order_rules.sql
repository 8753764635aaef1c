-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_reference;

delete from reference.rule where code = 'payment_order_near_duplicate_days';

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('reference', array['rule', 'calendar', 'holiday_rule', 'holiday_decision', 'procedure', 'expense_type']);

rollback;

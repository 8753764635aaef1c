-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_plans;

drop table plans.attachment;

commit;

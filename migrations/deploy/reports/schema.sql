-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.create_service('reports');
set local role own_reports;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.drop_service('access');

commit;

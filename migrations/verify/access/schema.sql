-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('access', array['organisation']);

rollback;

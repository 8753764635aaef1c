-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('documents', array['document']);

rollback;

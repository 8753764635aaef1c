-- SPDX-License-Identifier: EUPL-1.2
begin;

drop table access.session, access.sign_in_link, access.role_grant, access.person;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role svc_reports;
set local tranche.organisations = '{}';
select organisation_id, contract_id, cost_number from published.cost_left_in_lev where false;
reset role;

rollback;

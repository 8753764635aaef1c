-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('timelines', array['debt_repaid']);
select organisation_id, contract_id, debt_number, version, served_on, removed, recorded_at
  from timelines.debt where false;
select organisation_id, contract_id, debt_number, version, repaid_on, recorded_at
  from timelines.debt_repaid where false;

rollback;

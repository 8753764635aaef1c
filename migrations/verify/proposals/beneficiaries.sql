-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('proposals');
select beneficiary from proposals.contract where false;
select beneficiary from proposals.contract_version where false;

do $$
begin
  if has_any_column_privilege('svc_proposals', 'proposals.contract', 'UPDATE')
     or has_column_privilege('svc_proposals', 'proposals.contract_version', 'beneficiary', 'UPDATE') then
    raise exception 'svc_proposals may change what kind of body a beneficiary is';
  end if;
  if pg_get_functiondef('proposals.put_in_force'::regproc) not like '%beneficiary = v.beneficiary%' then
    raise exception 'a version in force does not tell the contract what kind of body its beneficiary is';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select organisation_id, contract_id, deadline_id, sending, sent_on, recorded_at from timelines.claim_sending where false;
select organisation_id, contract_id, deadline_id, return_number, returned_on, recorded_at
  from timelines.claim_return where false;

do $$
begin
  if has_any_column_privilege('svc_timelines', 'timelines.claim_sending', 'UPDATE')
     or has_any_column_privilege('svc_timelines', 'timelines.claim_return', 'UPDATE') then
    raise exception 'svc_timelines may change when a claim was sent or returned';
  end if;
end $$;

rollback;

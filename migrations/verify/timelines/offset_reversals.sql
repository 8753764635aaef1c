-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('timelines', array['debt_repaid', 'deadline_end']);

do $$
begin
  if not has_function_privilege('svc_timelines', 'timelines.open_debt_again(text, text, integer)', 'EXECUTE')
     or not has_function_privilege('svc_timelines', 'timelines.open_claim_again(text, text, text)', 'EXECUTE') then
    raise exception 'svc_timelines may not open a deadline again';
  end if;
end $$;

rollback;

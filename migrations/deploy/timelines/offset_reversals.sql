-- SPDX-License-Identifier: EUPL-1.2
-- A deduction that is taken back opens the deadlines that it had ended: of the debt and of the claim.
begin;

set local role own_timelines;

create function timelines.open_debt_again(in_organisation text, in_contract text, in_debt integer)
returns void
language sql security definer set search_path = timelines, pg_temp as $$
  delete from debt_repaid
   where organisation_id = in_organisation and contract_id = in_contract and debt_number = in_debt
$$;
comment on function timelines.open_debt_again is 'Something is owed of the debt again: its deadline has no end.';

create function timelines.open_claim_again(in_organisation text, in_contract text, in_deadline text)
returns void
language sql security definer set search_path = timelines, pg_temp as $$
  delete from deadline_end
   where organisation_id = in_organisation and contract_id = in_contract and deadline_id = in_deadline
         and outcome = 'PAID'
$$;
comment on function timelines.open_claim_again is 'The claim is owed money again: its deadline has no end.';

grant execute on function timelines.open_debt_again, timelines.open_claim_again to svc_timelines;

commit;

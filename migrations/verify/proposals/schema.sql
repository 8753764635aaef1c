-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('proposals');

select organisation_id, proposal_id, number, procedure, title, requested_eu_minor,
       requested_national_minor, requested_own_minor, currency, duration_months, target_groups, state,
       submitted_on, evaluation_kind, evaluation_standing, evaluation_decided_on, evaluation_reference,
       evaluation_marks, marks, recorded_at
  from proposals.proposal where false;
select organisation_id, contract_id, number, number_mixes_scripts, proposal_id, concluded_on, starts_on,
       duration_months, period_rule, ends_on, amount_eu_minor, amount_national_minor, amount_own_minor,
       currency, state, version, open_change, marks, recorded_at
  from proposals.contract where false;

do $$
begin
  if not exists (select from pg_catalog.pg_constraint
                  where conname = 'contract_ends_in_range' and conrelid = 'proposals.contract'::regclass
                        and convalidated) then
    raise exception 'a contract may end on a day that followers cannot read';
  end if;
  if has_table_privilege('svc_proposals', 'proposals.proposal', 'DELETE')
     or has_table_privilege('svc_proposals', 'proposals.contract', 'DELETE')
     or has_any_column_privilege('svc_proposals', 'proposals.contract', 'UPDATE')
     or has_column_privilege('svc_proposals', 'proposals.proposal', 'requested_eu_minor', 'UPDATE') then
    raise exception 'svc_proposals may change what a proposal or a contract states';
  end if;
end $$;

rollback;

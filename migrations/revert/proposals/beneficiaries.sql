-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while the kind of a beneficiary is told: facts are not taken back.
begin;

do $$
begin
  if exists (select from proposals.contract where beneficiary <> '')
     or exists (select from proposals.contract_version where beneficiary <> '') then
    raise exception 'kinds of beneficiaries are told; the older schema cannot hold them';
  end if;
end $$;
set local role own_proposals;

create or replace function proposals.put_in_force(in_organisation text, in_contract text, in_version integer)
returns void
language plpgsql security definer set search_path = proposals, pg_temp as $$
begin
  update contract_version as v set state = 'ARCHIVED'
   where v.organisation_id = in_organisation and v.contract_id = in_contract and v.state = 'IN_FORCE';
  update contract_version as v set state = 'IN_FORCE'
   where v.organisation_id = in_organisation and v.contract_id = in_contract and v.version = in_version
         and v.state = 'ENTERED';
  if not found then
    raise exception 'version % is not entered', in_version;
  end if;
  update contract as c
     set title = v.title, duration_months = v.duration_months, ends_on = v.ends_on,
         amount_eu_minor = v.amount_eu_minor, amount_national_minor = v.amount_national_minor,
         amount_own_minor = v.amount_own_minor, version = v.version, open_change = null
    from contract_version as v
   where v.organisation_id = in_organisation and v.contract_id = in_contract and v.version = in_version
         and c.organisation_id = v.organisation_id and c.contract_id = v.contract_id
         and c.open_change = 'versions/' || in_version and c.currency = v.currency;
  if not found then
    raise exception 'the contract is not held by version %', in_version;
  end if;
end $$;

alter table proposals.contract_version
  drop constraint contract_version_partial,
  drop column beneficiary,
  add constraint contract_version_partial
    check (type not in ('PARTIAL_ANNEX', 'PARTIAL_CHANGE')
           or not revises_budget and not 'amount' = any (changes));
comment on column proposals.contract_version.changes is
  'What differs from the version that was in force when it was made: title, durationMonths, amount, revisesBudget.';
alter table proposals.contract drop column beneficiary;

commit;

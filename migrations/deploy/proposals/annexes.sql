-- SPDX-License-Identifier: EUPL-1.2
-- Versions of contracts. The runtime role writes what a version says and how far it is; what the contract
-- says changes only by put_in_force, which copies an entered version.
begin;

set local role own_proposals;

alter table proposals.contract add column title text;
comment on column proposals.contract.title is 'Title by an amendment; null: the proposal''s.';

create table proposals.contract_version (
  organisation_id text not null,
  contract_id text not null,
  version integer not null,
  type text not null,
  state text not null,
  concluded_on date not null,
  document text not null,
  reason text not null,
  title text not null,
  duration_months integer not null,
  ends_on date not null,
  amount_eu_minor bigint not null,
  amount_national_minor bigint not null,
  amount_own_minor bigint not null,
  currency text not null,
  revises_budget boolean not null,
  changes text[] not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  withdrawal_reason text not null default '',
  marks jsonb not null default '[]',
  primary key (organisation_id, contract_id, version),
  constraint contract_version_contract foreign key (organisation_id, contract_id)
    references proposals.contract (organisation_id, contract_id),
  constraint contract_version_above_zero check (version >= 1),
  constraint contract_version_type
    check (type in ('NEW_CONTRACT', 'ANNEX', 'CHANGE', 'PARTIAL_ANNEX', 'PARTIAL_CHANGE')),
  constraint contract_version_first check ((type = 'NEW_CONTRACT') = (version = 1)),
  constraint contract_version_state
    check (state in ('BEING_DRAFTED', 'ENTERED', 'IN_FORCE', 'ARCHIVED', 'WITHDRAWN')),
  constraint contract_version_partial
    check (type not in ('PARTIAL_ANNEX', 'PARTIAL_CHANGE')
           or not revises_budget and not 'amount' = any (changes)),
  constraint contract_version_parts check (amount_eu_minor >= 0 and amount_national_minor >= 0
                                           and amount_own_minor >= 0),
  constraint contract_version_total check (amount_eu_minor + amount_national_minor + amount_own_minor > 0),
  constraint contract_version_currency check (currency in ('BGN', 'EUR')),
  constraint contract_version_duration check (duration_months between 1 and 120),
  constraint contract_version_ends_in_range check (ends_on <= date '2100-12-31'),
  constraint contract_version_withdrawn check ((withdrawal_reason <> '') = (state = 'WITHDRAWN'))
);
-- Exactly one is in force and at most one is open.
create unique index contract_version_in_force on proposals.contract_version (organisation_id, contract_id)
  where state = 'IN_FORCE';
create unique index contract_version_open on proposals.contract_version (organisation_id, contract_id)
  where state in ('BEING_DRAFTED', 'ENTERED');
comment on table proposals.contract_version is
  'What a contract says from one amendment to the next; what a version states never changes, only how far it is.';
comment on column proposals.contract_version.changes is
  'What differs from the version that was in force when it was made: title, durationMonths, amount, revisesBudget.';
comment on column proposals.contract_version.revises_budget is
  'The lines of the budget change, also where the amount does not.';
select platform.keep_to_organisation('proposals.contract_version');
grant select, insert, update (state, withdrawal_reason) on proposals.contract_version to svc_proposals;

-- The row of the contract guards what may be open on it: takes it for a version, or says no.
create function proposals.begin_change(in_organisation text, in_contract text, in_change text)
returns boolean
language plpgsql security definer set search_path = proposals, pg_temp as $$
begin
  update contract as c set open_change = in_change
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.open_change is null;
  return found;
end $$;

-- Gives the row back.
create function proposals.end_change(in_organisation text, in_contract text, in_change text)
returns void
language plpgsql security definer set search_path = proposals, pg_temp as $$
begin
  update contract as c set open_change = null
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.open_change = in_change;
  if not found then
    raise exception 'the contract is not held by %', in_change;
  end if;
end $$;

-- The contract says from now on what an entered version says; the one before is archived.
create function proposals.put_in_force(in_organisation text, in_contract text, in_version integer)
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

grant execute on function proposals.begin_change, proposals.end_change, proposals.put_in_force to svc_proposals;

-- Contracts that were concluded before have their first version, too. By the administrator: the owner sees
-- the rows of no organisation here.
reset role;
insert into proposals.contract_version
  (organisation_id, contract_id, version, type, state, concluded_on, document, reason, title, duration_months,
   ends_on, amount_eu_minor, amount_national_minor, amount_own_minor, currency, revises_budget, changes,
   recorded_by, recorded_at)
select c.organisation_id, c.contract_id, 1, 'NEW_CONTRACT', 'IN_FORCE', c.concluded_on, c.number, '', p.title,
       c.duration_months, c.ends_on, c.amount_eu_minor, c.amount_national_minor, c.amount_own_minor, c.currency,
       false, '{}', '', c.recorded_at
  from proposals.contract as c
  join proposals.proposal as p on p.organisation_id = c.organisation_id and p.proposal_id = c.proposal_id;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Conversions of contracts from lev to euro: both amounts, once for a contract. The runtime role writes what a
-- conversion says; the contract changes only by carry_out_redenomination, which copies what was written.
begin;

set local role own_proposals;

create table proposals.redenomination (
  organisation_id text not null,
  contract_id text not null,
  contract_version integer not null,
  before_eu_minor bigint not null,
  before_national_minor bigint not null,
  before_own_minor bigint not null,
  before_currency text not null,
  after_eu_minor bigint not null,
  after_national_minor bigint not null,
  after_own_minor bigint not null,
  after_currency text not null,
  rate text not null,
  converted_on date not null,
  legal_source text not null,
  verified boolean not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  constraint redenomination_done primary key (organisation_id, contract_id),
  constraint redenomination_contract foreign key (organisation_id, contract_id)
    references proposals.contract (organisation_id, contract_id),
  constraint redenomination_currencies check (before_currency = 'BGN' and after_currency = 'EUR'),
  constraint redenomination_not_negative
    check (least(before_eu_minor, before_national_minor, before_own_minor, after_eu_minor,
                 after_national_minor, after_own_minor) >= 0)
);
comment on table proposals.redenomination is
  'Conversions of contracts to another currency, with both amounts; once for a contract. Never changed.';
comment on column proposals.redenomination.contract_version is
  'The version in force on conversion, which keeps its amount in the old currency.';
comment on column proposals.redenomination.rate is 'Old units for one new unit, with all its digits.';
comment on column proposals.redenomination.converted_on is 'First day of the new currency; the new amounts hold from it.';
comment on column proposals.redenomination.verified is 'Whether the primary text of the law was read.';
select platform.keep_to_organisation('proposals.redenomination');
grant select, insert on proposals.redenomination to svc_proposals;

-- The contract has from now on the amount of the conversion that was just written. The caller holds its versions;
-- false when a report package has taken the contract meanwhile.
create function proposals.carry_out_redenomination(in_organisation text, in_contract text)
returns boolean
language plpgsql security definer set search_path = proposals, pg_temp as $$
begin
  update contract as c
     set amount_eu_minor = r.after_eu_minor, amount_national_minor = r.after_national_minor,
         amount_own_minor = r.after_own_minor, currency = r.after_currency
    from redenomination as r
   where r.organisation_id = in_organisation and r.contract_id = in_contract
         and c.organisation_id = r.organisation_id and c.contract_id = r.contract_id
         and c.open_change is null and c.version = r.contract_version and c.currency = r.before_currency
         and (c.amount_eu_minor, c.amount_national_minor, c.amount_own_minor)
             = (r.before_eu_minor, r.before_national_minor, r.before_own_minor);
  return found;
end $$;
grant execute on function proposals.carry_out_redenomination to svc_proposals;

-- For the proof that every service has converted its rows.
create view published.contract_redenomination as
  select organisation_id, contract_id, converted_on, recorded_at, rate, before_eu_minor, before_national_minor,
         before_own_minor, after_eu_minor, after_national_minor, after_own_minor
    from proposals.redenomination;
comment on view published.contract_redenomination is 'Contracts that were converted from lev to euro, with both amounts.';
grant select on published.contract_redenomination to svc_reports;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- What moves the caps of budget lines: transfers between two lines, and revisions that come into force with
-- a version of the contract. The runtime role writes what is to be moved; the functions here move it and
-- write the journal, so that no cap moves in any other way (BUD-3).
begin;

set local role own_budgets;

create table budgets.transfer (
  organisation_id text not null,
  contract_id text not null,
  transfer_number bigint not null,
  from_line text not null,
  to_line text not null,
  eu_minor bigint not null,
  national_minor bigint not null,
  own_minor bigint not null,
  currency text not null,
  contract_version integer not null,
  valid_on date not null,
  reason text not null,
  document text not null,
  limit_percent text not null,
  base_line text not null,
  base_minor bigint not null,
  moved_before_minor bigint not null,
  limit_minor bigint not null,
  legal_source text not null,
  verified boolean not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, transfer_number),
  constraint transfer_from_line foreign key (organisation_id, contract_id, from_line)
    references budgets.line (organisation_id, contract_id, code),
  constraint transfer_to_line foreign key (organisation_id, contract_id, to_line)
    references budgets.line (organisation_id, contract_id, code),
  constraint transfer_number_above_zero check (transfer_number > 0),
  constraint transfer_same_line check (from_line <> to_line),
  constraint transfer_not_positive
    check (eu_minor >= 0 and national_minor >= 0 and own_minor >= 0
           and eu_minor + national_minor + own_minor > 0),
  constraint transfer_currency check (currency in ('BGN', 'EUR')),
  constraint transfer_base check (base_line in (from_line, to_line)),
  -- See DecideTransfer.
  constraint transfer_above_limit
    check (moved_before_minor >= 0
           and moved_before_minor + eu_minor + national_minor + own_minor <= limit_minor)
);
comment on table budgets.transfer is
  'Amounts moved between two lines without an annex, with the rule by which each was allowed. Never changed.';
comment on column budgets.transfer.contract_version is
  'Version of the contract in force; a cumulative rule counts the transfers of one version together.';
comment on column budgets.transfer.base_minor is
  'Cap of base_line by the version in force, without transfers; limit_minor is limit_percent of it.';
select platform.keep_to_organisation('budgets.transfer');
grant select, insert on budgets.transfer to svc_budgets;

create table budgets.revision (
  organisation_id text not null,
  contract_id text not null,
  contract_version integer not null,
  state text not null default 'PREPARED',
  amount_eu_minor bigint not null,
  amount_national_minor bigint not null,
  amount_own_minor bigint not null,
  currency text not null,
  valid_on date not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (organisation_id, contract_id, contract_version),
  constraint revision_contract foreign key (organisation_id, contract_id)
    references budgets.contract (organisation_id, contract_id),
  constraint revision_state check (state in ('PREPARED', 'APPLIED', 'RELEASED')),
  constraint revision_ended check ((ended_at is null) = (state = 'PREPARED')),
  constraint revision_currency check (currency in ('BGN', 'EUR')),
  constraint revision_version_follows check (contract_version > 1),
  constraint revision_amount_not_negative
    check (amount_eu_minor >= 0 and amount_national_minor >= 0 and amount_own_minor >= 0)
);
-- One at a time: while one is prepared, what its lines lose is held.
create unique index revision_open on budgets.revision (organisation_id, contract_id) where state = 'PREPARED';
comment on table budgets.revision is
  'New caps that come into force with a version of the contract, or are given back when it is withdrawn.';
comment on column budgets.revision.amount_eu_minor is 'Paid by the Union with that version, in hundredths.';
comment on column budgets.revision.valid_on is 'Day on which the version was signed; its postings hold from it.';
select platform.keep_to_organisation('budgets.revision');
grant select, insert (organisation_id, contract_id, contract_version, amount_eu_minor, amount_national_minor,
                      amount_own_minor, currency, valid_on, recorded_by)
   on budgets.revision to svc_budgets;

create table budgets.revision_line (
  organisation_id text not null,
  contract_id text not null,
  contract_version integer not null,
  line_code text not null,
  before_eu_minor bigint not null,
  before_national_minor bigint not null,
  before_own_minor bigint not null,
  after_eu_minor bigint not null,
  after_national_minor bigint not null,
  after_own_minor bigint not null,
  currency text not null,
  primary key (organisation_id, contract_id, contract_version, line_code),
  constraint revision_line_revision foreign key (organisation_id, contract_id, contract_version)
    references budgets.revision (organisation_id, contract_id, contract_version),
  constraint revision_line_line foreign key (organisation_id, contract_id, line_code)
    references budgets.line (organisation_id, contract_id, code),
  constraint revision_line_currency check (currency in ('BGN', 'EUR')),
  constraint revision_line_not_negative
    check (least(before_eu_minor, before_national_minor, before_own_minor, after_eu_minor,
                 after_national_minor, after_own_minor) >= 0)
);
comment on table budgets.revision_line is 'Caps of every line before and after a revision, by who pays. Never changed.';
select platform.keep_to_organisation('budgets.revision_line');
grant select, insert on budgets.revision_line to svc_budgets;

alter table budgets.posting
  add column transfer_number bigint,
  add column revision_version integer,
  add constraint posting_transfer foreign key (organisation_id, contract_id, transfer_number)
    references budgets.transfer (organisation_id, contract_id, transfer_number),
  add constraint posting_revision foreign key (organisation_id, contract_id, revision_version)
    references budgets.revision (organisation_id, contract_id, contract_version),
  -- The only movements there are: allot, reserve, spend, release, and take a cap back.
  drop constraint posting_movement,
  add constraint posting_movement check (
    case when cost_number is null then (debit, credit) in (('available', 'cap'), ('cap', 'available'))
         else (debit, credit) in (('reserved', 'available'), ('spent', 'reserved'), ('available', 'reserved'))
    end),
  add constraint posting_about_one check (num_nonnulls(cost_number, transfer_number, revision_version) <= 1),
  -- A cap is taken back for a reason that is on record.
  add constraint posting_takes_back
    check (debit <> 'cap' or num_nonnulls(transfer_number, revision_version) = 1);
comment on column budgets.posting.cost_number is
  'The cost that it is about; null for what allots or takes back a cap.';
comment on column budgets.posting.transfer_number is 'The transfer that it is about.';
comment on column budgets.posting.revision_version is 'The version of the contract whose revision it is about.';

-- Reports tell the allotment of a budget from what moved its caps later.
create or replace view published.budget_posting as
  select organisation_id, contract_id, line_code, debit, credit, eu_minor, national_minor, own_minor, currency,
         valid_on, recorded_at, transfer_number is not null or revision_version is not null as moves_cap
    from budgets.posting;

-- Moves what a recorded transfer says, once: both caps and both postings. The caller holds both lines.
create function budgets.carry_out_transfer(in_organisation text, in_contract text, in_number bigint)
returns void
language plpgsql security definer set search_path = budgets, pg_temp as $$
declare
  moved record;
begin
  select t.from_line, t.to_line, t.eu_minor, t.national_minor, t.own_minor, t.currency, t.valid_on
    into strict moved
    from transfer as t
   where t.organisation_id = in_organisation and t.contract_id = in_contract and t.transfer_number = in_number;
  if exists (select from posting as p
              where p.organisation_id = in_organisation and p.contract_id = in_contract
                    and p.transfer_number = in_number) then
    raise exception 'transfer % was carried out already', in_number;
  end if;
  if exists (select from revision as r
              where r.organisation_id = in_organisation and r.contract_id = in_contract
                    and r.state = 'PREPARED') then
    raise exception 'a revision holds the caps';
  end if;
  -- INV-01: the CHECKs of the line refuse a cap below what is used.
  update line as l
     set cap_eu_minor = l.cap_eu_minor - moved.eu_minor,
         cap_national_minor = l.cap_national_minor - moved.national_minor,
         cap_own_minor = l.cap_own_minor - moved.own_minor
   where l.organisation_id = in_organisation and l.contract_id = in_contract and l.code = moved.from_line;
  update line as l
     set cap_eu_minor = l.cap_eu_minor + moved.eu_minor,
         cap_national_minor = l.cap_national_minor + moved.national_minor,
         cap_own_minor = l.cap_own_minor + moved.own_minor
   where l.organisation_id = in_organisation and l.contract_id = in_contract and l.code = moved.to_line;
  insert into posting (organisation_id, contract_id, line_code, transfer_number, debit, credit, eu_minor,
                       national_minor, own_minor, currency, valid_on)
  values (in_organisation, in_contract, moved.from_line, in_number, 'cap', 'available', moved.eu_minor,
          moved.national_minor, moved.own_minor, moved.currency, moved.valid_on),
         (in_organisation, in_contract, moved.to_line, in_number, 'available', 'cap', moved.eu_minor,
          moved.national_minor, moved.own_minor, moved.currency, moved.valid_on);
end $$;

-- Takes from every line of a revision that was just written what the line will lose, so that nobody uses it
-- before the version is in force. The caller holds all lines.
create function budgets.hold_revision(in_organisation text, in_contract text, in_version integer)
returns void
language plpgsql security definer set search_path = budgets, pg_temp as $$
declare
  problem text;
begin
  -- INV-09: all lines are there as they are, and add up to the amount of the version.
  select case
           when count(*) filter (where r.line_code is null) > 0 then 'a line is left out'
           when count(*) filter (where (l.cap_eu_minor, l.cap_national_minor, l.cap_own_minor)
                                       <> (r.before_eu_minor, r.before_national_minor, r.before_own_minor)) > 0
             then 'a cap is not as the revision knew it'
           when (sum(r.after_eu_minor), sum(r.after_national_minor), sum(r.after_own_minor))
                <> (min(v.amount_eu_minor), min(v.amount_national_minor), min(v.amount_own_minor))
             then 'the lines do not add up to the version'
         end
    into problem
    from line as l
    join revision as v on v.organisation_id = l.organisation_id and v.contract_id = l.contract_id
                          and v.contract_version = in_version and v.state = 'PREPARED'
    left join revision_line as r on r.organisation_id = l.organisation_id and r.contract_id = l.contract_id
                                    and r.contract_version = in_version and r.line_code = l.code
   where l.organisation_id = in_organisation and l.contract_id = in_contract
  having count(*) > 0;
  if not found or problem is not null then
    raise exception 'revision %: %', in_version, coalesce(problem, 'nothing is prepared');
  end if;
  insert into posting (organisation_id, contract_id, line_code, revision_version, debit, credit, eu_minor,
                       national_minor, own_minor, currency, valid_on)
  select r.organisation_id, r.contract_id, r.line_code, in_version, 'cap', 'available',
         greatest(r.before_eu_minor - r.after_eu_minor, 0),
         greatest(r.before_national_minor - r.after_national_minor, 0),
         greatest(r.before_own_minor - r.after_own_minor, 0), r.currency, v.valid_on
    from revision_line as r
    join revision as v using (organisation_id, contract_id, contract_version)
   where r.organisation_id = in_organisation and r.contract_id = in_contract
         and r.contract_version = in_version
         and (r.before_eu_minor > r.after_eu_minor or r.before_national_minor > r.after_national_minor
              or r.before_own_minor > r.after_own_minor)
   order by r.line_code;
  update line as l
     set cap_eu_minor = least(r.before_eu_minor, r.after_eu_minor),
         cap_national_minor = least(r.before_national_minor, r.after_national_minor),
         cap_own_minor = least(r.before_own_minor, r.after_own_minor)
    from revision_line as r
   where r.organisation_id = in_organisation and r.contract_id = in_contract
         and r.contract_version = in_version and l.organisation_id = r.organisation_id
         and l.contract_id = r.contract_id and l.code = r.line_code;
end $$;

-- Ends a prepared revision: with in_applied the lines get their new caps and the contract its new amount,
-- else the lines get back what was held. The caller holds all lines.
create function budgets.end_revision(in_organisation text, in_contract text, in_version integer,
                                     in_applied boolean)
returns void
language plpgsql security definer set search_path = budgets, pg_temp as $$
declare
  ended record;
begin
  update revision as v
     set state = case when in_applied then 'APPLIED' else 'RELEASED' end, ended_at = clock_timestamp()
   where v.organisation_id = in_organisation and v.contract_id = in_contract
         and v.contract_version = in_version and v.state = 'PREPARED'
  returning v.amount_eu_minor, v.amount_national_minor, v.amount_own_minor, v.valid_on into ended;
  if not found then
    raise exception 'revision % is not prepared', in_version;
  end if;
  insert into posting (organisation_id, contract_id, line_code, revision_version, debit, credit, eu_minor,
                       national_minor, own_minor, currency, valid_on)
  select m.organisation_id, m.contract_id, m.line_code, in_version, 'available', 'cap', m.eu, m.national, m.own,
         m.currency, ended.valid_on
    from (select r.organisation_id, r.contract_id, r.line_code, r.currency,
                 case when in_applied then r.after_eu_minor else r.before_eu_minor end
                   - least(r.before_eu_minor, r.after_eu_minor) as eu,
                 case when in_applied then r.after_national_minor else r.before_national_minor end
                   - least(r.before_national_minor, r.after_national_minor) as national,
                 case when in_applied then r.after_own_minor else r.before_own_minor end
                   - least(r.before_own_minor, r.after_own_minor) as own
            from revision_line as r
           where r.organisation_id = in_organisation and r.contract_id = in_contract
                 and r.contract_version = in_version) as m
   where m.eu > 0 or m.national > 0 or m.own > 0
   order by m.line_code;
  update line as l
     set cap_eu_minor = case when in_applied then r.after_eu_minor else r.before_eu_minor end,
         cap_national_minor = case when in_applied then r.after_national_minor
                                   else r.before_national_minor end,
         cap_own_minor = case when in_applied then r.after_own_minor else r.before_own_minor end
    from revision_line as r
   where r.organisation_id = in_organisation and r.contract_id = in_contract
         and r.contract_version = in_version and l.organisation_id = r.organisation_id
         and l.contract_id = r.contract_id and l.code = r.line_code;
  if in_applied then
    update contract as c
       set amount_eu_minor = ended.amount_eu_minor, amount_national_minor = ended.amount_national_minor,
           amount_own_minor = ended.amount_own_minor
     where c.organisation_id = in_organisation and c.contract_id = in_contract;
  end if;
end $$;

-- Gives a line that has no journal, so never had a cap or a cost, another title and expense type; '' leaves
-- one as it is. False: the line has a journal, of which its title is a part. The caller holds the line.
create function budgets.restate_line(in_organisation text, in_contract text, in_code text, in_title text,
                                     in_expense_type text)
returns boolean
language plpgsql security definer set search_path = budgets, pg_temp as $$
begin
  update line as l
     set title = coalesce(nullif(in_title, ''), l.title),
         expense_type = coalesce(nullif(in_expense_type, ''), l.expense_type)
   where l.organisation_id = in_organisation and l.contract_id = in_contract and l.code = in_code
         and l.cap_eu_minor = 0 and l.cap_national_minor = 0 and l.cap_own_minor = 0
         and not exists (select from posting as p
                          where p.organisation_id = in_organisation and p.contract_id = in_contract
                                and p.line_code = in_code);
  return found;
end $$;

grant execute on function budgets.carry_out_transfer, budgets.hold_revision, budgets.end_revision,
                          budgets.restate_line
   to svc_budgets;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Conversion of budgets from lev to euro, and costs in other currencies than their contract's. Rows in lev stay as
-- they are; what is restated stands beside them, and views with the suffix _now show a contract in its currency.
begin;

set local role own_budgets;

create table budgets.redenomination (
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
  recorded_at timestamptz not null default now(),
  constraint redenomination_done primary key (organisation_id, contract_id),
  constraint redenomination_contract foreign key (organisation_id, contract_id)
    references budgets.contract (organisation_id, contract_id),
  constraint redenomination_currencies check (before_currency = 'BGN' and after_currency = 'EUR')
);
comment on table budgets.redenomination is
  'Contracts whose rows were converted to euro, by event of proposals; once for a contract. Never changed.';
select platform.keep_to_organisation('budgets.redenomination');

create table budgets.redenomination_line (
  organisation_id text not null,
  contract_id text not null,
  line_code text not null,
  before_cap_eu_minor bigint not null,
  before_cap_national_minor bigint not null,
  before_cap_own_minor bigint not null,
  before_reserved_eu_minor bigint not null,
  before_reserved_national_minor bigint not null,
  before_reserved_own_minor bigint not null,
  before_spent_eu_minor bigint not null,
  before_spent_national_minor bigint not null,
  before_spent_own_minor bigint not null,
  before_refused_minor bigint not null,
  before_currency text not null,
  after_cap_eu_minor bigint not null,
  after_cap_national_minor bigint not null,
  after_cap_own_minor bigint not null,
  after_reserved_eu_minor bigint not null,
  after_reserved_national_minor bigint not null,
  after_reserved_own_minor bigint not null,
  after_spent_eu_minor bigint not null,
  after_spent_national_minor bigint not null,
  after_spent_own_minor bigint not null,
  after_currency text not null,
  primary key (organisation_id, contract_id, line_code),
  constraint redenomination_line_of foreign key (organisation_id, contract_id)
    references budgets.redenomination (organisation_id, contract_id),
  constraint redenomination_line_line foreign key (organisation_id, contract_id, line_code)
    references budgets.line (organisation_id, contract_id, code),
  -- CUR-2, see ConvertLines.
  constraint redenomination_line_within_cap
    check (after_reserved_eu_minor + after_spent_eu_minor <= after_cap_eu_minor
           and after_reserved_national_minor + after_spent_national_minor <= after_cap_national_minor
           and after_reserved_own_minor + after_spent_own_minor <= after_cap_own_minor),
  constraint redenomination_line_not_negative
    check (least(after_cap_eu_minor, after_cap_national_minor, after_cap_own_minor, after_reserved_eu_minor,
                 after_reserved_national_minor, after_reserved_own_minor, after_spent_eu_minor,
                 after_spent_national_minor, after_spent_own_minor) >= 0)
);
comment on table budgets.redenomination_line is 'Lines before and after their conversion, by who pays. Never changed.';
select platform.keep_to_organisation('budgets.redenomination_line');

create table budgets.restated_cost (
  organisation_id text not null,
  contract_id text not null,
  cost_number bigint not null,
  decided boolean not null,
  document_total_minor bigint not null,
  vat_minor bigint not null,
  left_on_line_minor bigint not null,
  claimed_eu_minor bigint not null,
  claimed_national_minor bigint not null,
  claimed_own_minor bigint not null,
  approved_eu_minor bigint not null,
  approved_national_minor bigint not null,
  approved_own_minor bigint not null,
  unapproved_eu_minor bigint not null,
  unapproved_national_minor bigint not null,
  unapproved_own_minor bigint not null,
  by_correction_eu_minor bigint not null,
  by_correction_national_minor bigint not null,
  by_correction_own_minor bigint not null,
  currency text not null,
  primary key (organisation_id, contract_id, cost_number),
  constraint restated_cost_cost foreign key (organisation_id, contract_id, cost_number)
    references budgets.cost (organisation_id, contract_id, cost_number),
  constraint restated_cost_of foreign key (organisation_id, contract_id)
    references budgets.redenomination (organisation_id, contract_id),
  -- CUR-3.
  constraint restated_cost_adds_up
    check (case when decided
                then claimed_eu_minor = approved_eu_minor + unapproved_eu_minor + by_correction_eu_minor
                     and claimed_national_minor
                         = approved_national_minor + unapproved_national_minor + by_correction_national_minor
                     and claimed_own_minor = approved_own_minor + unapproved_own_minor + by_correction_own_minor
                else approved_eu_minor + approved_national_minor + approved_own_minor + unapproved_eu_minor
                     + unapproved_national_minor + unapproved_own_minor + by_correction_eu_minor
                     + by_correction_national_minor + by_correction_own_minor = 0
           end),
  constraint restated_cost_not_negative
    check (least(claimed_eu_minor, claimed_national_minor, claimed_own_minor, approved_eu_minor,
                 approved_national_minor, approved_own_minor, unapproved_eu_minor, unapproved_national_minor,
                 unapproved_own_minor, by_correction_eu_minor, by_correction_national_minor,
                 by_correction_own_minor) >= 0)
);
comment on table budgets.restated_cost is
  'Costs in lev as they count in euro since their contract was converted; the cost stays as it was. Never changed.';
comment on column budgets.restated_cost.decided is
  'It was decided on before; the decision on one that was not is in euro itself.';
select platform.keep_to_organisation('budgets.restated_cost');

create table budgets.cost_original (
  organisation_id text not null,
  contract_id text not null,
  cost_number bigint not null,
  currency text not null,
  total_minor bigint not null,
  vat_minor bigint not null,
  claimed_minor bigint not null,
  month text not null,
  rate text not null,
  rate_source text not null,
  verified boolean not null,
  difference_minor bigint not null,
  primary key (organisation_id, contract_id, cost_number),
  constraint cost_original_cost foreign key (organisation_id, contract_id, cost_number)
    references budgets.cost (organisation_id, contract_id, cost_number),
  constraint cost_original_currency check (currency ~ '^[A-Z]{3}$'),
  constraint cost_original_amounts
    check (claimed_minor > 0 and claimed_minor <= total_minor and vat_minor between 0 and total_minor),
  constraint cost_original_month check (month = '' or month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$')
);
comment on table budgets.cost_original is
  'What the documents of costs say in a currency that is not their contract''s, and the rate. Never changed.';
comment on column budgets.cost_original.month is 'Month whose rate holds; empty between lev and euro.';
comment on column budgets.cost_original.difference_minor is
  'What the cost holds in its contract''s currency beyond the conversion of this claim by itself.';
select platform.keep_to_organisation('budgets.cost_original');

create table budgets.exchange_rate (
  organisation_id text not null,
  currency text not null,
  month text not null,
  entry bigint not null,
  rate_millionths bigint not null,
  source text not null,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, currency, month, entry),
  constraint exchange_rate_currency check (currency ~ '^[A-Z]{3}$' and currency not in ('BGN', 'EUR')),
  constraint exchange_rate_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint exchange_rate_range check (rate_millionths > 0 and rate_millionths < 1000000000000),
  constraint exchange_rate_source check (source <> '')
);
comment on table budgets.exchange_rate is
  'Monthly rates of currencies, with their source; of a month the highest entry holds. Never changed.';
comment on column budgets.exchange_rate.rate_millionths is 'Units of the currency for one euro, in millionths.';
select platform.keep_to_organisation('budgets.exchange_rate');

grant select on budgets.redenomination, budgets.redenomination_line, budgets.restated_cost to svc_budgets;
grant select, insert on budgets.cost_original, budgets.exchange_rate to svc_budgets;

alter table budgets.posting
  add column restates bigint,
  add column is_rounding boolean not null default false,
  drop constraint posting_takes_back,
  -- A cap is taken back for a reason that is on record.
  add constraint posting_takes_back
    check (debit <> 'cap' or num_nonnulls(transfer_number, revision_version) = 1 or is_rounding),
  add constraint posting_rounds_cap
    check (not is_rounding or num_nonnulls(cost_number, transfer_number, revision_version, restates) = 0);
comment on column budgets.posting.restates is 'The posting in lev that this one repeats in euro, with its day.';
comment on column budgets.posting.is_rounding is
  'What the cap of a line in euro has beyond its movements converted one by one.';

-- What a limit in percent has in use beyond its ceiling since both were rounded, a few cents; nothing more is taken of
-- it. A fixed ceiling becomes no less than what is used.
alter table budgets.line_limit
  add column rounding_minor bigint not null default 0,
  drop constraint line_limit_not_exceeded,
  -- BUD-7, see TakeFrom.
  add constraint line_limit_not_exceeded check (used_minor <= cap_minor + rounding_minor),
  add constraint line_limit_rounding check (rounding_minor >= 0);
comment on column budgets.line_limit.rounding_minor is
  'What it has in use beyond its ceiling since its contract was converted, by rounding.';

-- Lev in euro by the law: divided by the full rate, half up; the same as ConvertToEuro of platform/money. These
-- three are called for every amount of a contract, where PL/pgSQL is quicker than SQL that cannot be inlined.
create function budgets.to_euro(minor bigint) returns bigint
language plpgsql immutable strict set search_path = pg_catalog, pg_temp as $$
begin
  return sign(minor) * div(2 * abs(minor)::numeric * 100000 + 195583, 2 * 195583);
end $$;

-- The same for wages and benefits: up when the third decimal is above zero.
create function budgets.to_euro_wage(minor bigint) returns bigint
language plpgsql immutable strict set search_path = pg_catalog, pg_temp as $$
begin
  return sign(minor) * div(div(abs(minor)::numeric * 1000000, 195583) + 9, 10);
end $$;

-- One share of a target over weights, by what lies before it; the same as ShareCumulatively of platform/money.
create function budgets.share_of(target bigint, before numeric, weight numeric, weights numeric) returns bigint
language plpgsql immutable strict set search_path = pg_catalog, pg_temp as $$
begin
  if weight = 0 then
    return 0;
  end if;
  return div(2 * target * (before + weight) + weights, 2 * weights) - div(2 * target * before + weights, 2 * weights);
end $$;

-- The functions from here on read a contract from end to end, also right after rows were written of which the planner
-- knows nothing yet: row by row would be quadratic, so they join by hashing.

-- Restates the costs of a contract whose lines were just kept before and after. A line's spent is shared over what
-- is approved of its costs, its reserved over the costs that are not decided on; what holds nothing is converted by
-- itself.
create function budgets.restate_costs(in_organisation text, in_contract text) returns void
language sql set search_path = budgets, pg_temp set enable_nestloop = off as $$
  insert into restated_cost
    (organisation_id, contract_id, cost_number, decided, document_total_minor, vat_minor, left_on_line_minor,
     claimed_eu_minor, claimed_national_minor, claimed_own_minor,
     approved_eu_minor, approved_national_minor, approved_own_minor,
     unapproved_eu_minor, unapproved_national_minor, unapproved_own_minor,
     by_correction_eu_minor, by_correction_national_minor, by_correction_own_minor, currency)
  select in_organisation, in_contract, s.cost_number, s.decided, to_euro(s.document_total_minor),
         to_euro(s.vat_minor), to_euro(s.left_on_line_minor),
         s.reserved_eu + s.approved_eu + to_euro(s.unapproved_eu_minor) + to_euro(s.by_correction_eu_minor),
         s.reserved_national + s.approved_national + to_euro(s.unapproved_national_minor)
           + to_euro(s.by_correction_national_minor),
         s.reserved_own + s.approved_own + to_euro(s.unapproved_own_minor) + to_euro(s.by_correction_own_minor),
         s.approved_eu, s.approved_national, s.approved_own,
         to_euro(s.unapproved_eu_minor), to_euro(s.unapproved_national_minor), to_euro(s.unapproved_own_minor),
         to_euro(s.by_correction_eu_minor), to_euro(s.by_correction_national_minor),
         to_euro(s.by_correction_own_minor), s.after_currency
    from (select w.cost_number, w.decided, w.document_total_minor, w.vat_minor, w.left_on_line_minor,
                 w.unapproved_eu_minor, w.unapproved_national_minor, w.unapproved_own_minor,
                 w.by_correction_eu_minor, w.by_correction_national_minor, w.by_correction_own_minor,
                 l.after_currency,
                 share_of(l.after_spent_eu_minor, sum(w.spent_eu) over earlier - w.spent_eu, w.spent_eu,
                          sum(w.spent_eu) over line) as approved_eu,
                 share_of(l.after_spent_national_minor, sum(w.spent_national) over earlier - w.spent_national,
                          w.spent_national, sum(w.spent_national) over line) as approved_national,
                 share_of(l.after_spent_own_minor, sum(w.spent_own) over earlier - w.spent_own, w.spent_own,
                          sum(w.spent_own) over line) as approved_own,
                 share_of(l.after_reserved_eu_minor, sum(w.held_eu) over earlier - w.held_eu, w.held_eu,
                          sum(w.held_eu) over line) as reserved_eu,
                 share_of(l.after_reserved_national_minor, sum(w.held_national) over earlier - w.held_national,
                          w.held_national, sum(w.held_national) over line) as reserved_national,
                 share_of(l.after_reserved_own_minor, sum(w.held_own) over earlier - w.held_own, w.held_own,
                          sum(w.held_own) over line) as reserved_own
            from (select c.cost_number, c.line_code, c.document_total_minor, c.vat_minor, c.left_on_line_minor,
                         d.cost_number is not null as decided,
                         coalesce(d.approved_eu_minor, 0) as spent_eu,
                         coalesce(d.approved_national_minor, 0) as spent_national,
                         coalesce(d.approved_own_minor, 0) as spent_own,
                         case when d.cost_number is null then c.claimed_eu_minor else 0 end as held_eu,
                         case when d.cost_number is null then c.claimed_national_minor else 0 end as held_national,
                         case when d.cost_number is null then c.claimed_own_minor else 0 end as held_own,
                         coalesce(d.unapproved_eu_minor, 0) as unapproved_eu_minor,
                         coalesce(d.unapproved_national_minor, 0) as unapproved_national_minor,
                         coalesce(d.unapproved_own_minor, 0) as unapproved_own_minor,
                         coalesce(d.by_correction_eu_minor, 0) as by_correction_eu_minor,
                         coalesce(d.by_correction_national_minor, 0) as by_correction_national_minor,
                         coalesce(d.by_correction_own_minor, 0) as by_correction_own_minor
                    from cost as c
                    left join cost_decision as d on d.organisation_id = c.organisation_id
                                                and d.contract_id = c.contract_id
                                                and d.cost_number = c.cost_number
                   where c.organisation_id = in_organisation and c.contract_id = in_contract) as w
            join redenomination_line as l on l.organisation_id = in_organisation and l.contract_id = in_contract
                                         and l.line_code = w.line_code
          window line as (partition by w.line_code),
                 earlier as (partition by w.line_code order by w.cost_number)) as s;
$$;

-- Writes the journal of a contract once more in euro, posting by posting, and what a cap needs beyond that.
create function budgets.restate_journal(in_organisation text, in_contract text, in_converted_on date) returns void
language plpgsql set search_path = budgets, pg_temp set enable_nestloop = off as $$
begin
  insert into posting (organisation_id, contract_id, line_code, cost_number, transfer_number, revision_version, debit,
                       credit, eu_minor, national_minor, own_minor, currency, valid_on, recorded_at, restates)
  select p.organisation_id, p.contract_id, p.line_code, p.cost_number, p.transfer_number, p.revision_version, p.debit,
         p.credit, m.eu, m.national, m.own, 'EUR', p.valid_on, p.recorded_at, p.posting_id
    from posting as p
    left join restated_cost as r on r.organisation_id = p.organisation_id and r.contract_id = p.contract_id
                                and r.cost_number = p.cost_number
   cross join lateral (
     select to_euro(p.eu_minor), to_euro(p.national_minor), to_euro(p.own_minor) where p.cost_number is null
     union all
     select r.claimed_eu_minor, r.claimed_national_minor, r.claimed_own_minor
      where p.cost_number is not null and p.debit = 'reserved'
     union all
     select r.approved_eu_minor, r.approved_national_minor, r.approved_own_minor
      where p.cost_number is not null and p.debit = 'spent'
     union all
     select r.unapproved_eu_minor + r.by_correction_eu_minor,
            r.unapproved_national_minor + r.by_correction_national_minor,
            r.unapproved_own_minor + r.by_correction_own_minor
      where p.cost_number is not null and p.debit = 'available') as m (eu, national, own)
   where p.organisation_id = in_organisation and p.contract_id = in_contract and p.currency = 'BGN'
   order by p.posting_id;

  insert into posting (organisation_id, contract_id, line_code, debit, credit, eu_minor, national_minor, own_minor,
                       currency, valid_on, is_rounding)
  select in_organisation, in_contract, g.line_code, w.debit, w.credit, greatest(w.sign * g.eu, 0),
         greatest(w.sign * g.national, 0), greatest(w.sign * g.own, 0), 'EUR', in_converted_on, true
    from (select l.line_code,
                 l.after_cap_eu_minor - coalesce(j.eu, 0) as eu,
                 l.after_cap_national_minor - coalesce(j.national, 0) as national,
                 l.after_cap_own_minor - coalesce(j.own, 0) as own
            from redenomination_line as l
            left join (select p.line_code,
                              sum(case p.credit when 'cap' then p.eu_minor else -p.eu_minor end) as eu,
                              sum(case p.credit when 'cap' then p.national_minor else -p.national_minor end)
                                as national,
                              sum(case p.credit when 'cap' then p.own_minor else -p.own_minor end) as own
                         from posting as p
                        where p.organisation_id = in_organisation and p.contract_id = in_contract
                              and p.currency = 'EUR' and 'cap' in (p.debit, p.credit)
                        group by p.line_code) as j on j.line_code = l.line_code
           where l.organisation_id = in_organisation and l.contract_id = in_contract) as g
   cross join (values ('available', 'cap', 1), ('cap', 'available', -1)) as w (debit, credit, sign)
   where w.sign * g.eu > 0 or w.sign * g.national > 0 or w.sign * g.own > 0
   order by g.line_code, w.sign desc;
end $$;

-- Converts the documents that this contract's costs claim from, except those from which a contract in lev still claims.
create function budgets.restate_documents(in_organisation text, in_contract text) returns void
language plpgsql set search_path = budgets, pg_temp set enable_nestloop = off as $$
begin
  -- In the order in which every transaction locks them.
  perform from document as d
    where d.organisation_id = in_organisation and d.currency = 'BGN'
          and (d.number_folded, d.issuer_folded, d.document_type, d.issued_on) in (
            select c.document_number_folded, c.issuer_folded, c.document_type, c.issued_on
              from cost as c where c.organisation_id = in_organisation and c.contract_id = in_contract)
    order by d.number_folded, d.issuer_folded, d.document_type, d.issued_on
      for update;
  update document as d
     set total_minor = n.total, vat_minor = n.vat, claimable_minor = n.claimable, claimed_minor = n.claimed,
         credited_minor = n.credited, excess_minor = greatest(0, n.claimed + n.credited - n.claimable),
         currency = 'EUR'
    from (select x.number_folded, x.issuer_folded, x.document_type, x.issued_on, to_euro(x.total_minor) as total,
                 to_euro(x.vat_minor) as vat,
                 to_euro(x.total_minor) - case when x.claimable_minor < x.total_minor then to_euro(x.vat_minor)
                                               else 0 end as claimable,
                 h.claimed,
                 (select coalesce(sum(to_euro(t.credited_minor)), 0)::bigint
                    from credit_note as t
                   where t.organisation_id = in_organisation and t.number_folded = x.number_folded
                         and t.issuer_folded = x.issuer_folded and t.document_type = x.document_type
                         and t.issued_on = x.issued_on) as credited
            from document as x
            join (select k.document_number_folded, k.issuer_folded, k.document_type, k.issued_on,
                         sum(r.claimed_eu_minor + r.claimed_national_minor + r.claimed_own_minor
                             - case when r.decided
                                    then r.unapproved_eu_minor + r.unapproved_national_minor + r.unapproved_own_minor
                                    else coalesce(d.unapproved_eu_minor + d.unapproved_national_minor
                                                  + d.unapproved_own_minor, 0)
                               end)::bigint as claimed
                    from cost as k
                    left join restated_cost as r on r.organisation_id = k.organisation_id
                                                and r.contract_id = k.contract_id and r.cost_number = k.cost_number
                    left join cost_decision as d on d.organisation_id = k.organisation_id
                                                and d.contract_id = k.contract_id and d.cost_number = k.cost_number
                   where k.organisation_id = in_organisation
                   group by k.document_number_folded, k.issuer_folded, k.document_type, k.issued_on
                  having bool_and(r.cost_number is not null) and bool_or(k.contract_id = in_contract)) as h
              on h.document_number_folded = x.number_folded and h.issuer_folded = x.issuer_folded
                 and h.document_type = x.document_type and h.issued_on = x.issued_on
           where x.organisation_id = in_organisation and x.currency = 'BGN') as n
   where d.organisation_id = in_organisation and d.number_folded = n.number_folded
         and d.issuer_folded = n.issuer_folded and d.document_type = n.document_type and d.issued_on = n.issued_on;
end $$;

-- Converts the limits over lines, and the prices of simplified costs: unit prices and lump sums by the general
-- rule, yearly wages by the rule of wages. Costs that were reckoned before keep their prices in lev.
create function budgets.restate_terms(in_organisation text, in_contract text) returns void
language sql set search_path = budgets, pg_temp as $$
  update line_limit as k
     set fixed_minor = greatest(to_euro(k.fixed_minor), case when k.fixed_minor is not null then s.used_minor end),
         base_minor = s.base_minor, used_minor = s.used_minor,
         cap_minor = s.cap_minor, rounding_minor = greatest(0, s.used_minor - s.cap_minor), currency = 'EUR'
    from (select g.code, n.base_minor, n.used_minor,
                 coalesce(greatest(to_euro(g.fixed_minor), case when g.fixed_minor is not null then n.used_minor end),
                          div(n.base_minor::numeric * g.percent_hundredths, 10000)::bigint) as cap_minor
            from line_limit as g
           cross join lateral (
             select coalesce(sum(l.cap_eu_minor + l.cap_national_minor + l.cap_own_minor)
                               filter (where l.code = any (g.base_lines)), 0)::bigint as base_minor,
                    coalesce(sum(l.reserved_eu_minor + l.reserved_national_minor + l.reserved_own_minor
                                 + l.spent_eu_minor + l.spent_national_minor + l.spent_own_minor)
                               filter (where l.code = any (g.lines)), 0)::bigint as used_minor
               from line as l
              where l.organisation_id = in_organisation and l.contract_id = in_contract) as n
           where g.organisation_id = in_organisation and g.contract_id = in_contract) as s
   where k.organisation_id = in_organisation and k.contract_id = in_contract and k.code = s.code;
  update line_terms as t
     set currency = 'EUR',
         items = coalesce((select jsonb_agg(
                                    i.item
                                    || case when i.item ? 'priceMinor'
                                            then jsonb_build_object('priceMinor',
                                                                    to_euro((i.item ->> 'priceMinor')::bigint))
                                            else '{}' end
                                    || case when i.item ? 'annualMinor'
                                            then jsonb_build_object('annualMinor',
                                                                    to_euro_wage((i.item ->> 'annualMinor')::bigint))
                                            else '{}' end
                                    order by i.place)
                             from jsonb_array_elements(t.items) with ordinality as i (item, place)), '[]')
   where t.organisation_id = in_organisation and t.contract_id = in_contract and t.currency = 'BGN';
$$;

-- Converts all rows of a contract, once (CUR-1): in_conversion is the event, in_lines every line of its budget as it
-- is to be. The caller holds the lines, then the contract.
create function budgets.redenominate(in_organisation text, in_contract text, in_conversion jsonb, in_lines jsonb)
returns void
language plpgsql security definer set search_path = budgets, pg_temp as $$
declare
  conversion redenomination;
  problem text;
begin
  conversion := jsonb_populate_record(null::redenomination, in_conversion);
  insert into redenomination (organisation_id, contract_id, contract_version, before_eu_minor, before_national_minor,
                              before_own_minor, before_currency, after_eu_minor, after_national_minor,
                              after_own_minor, after_currency, rate, converted_on, legal_source, verified)
  values (in_organisation, in_contract, conversion.contract_version, conversion.before_eu_minor,
          conversion.before_national_minor, conversion.before_own_minor, conversion.before_currency,
          conversion.after_eu_minor, conversion.after_national_minor, conversion.after_own_minor,
          conversion.after_currency, conversion.rate, conversion.converted_on, conversion.legal_source,
          conversion.verified);
  if exists (select from revision as r
              where r.organisation_id = in_organisation and r.contract_id = in_contract and r.state = 'PREPARED') then
    raise exception 'a revision holds the caps';
  end if;

  insert into redenomination_line
  select in_organisation, in_contract, l.code,
         l.cap_eu_minor, l.cap_national_minor, l.cap_own_minor,
         l.reserved_eu_minor, l.reserved_national_minor, l.reserved_own_minor,
         l.spent_eu_minor, l.spent_national_minor, l.spent_own_minor, l.refused_minor, l.currency,
         n.cap_eu, n.cap_national, n.cap_own, n.reserved_eu, n.reserved_national, n.reserved_own,
         n.spent_eu, n.spent_national, n.spent_own, conversion.after_currency
    from line as l
    left join jsonb_to_recordset(in_lines)
      as n (code text, cap_eu bigint, cap_national bigint, cap_own bigint, reserved_eu bigint,
            reserved_national bigint, reserved_own bigint, spent_eu bigint, spent_national bigint, spent_own bigint)
      on n.code = l.code
   where l.organisation_id = in_organisation and l.contract_id = in_contract;
  perform restate_costs(in_organisation, in_contract);
  perform restate_journal(in_organisation, in_contract, conversion.converted_on);

  update line as l
     set cap_eu_minor = n.after_cap_eu_minor, cap_national_minor = n.after_cap_national_minor,
         cap_own_minor = n.after_cap_own_minor, reserved_eu_minor = n.after_reserved_eu_minor,
         reserved_national_minor = n.after_reserved_national_minor,
         reserved_own_minor = n.after_reserved_own_minor, spent_eu_minor = n.after_spent_eu_minor,
         spent_national_minor = n.after_spent_national_minor, spent_own_minor = n.after_spent_own_minor,
         currency = n.after_currency, refused_minor = coalesce(j.refused_minor, 0)
    from redenomination_line as n
    left join (select p.line_code, sum(p.eu_minor + p.national_minor + p.own_minor)::bigint as refused_minor
                 from posting as p
                where p.organisation_id = in_organisation and p.contract_id = in_contract and p.currency = 'EUR'
                      and (p.debit, p.credit) = ('available', 'reserved')
                group by p.line_code) as j on j.line_code = n.line_code
   where n.organisation_id = in_organisation and n.contract_id = in_contract
         and l.organisation_id = n.organisation_id and l.contract_id = n.contract_id and l.code = n.line_code;
  update contract as c
     set amount_eu_minor = conversion.after_eu_minor, amount_national_minor = conversion.after_national_minor,
         amount_own_minor = conversion.after_own_minor, currency = conversion.after_currency
   where c.organisation_id = in_organisation and c.contract_id = in_contract
         and c.currency = conversion.before_currency;
  if not found then
    raise exception 'the contract is not in %', conversion.before_currency;
  end if;
  -- INV-09 in the new currency.
  select case when (sum(l.cap_eu_minor), sum(l.cap_national_minor), sum(l.cap_own_minor))
                   <> (conversion.after_eu_minor, conversion.after_national_minor, conversion.after_own_minor)
                then 'the lines do not add up to the contract'
         end
    into problem
    from line as l
   where l.organisation_id = in_organisation and l.contract_id = in_contract
  having count(*) > 0;
  if problem is not null then
    raise exception 'conversion of %: %', in_contract, problem;
  end if;

  perform restate_terms(in_organisation, in_contract);
  -- The newest spending plan goes on in euro, as a version of its own.
  insert into spending_plan (organisation_id, contract_id, plan_version, reason, recorded_by)
  select s.organisation_id, s.contract_id, s.plan_version + 1, 'BGN → EUR', s.recorded_by
    from spending_plan as s
   where s.organisation_id = in_organisation and s.contract_id = in_contract
   order by s.plan_version desc
   limit 1;
  insert into spending_plan_quarter (organisation_id, contract_id, plan_version, line_code, year, quarter,
                                     amount_minor, currency)
  select q.organisation_id, q.contract_id, q.plan_version + 1, q.line_code, q.year, q.quarter,
         to_euro(q.amount_minor), conversion.after_currency
    from spending_plan_quarter as q
   where q.organisation_id = in_organisation and q.contract_id = in_contract
         and q.plan_version = (select max(s.plan_version) - 1
                                 from spending_plan as s
                                where s.organisation_id = in_organisation and s.contract_id = in_contract);
  perform restate_documents(in_organisation, in_contract);
end $$;
grant execute on function budgets.to_euro, budgets.redenominate to svc_budgets;

-- The journal and the transfers of each contract in its currency.
create view budgets.posting_now as
  select p.organisation_id, p.contract_id, p.posting_id, p.line_code, p.cost_number, p.transfer_number,
         p.revision_version, p.debit, p.credit, p.eu_minor, p.national_minor, p.own_minor, p.currency, p.valid_on,
         p.recorded_at
    from budgets.posting as p
    join budgets.contract as c on c.organisation_id = p.organisation_id and c.contract_id = p.contract_id
                              and c.currency = p.currency;
comment on view budgets.posting_now is 'Journal of each contract in the contract''s currency.';
create view budgets.transfer_now as
  select t.organisation_id, t.contract_id, t.transfer_number, t.from_line, t.to_line, t.contract_version,
         case when t.currency = c.currency then t.eu_minor else budgets.to_euro(t.eu_minor) end as eu_minor,
         case when t.currency = c.currency then t.national_minor
              else budgets.to_euro(t.national_minor) end as national_minor,
         case when t.currency = c.currency then t.own_minor else budgets.to_euro(t.own_minor) end as own_minor,
         c.currency
    from budgets.transfer as t
    join budgets.contract as c on c.organisation_id = t.organisation_id and c.contract_id = t.contract_id;
comment on view budgets.transfer_now is 'Transfers of each contract in the contract''s currency.';
grant select on budgets.posting_now, budgets.transfer_now to svc_budgets;

create or replace view published.budget_posting as
  select organisation_id, contract_id, line_code, debit, credit, eu_minor, national_minor, own_minor, currency,
         valid_on, recorded_at, transfer_number is not null or revision_version is not null as moves_cap
    from budgets.posting_now;
create view published.budget_redenomination as
  select organisation_id, contract_id, converted_on, recorded_at, rate, before_eu_minor, before_national_minor,
         before_own_minor, after_eu_minor, after_national_minor, after_own_minor
    from budgets.redenomination;
comment on view published.budget_redenomination is 'Budgets that were converted from lev to euro.';
grant select on published.budget_redenomination to svc_reports;

-- As before, and in the currency of the document: of a document that is still in lev, a cost that was restated gives
-- back the same part of its claim in lev, rounded down.
create or replace function budgets.release_documents(in_organisation text, in_contract text, in_cost_numbers bigint[])
returns void
language plpgsql set search_path = budgets, pg_temp set enable_seqscan = off as $$
declare
  back record;
begin
  for back in
    select c.document_number_folded, c.issuer_folded, c.document_type, c.issued_on, sum(c.minor)::bigint as minor
      from unnest(in_cost_numbers) as n (cost_number)
     cross join lateral (
       select k.document_number_folded, k.issuer_folded, k.document_type, k.issued_on,
              case when r.cost_number is null or r.currency = d.currency then x.minor
                   else div(k.claimed_minor::numeric * x.minor,
                            r.claimed_eu_minor + r.claimed_national_minor + r.claimed_own_minor)
              end as minor
         from cost as k
        cross join lateral (
          select y.unapproved_eu_minor + y.unapproved_national_minor + y.unapproved_own_minor as minor
            from cost_decision as y
           where y.organisation_id = in_organisation and y.contract_id = in_contract
                 and y.cost_number = k.cost_number
          offset 0) as x
         left join document as d on d.organisation_id = in_organisation
                                and d.number_folded = k.document_number_folded
                                and d.issuer_folded = k.issuer_folded and d.document_type = k.document_type
                                and d.issued_on = k.issued_on
         left join restated_cost as r on r.organisation_id = in_organisation and r.contract_id = in_contract
                                     and r.cost_number = k.cost_number
        where k.organisation_id = in_organisation and k.contract_id = in_contract
              and k.cost_number = n.cost_number and x.minor > 0
       offset 0) as c
     group by c.document_number_folded, c.issuer_folded, c.document_type, c.issued_on
     order by c.document_number_folded, c.issuer_folded, c.document_type, c.issued_on
  loop
    update document as d
       set claimed_minor = d.claimed_minor - back.minor
     where d.organisation_id = in_organisation and d.number_folded = back.document_number_folded
           and d.issuer_folded = back.issuer_folded and d.document_type = back.document_type
           and d.issued_on = back.issued_on;
  end loop;
end $$;

commit;

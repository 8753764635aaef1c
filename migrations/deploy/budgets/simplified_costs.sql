-- SPDX-License-Identifier: EUPL-1.2
-- Simplified costs: what a line pays for by unit, lump sum, flat rate or hour, and what each such cost was reckoned
-- from. A cost of this kind is a row of budgets.cost like any other.
begin;

set local role own_budgets;

alter table budgets.line
  add column support_form text not null default 'REAL_COSTS',
  add constraint line_support_form
    check (support_form in ('REAL_COSTS', 'UNIT_COSTS', 'LUMP_SUMS', 'FLAT_RATE', 'HOURLY_RATE'));
comment on column budgets.line.support_form is 'Form in which its costs are supported; the terms are in line_terms.';

alter table budgets.cost
  drop constraint cost_document_type,
  add constraint cost_document_type
    check (document_type in ('INVOICE', 'PAYROLL', 'PAID_AMOUNTS_ACCOUNT', 'CASH_RECEIPT', 'TRAVEL_ORDER', 'OTHER',
                             'ADVANCE_REPORT', 'CASH_ORDER', 'DEBIT_NOTE', 'VAT_PROTOCOL', 'SIMPLIFIED_REPORT'));

create table budgets.line_terms (
  organisation_id text not null,
  contract_id text not null,
  line_code text not null,
  form text not null,
  items jsonb not null default '[]',
  kind text not null default '',
  percent_hundredths integer,
  base_lines text[] not null default '{}',
  limit_percent_hundredths integer,
  legal_source text not null default '',
  verified boolean not null default false,
  source text not null,
  currency text not null,
  set_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, line_code),
  constraint line_terms_line foreign key (organisation_id, contract_id, line_code)
    references budgets.line (organisation_id, contract_id, code),
  constraint line_terms_currency check (currency in ('BGN', 'EUR')),
  constraint line_terms_form
    check (case when form = 'FLAT_RATE'
                then percent_hundredths between 1 and limit_percent_hundredths and base_lines <> '{}'
                     and limit_percent_hundredths <= 10000 and items = '[]' and not line_code = any (base_lines)
                     and kind in ('INDIRECT_OF_DIRECT', 'INDIRECT_OF_DIRECT_BY_METHOD', 'INDIRECT_OF_STAFF',
                                  'STAFF_OF_OTHER_DIRECT', 'REST_OF_STAFF')
                else form in ('UNIT_COSTS', 'LUMP_SUMS', 'HOURLY_RATE') and items <> '[]' and kind = ''
                     and percent_hundredths is null and limit_percent_hundredths is null and base_lines = '{}'
           end)
);
comment on table budgets.line_terms is
  'What a line with simplified costs pays for. Set anew as long as the line has no costs, with evidence.';
comment on column budgets.line_terms.items is
  'Units, lump sums or posts: code, title, unit, condition, priceMinor, annualMinor, hoursPerYear, in hundredths of '
  'the currency.';
comment on column budgets.line_terms.percent_hundredths is 'Of the base, in hundredths of a percent.';
comment on column budgets.line_terms.base_lines is 'Lines of the base of a flat rate.';
comment on column budgets.line_terms.limit_percent_hundredths is 'What the rule of reference allowed when it was set.';
comment on column budgets.line_terms.verified is 'Whether the text of the rule''s source was read.';

create table budgets.simplified_cost (
  organisation_id text not null,
  contract_id text not null,
  cost_number bigint not null,
  line_code text not null,
  form text not null,
  item text not null,
  attempt integer not null,
  title text not null,
  quantity_hundredths bigint,
  evidence text not null,
  person text not null,
  year integer,
  price_minor bigint,
  base_minor bigint,
  percent_hundredths integer,
  primary key (organisation_id, contract_id, cost_number),
  constraint simplified_cost_cost foreign key (organisation_id, contract_id, cost_number)
    references budgets.cost (organisation_id, contract_id, cost_number),
  constraint simplified_cost_form
    check (case form
             when 'UNIT_COSTS' then quantity_hundredths > 0 and quantity_hundredths % 100 = 0 and price_minor > 0
             when 'HOURLY_RATE' then quantity_hundredths > 0 and price_minor > 0 and person <> '' and year > 0
             when 'LUMP_SUMS' then price_minor > 0 and attempt >= 0
             when 'FLAT_RATE' then base_minor > 0 and percent_hundredths > 0
             else false
           end)
);
-- A lump sum is claimed once, and once more after each refusal.
create unique index lump_sum_claimed
    on budgets.simplified_cost (organisation_id, contract_id, line_code, item, attempt) where form = 'LUMP_SUMS';
comment on table budgets.simplified_cost is 'What a simplified cost was reckoned from. Never changed.';
comment on column budgets.simplified_cost.attempt is 'How often the lump sum was refused before; 0 for the others.';
comment on column budgets.simplified_cost.person is 'A sign for the person, the same in all contracts; no name.';
comment on column budgets.simplified_cost.base_minor is 'What was held on the lines of the base.';

create table budgets.person_hours (
  organisation_id text not null,
  person text not null,
  year integer not null,
  hours_hundredths bigint not null default 0,
  max_hundredths bigint not null,
  primary key (organisation_id, person, year),
  constraint hours_above_year check (hours_hundredths between 0 and max_hundredths)
);
comment on table budgets.person_hours is
  'Hours claimed of a person and year, over all lines and contracts, less those that were refused.';

select platform.keep_to_organisation('budgets.line_terms');
select platform.keep_to_organisation('budgets.simplified_cost');
select platform.keep_to_organisation('budgets.person_hours');
grant select on budgets.line_terms to svc_budgets;
grant select, insert on budgets.simplified_cost to svc_budgets;
grant select, insert, update (hours_hundredths) on budgets.person_hours to svc_budgets;

-- Sets the terms of a line, or takes them back (form REAL_COSTS). The caller holds the line.
create function budgets.set_terms(in_organisation text, in_contract text, in_terms jsonb) returns void
language plpgsql security definer set search_path = budgets, pg_temp as $$
declare
  given line_terms;
begin
  given := jsonb_populate_record(null::line_terms, in_terms);
  if exists (select from cost as c where c.organisation_id = in_organisation and c.contract_id = in_contract
                and c.line_code = given.line_code) then
    perform platform.refuse('TERMS_LINE_IN_USE', jsonb_build_object('line', given.line_code));
  end if;
  delete from line_terms as t
   where t.organisation_id = in_organisation and t.contract_id = in_contract and t.line_code = given.line_code;
  if given.form <> 'REAL_COSTS' then
    insert into line_terms (organisation_id, contract_id, line_code, form, items, kind, percent_hundredths, base_lines,
                            limit_percent_hundredths, legal_source, verified, source, currency, set_by)
    values (in_organisation, in_contract, given.line_code, given.form, given.items, given.kind,
            given.percent_hundredths, given.base_lines, given.limit_percent_hundredths, given.legal_source,
            given.verified, given.source, given.currency, given.set_by);
  end if;
  update line as l set support_form = given.form
   where l.organisation_id = in_organisation and l.contract_id = in_contract and l.code = given.line_code;
end $$;

-- BUD-8: nothing of a flat rate is approved beyond its percent of what is spent on the lines of its base. Called
-- after decisions on these costs, with all those lines held; see LowerFlatRates.
create function budgets.check_flat_rates(in_organisation text, in_contract text, in_cost_numbers bigint[])
returns void
language plpgsql set search_path = budgets, pg_temp as $$
declare
  rate record;
  due numeric;
begin
  for rate in
    select t.line_code, t.percent_hundredths, l.currency,
           l.spent_eu_minor + l.spent_national_minor + l.spent_own_minor as spent,
           (select coalesce(sum(b.spent_eu_minor + b.spent_national_minor + b.spent_own_minor), 0)
              from line as b
             where b.organisation_id = in_organisation and b.contract_id = in_contract
                   and b.code = any (t.base_lines)) as base
      from line_terms as t
      join line as l on l.organisation_id = t.organisation_id and l.contract_id = t.contract_id and l.code = t.line_code
     where t.organisation_id = in_organisation and t.contract_id = in_contract and t.form = 'FLAT_RATE'
           and exists (select from cost as c
                         join cost_decision as d on d.organisation_id = c.organisation_id
                              and d.contract_id = c.contract_id and d.cost_number = c.cost_number
                        where c.organisation_id = in_organisation and c.contract_id = in_contract
                              and c.cost_number = any (in_cost_numbers) and c.line_code = t.line_code
                              and d.approved_eu_minor + d.approved_national_minor + d.approved_own_minor > 0)
  loop
    due := div(rate.base * rate.percent_hundredths, 10000);
    if rate.spent > due then
      perform platform.refuse('FLAT_RATE_ABOVE_BASE',
                              jsonb_build_object('line', rate.line_code, 'asked', amount_text(rate.spent),
                                                 'due', amount_text(due::bigint), 'currency', rate.currency));
    end if;
  end loop;
end $$;

-- Gives back the hours of costs that were refused: nothing of them is approved, and nothing taken by a correction, which
-- is not claimed again. Person by person, so that rows are locked
-- in one order.
create function budgets.release_hours(in_organisation text, in_contract text, in_cost_numbers bigint[])
returns void
language plpgsql set search_path = budgets, pg_temp as $$
declare
  back record;
begin
  for back in
    select s.person, s.year, sum(s.quantity_hundredths)::bigint as hours
      from simplified_cost as s
      join cost_decision as d on d.organisation_id = s.organisation_id and d.contract_id = s.contract_id
                             and d.cost_number = s.cost_number
     where s.organisation_id = in_organisation and s.contract_id = in_contract and s.form = 'HOURLY_RATE'
           and s.cost_number = any (in_cost_numbers)
           and d.approved_eu_minor + d.approved_national_minor + d.approved_own_minor = 0
           and d.by_correction_eu_minor + d.by_correction_national_minor + d.by_correction_own_minor = 0
     group by s.person, s.year
     order by s.person, s.year
  loop
    update person_hours as h set hours_hundredths = h.hours_hundredths - back.hours
     where h.organisation_id = in_organisation and h.person = back.person and h.year = back.year;
  end loop;
end $$;

grant execute on function budgets.set_terms, budgets.check_flat_rates, budgets.release_hours to svc_budgets;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Limits over sums of lines: one guarded row for each, held by whatever uses a line or moves its cap. Locks are
-- taken in one order: lines by code, limits by code, the contract's row, documents by key.
begin;

set local role own_budgets;

create table budgets.line_limit (
  organisation_id text not null,
  contract_id text not null,
  code text not null,
  title text not null,
  lines text[] not null,
  fixed_minor bigint,
  percent_hundredths integer,
  base_lines text[] not null,
  source text not null,
  base_minor bigint not null,
  cap_minor bigint not null,
  used_minor bigint not null,
  currency text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, code),
  constraint line_limit_contract foreign key (organisation_id, contract_id)
    references budgets.contract (organisation_id, contract_id),
  constraint line_limit_currency check (currency in ('BGN', 'EUR')),
  constraint line_limit_kind
    check ((fixed_minor is null) <> (percent_hundredths is null)
           and (percent_hundredths is null) = (base_lines = '{}') and lines <> '{}'),
  constraint line_limit_percent check (percent_hundredths between 1 and 10000),
  -- Down to the cent, see CapOf.
  constraint line_limit_cap
    check (cap_minor = coalesce(fixed_minor, div(base_minor::numeric * percent_hundredths, 10000))),
  -- BUD-7, see TakeFrom.
  constraint line_limit_not_exceeded check (used_minor <= cap_minor),
  constraint line_limit_not_negative check (base_minor >= 0 and cap_minor >= 0 and used_minor >= 0)
);
comment on table budgets.line_limit is
  'Ceilings over the sum of several lines, EU, national and own money together. Set anew with evidence.';
comment on column budgets.line_limit.lines is 'Codes of the lines that are held; line.limits says so of each line.';
comment on column budgets.line_limit.fixed_minor is 'A fixed ceiling; null: in percent of the base.';
comment on column budgets.line_limit.percent_hundredths is 'Of the base, in hundredths of a percent.';
comment on column budgets.line_limit.base_lines is 'Codes of the lines whose caps are the base of a percentage.';
comment on column budgets.line_limit.base_minor is 'Sum of the caps of the base.';
comment on column budgets.line_limit.cap_minor is 'The ceiling in force.';
comment on column budgets.line_limit.used_minor is 'Reserved and spent on its lines.';

-- In the line, so that recording a cost needs no other row to know that there are none.
alter table budgets.line add column limits text[] not null default '{}';
comment on column budgets.line.limits is 'Codes of the limits that hold the line, in their order.';

select platform.keep_to_organisation('budgets.line_limit');
grant select, update (used_minor) on budgets.line_limit to svc_budgets;

-- Replaces all limits of a contract. The caller holds all its lines.
create function budgets.set_limits(in_organisation text, in_contract text, in_limits jsonb) returns void
language plpgsql security definer set search_path = budgets, pg_temp as $$
begin
  delete from line_limit as k where k.organisation_id = in_organisation and k.contract_id = in_contract;
  insert into line_limit (organisation_id, contract_id, code, title, lines, fixed_minor, percent_hundredths,
                          base_lines, source, base_minor, cap_minor, used_minor, currency)
  select in_organisation, in_contract, g.code, g.title, g.lines, g.fixed_minor, g.percent_hundredths, g.base_lines,
         g.source, s.base_minor,
         coalesce(g.fixed_minor, div(s.base_minor::numeric * g.percent_hundredths, 10000)::bigint), s.used_minor,
         g.currency
    from jsonb_to_recordset(in_limits)
      as g (code text, title text, lines text[], fixed_minor bigint, percent_hundredths integer, base_lines text[],
            source text, currency text)
   cross join lateral (
      select coalesce(sum(l.cap_eu_minor + l.cap_national_minor + l.cap_own_minor)
                        filter (where l.code = any (g.base_lines)), 0)::bigint as base_minor,
             coalesce(sum(l.reserved_eu_minor + l.reserved_national_minor + l.reserved_own_minor
                          + l.spent_eu_minor + l.spent_national_minor + l.spent_own_minor)
                        filter (where l.code = any (g.lines)), 0)::bigint as used_minor
        from line as l
       where l.organisation_id = in_organisation and l.contract_id = in_contract) as s;
  update line as l
     set limits = h.codes
    from (select b.code, coalesce((select array_agg(k.code order by k.code) from line_limit as k
                                    where k.organisation_id = in_organisation and k.contract_id = in_contract
                                          and b.code = any (k.lines)), '{}') as codes
            from line as b
           where b.organisation_id = in_organisation and b.contract_id = in_contract) as h
   where l.organisation_id = in_organisation and l.contract_id = in_contract and l.code = h.code
         and l.limits <> h.codes;
end $$;

-- Brings every limit of a contract up to what its lines are now: for whoever has moved their caps, or written their
-- amounts anew. The CHECKs refuse a ceiling below what is used.
create function budgets.restate_limits(in_organisation text, in_contract text) returns void
language plpgsql security definer set search_path = budgets, pg_temp as $$
begin
  -- With the limits held nobody takes of them, whoever has used a line meanwhile is seen by the next statement.
  perform from line_limit as k
    where k.organisation_id = in_organisation and k.contract_id = in_contract
    order by k.code
      for update;
  if not found then
    return;
  end if;
  update line_limit as k
     set base_minor = s.base_minor, used_minor = s.used_minor,
         cap_minor = coalesce(k.fixed_minor, div(s.base_minor::numeric * k.percent_hundredths, 10000)::bigint)
    from (select g.code,
                 coalesce(sum(l.cap_eu_minor + l.cap_national_minor + l.cap_own_minor)
                            filter (where l.code = any (g.base_lines)), 0)::bigint as base_minor,
                 coalesce(sum(l.reserved_eu_minor + l.reserved_national_minor + l.reserved_own_minor
                              + l.spent_eu_minor + l.spent_national_minor + l.spent_own_minor)
                            filter (where l.code = any (g.lines)), 0)::bigint as used_minor
            from line_limit as g
            join line as l on l.organisation_id = g.organisation_id and l.contract_id = g.contract_id
           where g.organisation_id = in_organisation and g.contract_id = in_contract
           group by g.code) as s
   where k.organisation_id = in_organisation and k.contract_id = in_contract and k.code = s.code;
end $$;

-- Takes an amount from each of these limits, or refuses; the caller holds the line that they hold.
create function budgets.take_from_limits(in_organisation text, in_contract text, in_limits text[], in_amount bigint)
returns void
language plpgsql set search_path = budgets, pg_temp set enable_seqscan = off as $$
declare
  one record;
begin
  for one in
    select k.code, k.title, k.cap_minor - k.used_minor as left_minor, k.currency
      from line_limit as k
     where k.organisation_id = in_organisation and k.contract_id = in_contract and k.code = any (in_limits)
     order by k.code
       for update
  loop
    if in_amount > one.left_minor then
      perform platform.refuse('LIMIT_EXHAUSTED',
                              jsonb_build_object('limit', one.code, 'title', one.title,
                                                 'left', amount_text(one.left_minor), 'asked', amount_text(in_amount),
                                                 'currency', one.currency));
    end if;
  end loop;
  update line_limit as k set used_minor = k.used_minor + in_amount
   where k.organisation_id = in_organisation and k.contract_id = in_contract and k.code = any (in_limits);
end $$;

-- Gives back to the limits what decisions refused, by line: [{"code": "1.1", "minor": 100}]. The caller holds the
-- lines; the limits are locked in their order.
create function budgets.release_limits(in_organisation text, in_contract text, in_moves jsonb) returns void
language plpgsql set search_path = budgets, pg_temp set enable_seqscan = off as $$
declare
  back record;
begin
  for back in
    select k.code, sum(m.minor)::bigint as minor
      from jsonb_to_recordset(in_moves) as m (code text, minor bigint)
      join line as l on l.organisation_id = in_organisation and l.contract_id = in_contract and l.code = m.code
     cross join lateral unnest(l.limits) as k (code)
     where m.minor > 0
     group by k.code
     order by k.code
  loop
    update line_limit as k set used_minor = k.used_minor - back.minor
     where k.organisation_id = in_organisation and k.contract_id = in_contract and k.code = back.code;
  end loop;
end $$;

-- Records a cost, all of it or nothing: context, request key, guarded line, number, cost, posting, event,
-- evidence, answer, in one round trip that commits by itself. Returns the answer as JSON; a repeat of the
-- request gets the very same text. in_cost is the cost as JSON, for the evidence. The rules stand once
-- more, without the database, in budget_line.h (DecideRecord), limit.h (TakeFrom) and cost_document.h (DecideClaim).
create or replace function budgets.record_cost(
  in_actor text, in_organisations text, in_organisation text, in_method text, in_request_id text,
  in_request_hash bytea, in_trace_id text, in_contract text, in_line text, in_document_type text,
  in_document_number text, in_document_number_folded text, in_issuer text, in_issuer_folded text,
  in_issuer_eik text, in_issued_on date, in_paid_on date, in_document_total bigint, in_vat bigint,
  in_vat_recoverable boolean, in_claimed bigint, in_currency text, in_marks jsonb, in_cost jsonb) returns text
language plpgsql set search_path = budgets, pg_temp set enable_seqscan = off as $$
declare
  claimable constant bigint := in_document_total - case when in_vat_recoverable then in_vat else 0 end;
  issuer_known text := in_issuer_folded;
  stored_hash bytea;
  answer text;
  held record;
  part record;
  earlier record;
  left_before bigint;
  number bigint;
  name text := 'organisations/' || in_organisation || '/contracts/' || in_contract;
  moment timestamptz;
begin
  perform set_config('tranche.actor', in_actor, true),
          set_config('tranche.organisations', in_organisations, true);

  -- Waits for a first caller with this key that has not committed yet.
  insert into request (organisation_id, actor, method, request_id, request_hash)
  values (in_organisation, in_actor, in_method, in_request_id, in_request_hash)
  on conflict do nothing;
  if not found then
    select r.request_hash, convert_from(r.response, 'UTF8') into stored_hash, answer
      from request as r
     where r.organisation_id = in_organisation and r.actor = in_actor and r.method = in_method
           and r.request_id = in_request_id;
    if stored_hash <> in_request_hash then
      perform platform.refuse('REQUEST_ID_REUSED', jsonb_build_object('request_id', in_request_id));
    end if;
    return answer;
  end if;

  -- From here on this call alone moves the line.
  select l.cap_eu_minor, l.cap_national_minor, l.cap_own_minor, l.currency, l.support_form, l.limits,
         l.reserved_eu_minor + l.spent_eu_minor as used_eu,
         l.reserved_national_minor + l.spent_national_minor as used_national,
         l.reserved_own_minor + l.spent_own_minor as used_own
    into held
    from line as l
   where l.organisation_id = in_organisation and l.contract_id = in_contract and l.code = in_line
     for update;
  if not found then
    if exists (select from line as l where l.organisation_id = in_organisation and l.contract_id = in_contract) then
      perform platform.refuse('LINE_NOT_FOUND', jsonb_build_object('line', in_line));
    end if;
    perform platform.refuse('NOT_FOUND', jsonb_build_object('name', name || '/budget'));
  end if;
  -- What a line with simplified costs pays for is not claimed by documents besides.
  if held.support_form <> 'REAL_COSTS' then
    perform platform.refuse('COST_ON_SIMPLIFIED_LINE',
                            jsonb_build_object('line', in_line, 'form', held.support_form));
  end if;
  if held.currency <> in_currency then
    perform platform.refuse('MONEY_CURRENCY_MIXED',
                            jsonb_build_object('left', held.currency, 'right', in_currency));
  end if;

  -- By its identification code an issuer is found again however its name is written.
  if in_issuer_eik <> '' then
    select d.issuer_folded into issuer_known
      from document as d
     where d.organisation_id = in_organisation and d.number_folded = in_document_number_folded
           and d.issuer_eik = in_issuer_eik and d.document_type = in_document_type and d.issued_on = in_issued_on;
    issuer_known := coalesce(issuer_known, in_issuer_folded);
  end if;

  select max(c.cost_number) filter (where d.approved is distinct from false) as cost_number,
         count(*) filter (where not d.approved) as refusals
    into earlier
    from cost as c
    left join cost_decision as d
      on d.organisation_id = c.organisation_id and d.contract_id = c.contract_id
         and d.cost_number = c.cost_number
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.line_code = in_line
         and c.document_number_folded = in_document_number_folded and c.issuer_folded = issuer_known
         and c.document_type = in_document_type;
  if earlier.cost_number is not null then
    perform platform.refuse('COST_DUPLICATE',
                            jsonb_build_object('number', in_document_number, 'line', in_line,
                                               'cost', name || '/costs/' || earlier.cost_number));
  end if;

  left_before := held.cap_eu_minor + held.cap_national_minor + held.cap_own_minor
                 - held.used_eu - held.used_national - held.used_own;
  if in_claimed > left_before then
    perform platform.refuse('LINE_EXHAUSTED',
                            jsonb_build_object('line', in_line, 'left', amount_text(left_before),
                                               'asked', amount_text(in_claimed), 'currency', in_currency));
  end if;
  part := next_split(held.cap_eu_minor, held.cap_national_minor, held.cap_own_minor, held.used_eu,
                     held.used_national, held.used_own, in_claimed);

  update line as l
     set reserved_eu_minor = l.reserved_eu_minor + part.eu_part::bigint,
         reserved_national_minor = l.reserved_national_minor + part.national_part::bigint,
         reserved_own_minor = l.reserved_own_minor + part.own_part::bigint
   where l.organisation_id = in_organisation and l.contract_id = in_contract and l.code = in_line;
  -- BUD-7. Most contracts have no limits, and then this asks nothing.
  if held.limits <> '{}' then
    perform take_from_limits(in_organisation, in_contract, held.limits, in_claimed);
  end if;
  update contract as c set last_cost_number = c.last_cost_number + 1
   where c.organisation_id = in_organisation and c.contract_id = in_contract
  returning c.last_cost_number into number;
  name := name || '/costs/' || number;
  moment := clock_timestamp();

  -- The document takes part after the line and the contract, so that locks are taken in one order. When nothing is
  -- held of it any more, it is what this cost says, since what was refused may have been mistyped.
  insert into document as d (organisation_id, number_folded, issuer_folded, document_type, issued_on,
                             document_number, issuer, issuer_eik, total_minor, vat_minor, claimable_minor,
                             claimed_minor, currency, contract_id, cost_number, recorded_at)
  values (in_organisation, in_document_number_folded, issuer_known, in_document_type, in_issued_on,
          in_document_number, in_issuer, in_issuer_eik, in_document_total, in_vat, claimable,
          in_claimed, in_currency, in_contract, number, moment)
  on conflict (organisation_id, number_folded, issuer_folded, document_type, issued_on) do update
     set claimed_minor = d.claimed_minor + excluded.claimed_minor,
         issuer_eik = case when d.issuer_eik = '' or d.claimed_minor + d.credited_minor = 0
                           then excluded.issuer_eik else d.issuer_eik end,
         vat_minor = case when d.claimed_minor + d.credited_minor = 0
                          then excluded.vat_minor else d.vat_minor end,
         total_minor = excluded.total_minor, claimable_minor = excluded.claimable_minor,
         currency = excluded.currency
   where d.claimed_minor + d.credited_minor = 0
         or (d.currency = excluded.currency and d.total_minor = excluded.total_minor
             and d.claimable_minor = excluded.claimable_minor
             and (d.issuer_eik = excluded.issuer_eik or '' in (d.issuer_eik, excluded.issuer_eik))
             and d.claimed_minor + d.credited_minor + excluded.claimed_minor <= d.claimable_minor);
  if not found then
    perform refuse_document(in_organisation, in_document_number_folded, issuer_known, in_document_type,
                            in_issued_on, in_document_number, in_issuer_eik, in_document_total, claimable,
                            in_claimed, in_currency);
  end if;

  insert into cost (organisation_id, contract_id, cost_number, line_code, document_type, document_number,
                    document_number_folded, issuer, issuer_folded, issuer_eik, resubmission, issued_on, paid_on,
                    document_total_minor, vat_minor, vat_recoverable, claimed_minor, claimed_eu_minor,
                    claimed_national_minor, claimed_own_minor, left_on_line_minor, currency, marks, recorded_at)
  values (in_organisation, in_contract, number, in_line, in_document_type, in_document_number,
          in_document_number_folded, in_issuer, issuer_known, in_issuer_eik, earlier.refusals, in_issued_on,
          in_paid_on, in_document_total, in_vat, in_vat_recoverable, in_claimed, part.eu_part, part.national_part,
          part.own_part, left_before - in_claimed, in_currency, in_marks, moment);
  insert into posting (organisation_id, contract_id, line_code, cost_number, debit, credit, eu_minor,
                       national_minor, own_minor, currency, valid_on, recorded_at)
  values (in_organisation, in_contract, in_line, number, 'reserved', 'available', part.eu_part, part.national_part,
          part.own_part, in_currency, in_paid_on, moment);

  insert into event (organisation_id, type, subject, payload, recorded_at)
  values (in_organisation, 'tranche.budgets.v1.CostRecorded', name,
          jsonb_build_object('cost', name, 'line', in_line, 'claimedMinor', in_claimed::text,
                             'currency', in_currency),
          moment);
  insert into evidence (organisation_id, recorded_at, actor, action, record, after_state, request_id, trace_id)
  values (in_organisation, moment, in_actor, 'budgets.costs.record', name,
          in_cost || jsonb_build_object(
              'name', name, 'parts', jsonb_build_object(
                  'eu', jsonb_build_object('amount', amount_text(part.eu_part::bigint), 'currency', in_currency),
                  'national', jsonb_build_object('amount', amount_text(part.national_part::bigint),
                                                 'currency', in_currency),
                  'own', jsonb_build_object('amount', amount_text(part.own_part::bigint), 'currency', in_currency)),
              'leftOnLine', jsonb_build_object('amount', amount_text(left_before - in_claimed),
                                               'currency', in_currency)),
          in_request_id, in_trace_id);

  answer := json_build_object('number', number, 'issuer', issuer_known, 'eu', part.eu_part,
                              'national', part.national_part, 'own', part.own_part, 'left', left_before - in_claimed,
                              'recorded_at_us', (extract(epoch from moment) * 1000000)::bigint)::text;
  update request as r set response = convert_to(answer, 'UTF8')
   where r.organisation_id = in_organisation and r.actor = in_actor and r.method = in_method
         and r.request_id = in_request_id;
  return answer;
end $$;

grant execute on function budgets.set_limits, budgets.restate_limits, budgets.take_from_limits, budgets.release_limits
   to svc_budgets;

commit;

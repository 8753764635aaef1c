-- SPDX-License-Identifier: EUPL-1.2
-- A document is one row of its organisation, with what is claimed of it over all lines, contracts and funds:
-- never more than its total (double funding). More kinds of documents, the issuer's identification code,
-- value added tax, and credit notes, which lower what may be claimed.
begin;

set local role own_budgets;

alter table budgets.cost
  add column issuer_eik text not null default '',
  add column vat_minor bigint not null default 0,
  add column vat_recoverable boolean not null default false,
  drop constraint cost_document_type,
  add constraint cost_document_type
    check (document_type in ('INVOICE', 'PAYROLL', 'PAID_AMOUNTS_ACCOUNT', 'CASH_RECEIPT', 'TRAVEL_ORDER', 'OTHER',
                             'ADVANCE_REPORT', 'CASH_ORDER', 'DEBIT_NOTE', 'VAT_PROTOCOL')),
  add constraint cost_vat check (vat_minor between 0 and document_total_minor),
  add constraint cost_claims_vat
    check (not vat_recoverable or claimed_minor <= document_total_minor - vat_minor),
  add constraint cost_issuer_eik check (issuer_eik ~ '^([0-9]{9}([0-9]{4})?)?$');
comment on column budgets.cost.issuer_eik is 'Identification code of the issuer as given; empty: not given.';
comment on column budgets.cost.vat_minor is 'Value added tax within the total, as given; 0: none or not told.';
comment on column budgets.cost.vat_recoverable is 'The payer recovers the tax, so that it is not claimed.';
comment on column budgets.cost.document_number_folded is
  'The number as it is compared: look-alike letters unified, no zeros before digits alone.';
comment on column budgets.cost.issuer_folded is
  'The issuer as it is compared, and as its document was first recorded when it was found by the code.';

create table budgets.document (
  organisation_id text not null,
  number_folded text not null,
  issuer_folded text not null,
  document_type text not null,
  issued_on date not null,
  document_number text not null,
  issuer text not null,
  issuer_eik text not null,
  total_minor bigint not null,
  vat_minor bigint not null,
  claimable_minor bigint not null,
  claimed_minor bigint not null,
  credited_minor bigint not null default 0,
  excess_minor bigint not null default 0,
  currency text not null,
  contract_id text not null,
  cost_number bigint not null,
  recorded_at timestamptz not null,
  primary key (organisation_id, number_folded, issuer_folded, document_type, issued_on),
  constraint document_currency check (currency in ('BGN', 'EUR')),
  constraint document_amounts
    check (total_minor > 0 and vat_minor between 0 and total_minor and claimable_minor between 0 and total_minor
           and claimed_minor >= 0 and credited_minor >= 0 and excess_minor >= 0),
  -- No document is paid for twice, see DecideClaim.
  constraint document_not_claimed_twice check (claimed_minor + credited_minor <= claimable_minor + excess_minor)
);
-- Two calls that make one document under two names of its issuer: the second tries again and finds it, see
-- FromConstraint.
create unique index document_issuer_eik_conflict_retry
    on budgets.document (organisation_id, number_folded, issuer_eik, document_type, issued_on)
 where issuer_eik <> '';
create index document_total on budgets.document (organisation_id, total_minor, issued_on);
comment on table budgets.document is
  'Documents of costs, one row for each, with their claimed shares over all lines, contracts and funds.';
comment on column budgets.document.claimable_minor is 'The total less the tax that the payer recovers.';
comment on column budgets.document.claimed_minor is
  'Claimed by its costs, less what decisions left unapproved; what a correction took stays claimed.';
comment on column budgets.document.credited_minor is 'Taken back by its credit notes.';
comment on column budgets.document.excess_minor is
  'Claimed beyond the total before there was a rule against it; no new cost makes use of it.';
comment on column budgets.document.cost_number is 'The first cost that claims from it, in contract_id.';

create table budgets.credit_note (
  organisation_id text not null,
  note_folded text not null,
  issuer_folded text not null,
  note_issued_on date not null,
  note_number text not null,
  amount_minor bigint not null,
  vat_minor bigint not null,
  credited_minor bigint not null,
  number_folded text not null,
  document_type text not null,
  issued_on date not null,
  currency text not null,
  recorded_at timestamptz not null default now(),
  constraint credit_note_duplicate primary key (organisation_id, note_folded, issuer_folded, note_issued_on),
  constraint credit_note_document foreign key (organisation_id, number_folded, issuer_folded, document_type, issued_on)
    references budgets.document (organisation_id, number_folded, issuer_folded, document_type, issued_on),
  constraint credit_note_currency check (currency in ('BGN', 'EUR')),
  constraint credit_note_positive check (amount_minor > 0),
  constraint credit_note_vat
    check (vat_minor between 0 and amount_minor and credited_minor in (amount_minor, amount_minor - vat_minor)),
  constraint credit_note_after_document check (note_issued_on >= issued_on)
);
comment on table budgets.credit_note is 'Credit notes, each lowering one document once. Never changed.';
comment on column budgets.credit_note.amount_minor is 'As on the note, with its tax.';
comment on column budgets.credit_note.credited_minor is
  'What it takes from the document: the amount, less its tax where the payer recovers the tax of the document.';

select platform.keep_to_organisation('budgets.document');
select platform.keep_to_organisation('budgets.credit_note');
grant select, insert,
      update (claimed_minor, credited_minor, issuer_eik, total_minor, vat_minor, claimable_minor, currency)
   on budgets.document to svc_budgets;
grant select, insert on budgets.credit_note to svc_budgets;

-- The documents of the costs that there are. Not as the owner, whom row security holds too.
reset role;
-- Zeros in front of digits are no part of a number. Where both ways of writing charge one line already,
-- both costs are facts and stay apart.
update budgets.cost as c
   set document_number_folded = coalesce(nullif(ltrim(c.document_number_folded, '0'), ''), '0')
 where c.document_number_folded ~ '^0[0-9]+$'
       and not exists (select from budgets.cost as other
                        where other.organisation_id = c.organisation_id and other.contract_id = c.contract_id
                              and other.line_code = c.line_code and other.issuer_folded = c.issuer_folded
                              and other.document_type = c.document_type and other.resubmission = c.resubmission
                              and other.cost_number <> c.cost_number
                              and other.document_number_folded ~ '^[0-9]+$'
                              and ltrim(other.document_number_folded, '0') = ltrim(c.document_number_folded, '0'));
insert into budgets.document (organisation_id, number_folded, issuer_folded, document_type, issued_on, document_number,
                              issuer, issuer_eik, total_minor, vat_minor, claimable_minor, claimed_minor,
                              excess_minor, currency, contract_id, cost_number, recorded_at)
select distinct on (c.organisation_id, c.document_number_folded, c.issuer_folded, c.document_type, c.issued_on)
       c.organisation_id, c.document_number_folded, c.issuer_folded, c.document_type, c.issued_on, c.document_number,
       c.issuer, '', max(c.document_total_minor) over whole, 0, max(c.document_total_minor) over whole,
       sum(held.minor) over whole,
       greatest(0, sum(held.minor) over whole - max(c.document_total_minor) over whole), c.currency, c.contract_id,
       c.cost_number, c.recorded_at
  from budgets.cost as c
  left join budgets.cost_decision as d on d.organisation_id = c.organisation_id and d.contract_id = c.contract_id
                                      and d.cost_number = c.cost_number
 cross join lateral (select c.claimed_minor - coalesce(d.unapproved_eu_minor + d.unapproved_national_minor
                                                       + d.unapproved_own_minor, 0) as minor) as held
window whole as (partition by c.organisation_id, c.document_number_folded, c.issuer_folded, c.document_type,
                              c.issued_on)
 order by c.organisation_id, c.document_number_folded, c.issuer_folded, c.document_type, c.issued_on, c.recorded_at,
          c.contract_id, c.cost_number;
set local role own_budgets;

-- Says why a document cannot take a claim: of several reasons the first.
create function budgets.refuse_document(
  in_organisation text, in_number_folded text, in_issuer_folded text, in_document_type text, in_issued_on date,
  in_number text, in_issuer_eik text, in_total bigint, in_claimable bigint, in_claimed bigint, in_currency text)
returns void
language plpgsql set search_path = budgets, pg_temp set enable_seqscan = off as $$
declare
  held record;
  first_cost text;
begin
  select d.currency, d.issuer_eik, d.total_minor, d.claimable_minor, d.claimed_minor, d.credited_minor,
         d.contract_id, d.cost_number
    into held
    from document as d
   where d.organisation_id = in_organisation and d.number_folded = in_number_folded
         and d.issuer_folded = in_issuer_folded and d.document_type = in_document_type
         and d.issued_on = in_issued_on;
  first_cost := 'organisations/' || in_organisation || '/contracts/' || held.contract_id || '/costs/'
                || held.cost_number;
  if held.currency <> in_currency then
    perform platform.refuse('MONEY_CURRENCY_MIXED',
                            jsonb_build_object('left', held.currency, 'right', in_currency));
  elsif in_issuer_eik <> '' and held.issuer_eik <> '' and held.issuer_eik <> in_issuer_eik then
    perform platform.refuse('COST_ISSUER_DIFFERS',
                            jsonb_build_object('number', in_number, 'known', held.issuer_eik, 'given', in_issuer_eik,
                                               'cost', first_cost));
  elsif held.total_minor <> in_total or held.claimable_minor <> in_claimable then
    perform platform.refuse('COST_DOCUMENT_DIFFERS',
                            jsonb_build_object('number', in_number, 'total', amount_text(held.total_minor),
                                               'claimable', amount_text(held.claimable_minor),
                                               'currency', in_currency, 'cost', first_cost));
  end if;
  perform platform.refuse('COST_DOCUMENT_EXHAUSTED',
                          jsonb_build_object(
                              'number', in_number,
                              'left', amount_text(greatest(0, held.claimable_minor - held.claimed_minor
                                                              - held.credited_minor)),
                              'total', amount_text(held.total_minor), 'asked', amount_text(in_claimed),
                              'currency', in_currency, 'cost', first_cost));
end $$;

drop function budgets.record_cost(text, text, text, text, text, bytea, text, text, text, text, text, text, text, text, date, date,
                                    bigint, bigint, text, jsonb, jsonb);
-- Records a cost, all of it or nothing: context, request key, guarded line, number, cost, posting, event,
-- evidence, answer, in one round trip that commits by itself. Returns the answer as JSON; a repeat of the
-- request gets the very same text. in_cost is the cost as JSON, for the evidence. The rules stand once
-- more, without the database, in budget_line.h (DecideRecord) and cost_document.h (DecideClaim).
create function budgets.record_cost(
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
  select l.cap_eu_minor, l.cap_national_minor, l.cap_own_minor, l.currency,
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
          in_paid_on, in_document_total, in_vat, in_vat_recoverable, in_claimed, part.eu_part, part.national_part, part.own_part, left_before - in_claimed,
          in_currency, in_marks, moment);
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

  answer := json_build_object('number', number, 'eu', part.eu_part, 'national', part.national_part, 'own', part.own_part,
                              'left', left_before - in_claimed,
                              'recorded_at_us', (extract(epoch from moment) * 1000000)::bigint)::text;
  update request as r set response = convert_to(answer, 'UTF8')
   where r.organisation_id = in_organisation and r.actor = in_actor and r.method = in_method
         and r.request_id = in_request_id;
  return answer;
end $$;


-- Gives back to the documents what the decisions on these costs left unapproved; called once, after the
-- decisions are there. Document by document, so that they are locked in one order and each is found by its key.
create function budgets.release_documents(in_organisation text, in_contract text, in_cost_numbers bigint[])
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
              (select x.unapproved_eu_minor + x.unapproved_national_minor + x.unapproved_own_minor
                 from cost_decision as x
                where x.organisation_id = in_organisation and x.contract_id = in_contract
                      and x.cost_number = k.cost_number) as minor
         from cost as k
        where k.organisation_id = in_organisation and k.contract_id = in_contract
              and k.cost_number = n.cost_number
       offset 0) as c
     where c.minor > 0
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

-- A number without what is easily mistaken: letters that look like digits, signs between, zeros in front.
create function budgets.number_shape(number_folded text) returns text
language sql immutable strict set search_path = pg_catalog, pg_temp as $$
  select ltrim(translate(number_folded, 'OILЗBS-/. ', '011385'), '0');
$$;

grant execute on function budgets.record_cost, budgets.refuse_document, budgets.release_documents,
                          budgets.number_shape
   to svc_budgets;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Budget lines with their nine amounts, the costs charged to them, and the journal of both. Names of
-- parts: eu, national, own; all amounts are hundredths of the row's currency.
begin;

select platform.create_service('budgets');
set local role own_budgets;

create table budgets.contract (
  organisation_id text not null,
  contract_id text not null,
  number text not null,
  title text not null,
  amount_eu_minor bigint not null,
  amount_national_minor bigint not null,
  amount_own_minor bigint not null,
  currency text not null,
  starts_on date not null,
  ends_on date not null,
  version integer not null default 1,
  budgeted_at timestamptz,
  last_cost_number bigint not null default 0,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id),
  constraint contract_currency check (currency in ('BGN', 'EUR')),
  constraint contract_amount_not_negative
    check (amount_eu_minor >= 0 and amount_national_minor >= 0 and amount_own_minor >= 0),
  constraint contract_period check (starts_on <= ends_on),
  constraint contract_costs_need_budget check (last_cost_number = 0 or budgeted_at is not null)
);
comment on table budgets.contract is 'Copy of the contract in force, by event of proposals.';
comment on column budgets.contract.number is 'Register number as typed; contract_id is its folded form.';
comment on column budgets.contract.amount_eu_minor is
  'Paid by the Union, in hundredths; as it was when the budget was made, since the caps add up to it.';
comment on column budgets.contract.version is 'Version of the contract that was copied.';
comment on column budgets.contract.budgeted_at is 'When its budget was made; null: not yet.';
comment on column budgets.contract.last_cost_number is
  'Number of the cost recorded last; given out without gaps, in the order of the commits.';

create table budgets.line (
  organisation_id text not null,
  contract_id text not null,
  code text not null,
  title text not null,
  expense_type text not null,
  cap_eu_minor bigint not null,
  cap_national_minor bigint not null,
  cap_own_minor bigint not null,
  reserved_eu_minor bigint not null default 0,
  reserved_national_minor bigint not null default 0,
  reserved_own_minor bigint not null default 0,
  spent_eu_minor bigint not null default 0,
  spent_national_minor bigint not null default 0,
  spent_own_minor bigint not null default 0,
  refused_minor bigint not null default 0,
  currency text not null,
  marks jsonb not null default '[]',
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, code),
  constraint line_contract foreign key (organisation_id, contract_id)
    references budgets.contract (organisation_id, contract_id),
  constraint line_code_form check (code ~ '^(0|[1-9][0-9]*)([.](0|[1-9][0-9]*))*$'),
  constraint line_currency check (currency in ('BGN', 'EUR')),
  -- INV-01 for each part, see DecideRecord.
  constraint line_cap_eu check (reserved_eu_minor + spent_eu_minor <= cap_eu_minor),
  constraint line_cap_national check (reserved_national_minor + spent_national_minor <= cap_national_minor),
  constraint line_cap_own check (reserved_own_minor + spent_own_minor <= cap_own_minor),
  constraint line_not_negative
    check (cap_eu_minor >= 0 and cap_national_minor >= 0 and cap_own_minor >= 0
           and reserved_eu_minor >= 0 and reserved_national_minor >= 0 and reserved_own_minor >= 0
           and spent_eu_minor >= 0 and spent_national_minor >= 0 and spent_own_minor >= 0
           and refused_minor >= 0)
);
comment on table budgets.line is
  'Lines of the budgets with the balances of their journal: what may be used, is reserved and is spent, by who pays.';
comment on column budgets.line.refused_minor is 'Sum of its refused costs, for reports; no longer held.';
comment on column budgets.line.marks is 'Provenance of values, by field.';

create table budgets.cost (
  organisation_id text not null,
  contract_id text not null,
  cost_number bigint not null,
  line_code text not null,
  document_type text not null,
  document_number text not null,
  document_number_folded text not null,
  issuer text not null,
  issuer_folded text not null,
  resubmission integer not null,
  issued_on date not null,
  paid_on date not null,
  document_total_minor bigint not null,
  claimed_minor bigint not null,
  claimed_eu_minor bigint not null,
  claimed_national_minor bigint not null,
  claimed_own_minor bigint not null,
  left_on_line_minor bigint not null,
  currency text not null,
  marks jsonb not null default '[]',
  recorded_at timestamptz not null,
  primary key (organisation_id, contract_id, cost_number),
  constraint cost_line foreign key (organisation_id, contract_id, line_code)
    references budgets.line (organisation_id, contract_id, code),
  -- The same document charges a line once, until it is refused: then it may come again.
  constraint cost_duplicate unique (organisation_id, contract_id, line_code, document_number_folded,
                                    issuer_folded, document_type, resubmission),
  constraint cost_number_above_zero check (cost_number > 0),
  constraint cost_currency check (currency in ('BGN', 'EUR')),
  constraint cost_document_type
    check (document_type in ('INVOICE', 'PAYROLL', 'PAID_AMOUNTS_ACCOUNT', 'CASH_RECEIPT', 'TRAVEL_ORDER',
                             'OTHER')),
  constraint cost_not_positive check (claimed_minor > 0),
  constraint cost_above_document check (claimed_minor <= document_total_minor),
  -- INV-02, see NextSplit.
  constraint cost_parts_add_up
    check (claimed_eu_minor + claimed_national_minor + claimed_own_minor = claimed_minor
           and claimed_eu_minor >= 0 and claimed_national_minor >= 0 and claimed_own_minor >= 0),
  constraint cost_left_not_negative check (left_on_line_minor >= 0 and resubmission >= 0)
);
comment on table budgets.cost is
  'Costs with their documents: facts, never changed. A decision on a cost is a row of cost_decision.';
comment on column budgets.cost.resubmission is
  'How many costs with this document were refused on this line before; 0 for the first.';
comment on column budgets.cost.left_on_line_minor is 'What was left on the line just after recording.';
comment on column budgets.cost.document_number_folded is 'The number as it is compared: look-alike letters unified.';
comment on column budgets.cost.issuer_folded is
  'The issuer as it is compared: one case, white space collapsed, look-alike letters unified.';

-- The state of a cost is whether it has a row here. A table of its own and no column of cost, so that
-- costs are never updated, and so that the primary key says that a cost is decided once (INV-04).
create table budgets.cost_decision (
  organisation_id text not null,
  contract_id text not null,
  cost_number bigint not null,
  approved boolean not null,
  reason text not null,
  decided_on date not null,
  decided_by text not null,
  recorded_at timestamptz not null default now(),
  constraint cost_already_decided primary key (organisation_id, contract_id, cost_number),
  constraint cost_decision_cost foreign key (organisation_id, contract_id, cost_number)
    references budgets.cost (organisation_id, contract_id, cost_number),
  constraint cost_decision_reason check (approved or reason <> '')
);
comment on table budgets.cost_decision is 'Decisions on costs, one for each: approved or refused. Never changed.';
comment on column budgets.cost_decision.reason is 'Why it is refused; empty for most approvals.';
comment on column budgets.cost_decision.decided_on is 'Day of the decision on the claim.';
comment on column budgets.cost_decision.decided_by is
  'Who recorded the decision on the claim; the call itself comes from payments.';

create table budgets.posting (
  organisation_id text not null,
  contract_id text not null,
  posting_id bigint generated always as identity,
  line_code text not null,
  cost_number bigint,
  debit text not null,
  credit text not null,
  eu_minor bigint not null,
  national_minor bigint not null,
  own_minor bigint not null,
  currency text not null,
  valid_on date not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, posting_id),
  constraint posting_line foreign key (organisation_id, contract_id, line_code)
    references budgets.line (organisation_id, contract_id, code),
  constraint posting_cost foreign key (organisation_id, contract_id, cost_number)
    references budgets.cost (organisation_id, contract_id, cost_number),
  constraint posting_currency check (currency in ('BGN', 'EUR')),
  constraint posting_not_negative check (eu_minor >= 0 and national_minor >= 0 and own_minor >= 0),
  -- The only movements there are: allot, reserve, spend, release.
  constraint posting_movement check (
    case when cost_number is null then (debit, credit) = ('available', 'cap')
         else (debit, credit) in (('reserved', 'available'), ('spent', 'reserved'), ('available', 'reserved'))
    end)
);
comment on table budgets.posting is
  'Journal of the lines, double entry: each row moves three parts of a line from the account credit to the '
  'account debit. Never changed.';
comment on column budgets.posting.debit is 'Account of the line that receives: available, reserved, spent.';
comment on column budgets.posting.credit is 'Account of the line that gives: cap, available, reserved.';
comment on column budgets.posting.cost_number is 'The cost that it is about; null for the allotment of the cap.';
comment on column budgets.posting.valid_on is
  'Day on which it holds: start of the contract, payment of the document, decision.';

select platform.keep_to_organisation('budgets.contract');
select platform.keep_to_organisation('budgets.line');
select platform.keep_to_organisation('budgets.cost');
select platform.keep_to_organisation('budgets.cost_decision');
select platform.keep_to_organisation('budgets.posting');

grant select, insert,
      update (number, title, amount_eu_minor, amount_national_minor, amount_own_minor, currency, starts_on,
              ends_on, version, budgeted_at, last_cost_number)
   on budgets.contract to svc_budgets;
grant select, insert,
      update (reserved_eu_minor, reserved_national_minor, reserved_own_minor, spent_eu_minor,
              spent_national_minor, spent_own_minor, refused_minor)
   on budgets.line to svc_budgets;
grant select, insert on budgets.cost to svc_budgets;
grant select, insert on budgets.cost_decision to svc_budgets;
grant select, insert on budgets.posting to svc_budgets;

-- The parts of the next amount on a line: the same arithmetic as NextSplit in platform/money/three_part.h,
-- on whole numbers of any size. The amount must fit: 0 < amount and used + amount <= cap in total.
create function budgets.next_split(cap_eu numeric, cap_national numeric, cap_own numeric, used_eu numeric,
                                   used_national numeric, used_own numeric, amount numeric,
                                   out eu_part numeric, out national_part numeric, out own_part numeric)
language plpgsql immutable strict set search_path = pg_catalog, pg_temp as $$
declare
  cap_grant constant numeric := cap_eu + cap_national;
  cap_total constant numeric := cap_grant + cap_own;
  cumulative constant numeric := used_eu + used_national + used_own + amount;
  -- Half up on fractions that are not below zero: floor(x + 1/2) = floor((2 x n + d) / (2 d)).
  grant_after constant numeric := div(2 * cumulative * cap_grant + cap_total, 2 * cap_total);
  eu_after constant numeric := case when grant_after = 0 then 0
                                    else div(2 * grant_after * cap_eu + cap_grant, 2 * cap_grant) end;
  shares numeric[];
begin
  eu_part := eu_after - used_eu;
  national_part := grant_after - eu_after - used_national;
  own_part := cumulative - grant_after - used_own;
  if least(eu_part, national_part, own_part) >= 0 then
    return;
  end if;
  -- After a refused cost a part may be ahead of its share: it takes nothing, and the others share the
  -- amount by what they miss, the cents left over by largest remainder.
  with missing as (
    select place, greatest(part, 0) as weight, sum(greatest(part, 0)) over () as weights
      from unnest(array[eu_part, national_part, own_part]) with ordinality as given (part, place)
  ), quota as (
    select place, div(amount * weight, weights) as cents,
           row_number() over (order by mod(amount * weight, weights) desc, place) as by_remainder,
           amount - sum(div(amount * weight, weights)) over () as cents_left
      from missing
  )
  select array_agg(cents + case when by_remainder <= cents_left then 1 else 0 end order by place)
    into shares
    from quota;
  eu_part := shares[1];
  national_part := shares[2];
  own_part := shares[3];
end $$;

-- "378008.50" for 37800850.
create function budgets.amount_text(minor bigint) returns text
language sql immutable strict set search_path = pg_catalog, pg_temp as $$
  select (minor::numeric / 100)::numeric(20, 2)::text;
$$;

-- Records a cost, all of it or nothing: context, request key, guarded line, number, cost, posting, event,
-- evidence, answer, in one round trip that commits by itself. Returns the answer as JSON; a repeat of the
-- request gets the very same text. in_cost is the cost as JSON, for the evidence. The rule stands once
-- more, without the database, in budget_line.h (DecideRecord).
create function budgets.record_cost(
  in_actor text, in_organisations text, in_organisation text, in_method text, in_request_id text,
  in_request_hash bytea, in_trace_id text, in_contract text, in_line text, in_document_type text,
  in_document_number text, in_document_number_folded text, in_issuer text, in_issuer_folded text,
  in_issued_on date, in_paid_on date, in_document_total bigint, in_claimed bigint, in_currency text,
  in_marks jsonb, in_cost jsonb) returns text
language plpgsql set search_path = budgets, pg_temp as $$
declare
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

  select max(c.cost_number) filter (where d.approved is distinct from false) as cost_number,
         count(*) filter (where not d.approved) as refusals
    into earlier
    from cost as c
    left join cost_decision as d
      on d.organisation_id = c.organisation_id and d.contract_id = c.contract_id
         and d.cost_number = c.cost_number
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.line_code = in_line
         and c.document_number_folded = in_document_number_folded and c.issuer_folded = in_issuer_folded
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

  insert into cost (organisation_id, contract_id, cost_number, line_code, document_type, document_number,
                    document_number_folded, issuer, issuer_folded, resubmission, issued_on, paid_on,
                    document_total_minor, claimed_minor, claimed_eu_minor, claimed_national_minor,
                    claimed_own_minor, left_on_line_minor, currency, marks, recorded_at)
  values (in_organisation, in_contract, number, in_line, in_document_type, in_document_number,
          in_document_number_folded, in_issuer, in_issuer_folded, earlier.refusals, in_issued_on, in_paid_on,
          in_document_total, in_claimed, part.eu_part, part.national_part, part.own_part, left_before - in_claimed,
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

grant execute on function budgets.next_split, budgets.amount_text, budgets.record_cost to svc_budgets;

-- What reports may see. Row security holds here too: it is forced on the tables' owner, whose views
-- these are.
create view published.budget_contract as
  select organisation_id, contract_id, number, currency, recorded_at from budgets.contract;
comment on view published.budget_contract is 'Contracts that budgets knows, with their number as typed.';
create view published.budget_line as
  select organisation_id, contract_id, code, title, cap_eu_minor, cap_national_minor, cap_own_minor,
         reserved_eu_minor, reserved_national_minor, reserved_own_minor, spent_eu_minor, spent_national_minor,
         spent_own_minor, refused_minor, currency, recorded_at
    from budgets.line;
comment on view published.budget_line is 'Budget lines with their balances as they are now.';
create view published.budget_posting as
  select organisation_id, contract_id, line_code, debit, credit, eu_minor, national_minor, own_minor, currency,
         valid_on, recorded_at
    from budgets.posting;
comment on view published.budget_posting is 'Journal of the budget lines, see budgets.posting.';
grant select on published.budget_contract, published.budget_line, published.budget_posting to svc_reports;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- What a cost document says beside its amounts: issuer, flags, activities. Rows only for costs of which something is told, so
-- that recording the others writes and asks nothing more.
begin;

set local role own_budgets;

create table budgets.cost_particulars (
  organisation_id text not null,
  contract_id text not null,
  cost_number bigint not null,
  issuer_kind text not null,
  flags text[] not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, cost_number),
  constraint cost_particulars_cost foreign key (organisation_id, contract_id, cost_number)
    references budgets.cost (organisation_id, contract_id, cost_number),
  constraint cost_particulars_issuer_kind
    check (issuer_kind in ('', 'ISSUED_BY_BENEFICIARY', 'ISSUED_BY_PARTNER', 'ISSUED_BY_CONTRACTOR')),
  constraint cost_particulars_flags
    check (flags <@ array['ADVANCE_TO_CONTRACTOR', 'IN_KIND', 'CROSS_FINANCING', 'OUTSIDE_UNION', 'OUTSIDE_AREA']),
  -- See FaultsOf.
  constraint cost_particulars_flags_agree
    check (not flags @> array['ADVANCE_TO_CONTRACTOR', 'IN_KIND'] and not flags @> array['OUTSIDE_UNION', 'OUTSIDE_AREA'])
);
comment on table budgets.cost_particulars is
  'What documents say of costs beside their amounts: facts, never changed. A cost without a row told nothing.';
comment on column budgets.cost_particulars.issuer_kind is 'Who issued the document, from the project''s side; empty: not told.';
comment on column budgets.cost_particulars.flags is 'What the cost is flagged as, in the order of the list.';

create table budgets.cost_activity (
  organisation_id text not null,
  contract_id text not null,
  cost_number bigint not null,
  activity text not null,
  place integer not null,
  amount_minor bigint not null,
  primary key (organisation_id, contract_id, cost_number, activity),
  constraint cost_activity_particulars foreign key (organisation_id, contract_id, cost_number)
    references budgets.cost_particulars (organisation_id, contract_id, cost_number),
  constraint cost_activity_above_zero check (amount_minor > 0),
  constraint cost_activity_named check (activity <> '')
);
comment on table budgets.cost_activity is
  'Which activities a cost served; the amounts add up to what is claimed, in the currency in which it was recorded.';
comment on column budgets.cost_activity.place is 'Its place among the activities of the cost, from 1.';

select platform.keep_to_organisation('budgets.cost_particulars');
select platform.keep_to_organisation('budgets.cost_activity');
grant select, insert on budgets.cost_particulars to svc_budgets;
grant select, insert on budgets.cost_activity to svc_budgets;

-- Keeps what is told of a cost that was recorded in this transaction; of one that has its row, nothing more. The rule that
-- the shares are the whole cost stands once more, without the database, in particulars.h.
create function budgets.keep_particulars(in_organisation text, in_contract text, in_number bigint, in_told jsonb)
returns void
language plpgsql set search_path = budgets, pg_temp as $$
declare
  claimed record;
  shares bigint;
begin
  insert into cost_particulars (organisation_id, contract_id, cost_number, issuer_kind, flags)
  values (in_organisation, in_contract, in_number, in_told ->> 'issuer_kind',
          array(select jsonb_array_elements_text(in_told -> 'flags')))
  on conflict do nothing;
  if not found then
    return;
  end if;
  insert into cost_activity (organisation_id, contract_id, cost_number, activity, place, amount_minor)
  select in_organisation, in_contract, in_number, a.share ->> 'activity', a.place, (a.share ->> 'amount_minor')::bigint
    from jsonb_array_elements(in_told -> 'activities') with ordinality as a (share, place);
  select sum(a.amount_minor) into shares
    from cost_activity as a
   where a.organisation_id = in_organisation and a.contract_id = in_contract and a.cost_number = in_number;
  select c.claimed_minor, c.currency into claimed
    from cost as c
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.cost_number = in_number;
  if shares <> claimed.claimed_minor then
    perform platform.refuse('ACTIVITY_SHARES_DIFFER',
                            jsonb_build_object('sum', amount_text(shares), 'claimed', amount_text(claimed.claimed_minor),
                                               'currency', claimed.currency));
  end if;
end $$;

-- record_cost, and what the document says beside its amounts: still one round trip that commits by itself.
create function budgets.record_told_cost(
  in_actor text, in_organisations text, in_organisation text, in_method text, in_request_id text,
  in_request_hash bytea, in_trace_id text, in_contract text, in_line text, in_document_type text,
  in_document_number text, in_document_number_folded text, in_issuer text, in_issuer_folded text,
  in_issuer_eik text, in_issued_on date, in_paid_on date, in_document_total bigint, in_vat bigint,
  in_vat_recoverable boolean, in_claimed bigint, in_currency text, in_marks jsonb, in_cost jsonb, in_told jsonb)
returns text
language plpgsql set search_path = budgets, pg_temp set enable_seqscan = off as $$
declare
  answer text := record_cost(in_actor, in_organisations, in_organisation, in_method, in_request_id, in_request_hash,
                             in_trace_id, in_contract, in_line, in_document_type, in_document_number,
                             in_document_number_folded, in_issuer, in_issuer_folded, in_issuer_eik, in_issued_on,
                             in_paid_on, in_document_total, in_vat, in_vat_recoverable, in_claimed, in_currency,
                             in_marks, in_cost);
begin
  perform keep_particulars(in_organisation, in_contract, (answer::jsonb ->> 'number')::bigint, in_told);
  return answer;
end $$;

revoke all on function budgets.keep_particulars, budgets.record_told_cost from public;
grant execute on function budgets.keep_particulars, budgets.record_told_cost to svc_budgets;

commit;

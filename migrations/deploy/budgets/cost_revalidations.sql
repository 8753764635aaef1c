-- SPDX-License-Identifier: EUPL-1.2
-- What was not approved of a cost and is eligible after all: the cost stays as it was decided, another one of the same document
-- carries the amount into the next claim.
begin;

set local role own_budgets;

create table budgets.cost_revalidation (
  organisation_id text not null,
  contract_id text not null,
  cost_number bigint not null,
  revalidated_number bigint not null,
  claim text not null,
  unapproved_eu_minor bigint not null,
  unapproved_national_minor bigint not null,
  unapproved_own_minor bigint not null,
  of_correction_eu_minor bigint not null,
  of_correction_national_minor bigint not null,
  of_correction_own_minor bigint not null,
  currency text not null,
  correction text not null,
  reason text not null,
  document text not null,
  revalidated_on date not null,
  revalidated_by text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint cost_revalidation_carried_once primary key (organisation_id, contract_id, cost_number),
  constraint cost_revalidation_carried_by foreign key (organisation_id, contract_id, cost_number)
    references budgets.cost (organisation_id, contract_id, cost_number),
  constraint cost_revalidation_of foreign key (organisation_id, contract_id, revalidated_number)
    references budgets.cost (organisation_id, contract_id, cost_number),
  constraint cost_revalidation_later check (cost_number > revalidated_number),
  constraint cost_revalidation_currency check (currency in ('BGN', 'EUR')),
  constraint cost_revalidation_parts_not_negative
    check (least(unapproved_eu_minor, unapproved_national_minor, unapproved_own_minor, of_correction_eu_minor,
                 of_correction_national_minor, of_correction_own_minor) >= 0),
  constraint cost_revalidation_something
    check (unapproved_eu_minor + unapproved_national_minor + unapproved_own_minor + of_correction_eu_minor
           + of_correction_national_minor + of_correction_own_minor > 0),
  constraint cost_revalidation_grounds check (reason <> '' and document <> '' and claim <> '')
);
create index cost_revalidation_by_cost on budgets.cost_revalidation (organisation_id, contract_id, revalidated_number);
comment on table budgets.cost_revalidation is
  'What was not approved of a cost and is eligible after all, with the cost that carries it into the next claim. Never changed after.';
comment on column budgets.cost_revalidation.cost_number is 'The cost that carries it.';
comment on column budgets.cost_revalidation.revalidated_number is 'The cost of which it was not approved.';
comment on column budgets.cost_revalidation.claim is 'Name of the claim in which that was decided.';
comment on column budgets.cost_revalidation.unapproved_eu_minor is 'Of what was unapproved and might be claimed again.';
comment on column budgets.cost_revalidation.of_correction_eu_minor is
  'Of what a financial correction had taken: the document holds it for the new cost and no more for the one before.';
comment on column budgets.cost_revalidation.correction is 'Name or number of that correction; empty: none, or not known.';

create table budgets.cost_revalidation_annulment (
  organisation_id text not null,
  contract_id text not null,
  cost_number bigint not null,
  annulled_on date not null,
  reason text not null,
  reference text not null,
  recorded_by text not null,
  annulled_by text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint cost_revalidation_annulled_once primary key (organisation_id, contract_id, cost_number),
  constraint cost_revalidation_annulment_of foreign key (organisation_id, contract_id, cost_number)
    references budgets.cost_revalidation (organisation_id, contract_id, cost_number),
  constraint cost_revalidation_annulled_by_other check (annulled_by <> recorded_by),
  constraint cost_revalidation_annulment_has_reason check (reason <> '' and reference <> '')
);
comment on table budgets.cost_revalidation_annulment is 'Revalidations that were a mistake. Never changed after.';
comment on column budgets.cost_revalidation_annulment.recorded_by is 'Who had recorded the revalidation.';

-- What of a cost was not approved and what of that was revalidated and not annulled, in the currency in which the cost counts
-- now; unapproved and taken by a correction apart.
create function budgets.revalidated_of(in_organisation text, in_contract text, in_number bigint,
  out unapproved_eu_minor bigint, out unapproved_national_minor bigint, out unapproved_own_minor bigint,
  out by_correction_eu_minor bigint, out by_correction_national_minor bigint, out by_correction_own_minor bigint,
  out given_unapproved_eu_minor bigint, out given_unapproved_national_minor bigint,
  out given_unapproved_own_minor bigint, out given_by_correction_eu_minor bigint,
  out given_by_correction_national_minor bigint, out given_by_correction_own_minor bigint, out currency text)
language plpgsql stable set search_path = budgets, pg_temp as $$
#variable_conflict use_column
begin
  select case when x.decided then x.unapproved_eu_minor else d.unapproved_eu_minor end,
         case when x.decided then x.unapproved_national_minor else d.unapproved_national_minor end,
         case when x.decided then x.unapproved_own_minor else d.unapproved_own_minor end,
         case when x.decided then x.by_correction_eu_minor else d.by_correction_eu_minor end,
         case when x.decided then x.by_correction_national_minor else d.by_correction_national_minor end,
         case when x.decided then x.by_correction_own_minor else d.by_correction_own_minor end,
         coalesce(x.currency, c.currency)
    into unapproved_eu_minor, unapproved_national_minor, unapproved_own_minor, by_correction_eu_minor,
         by_correction_national_minor, by_correction_own_minor, currency
    from cost as c
    join cost_decision as d on d.organisation_id = c.organisation_id and d.contract_id = c.contract_id
                           and d.cost_number = c.cost_number
    left join restated_cost as x on x.organisation_id = c.organisation_id and x.contract_id = c.contract_id
                                and x.cost_number = c.cost_number
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.cost_number = in_number;
  select coalesce(sum(case when same then v.unapproved_eu_minor else to_euro(v.unapproved_eu_minor) end), 0),
         coalesce(sum(case when same then v.unapproved_national_minor else to_euro(v.unapproved_national_minor) end), 0),
         coalesce(sum(case when same then v.unapproved_own_minor else to_euro(v.unapproved_own_minor) end), 0),
         coalesce(sum(case when same then v.of_correction_eu_minor else to_euro(v.of_correction_eu_minor) end), 0),
         coalesce(sum(case when same then v.of_correction_national_minor
                           else to_euro(v.of_correction_national_minor) end), 0),
         coalesce(sum(case when same then v.of_correction_own_minor else to_euro(v.of_correction_own_minor) end), 0)
    into given_unapproved_eu_minor, given_unapproved_national_minor, given_unapproved_own_minor,
         given_by_correction_eu_minor, given_by_correction_national_minor, given_by_correction_own_minor
    from cost_revalidation as v
   cross join lateral (select v.currency = revalidated_of.currency) as s (same)
   where v.organisation_id = in_organisation and v.contract_id = in_contract and v.revalidated_number = in_number
         and not exists (select from cost_revalidation_annulment as a
                          where a.organisation_id = v.organisation_id and a.contract_id = v.contract_id
                                and a.cost_number = v.cost_number);
end $$;

-- BUD-11: the service reckons the same under the locks of line and contract.
create function budgets.keep_revalidated_within_refused() returns trigger
language plpgsql set search_path = budgets, pg_temp as $$
declare
  sums record;
begin
  select w.unapproved_eu_minor, w.unapproved_national_minor, w.unapproved_own_minor, w.by_correction_eu_minor,
         w.by_correction_national_minor, w.by_correction_own_minor, w.given_unapproved_eu_minor,
         w.given_unapproved_national_minor, w.given_unapproved_own_minor, w.given_by_correction_eu_minor,
         w.given_by_correction_national_minor, w.given_by_correction_own_minor, w.currency
    into sums
    from revalidated_of(new.organisation_id, new.contract_id, new.revalidated_number) as w;
  if sums.currency is distinct from new.currency
     or sums.unapproved_eu_minor is null
     or sums.given_unapproved_eu_minor + sums.given_unapproved_national_minor + sums.given_unapproved_own_minor
        > sums.unapproved_eu_minor + sums.unapproved_national_minor + sums.unapproved_own_minor
     or sums.given_by_correction_eu_minor + sums.given_by_correction_national_minor + sums.given_by_correction_own_minor
        > sums.by_correction_eu_minor + sums.by_correction_national_minor + sums.by_correction_own_minor then
    raise exception 'more is revalidated than was not approved'
      using errcode = 'check_violation', constraint = 'cost_revalidation_within_refused';
  end if;
  return null;
end $$;
create trigger cost_revalidation_within_refused after insert on budgets.cost_revalidation
  for each row execute function budgets.keep_revalidated_within_refused();

select platform.keep_to_organisation('budgets.cost_revalidation');
select platform.keep_to_organisation('budgets.cost_revalidation_annulment');
grant select, insert on budgets.cost_revalidation to svc_budgets;
grant select, insert on budgets.cost_revalidation_annulment to svc_budgets;
revoke all on function budgets.revalidated_of from public;
grant execute on function budgets.revalidated_of to svc_budgets;

-- As before; what was revalidated of what a correction had taken counts at the cost that carries it.
create or replace function budgets.restate_documents(in_organisation text, in_contract text) returns void
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
                         and t.issued_on = x.issued_on
                         and not exists (select from credit_note_annulment as a
                                          where a.organisation_id = t.organisation_id and a.note_folded = t.note_folded
                                                and a.issuer_folded = t.issuer_folded
                                                and a.note_issued_on = t.note_issued_on and a.entry = t.entry)) as credited
            from document as x
            join (select k.document_number_folded, k.issuer_folded, k.document_type, k.issued_on,
                         sum(r.claimed_eu_minor + r.claimed_national_minor + r.claimed_own_minor
                             - case when r.decided
                                    then r.unapproved_eu_minor + r.unapproved_national_minor + r.unapproved_own_minor
                                    else coalesce(d.unapproved_eu_minor + d.unapproved_national_minor
                                                  + d.unapproved_own_minor, 0)
                               end
                             - coalesce((select case when v.currency = 'EUR'
                                                     then v.of_correction_eu_minor + v.of_correction_national_minor
                                                          + v.of_correction_own_minor
                                                     else to_euro(v.of_correction_eu_minor)
                                                          + to_euro(v.of_correction_national_minor)
                                                          + to_euro(v.of_correction_own_minor) end
                                           from cost_revalidation as v
                                          where v.organisation_id = k.organisation_id and v.contract_id = k.contract_id
                                                and v.cost_number = k.cost_number), 0))::bigint as claimed
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

commit;

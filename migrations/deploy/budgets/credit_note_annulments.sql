-- SPDX-License-Identifier: EUPL-1.2
-- Credit notes that were a mistake are annulled: the note stays, an annulment stands beside it with a minus, and the note may
-- be recorded once more.
begin;

set local role own_budgets;

alter table budgets.credit_note
  add column recorded_by text not null default '',
  add column entry integer not null default 1,
  drop constraint credit_note_duplicate,
  add constraint credit_note_duplicate
    primary key (organisation_id, note_folded, issuer_folded, note_issued_on, entry),
  add constraint credit_note_entry check (entry >= 1);
alter table budgets.credit_note alter column recorded_by set default coalesce(current_setting('tranche.actor', true), '');
comment on column budgets.credit_note.recorded_by is 'Who recorded it; empty: not known.';
comment on column budgets.credit_note.entry is '1, and one more for each earlier entry of the note, which is annulled.';
comment on table budgets.credit_note is
  'Credit notes, each lowering one document once; one that was annulled may be entered once more. Never changed.';

create table budgets.credit_note_annulment (
  organisation_id text not null,
  note_folded text not null,
  issuer_folded text not null,
  note_issued_on date not null,
  entry integer not null,
  credited_minor bigint not null,
  currency text not null,
  annulled_on date not null,
  reason text not null,
  reference text not null,
  recorded_by text not null,
  annulled_by text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint credit_note_annulled_once
    primary key (organisation_id, note_folded, issuer_folded, note_issued_on, entry),
  constraint credit_note_annulment_of
    foreign key (organisation_id, note_folded, issuer_folded, note_issued_on, entry)
    references budgets.credit_note (organisation_id, note_folded, issuer_folded, note_issued_on, entry),
  constraint credit_note_annulment_currency check (currency in ('BGN', 'EUR')),
  constraint credit_note_annulment_not_above_zero check (credited_minor <= 0),
  constraint credit_note_annulment_after_note check (annulled_on >= note_issued_on),
  constraint credit_note_annulled_by_other check (annulled_by <> recorded_by),
  constraint credit_note_annulment_has_reason check (reason <> '' and reference <> '')
);
comment on table budgets.credit_note_annulment is
  'Credit notes that were a mistake: what they had taken from their document, with a minus, in the currency of its books then. Never changed after.';

-- Exactly what the note took, or what that was converted to.
create function budgets.keep_credit_note_annulment_whole() returns trigger
language plpgsql set search_path = budgets, pg_temp as $$
begin
  if not exists (select from credit_note as n
                  where n.organisation_id = new.organisation_id and n.note_folded = new.note_folded
                        and n.issuer_folded = new.issuer_folded and n.note_issued_on = new.note_issued_on
                        and n.entry = new.entry and n.recorded_by = new.recorded_by
                        and new.credited_minor
                            = -case when n.currency = new.currency then n.credited_minor
                                    when new.currency = 'EUR' then to_euro(n.credited_minor) end) then
    raise exception 'a credit note is annulled as a whole'
      using errcode = 'check_violation', constraint = 'credit_note_annulment_whole';
  end if;
  return null;
end $$;
create trigger credit_note_annulment_whole after insert on budgets.credit_note_annulment
  for each row execute function budgets.keep_credit_note_annulment_whole();

select platform.keep_to_organisation('budgets.credit_note_annulment');
grant select, insert on budgets.credit_note_annulment to svc_budgets;

-- As before, without the notes that were annulled.
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

-- Who recorded the notes that there are, by their evidence. Not as the owner, whom row security holds too.
reset role;
update budgets.credit_note as n
   set recorded_by = e.actor
  from budgets.evidence as e
 where e.organisation_id = n.organisation_id and e.action = 'budgets.costs.credit' and e.reason = n.note_number
       and e.recorded_at = n.recorded_at;

commit;

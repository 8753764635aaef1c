-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while a cost was revalidated: facts are not taken back.
begin;

do $$
begin
  if exists (select from budgets.cost_revalidation) then
    raise exception 'costs were revalidated; the older schema cannot hold that';
  end if;
end $$;
set local role own_budgets;

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

drop trigger cost_revalidation_within_refused on budgets.cost_revalidation;
drop function budgets.keep_revalidated_within_refused;
drop function budgets.revalidated_of;
drop table budgets.cost_revalidation_annulment;
drop table budgets.cost_revalidation;

commit;

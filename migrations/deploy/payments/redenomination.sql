-- SPDX-License-Identifier: EUPL-1.2
-- The changeover from lev to euro of a contract's money: claims and the running sums of debts and corrections are
-- converted once, and what each was before stays.
begin;

set local role own_payments;

create table payments.redenomination (
  organisation_id text not null,
  contract_id text not null,
  converted_on date not null,
  eu_minor bigint not null,
  national_minor bigint not null,
  own_minor bigint not null,
  converted_at timestamptz,
  cancelled_orders jsonb not null default '[]',
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id),
  constraint redenomination_contract foreign key (organisation_id, contract_id)
    references payments.contract (organisation_id, contract_id),
  constraint redenomination_not_negative check (least(eu_minor, national_minor, own_minor) >= 0)
);
comment on table payments.redenomination is
  'Contracts that were converted to euro, once each : the day of the changeover and the amount in euro.';
comment on column payments.redenomination.converted_at is
  'When the money followed; null while a claim that was open then is not closed or taken back.';
comment on column payments.redenomination.cancelled_orders is 'Numbers of orders in lev that had not been sent.';

create table payments.restated_amount (
  organisation_id text not null,
  contract_id text not null,
  place integer not null,
  record text not null,
  series text not null,
  from_currency text not null,
  from_eu_minor bigint not null,
  from_national_minor bigint not null,
  from_own_minor bigint not null,
  to_eu_minor bigint not null,
  to_national_minor bigint not null,
  to_own_minor bigint not null,
  difference_eu_minor bigint not null,
  difference_national_minor bigint not null,
  difference_own_minor bigint not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, record, series),
  constraint restated_amount_contract foreign key (organisation_id, contract_id)
    references payments.redenomination (organisation_id, contract_id),
  constraint restated_amount_from_lev check (from_currency = 'BGN')
);
comment on table payments.restated_amount is
  'Each amount of a contract before the changeover and after it. Never changed after.';
comment on column payments.restated_amount.place is 'Place in the order of the records, 1 and up.';
comment on column payments.restated_amount.record is 'Below the contract: "claims/2", "claims/2/costs/7", "payments/PA001", "debts/1".';
comment on column payments.restated_amount.series is 'Which amount of the record, "payable".';
comment on column payments.restated_amount.difference_eu_minor is
  'What it has beyond its own conversion, so that sums and limits hold; may be below 0.';

create table payments.debt_redenomination (
  organisation_id text not null,
  contract_id text not null,
  debt_id integer not null,
  converted_on date not null,
  owed_eu_minor bigint not null,
  owed_national_minor bigint not null,
  principal_eu_minor bigint not null,
  principal_national_minor bigint not null,
  repaid_principal_eu_minor bigint not null,
  repaid_principal_national_minor bigint not null,
  charged_interest_eu_minor bigint not null,
  charged_interest_national_minor bigint not null,
  repaid_interest_eu_minor bigint not null,
  repaid_interest_national_minor bigint not null,
  interest_total_minor bigint not null,
  first_piece integer not null,
  first_repayment integer not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, debt_id),
  constraint debt_redenomination_debt foreign key (organisation_id, contract_id, debt_id)
    references payments.debt (organisation_id, contract_id, debt_id)
);
comment on table payments.debt_redenomination is
  'The running sums in euro with which a debt went on, and the principal in lev on which interest of the days before is reckoned. Never changed after.';
comment on column payments.debt_redenomination.converted_on is 'First day that is reckoned in euro.';
comment on column payments.debt_redenomination.owed_eu_minor is 'Principal in lev that was owed then.';
comment on column payments.debt_redenomination.first_piece is 'Number of the first piece of interest that was charged afterwards.';
comment on column payments.debt_redenomination.first_repayment is 'Number of the first repayment afterwards.';

alter table payments.contract
  add column redenominated_on date,
  add column redenomination_pending boolean not null default false,
  add constraint contract_pending_has_its_day check (not redenomination_pending or redenominated_on is not null);
comment on column payments.contract.redenominated_on is 'Day of the changeover to euro; null: it was not converted.';

select platform.keep_to_organisation('payments.redenomination');
select platform.keep_to_organisation('payments.restated_amount');
select platform.keep_to_organisation('payments.debt_redenomination');
grant select, insert, update (converted_at, cancelled_orders) on payments.redenomination to svc_payments;
grant select on payments.restated_amount to svc_payments;
grant select on payments.debt_redenomination to svc_payments;
grant update (redenominated_on, redenomination_pending) on payments.contract to svc_payments;

-- Writes the books that payments has converted, once for a contract. What claims ask for and in which currency a row is
-- changes nowhere else.
create function payments.redenominate(in_organisation text, in_contract text, in_books jsonb) returns void
language plpgsql security definer set search_path = payments, pg_temp as $$
begin
  update contract as c
     set currency = 'EUR', amount_eu_minor = r.eu_minor, amount_national_minor = r.national_minor,
         amount_own_minor = r.own_minor, redenomination_pending = false,
         advance_owed_minor = (in_books ->> 'advance_owed_minor')::bigint,
         cleared_minor = (in_books ->> 'cleared_minor')::bigint
    from redenomination as r
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.currency = 'BGN'
         and c.open_claim is null
         and r.organisation_id = c.organisation_id and r.contract_id = c.contract_id and r.converted_at is null;
  if not found then
    raise exception 'contract % is not waiting to be converted', in_contract;
  end if;
  update redenomination set converted_at = now()
   where organisation_id = in_organisation and contract_id = in_contract;

  insert into restated_amount
    (organisation_id, contract_id, place, record, series, from_currency, from_eu_minor, from_national_minor,
     from_own_minor, to_eu_minor, to_national_minor, to_own_minor, difference_eu_minor, difference_national_minor,
     difference_own_minor)
  select in_organisation, in_contract, a.place, a.record, a.series, 'BGN', a.from_eu, a.from_national, a.from_own,
         a.to_eu, a.to_national, a.to_own, a.difference_eu, a.difference_national, a.difference_own
    from jsonb_to_recordset(in_books -> 'amounts')
      as a (place integer, record text, series text, from_eu bigint, from_national bigint, from_own bigint,
            to_eu bigint, to_national bigint, to_own bigint, difference_eu bigint, difference_national bigint,
            difference_own bigint);

  update claim as k
     set currency = 'EUR', requested_eu_minor = n.requested_eu, requested_national_minor = n.requested_national,
         requested_own_minor = n.requested_own, approved_eu_minor = n.approved_eu,
         approved_national_minor = n.approved_national, approved_own_minor = n.approved_own,
         refused_eu_minor = n.refused_eu, refused_national_minor = n.refused_national,
         refused_own_minor = n.refused_own, by_correction_eu_minor = n.by_correction_eu,
         by_correction_national_minor = n.by_correction_national, by_correction_own_minor = n.by_correction_own,
         payable_eu_minor = n.payable_eu, payable_national_minor = n.payable_national,
         cleared_eu_minor = n.cleared_eu, cleared_national_minor = n.cleared_national,
         to_recover_eu_minor = n.to_recover_eu, to_recover_national_minor = n.to_recover_national,
         paid_eu_minor = n.paid_eu, paid_national_minor = n.paid_national,
         deducted_eu_minor = n.deducted_eu, deducted_national_minor = n.deducted_national,
         cash_cap_minor = n.cap, cash_before_minor = n.before, advance_left_minor = n.advance_left
    from jsonb_to_recordset(in_books -> 'claims')
      as n (sequence integer, requested_eu bigint, requested_national bigint, requested_own bigint,
            approved_eu bigint, approved_national bigint, approved_own bigint, refused_eu bigint,
            refused_national bigint, refused_own bigint, by_correction_eu bigint, by_correction_national bigint,
            by_correction_own bigint, payable_eu bigint, payable_national bigint, cleared_eu bigint,
            cleared_national bigint, to_recover_eu bigint, to_recover_national bigint, paid_eu bigint,
            paid_national bigint, deducted_eu bigint, deducted_national bigint, cap bigint, before bigint,
            advance_left bigint)
   where k.organisation_id = in_organisation and k.contract_id = in_contract and k.sequence = n.sequence;

  update claim_cost as c
     set requested_eu_minor = n.requested_eu, requested_national_minor = n.requested_national,
         requested_own_minor = n.requested_own, again_eu_minor = n.again_eu, again_national_minor = n.again_national,
         again_own_minor = n.again_own
    from jsonb_to_recordset(in_books -> 'costs')
      as n (sequence integer, cost_id text, requested_eu bigint, requested_national bigint, requested_own bigint,
            again_eu bigint, again_national bigint, again_own bigint)
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.sequence = n.sequence
         and c.cost_id = n.cost_id;

  update claim_refused_cost as c
     set approved_eu_minor = n.approved_eu, approved_national_minor = n.approved_national,
         approved_own_minor = n.approved_own, unapproved_eu_minor = n.unapproved_eu,
         unapproved_national_minor = n.unapproved_national, unapproved_own_minor = n.unapproved_own,
         by_correction_eu_minor = n.by_correction_eu, by_correction_national_minor = n.by_correction_national,
         by_correction_own_minor = n.by_correction_own
    from jsonb_to_recordset(in_books -> 'verdicts')
      as n (sequence integer, cost_id text, approved_eu bigint, approved_national bigint, approved_own bigint,
            unapproved_eu bigint, unapproved_national bigint, unapproved_own bigint, by_correction_eu bigint,
            by_correction_national bigint, by_correction_own bigint)
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.sequence = n.sequence
         and c.cost_id = n.cost_id;

  insert into debt_redenomination
    (organisation_id, contract_id, debt_id, converted_on, owed_eu_minor, owed_national_minor, principal_eu_minor,
     principal_national_minor, repaid_principal_eu_minor, repaid_principal_national_minor,
     charged_interest_eu_minor, charged_interest_national_minor, repaid_interest_eu_minor,
     repaid_interest_national_minor, interest_total_minor, first_piece, first_repayment)
  select in_organisation, in_contract, n.debt_id, n.converted_on, n.owed_eu, n.owed_national, n.principal_eu,
         n.principal_national, n.repaid_principal_eu, n.repaid_principal_national, n.charged_interest_eu,
         n.charged_interest_national, n.repaid_interest_eu, n.repaid_interest_national, n.interest_total,
         d.next_piece, d.next_repayment
    from jsonb_to_recordset(in_books -> 'debts')
      as n (debt_id integer, converted_on date, owed_eu bigint, owed_national bigint, principal_eu bigint,
            principal_national bigint, repaid_principal_eu bigint, repaid_principal_national bigint,
            charged_interest_eu bigint, charged_interest_national bigint, repaid_interest_eu bigint,
            repaid_interest_national bigint, interest_total bigint)
    join debt as d on d.organisation_id = in_organisation and d.contract_id = in_contract and d.debt_id = n.debt_id;
  update debt as d
     set currency = 'EUR', status = s.status, principal_eu_minor = n.principal_eu_minor,
         principal_national_minor = n.principal_national_minor,
         repaid_principal_eu_minor = n.repaid_principal_eu_minor,
         repaid_principal_national_minor = n.repaid_principal_national_minor,
         charged_interest_eu_minor = n.charged_interest_eu_minor,
         charged_interest_national_minor = n.charged_interest_national_minor,
         repaid_interest_eu_minor = n.repaid_interest_eu_minor,
         repaid_interest_national_minor = n.repaid_interest_national_minor
    from debt_redenomination as n
    join jsonb_to_recordset(in_books -> 'debts') as s (debt_id integer, status text) on s.debt_id = n.debt_id
   where d.organisation_id = in_organisation and d.contract_id = in_contract
         and n.organisation_id = d.organisation_id and n.contract_id = d.contract_id and n.debt_id = d.debt_id;
  -- One that was never in force holds nothing yet.
  update debt as d set currency = 'EUR'
    from jsonb_to_recordset(in_books -> 'new_debts') as n (debt_id integer)
   where d.organisation_id = in_organisation and d.contract_id = in_contract and d.debt_id = n.debt_id;
  -- What was in force stays in lev; a draft will be entered in euro.
  update debt_version as v
     set currency = 'EUR', principal_eu_minor = n.principal_eu, principal_national_minor = n.principal_national
    from jsonb_to_recordset(in_books -> 'debt_drafts')
      as n (debt_id integer, principal_eu bigint, principal_national bigint)
   where v.organisation_id = in_organisation and v.contract_id = in_contract and v.debt_id = n.debt_id
         and v.state = 'VERSION_DRAFT';

  update correction as c
     set currency = 'EUR', amount_eu_minor = n.amount_eu, amount_national_minor = n.amount_national,
         indebted_eu_minor = n.indebted_eu, indebted_national_minor = n.indebted_national
    from jsonb_to_recordset(in_books -> 'corrections')
      as n (correction_id integer, amount_eu bigint, amount_national bigint, indebted_eu bigint,
            indebted_national bigint)
   where c.organisation_id = in_organisation and c.contract_id = in_contract and c.correction_id = n.correction_id;
  update correction_version as v
     set currency = 'EUR', affected_eu_minor = n.affected_eu, affected_national_minor = n.affected_national,
         amount_eu_minor = n.amount_eu, amount_national_minor = n.amount_national
    from jsonb_to_recordset(in_books -> 'correction_drafts')
      as n (correction_id integer, affected_eu bigint, affected_national bigint, amount_eu bigint,
            amount_national bigint)
   where v.organisation_id = in_organisation and v.contract_id = in_contract and v.correction_id = n.correction_id
         and v.state = 'VERSION_DRAFT';
  update recovery_account as a
     set support_eu_minor = n.support_eu, support_national_minor = n.support_national,
         corrected_eu_minor = n.corrected_eu, corrected_national_minor = n.corrected_national
    from jsonb_to_record(in_books -> 'account')
      as n (support_eu bigint, support_national bigint, corrected_eu bigint, corrected_national bigint)
   where a.organisation_id = in_organisation and a.contract_id = in_contract and n.support_eu is not null;

  update irregularity as i
     set currency = 'EUR', amount_eu_minor = n.amount_eu, amount_national_minor = n.amount_national
    from jsonb_to_recordset(in_books -> 'irregularities')
      as n (irregularity_id integer, amount_eu bigint, amount_national bigint)
   where i.organisation_id = in_organisation and i.contract_id = in_contract
         and i.irregularity_id = n.irregularity_id;
end $$;
comment on function payments.redenominate(text, text, jsonb) is
  'Converts the money of a contract from lev to euro, once, when no claim of it is open.';
revoke all on function payments.redenominate(text, text, jsonb) from public;
grant execute on function payments.redenominate(text, text, jsonb) to svc_payments;

-- A deduction is what became of it, as its claim says.
create or replace view published.claim_deduction as
  select o.organisation_id, o.contract_id, o.sequence, o.debt_id, coalesce(r.to_eu_minor, o.eu_minor) as eu_minor,
         coalesce(r.to_national_minor, o.national_minor) as national_minor, 0::bigint as own_minor,
         case when r.record is null then o.currency else 'EUR' end as currency, o.deducted_on, o.recorded_at
    from payments.debt_offset as o
    left join payments.restated_amount as r
      on r.organisation_id = o.organisation_id and r.contract_id = o.contract_id
         and r.record = 'debts/' || o.debt_id || '/repayments/' || o.repayment and r.series = 'deducted';

create view published.payments_redenomination as
  select organisation_id, contract_id, converted_on, converted_at as recorded_at
    from payments.redenomination where converted_at is not null;
comment on view published.payments_redenomination is 'Contracts whose claims, payments and debts were converted to euro.';
create view published.restated_amount as
  select organisation_id, contract_id, record, series, from_currency, from_eu_minor, from_national_minor,
         from_own_minor, to_eu_minor, to_national_minor, to_own_minor, difference_eu_minor,
         difference_national_minor, difference_own_minor
    from payments.restated_amount;
comment on view published.restated_amount is 'Amounts of contracts in lev, as they were recorded, and in euro.';
grant select on published.payments_redenomination, published.restated_amount to svc_reports;

commit;

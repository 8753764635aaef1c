-- SPDX-License-Identifier: EUPL-1.2
-- What the report on a contract's whole money sees of payments: claims with what was decided on them, what arrived and
-- was found in statements of the bank, corrections and debts. When a claim was sent and decided on is kept here,
-- so that a report can be made as of what was known on a day.
begin;

set local role own_payments;

alter table payments.claim
  add column sent_recorded_at timestamptz,
  add column decided_recorded_at timestamptz;
comment on column payments.claim.sent_recorded_at is 'When its sending was recorded; null: it is not sent.';
comment on column payments.claim.decided_recorded_at is
  'When the claim was accepted or refused; null: neither.';

-- The claims that there are, by their events. Not as the owner, whom row security holds too.
reset role;
update payments.claim as c
   set sent_recorded_at = case when c.sent_on is null then null else coalesce(told.sent_at, c.recorded_at) end,
       decided_recorded_at = case when c.state in ('ACCEPTED', 'REFUSED')
                                  then coalesce(told.decided_at, c.recorded_at) end
  from (select k.organisation_id, k.contract_id, k.sequence,
               max(e.recorded_at) filter (where e.type = 'tranche.payments.v1.ClaimSent') as sent_at,
               max(e.recorded_at) filter (where e.type = 'tranche.payments.v1.ClaimDecided') as decided_at
          from payments.claim as k
          left join payments.event as e
            on e.organisation_id = k.organisation_id
               and e.subject = format('organisations/%s/contracts/%s/claims/%s', k.organisation_id, k.contract_id,
                                      k.sequence)
         group by k.organisation_id, k.contract_id, k.sequence) as told
 where c.organisation_id = told.organisation_id and c.contract_id = told.contract_id and c.sequence = told.sequence;
set local role own_payments;

-- So with the versions of corrections and debts, which are drafts first.
alter table payments.correction_version add column in_force_recorded_at timestamptz;
alter table payments.debt_version add column in_force_recorded_at timestamptz;
comment on column payments.correction_version.in_force_recorded_at is
  'When it was recorded that the version is in force; null: it is a draft.';
comment on column payments.debt_version.in_force_recorded_at is
  'When it was recorded that the version is in force; null: it is a draft.';
-- Of those that there are nothing says when.
reset role;
alter table payments.correction_version disable trigger keep_version;
alter table payments.debt_version disable trigger keep_version;
update payments.correction_version set in_force_recorded_at = recorded_at where state <> 'VERSION_DRAFT';
update payments.debt_version set in_force_recorded_at = recorded_at where state <> 'VERSION_DRAFT';
alter table payments.correction_version enable trigger keep_version;
alter table payments.debt_version enable trigger keep_version;
set local role own_payments;

create function payments.note_version_in_force() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.in_force_recorded_at := case when tg_op = 'INSERT' then clock_timestamp()
                                   else coalesce(old.in_force_recorded_at, clock_timestamp()) end;
  return new;
end $$;
create trigger note_version_in_force before insert or update of state on payments.correction_version
  for each row when (new.state <> 'VERSION_DRAFT') execute function payments.note_version_in_force();
create trigger note_version_in_force before insert or update of state on payments.debt_version
  for each row when (new.state <> 'VERSION_DRAFT') execute function payments.note_version_in_force();

create function payments.note_claim_times() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.sent_on is null then
    new.sent_recorded_at := null;
  elsif tg_op = 'INSERT' or old.sent_on is null then
    new.sent_recorded_at := clock_timestamp();
  end if;
  if new.state not in ('ACCEPTED', 'REFUSED') then
    new.decided_recorded_at := null;
  elsif tg_op = 'INSERT' or old.state not in ('ACCEPTED', 'REFUSED') then
    new.decided_recorded_at := clock_timestamp();
  end if;
  return new;
end $$;
create trigger note_claim_times before insert or update of state, sent_on on payments.claim
  for each row execute function payments.note_claim_times();

-- The report looks these up; its cost must not grow with the number of costs.
create index bank_match_part_of_target on payments.bank_match_part (organisation_id, target_key);
create index claim_cost_claimed_again on payments.claim_cost (organisation_id, contract_id, sequence)
  where again_eu_minor + again_national_minor + again_own_minor > 0;

create view published.claim as
  select organisation_id, contract_id, sequence, kind, state, sent_on, decided_on, requested_eu_minor,
         requested_national_minor, requested_own_minor, approved_eu_minor, approved_national_minor,
         approved_own_minor, refused_eu_minor, refused_national_minor, refused_own_minor, by_correction_eu_minor,
         by_correction_national_minor, by_correction_own_minor, payable_eu_minor, payable_national_minor,
         cleared_eu_minor, cleared_national_minor, to_recover_eu_minor, to_recover_national_minor, paid_eu_minor,
         paid_national_minor, currency, recorded_at, sent_recorded_at, decided_recorded_at
    from payments.claim
   where state <> 'TAKEN_BACK';
comment on view published.claim is
  'Claims with what was decided on them, without those taken back; refused: unapproved and by correction together.';

create view published.claim_cost as
  select k.organisation_id, k.contract_id, k.sequence, k.cost_id, k.requested_eu_minor, k.requested_national_minor,
         k.requested_own_minor, k.again_eu_minor, k.again_national_minor, k.again_own_minor,
         coalesce(r.approved_eu_minor, k.requested_eu_minor) as left_eu_minor,
         coalesce(r.approved_national_minor, k.requested_national_minor) as left_national_minor,
         coalesce(r.approved_own_minor, k.requested_own_minor) as left_own_minor
    from payments.claim_cost as k
    left join payments.claim_refused_cost as r
      on r.organisation_id = k.organisation_id and r.contract_id = k.contract_id and r.sequence = k.sequence
         and r.cost_id = k.cost_id;
comment on view published.claim_cost is
  'Costs of claims: what is asked for, what of it was asked for before, and what is left of it by the verification (all, '
  'while there is none).';

create view published.claim_payment as
  select organisation_id, contract_id, payment_id, number, sequence, amount_eu_minor as eu_minor,
         amount_national_minor as national_minor, amount_own_minor as own_minor, currency, paid_on, bank_reference,
         recorded_at
    from payments.payment;
comment on view published.claim_payment is 'Payments with the claim that each pays.';

create view published.bank_match as
  select part.organisation_id, part.target_key, part.match_number, part.part_number, part.amount_minor, part.currency,
         entry.booked_on, entry.bank_reference, part.recorded_at
    from payments.bank_match_part as part
    join payments.bank_entry as entry on entry.organisation_id = part.organisation_id
                                     and entry.entry_number = part.entry_number
   where not exists (select from payments.bank_match_withdrawal as w
                      where w.organisation_id = part.organisation_id and w.match_number = part.match_number);
comment on view published.bank_match is
  'Parts of movements of the bank and what they are, "payments/{contract}/{payment}", without what was withdrawn.';

create view published.correction_version as
  select v.organisation_id, v.contract_id, v.correction_id, v.version, v.percent_ten_thousandths, v.decided_on,
         v.amount_eu_minor as eu_minor, v.amount_national_minor as national_minor, v.currency,
         v.in_force_recorded_at as recorded_at,
         case when i.irregularity_id is null then ''
              else format('%s/%s/%s/%s/%s', i.register, lpad((i.year % 100)::text, 2, '0'), i.fund,
                          lpad(i.number::text, greatest(4, length(i.number::text)), '0'), i.notifications)
         end as irregularity
    from payments.correction_version as v
    join payments.correction as c on c.organisation_id = v.organisation_id and c.contract_id = v.contract_id
                                 and c.correction_id = v.correction_id
    left join payments.irregularity as i on i.organisation_id = c.organisation_id and i.contract_id = c.contract_id
                                        and i.irregularity_id = c.irregularity_id
   where c.state = 'RECOVERY_ENTERED' and v.state in ('VERSION_ACTUAL', 'VERSION_ARCHIVED');
comment on view published.correction_version is
  'Financial corrections that were not removed: the versions in force and those that were, with the national number of '
  'the irregularity.';

create view published.debt_version as
  select v.organisation_id, v.contract_id, v.debt_id, d.number, d.status, v.version, v.principal_eu_minor as eu_minor,
         v.principal_national_minor as national_minor, v.currency, v.served_on, v.effective_on,
         v.in_force_recorded_at as recorded_at
    from payments.debt_version as v
    join payments.debt as d on d.organisation_id = v.organisation_id and d.contract_id = v.contract_id
                           and d.debt_id = v.debt_id
   where d.state = 'RECOVERY_ENTERED' and v.state in ('VERSION_ACTUAL', 'VERSION_ARCHIVED');
comment on view published.debt_version is
  'Debts that were not taken back: the versions in force and those that were; the status is the present one.';

create view published.debt_interest as
  select organisation_id, contract_id, debt_id, interest_eu_minor as eu_minor,
         interest_national_minor as national_minor, currency, to_on, recorded_at
    from payments.debt_interest;
comment on view published.debt_interest is 'Interest that was charged on debts, by its last day.';

create view published.debt_repayment as
  select organisation_id, contract_id, debt_id, repayment, to_principal_eu_minor, to_principal_national_minor,
         to_interest_eu_minor, to_interest_national_minor, currency, repaid_on, way, recorded_at
    from payments.debt_repayment;
comment on view published.debt_repayment is 'What was recovered of debts, and whether of principal or interest.';

grant select on published.claim, published.claim_cost, published.claim_payment, published.bank_match,
                published.correction_version, published.debt_version, published.debt_interest,
                published.debt_repayment
   to svc_reports;

commit;

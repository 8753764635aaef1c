-- SPDX-License-Identifier: EUPL-1.2
-- Report packages: what a beneficiary sends together. A claim is a document of one. While a package is open, proposals
-- holds the contract for it, so that no version of it can begin.
begin;

set local role own_payments;

alter table payments.contract
  add column next_package_sequence integer not null default 1,
  add column open_package integer,
  add constraint contract_open_package_was_given
    check (open_package >= 1 and open_package < next_package_sequence);
comment on column payments.contract.next_package_sequence is 'Sequence of the next package.';
comment on column payments.contract.open_package is
  'Sequence of the package that is not accepted, refused or withdrawn; null when there is none.';

create table payments.package (
  organisation_id text not null,
  contract_id text not null,
  package_sequence integer not null,
  type text not null,
  state text not null default 'PACKAGE_DRAFT',
  made_for_claim boolean not null,
  sent_on date,
  sent_by text,
  decided_on date,
  decided_by text,
  reference text not null default '',
  closing_reason text not null default '',
  technical_report_version integer not null default 0,
  financial_report_version integer not null default 0,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, package_sequence),
  constraint package_contract foreign key (organisation_id, contract_id)
    references payments.contract (organisation_id, contract_id),
  constraint package_sequence_above_zero check (package_sequence >= 1),
  constraint package_type check (type in ('ADVANCE_PAYMENT_PACKAGE', 'TECHNICAL_PACKAGE',
                                          'PAYMENT_TECHNICAL_FINANCIAL_PACKAGE', 'PAYMENT_FINANCIAL_PACKAGE',
                                          'FINANCIAL_PACKAGE')),
  constraint package_state check (state in ('PACKAGE_DRAFT', 'PACKAGE_SENT', 'PACKAGE_IN_VERIFICATION',
                                            'PACKAGE_ACCEPTED', 'PACKAGE_REFUSED', 'PACKAGE_WITHDRAWN')),
  constraint package_sent_is_known
    check ((state in ('PACKAGE_DRAFT', 'PACKAGE_WITHDRAWN')) = (sent_on is null) and (sent_on is null) = (sent_by is null)),
  constraint package_decision_is_known
    check ((decided_on is null) = (decided_by is null)
           and (decided_on is null or state in ('PACKAGE_ACCEPTED', 'PACKAGE_REFUSED'))),
  constraint package_decided_after_sent check (decided_on >= sent_on),
  constraint package_decided_by_other check (decided_by <> sent_by),
  constraint package_report_versions check (technical_report_version >= 0 and financial_report_version >= 0)
);
comment on table payments.package is 'Report packages by their sequence within a contract.';
comment on column payments.package.made_for_claim is
  'It was begun by making a claim while no package was open, and not by itself.';
comment on column payments.package.decided_on is 'Of a package without a claim; else the claim has it.';
comment on column payments.package.closing_reason is 'Why it was refused or withdrawn.';
comment on column payments.package.technical_report_version is 'The version that counts; 0: it has no technical report.';
create unique index package_one_open on payments.package (organisation_id, contract_id)
  where state in ('PACKAGE_DRAFT', 'PACKAGE_SENT', 'PACKAGE_IN_VERIFICATION');

create table payments.package_return (
  organisation_id text not null,
  contract_id text not null,
  package_sequence integer not null,
  return_number integer not null,
  returned_on date not null,
  returned_by text not null,
  reason text not null,
  sent_on date not null,
  sent_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, contract_id, package_sequence, return_number),
  constraint package_return_package foreign key (organisation_id, contract_id, package_sequence)
    references payments.package (organisation_id, contract_id, package_sequence),
  constraint package_return_number check (return_number >= 1),
  constraint package_returned_after_sent check (returned_on >= sent_on),
  constraint package_returned_by_other check (returned_by <> sent_by)
);
comment on table payments.package_return is 'Packages given back to the beneficiary, each with the sending that it undid.';

-- One row of a contract: its latest hold.
create table payments.contract_hold (
  organisation_id text not null,
  contract_id text not null,
  hold_number bigint not null,
  package_sequence integer not null,
  state text not null,
  since timestamptz not null default now(),
  primary key (organisation_id, contract_id),
  constraint contract_hold_contract foreign key (organisation_id, contract_id)
    references payments.contract (organisation_id, contract_id),
  constraint contract_hold_number check (hold_number >= 1),
  constraint contract_hold_state check (state in ('TAKING', 'HELD', 'RELEASING', 'RELEASED'))
);
comment on table payments.contract_hold is
  'How far the hold of a contract in proposals is: asked for, held for a package, to be released, released.';
comment on column payments.contract_hold.hold_number is 'Given once: a hold that was released never holds again.';
comment on column payments.contract_hold.since is 'When it came to this state.';
create index contract_hold_to_end on payments.contract_hold (since) where state in ('TAKING', 'RELEASING');

create table payments.organisation (
  organisation text not null primary key,
  recorded_at timestamptz not null default now()
);
comment on table payments.organisation is
  'Reference data: the organisations that have contracts here, for work that goes through all of them.';

alter table payments.claim
  add column package_sequence integer,
  add column sample_seed text,
  drop constraint claim_state,
  add constraint claim_state
    check (state in ('DRAFT', 'RETURNED', 'SENT', 'AWAITING_ANSWER', 'IN_VERIFICATION', 'ACCEPTED', 'REFUSED', 'TAKEN_BACK')),
  drop constraint claim_sent_is_known,
  add constraint claim_sent_is_known
    check ((state in ('DRAFT', 'RETURNED', 'TAKEN_BACK')) = (sent_on is null) and (sent_on is null) = (sent_by is null)),
  drop constraint claim_decision_is_known,
  add constraint claim_decision_is_known
    check ((state in ('DRAFT', 'RETURNED', 'SENT', 'AWAITING_ANSWER', 'TAKEN_BACK')) = (decided_on is null)
           and (decided_on is null) = (decided_by is null)),
  add constraint claim_sample_seed check (sample_seed ~ '^[0-9a-f]{64}$');
comment on column payments.claim.package_sequence is 'The package that it is in, or was when it was taken back.';
comment on column payments.claim.sample_seed is
  'What decides by chance which costs are checked in full; made when the claim is sent, told when the sample is drawn.';
drop index payments.claim_one_open;
create unique index claim_one_open on payments.claim (organisation_id, contract_id)
  where state in ('DRAFT', 'RETURNED', 'SENT', 'AWAITING_ANSWER', 'IN_VERIFICATION');
create unique index claim_one_in_package on payments.claim (organisation_id, contract_id, package_sequence)
  where state <> 'TAKEN_BACK';

-- Each claim there is was a package of its own. Not as the owner, whom row security holds too.
reset role;
insert into payments.package (organisation_id, contract_id, package_sequence, type, state, made_for_claim, sent_on, sent_by)
select organisation_id, contract_id, sequence,
       case kind when 'ADVANCE' then 'ADVANCE_PAYMENT_PACKAGE' else 'PAYMENT_FINANCIAL_PACKAGE' end,
       case state when 'TAKEN_BACK' then 'PACKAGE_WITHDRAWN' when 'AWAITING_ANSWER' then 'PACKAGE_IN_VERIFICATION'
                  else 'PACKAGE_' || state end,
       true, sent_on, sent_by
  from payments.claim;
update payments.claim set package_sequence = sequence;
update payments.contract set next_package_sequence = next_claim_sequence, open_package = open_claim;
insert into payments.organisation (organisation) select distinct organisation_id from payments.contract;
-- Of a contract that has a version open as well, nothing is held: that package ends without a release.
with held as (
  update proposals.contract as p
     set open_change = 'packages/' || c.open_package || '#1'
    from payments.contract as c
   where c.organisation_id = p.organisation_id and c.contract_id = p.contract_id and c.open_package is not null
         and p.open_change is null
  returning c.organisation_id, c.contract_id, c.open_package)
insert into payments.contract_hold (organisation_id, contract_id, hold_number, package_sequence, state)
select organisation_id, contract_id, 1, open_package, 'HELD' from held;
alter table payments.claim
  alter column package_sequence set not null,
  add constraint claim_package foreign key (organisation_id, contract_id, package_sequence)
    references payments.package (organisation_id, contract_id, package_sequence);
set local role own_payments;

select platform.keep_to_organisation('payments.package');
select platform.keep_to_organisation('payments.package_return');
select platform.keep_to_organisation('payments.contract_hold');

grant update (next_package_sequence, open_package) on payments.contract to svc_payments;
grant select, insert,
      update (type, state, sent_on, sent_by, decided_on, decided_by, reference, closing_reason,
              technical_report_version, financial_report_version)
   on payments.package to svc_payments;
grant select, insert on payments.package_return to svc_payments;
grant select, insert, update (hold_number, package_sequence, state, since) on payments.contract_hold to svc_payments;
grant select, insert on payments.organisation to svc_payments;
grant update (sample_seed) on payments.claim to svc_payments;

commit;

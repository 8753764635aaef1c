-- SPDX-License-Identifier: EUPL-1.2
-- Orders to the bank, the files that they were sent with, and what the bank answered.
begin;

set local role own_payments;

create table payments.order_register (
  organisation_id text not null,
  next_order integer not null default 1,
  next_file integer not null default 1,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id),
  constraint order_register_numbers check (next_order >= 1 and next_file >= 1)
);
comment on table payments.order_register is
  'Gives out the numbers of an organisation''s payment orders and of their files.';
comment on column payments.order_register.next_order is 'Number of the next order.';
comment on column payments.order_register.next_file is 'Number of the next file.';

create table payments.payment_file (
  organisation_id text not null,
  file_number integer not null,
  message_id text not null,
  content bytea not null,
  sha256 text not null,
  made_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, file_number),
  constraint payment_file_message_once unique (organisation_id, message_id)
);
comment on table payments.payment_file is 'Files of orders (pain.001), as they were given out; never changed after.';
comment on column payments.payment_file.message_id is 'By which the bank knows a second copy.';

create table payments.payment_order (
  organisation_id text not null,
  order_number integer not null,
  contract_id text not null,
  end_to_end_id text not null,
  debtor_account text not null,
  creditor_name text not null,
  creditor_account text not null,
  amount_minor bigint not null,
  currency text not null,
  remittance text not null,
  execute_on date not null,
  state text not null default 'ORDER_DRAFT',
  created_by text not null,
  approved_by text,
  file_number integer,
  reason text not null default '',
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, order_number),
  -- ORD-1, see NewOrder: fixed before anything is sent.
  constraint payment_order_end_to_end_once unique (organisation_id, end_to_end_id),
  constraint payment_order_contract foreign key (organisation_id, contract_id)
    references payments.contract (organisation_id, contract_id),
  constraint payment_order_file foreign key (organisation_id, file_number)
    references payments.payment_file (organisation_id, file_number),
  constraint payment_order_above_zero check (amount_minor > 0),
  constraint payment_order_currency check (currency in ('BGN', 'EUR')),
  constraint payment_order_state check (state in ('ORDER_DRAFT', 'ORDER_APPROVED', 'ORDER_SENT', 'ORDER_ACCEPTED',
    'ORDER_REJECTED', 'ORDER_UNKNOWN', 'ORDER_LOST', 'ORDER_CANCELLED')),
  -- ORD-2, four eyes, see DecideApproval.
  constraint payment_order_approved_by_other check (approved_by <> created_by),
  constraint payment_order_approved_before_sent
    check (state in ('ORDER_DRAFT', 'ORDER_CANCELLED') or approved_by is not null),
  constraint payment_order_sent_in_file
    check ((state in ('ORDER_DRAFT', 'ORDER_APPROVED', 'ORDER_CANCELLED')) = (file_number is null))
);
comment on table payments.payment_order is 'Orders to the bank; only their state moves.';
comment on column payments.payment_order.end_to_end_id is 'Reference that the order keeps through all banks.';
comment on column payments.payment_order.file_number is 'File that it was last sent with; null: none yet.';
comment on column payments.payment_order.reason is 'What the bank or whoever cancelled it said.';
create index payment_order_of_contract on payments.payment_order (organisation_id, contract_id, order_number);

create table payments.payment_file_order (
  organisation_id text not null,
  file_number integer not null,
  order_number integer not null,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, file_number, order_number),
  constraint payment_file_order_file foreign key (organisation_id, file_number)
    references payments.payment_file (organisation_id, file_number),
  constraint payment_file_order_order foreign key (organisation_id, order_number)
    references payments.payment_order (organisation_id, order_number)
);
comment on table payments.payment_file_order is 'Which orders a file holds.';

select platform.keep_to_organisation('payments.order_register');
select platform.keep_to_organisation('payments.payment_file');
select platform.keep_to_organisation('payments.payment_order');
select platform.keep_to_organisation('payments.payment_file_order');

grant select, insert, update (next_order, next_file) on payments.order_register to svc_payments;
grant select, insert on payments.payment_file to svc_payments;
grant select, insert, update (state, approved_by, file_number, reason) on payments.payment_order to svc_payments;
grant select, insert on payments.payment_file_order to svc_payments;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_payments;

drop trigger claim_deducted_beside_orders on payments.claim;
drop trigger payment_order_within_payable on payments.payment_order;
drop function payments.keep_orders_within_payable;
drop function payments.ordered_of_claim;
drop index payments.payment_order_of_claim;
-- What was given up was not received by the bank, as far as the earlier states can say.
reset role;
alter table payments.payment_order
  drop constraint payment_order_given_up_by_paper,
  drop constraint payment_order_given_up_by_other;
update payments.payment_order set state = 'ORDER_LOST' where state = 'ORDER_GIVEN_UP';
set local role own_payments;
alter table payments.payment_order
  drop constraint payment_order_claim,
  drop constraint payment_order_state,
  add constraint payment_order_state check (state in ('ORDER_DRAFT', 'ORDER_APPROVED', 'ORDER_SENT', 'ORDER_ACCEPTED',
    'ORDER_REJECTED', 'ORDER_UNKNOWN', 'ORDER_LOST', 'ORDER_CANCELLED')),
  drop column claim_sequence,
  drop column given_up_by,
  drop column evidence;

commit;

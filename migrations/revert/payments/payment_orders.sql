-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_payments;
drop table payments.payment_file_order;
drop table payments.payment_order;
drop table payments.payment_file;
drop table payments.order_register;

commit;

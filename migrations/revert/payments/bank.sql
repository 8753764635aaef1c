-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_payments;
drop table payments.bank_match_withdrawal;
drop table payments.bank_match_part;
drop table payments.bank_match;
drop table payments.bank_target;
drop table payments.bank_entry;
drop table payments.bank_statement;
drop table payments.bank_register;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_payments;

drop table payments.debt_repayment;
drop table payments.debt_interest;
drop table payments.debt_version;
drop table payments.debt;

commit;

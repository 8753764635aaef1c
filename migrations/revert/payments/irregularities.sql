-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_payments;

drop table payments.correction_version;
drop table payments.correction;
drop table payments.irregularity_notification;
drop table payments.irregularity;
drop table payments.irregularity_register;
drop table payments.signal;
drop table payments.recovery_account;
drop function payments.keep_version();

commit;

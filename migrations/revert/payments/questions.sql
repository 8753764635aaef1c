-- SPDX-License-Identifier: EUPL-1.2
begin;

drop table payments.claim_question;

commit;

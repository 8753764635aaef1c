-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_payments;

drop index payments.contract_closing_to_tell;
alter table payments.contract
  drop constraint contract_closing_told,
  drop column closing_told;

commit;

-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_payments;

drop view published.contract_closing;
alter table payments.contract
  drop constraint contract_closed_has_no_open_claim,
  drop constraint contract_closing_is_known,
  drop column closed_on,
  drop column closed_by,
  drop column closing_reference,
  drop column closed_recorded_at,
  drop column closings,
  drop column reopening_reason;

commit;

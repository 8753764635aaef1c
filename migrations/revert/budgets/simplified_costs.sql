-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_budgets;

drop function budgets.release_hours;
drop function budgets.check_flat_rates;
drop function budgets.set_terms;
drop table budgets.person_hours;
drop table budgets.simplified_cost;
drop table budgets.line_terms;
alter table budgets.cost
  drop constraint cost_document_type,
  add constraint cost_document_type
    check (document_type in ('INVOICE', 'PAYROLL', 'PAID_AMOUNTS_ACCOUNT', 'CASH_RECEIPT', 'TRAVEL_ORDER', 'OTHER',
                             'ADVANCE_REPORT', 'CASH_ORDER', 'DEBIT_NOTE', 'VAT_PROTOCOL'));
alter table budgets.line drop column support_form;

commit;

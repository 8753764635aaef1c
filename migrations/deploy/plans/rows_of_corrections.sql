-- SPDX-License-Identifier: EUPL-1.2
-- Corrections also add rows that were not read, and say where the document has them.
begin;

set local role own_plans;

alter table plans.correction
  add column document_place text not null default '',
  add constraint correction_row_says_what check (field <> 'PLAN_ROW' or place <> ''),
  add constraint correction_value_has_a_path check (field <> 'PLAN_VALUE' or place <> '');
comment on column plans.correction.field is
  'A name of tranche.plans.v1.PlanField; of PLAN_VALUE and PLAN_ROW the place is the path of the value or the row';
comment on column plans.correction.document_place is
  'Where the person who adds a row says that it stands in the document; empty: not said';

commit;

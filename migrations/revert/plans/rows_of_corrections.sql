-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_plans;

alter table plans.correction
  drop constraint correction_row_says_what,
  drop constraint correction_value_has_a_path,
  drop column document_place;
comment on column plans.correction.field is null;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- A document may name several attachments with the same words and the same size; each has a file of its own.
begin;

set local role own_plans;

alter table plans.attachment
  add column occurrence integer not null default 1,
  add constraint attachment_occurrence check (occurrence >= 1);
comment on column plans.attachment.occurrence is
  'Which of those that the document names with the same words and the same size, 1 and up';

drop index plans.attachment_of_name_once;
create unique index attachment_of_name_once
  on plans.attachment (organisation_id, plan_id, named_as, size_as_written, occurrence)
  where ended_at is null and named_as <> '';

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Refused by the index while two files stand for attachments of one name and size: withdraw one first.
begin;

set local role own_plans;

drop index plans.attachment_of_name_once;
create unique index attachment_of_name_once on plans.attachment (organisation_id, plan_id, named_as, size_as_written)
  where ended_at is null and named_as <> '';
alter table plans.attachment
  drop constraint attachment_occurrence,
  drop column occurrence;

commit;

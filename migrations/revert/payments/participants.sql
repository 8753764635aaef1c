-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while there are participants: facts are not taken back.
begin;

do $$
begin
  if exists (select from payments.participant) or exists (select from payments.checklist where document = 'PARTICIPANTS_DOCUMENT') then
    raise exception 'there are records of participants; the older schema cannot hold them';
  end if;
end $$;
drop table payments.participant_record;
drop table payments.participant;
alter table payments.checklist
  drop constraint checklist_document,
  add constraint checklist_document
    check (document in ('PAYMENT_CLAIM_DOCUMENT', 'TECHNICAL_REPORT_DOCUMENT', 'FINANCIAL_REPORT_DOCUMENT'));
alter table payments.contract_indicator drop column participants_fund;
alter table payments.package
  drop constraint package_participants_version,
  drop column participants_void_through,
  drop column participants_version;

commit;

-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while the journal holds transfers or revisions: facts are not taken back.
begin;

do $$
begin
  if exists (select from budgets.transfer) or exists (select from budgets.revision) then
    raise exception 'caps were moved by transfers or revisions; the older schema cannot hold that';
  end if;
end $$;
drop view published.budget_posting;
alter table budgets.posting
  drop constraint posting_movement,
  add constraint posting_movement check (
    case when cost_number is null then (debit, credit) = ('available', 'cap')
         else (debit, credit) in (('reserved', 'available'), ('spent', 'reserved'), ('available', 'reserved'))
    end),
  drop constraint posting_about_one,
  drop constraint posting_takes_back,
  drop column transfer_number,
  drop column revision_version;
comment on column budgets.posting.cost_number is 'The cost that it is about; null for the allotment of the cap.';
drop function budgets.carry_out_transfer;
drop function budgets.hold_revision;
drop function budgets.end_revision;
drop function budgets.restate_line;
drop table budgets.revision_line;
drop table budgets.revision;
drop table budgets.transfer;

set local role own_budgets;
create view published.budget_posting as
  select organisation_id, contract_id, line_code, debit, credit, eu_minor, national_minor, own_minor, currency,
         valid_on, recorded_at
    from budgets.posting;
comment on view published.budget_posting is 'Journal of the budget lines, see budgets.posting.';
grant select on published.budget_posting to svc_reports;

commit;

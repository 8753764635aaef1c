-- SPDX-License-Identifier: EUPL-1.2
begin;

select starts_on, ends_on from published.contract_version where false;

do $$
begin
  if not has_table_privilege('svc_reports', 'published.contract_version', 'SELECT') then
    raise exception 'svc_reports may not read when contracts are carried out';
  end if;
end $$;

rollback;

-- SPDX-License-Identifier: EUPL-1.2
begin;

select measure_words from published.project_link where false;

do $$
begin
  if not has_table_privilege('svc_reports', 'published.project_link', 'SELECT') then
    raise exception 'svc_reports may not read which projects carry out plans';
  end if;
end $$;

rollback;

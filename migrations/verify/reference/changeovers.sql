-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('reference');

select from_currency, code, position, legal_source, verified, text_bg, text_en
  from reference.changeover_rule where false;

do $$
begin
  if not exists (select from reference.changeover
                  where from_currency = 'BGN' and to_currency = 'EUR' and rate = 1.95583 and day = '2026-01-01') then
    raise exception 'the changeover from lev to euro is missing';
  end if;
  if has_table_privilege('svc_reference', 'reference.changeover', 'INSERT, UPDATE, DELETE')
     or has_table_privilege('svc_reference', 'reference.changeover_rule', 'INSERT, UPDATE, DELETE') then
    raise exception 'svc_reference may change changeovers';
  end if;
end $$;

rollback;

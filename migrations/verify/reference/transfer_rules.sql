-- SPDX-License-Identifier: EUPL-1.2
begin;

select platform.verify_service('reference');

select procedure, limit_percent, base, cumulative, forbidden_giving, forbidden_receiving, valid_from, valid_to,
       known_from, legal_source, verified, text_bg, text_en
  from reference.transfer_rule where false;

do $$
begin
  if not exists (select from reference.transfer_rule where procedure = '') then
    raise exception 'the general rule of transfers is missing';
  end if;
  if has_table_privilege('svc_reference', 'reference.transfer_rule', 'INSERT, UPDATE, DELETE') then
    raise exception 'svc_reference may change rules';
  end if;
end $$;

rollback;

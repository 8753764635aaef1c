-- SPDX-License-Identifier: EUPL-1.2
-- Refuses while there are reports or indicators: facts are not taken back.
begin;

do $$
begin
  if exists (select from payments.technical_report) or exists (select from payments.financial_report)
     or exists (select from payments.indicator_list) then
    raise exception 'there are reports or indicators; the older schema cannot hold that';
  end if;
end $$;
drop table payments.financial_report;
drop table payments.reported_indicator;
drop table payments.technical_report;
drop table payments.contract_indicator;
drop table payments.indicator_list;

commit;

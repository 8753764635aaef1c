-- SPDX-License-Identifier: EUPL-1.2
begin;

do $$
begin
  if budgets.amount_text(9223372036854775807) <> '92233720368547758.07' or budgets.amount_text(-5) <> '-0.05' then
    raise exception 'amounts lose cents in words';
  end if;
end $$;

rollback;

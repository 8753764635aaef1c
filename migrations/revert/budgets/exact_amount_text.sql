-- SPDX-License-Identifier: EUPL-1.2
begin;

set local role own_budgets;

create or replace function budgets.amount_text(minor bigint) returns text
language sql immutable strict set search_path = pg_catalog, pg_temp as $$
  select (minor::numeric / 100)::numeric(20, 2)::text;
$$;

commit;
